#include "tests/component/heart/fibre_meshes.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace vht::test
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    constexpr double degree = std::numbers::pi / 180.;
  } // namespace


  MeshFile
  make_box_heart(CellShape shape)
  {
    using Place = std::array<int, 3>;
    enum Kind : unsigned int
    {
      wall,
      left_cavity,
      right_cavity,
      outside,
      above
    };
    const auto kind = [](const Place &p) {
      const auto &[x, y, z] = p;
      if (z > 9)
        return above;
      if (x < 0 || x > 11 || y < 0 || y > 11 || z < 0)
        return outside;
      if (y < 2 || y > 9)
        return wall;
      if (x >= 2 && x < 5 && z >= 2)
        return left_cavity;
      return x >= 7 && x < 10 && z >= 4 ? right_cavity : wall;
    };
    static constexpr unsigned int tag_of[] = {0, 1, 2, 3, 4};

    MeshFile mesh;
    mesh.simplex  = false;
    mesh.regions  = {{"myocardium", 1}};
    mesh.surfaces = {{"endo_lv", 1}, {"endo_rv", 2}, {"epi", 3}, {"base", 4}};
    mesh.checksum = "box heart";

    std::map<Place, unsigned int> nodes;
    const auto                    node = [&](const Place &p) {
      const auto [entry, is_new] = nodes.try_emplace(p, nodes.size());
      if (is_new)
        mesh.points.push_back({{5e-3 * p[0], 5e-3 * p[1], 5e-3 * p[2]}});
      return entry->second;
    };
    for (int z = 0; z < 10; ++z)
      for (int y = 0; y < 12; ++y)
        for (int x = 0; x < 12; ++x)
          if (kind({x, y, z}) == wall)
            {
              std::array<unsigned int, 8> corners;
              for (int c = 0; c < 8; ++c)
                corners[c] = node({x + (c & 1), y + (c >> 1 & 1), z + (c >> 2)});
              mesh.cells.push_back({corners, 1});
              for (int d = 0; d < 3; ++d)
                for (int side = 0; side < 2; ++side)
                  {
                    Place neighbour = {x, y, z};
                    neighbour[d] += 2 * side - 1;
                    if (kind(neighbour) == wall)
                      continue;
                    std::array<unsigned int, 4> face;
                    for (int k = 0; k < 4; ++k)
                      {
                        const int around[] = {0, 1, 3, 2}, first = (d + 1) % 3, second = (d + 2) % 3;
                        face[k] = corners[(side << d) + ((around[k] & 1) << first) + ((around[k] >> 1) << second)];
                      }
                    mesh.faces.push_back({face, tag_of[kind(neighbour)]});
                  }
            }
    return shape == CellShape::tetrahedra ? to_tetrahedra(mesh) : mesh;
  }

  std::vector<Frame>
  gather_cell_frames(const FibreField &fibres, const Mesh &mesh)
  {
    std::vector<double> numbers(9 * mesh.n_cells());
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          const Frame frame = fibres.cell_frame(cell->active_cell_index());
          for (unsigned int d = 0; d < dim; ++d)
            {
              numbers[9 * Mesh::file_index(cell) + d]     = frame.fibre[d];
              numbers[9 * Mesh::file_index(cell) + 3 + d] = frame.sheet[d];
              numbers[9 * Mesh::file_index(cell) + 6 + d] = frame.normal[d];
            }
        }
    mpi::sum(numbers, mesh.communicator(), numbers);

    std::vector<Frame> frames(mesh.n_cells());
    for (std::size_t i = 0; i < frames.size(); ++i)
      {
        const double *v = &numbers[9 * i];
        frames[i]       = {Tensor({v[0], v[1], v[2]}), Tensor({v[3], v[4], v[5]}), Tensor({v[6], v[7], v[8]})};
      }
    return frames;
  }

  void
  for_each_frame(const FibreField                                        &fibres,
                 const Mesh                                              &mesh,
                 const dealii::Quadrature<dim>                           &quadrature,
                 const std::function<void(const Point &, const Frame &)> &action)
  {
    const FunctionSpace   space(mesh, 1);
    dealii::FEValues<dim> values(space.mapping(), space.element(), quadrature, dealii::update_quadrature_points);
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          for (unsigned int q = 0; q < quadrature.size(); ++q)
            action(values.quadrature_point(q), fibres.at(cell->active_cell_index(), q));
        }
  }

  dealii::Quadrature<dim>
  gauss_points(const Mesh &mesh)
  {
    if (mesh.is_simplex())
      return dealii::QGaussSimplex<dim>(2);
    return dealii::QGauss<dim>(2);
  }

  double
  between_lines(const Tensor &a, const Tensor &b)
  {
    return dealii::cross_product_3d(a, b).norm() / (a.norm() * b.norm());
  }

  double
  between_frames(const Frame &a, const Frame &b)
  {
    return std::max(
      {between_lines(a.fibre, b.fibre), between_lines(a.sheet, b.sheet), between_lines(a.normal, b.normal)});
  }

  bool
  is_orthonormal(const Frame &frame)
  {
    const Tensor &f = frame.fibre, &s = frame.sheet, &n = frame.normal;
    double        error = 0.;
    for (const double zero : {f.norm() - 1., s.norm() - 1., n.norm() - 1., f * s, f * n, s * n})
      {
        if (!std::isfinite(zero))
          return false;
        error = std::max(error, std::abs(zero));
      }
    return error < 1e-12 && dealii::cross_product_3d(f, s) * n > 0.;
  }

  WallDirections::WallDirections(const Point &x, double radius, double length)
    : normal({x[0] / (radius * radius), x[1] / (radius * radius), x[2] / (length * length)})
  {
    normal /= normal.norm();
    circumferential = dealii::cross_product_3d(Tensor({0., 0., 1.}), normal);
    circumferential /= circumferential.norm();
    longitudinal = dealii::cross_product_3d(normal, circumferential);
  }

  double
  line_angle(const Tensor &line, const Tensor &zero, const Tensor &ninety)
  {
    return std::atan((line * ninety) / (line * zero)) / degree;
  }

  dealii::Quadrature<dim>
  face_middles(bool simplex)
  {
    if (simplex)
      return dealii::Quadrature<dim>(std::vector<Point>{Point(1. / 3, 1. / 3, 0), Point(1. / 3, 0, 1. / 3),
                                                        Point(0, 1. / 3, 1. / 3), Point(1. / 3, 1. / 3, 1. / 3)});
    return dealii::Quadrature<dim>(std::vector<Point>{Point(0, .5, .5), Point(1, .5, .5), Point(.5, 0, .5),
                                                      Point(.5, 1, .5), Point(.5, .5, 0), Point(.5, .5, 1)});
  }

  SurfaceErrors
  surface_errors(const FibreField  &fibres,
                 const Mesh        &mesh,
                 const std::string &surface,
                 double             radius,
                 double             length,
                 double             wanted)
  {
    double sum = 0., count = 0., maximum = 0., out_of_plane = 0.;
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && cell->face(f)->boundary_id() == mesh.surface(surface, "the test"))
            {
              const Point middle = cell->face(f)->center();
              if (std::hypot(middle[0], middle[1]) < 0.3 * radius)
                continue;
              const WallDirections wall(middle, radius, length);
              const Tensor         fibre = fibres.at(cell->active_cell_index(), f).fibre;
              const double error = std::abs(line_angle(fibre, wall.circumferential, wall.longitudinal) - wanted);
              sum += error;
              count += 1.;
              maximum      = std::max(maximum, error);
              out_of_plane = std::max(out_of_plane, std::asin(std::abs(fibre * wall.normal)) / degree);
            }
    const MPI_Comm comm = mesh.communicator();
    return {mpi::sum(sum, comm) / mpi::sum(count, comm), mpi::max(maximum, comm), mpi::max(out_of_plane, comm)};
  }
} // namespace vht::test
