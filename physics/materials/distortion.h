#pragma once

namespace vht
{
  /**
   * The strain that a law is written in. Published laws for incompressible tissue do not tell: where the volume is kept
   * the two are one. In a nearly incompressible solver they differ by the small change of volume.
   */
  enum class Distortion
  {
    full,     ///< Green strain E
    isochoric ///< (J^(-2/3) C - 1) / 2: a change of volume alone costs no energy
  };
} // namespace vht
