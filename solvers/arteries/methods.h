#pragma once

#include "solvers/arteries/method.h"

#include <memory>

namespace vht
{
  class Discretisation;
  struct ArteriesParameters;

  /**
   * The method that the case asks for, at rest under the initial pressure. The discretisation must outlive it.
   * @throws InputError for a terminal that is none, a vessel that would be shut, or what the method does not have
   */
  std::unique_ptr<ArteryMethod> make_artery_method(const ArteriesParameters &parameters,
                                                   const Discretisation     &discretisation,
                                                   const NodeConditions     &conditions);
} // namespace vht
