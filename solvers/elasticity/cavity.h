#pragma once

#include "solvers/elasticity/mixed_space.h"

#include <string>
#include <vector>

namespace vht
{
  /**
   * A space that the body encloses, such as the blood pool of a ventricle.
   *
   * Its volume follows from the divergence theorem on the surfaces around it. An open cavity is closed by the cone over
   * its rim with the tip in the rim's centre c: on the cone (x - c) . n vanishes, so that
   *
   *     V = -1/3 int (x - c) . cof F N dA
   *
   * over the wall alone (N points out of the tissue, into the cavity). The centre moves with the rim.
   */
  class Cavity
  {
  public:
    /**
     * @param[in] surfaces  tags of the boundary surfaces around the cavity
     * @throws MeshError for surfaces without faces, or when the volume at rest is not positive. Collective
     */
    Cavity(std::string name, const MixedSpace &space, std::vector<unsigned int> surfaces);

    const std::string &
    name() const
    {
      return name_;
    }

    const std::vector<unsigned int> &
    surfaces() const
    {
      return surfaces_;
    }

    /** Does the rim exist, or do the surfaces close by themselves? */
    bool
    is_open() const
    {
      return rim_length_ > 0.;
    }

    /** Volume [m^3]; @p displacement has up-to-date ghosts. Collective. */
    double volume(const Vector &displacement) const;

    /**
     * Derivative of the volume by the displacement of each node [m^2], without ghosts. @p displacement has up-to-date
     * ghosts. Collective.
     */
    void derivative(const Vector &displacement, Vector &result) const;

  private:
    struct RimNode
    {
      dealii::types::global_dof_index node;
      Point                           place;
      double                          weight; ///< all weights of all ranks sum up to one
    };

    void  find_rim();
    Point centre(const Vector &displacement) const;

    template <typename Visit>
    void for_each_face(const Visit &visit) const;

    std::string               name_;
    const MixedSpace         &space_;
    std::vector<unsigned int> surfaces_;
    std::vector<RimNode>      rim_; ///< of the edges of owned faces
    double                    rim_length_ = 0.;
    Point                     middle_; ///< of the wall at rest, the tip where there is no rim
  };
} // namespace vht
