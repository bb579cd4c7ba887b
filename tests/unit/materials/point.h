#pragma once

#include "physics/materials/material.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

/** A material at one point, in matrices: how the tests read best. */
namespace vht::point
{
  using Matrix = std::array<std::array<double, 3>, 3>;
  using Strain = std::array<double, 6>; ///< as in MaterialBlock: Voigt with twice the shear

  inline constexpr std::array<std::array<std::size_t, 2>, 6> pairs = {{{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}}};

  inline Matrix
  diagonal(double a, double b, double c)
  {
    return {{{a, 0., 0.}, {0., b, 0.}, {0., 0., c}}};
  }

  inline Matrix
  product(const Matrix &a, const Matrix &b)
  {
    Matrix c = {};
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t k = 0; k < 3; ++k)
          c[i][j] += a[i][k] * b[k][j];
    return c;
  }

  inline Matrix
  transposed(const Matrix &a)
  {
    return {{{a[0][0], a[1][0], a[2][0]}, {a[0][1], a[1][1], a[2][1]}, {a[0][2], a[1][2], a[2][2]}}};
  }

  inline double
  determinant(const Matrix &a)
  {
    return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
           a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
  }

  /** Green strain of the deformation gradient F. */
  inline Strain
  green_strain(const Matrix &F)
  {
    const Matrix C = product(transposed(F), F);
    Strain       E;
    for (std::size_t k = 0; k < 6; ++k)
      E[k] = k < 3 ? (C[k][k] - 1.) / 2. : C[pairs[k][0]][pairs[k][1]];
    return E;
  }

  /** The same strain at all points of a block. */
  inline MaterialBlock::Voigt
  block(const Strain &E)
  {
    MaterialBlock::Voigt all;
    for (std::size_t k = 0; k < 6; ++k)
      all[k].fill(E[k]);
    return all;
  }

  inline double
  energy(const Material &material, const Strain &E)
  {
    std::array<double, MaterialBlock::size> W;
    material.energy(block(E), W);
    return W[0];
  }

  inline Strain
  stress(const Material &material, const Strain &E)
  {
    MaterialBlock::Voigt all;
    material.stress(block(E), all);
    Strain S;
    for (std::size_t k = 0; k < 6; ++k)
      S[k] = all[k][0];
    return S;
  }

  inline std::array<Strain, 6>
  stiffness(const Material &material, const Strain &E)
  {
    MaterialBlock::Voigt     S;
    MaterialBlock::Stiffness all;
    material.stiffness(block(E), S, all);
    std::array<Strain, 6> C;
    for (std::size_t k = 0; k < 6; ++k)
      for (std::size_t l = 0; l < 6; ++l)
        C[k][l] = all[MaterialBlock::place(k, l)][0];
    return C;
  }

  /** Cauchy stress F S F^T / J at the deformation gradient F. */
  inline Matrix
  cauchy_stress(const Material &material, const Matrix &F)
  {
    const Strain S            = stress(material, green_strain(F));
    const Matrix second_piola = {{{S[0], S[3], S[4]}, {S[3], S[1], S[5]}, {S[4], S[5], S[2]}}};
    Matrix       sigma        = product(product(F, second_piola), transposed(F));
    for (auto &row : sigma)
      for (double &entry : row)
        entry /= determinant(F);
    return sigma;
  }

  /** A rotation about a random axis. */
  inline Matrix
  random_rotation(std::mt19937_64 &random)
  {
    std::normal_distribution<double> normal;
    std::array<double, 4>            q;
    double                           norm = 0.;
    for (double &entry : q)
      {
        entry = normal(random);
        norm += entry * entry;
      }
    for (double &entry : q)
      entry /= std::sqrt(norm);
    const auto [w, x, y, z] = q;
    return {{{1. - 2. * (y * y + z * z), 2. * (x * y - w * z), 2. * (x * z + w * y)},
             {2. * (x * y + w * z), 1. - 2. * (x * x + z * z), 2. * (y * z - w * x)},
             {2. * (x * z - w * y), 2. * (y * z + w * x), 1. - 2. * (x * x + y * y)}}};
  }

  /** A deformation gradient that differs from one by up to @p size in each entry. */
  inline Matrix
  random_deformation(std::mt19937_64 &random, double size)
  {
    std::uniform_real_distribution<double> spread(-size, size);
    Matrix                                 F = diagonal(1., 1., 1.);
    for (auto &row : F)
      for (double &entry : row)
        entry += spread(random);
    return F;
  }

  inline void
  set(Material &material, const std::string &name, double value)
  {
    for (const Parameter &parameter : material.parameters())
      if (parameter.name == name)
        {
          *parameter.value = value;
          return;
        }
    FAIL() << material.name() << " has no parameter \"" << name << '"';
  }
} // namespace vht::point
