#pragma once

#include "solvers/heart/fibres/fibre_parameters.h"
#include "solvers/heart/fibres/frames.h"
#include "solvers/heart/fibres/wall_coordinates.h"

#include <deal.II/base/quadrature.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace vht
{
  class Run;

  /**
   * The tissue's directions: a frame at each quadrature point of the cells of this rank.
   *
   * Orthonormal to rounding everywhere, and never NaN.
   */
  class FibreField
  {
  public:
    using CellIterator = Mesh::Triangulation::active_cell_iterator;

    /** The frame of each quadrature point of a cell. */
    using FramesOfCell = std::function<void(const CellIterator &cell, std::vector<Frame> &frames)>;

    /** Ask @p frames_of_cell for the frames of each owned cell; @p wall is kept. */
    FibreField(const Mesh                            &mesh,
               unsigned int                           n_quadrature_points,
               const FramesOfCell                    &frames_of_cell,
               std::unique_ptr<const WallCoordinates> wall = nullptr);

    /** At a quadrature point of the owned cell with this active_cell_index(). */
    const Frame &
    at(unsigned int active_cell_index, unsigned int quadrature_point) const
    {
      return frames_[active_cell_index * n_quadrature_points_ + quadrature_point];
    }

    unsigned int
    n_quadrature_points() const
    {
      return n_quadrature_points_;
    }

    /** One frame for the cell: its mean lines, made orthonormal. */
    Frame cell_frame(unsigned int active_cell_index) const;

    /**
     * Components of one axis of the cells' frames, three for each active cell, as FieldOutput::CellField wants them.
     * @param[in] axis  &Frame::fibre, &Frame::sheet or &Frame::normal
     */
    std::vector<double> cell_values(Tensor Frame::*axis) const;

    /** Where in the wall one is; null unless the fibres are rule-based or take their depth from a Laplace problem. */
    const WallCoordinates *
    wall() const
    {
      return wall_.get();
    }

  private:
    const Mesh                            &mesh_;
    unsigned int                           n_quadrature_points_;
    std::vector<Frame>                     frames_;
    std::unique_ptr<const WallCoordinates> wall_;
  };

  /** Edges of the cell from its first vertex, for places without a direction. */
  SpareDirections spare_directions(const FibreField::CellIterator &cell);

  /** Solve for the coordinates in the wall with the surfaces that the case names. Collective. @throws InputError */
  std::unique_ptr<const WallCoordinates> solve_wall(const FibreParameters &parameters, const Mesh &mesh);

  /**
   * Frames at the points of @p quadrature in each cell, as the case wants them. Type "none" gives the coordinate axes.
   * Collective.
   * @throws InputError for a surface that the mesh does not have, a file that does not fit the mesh
   */
  FibreField
  make_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature, Run &run);

  /** For --check: does the mesh have the surfaces, does the file fit the mesh? Collective. @throws InputError */
  void inspect_fibres(const FibreParameters &parameters, const Mesh &mesh);

  /** The same as make_fibres() above without a log. */
  FibreField
  make_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature);
} // namespace vht
