#pragma once

#include "physics/materials/jet.h"
#include "physics/materials/material.h"

namespace vht
{
  /**
   * A material that is its energy alone; stress and stiffness come from automatic differentiation. The law brings
   *
   *     template <typename Number>
   *     Number energy_density(const std::array<Number, 6> &E) const;      // [J/m^3], E as in MaterialBlock
   *
   * in its .cc, with `template class DifferentiatedMaterial<Law>;` below it. The header says
   * `extern template class DifferentiatedMaterial<Law>;`, so that it is compiled there only, with the flags of a
   * kernel.
   */
  template <typename Law>
  class DifferentiatedMaterial : public Material
  {
  public:
    void energy(const MaterialBlock::Voigt &strain, std::array<double, MaterialBlock::size> &energy) const final;
    void stress(const MaterialBlock::Voigt &strain, MaterialBlock::Voigt &stress) const final;
    void stiffness(const MaterialBlock::Voigt &strain,
                   MaterialBlock::Voigt       &stress,
                   MaterialBlock::Stiffness   &stiffness) const final;

  private:
    static_assert(Pack::size == MaterialBlock::size);

    template <int order>
    static std::array<Jet<order>, 6>
    variables(const MaterialBlock::Voigt &strain)
    {
      std::array<Jet<order>, 6> E;
      for (std::size_t i = 0; i < 6; ++i)
        E[i] = Jet<order>::variable(i, Pack::load(strain[i].data()));
      return E;
    }

    const Law &
    law() const
    {
      return static_cast<const Law &>(*this);
    }
  };

  template <typename Law>
  void
  DifferentiatedMaterial<Law>::energy(const MaterialBlock::Voigt              &strain,
                                      std::array<double, MaterialBlock::size> &energy) const
  {
    std::array<Pack, 6> E;
    for (std::size_t i = 0; i < 6; ++i)
      E[i] = Pack::load(strain[i].data());
    const Pack W = law().energy_density(E);
    W.store(energy.data());
  }

  template <typename Law>
  void
  DifferentiatedMaterial<Law>::stress(const MaterialBlock::Voigt &strain, MaterialBlock::Voigt &stress) const
  {
    const Jet<1> W = law().energy_density(variables<1>(strain));
    for (std::size_t i = 0; i < 6; ++i)
      W.first[i].store(stress[i].data());
  }

  template <typename Law>
  void
  DifferentiatedMaterial<Law>::stiffness(const MaterialBlock::Voigt &strain,
                                         MaterialBlock::Voigt       &stress,
                                         MaterialBlock::Stiffness   &stiffness) const
  {
    const Jet<2> W = law().energy_density(variables<2>(strain));
    for (std::size_t i = 0; i < 6; ++i)
      W.first[i].store(stress[i].data());
    for (std::size_t ij = 0; ij < Jet<2>::n_second; ++ij)
      W.second[ij].store(stiffness[ij].data());
  }
} // namespace vht
