#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace vht::test
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    using Corners = std::array<unsigned int, 8>;

    // Faces of a hexahedron in deal.II's numbering, going around.
    constexpr std::array<std::array<unsigned int, 4>, 6> hexahedron_faces = {
      {{{0, 2, 6, 4}}, {{1, 3, 7, 5}}, {{0, 1, 5, 4}}, {{2, 3, 7, 6}}, {{0, 1, 3, 2}}, {{4, 5, 7, 6}}}};

    std::vector<unsigned int>
    sorted(std::vector<unsigned int> numbers)
    {
      std::sort(numbers.begin(), numbers.end());
      return numbers;
    }

    /** The corners of a cell that one of its quadratic nodes stands between. */
    std::vector<unsigned int>
    corners_around(const MeshFile &mesh, const MeshFile::Cell &cell, std::size_t node)
    {
      std::vector<unsigned int> numbers;
      for (std::size_t k = 0; k < (mesh.simplex ? 4 : 8); ++k)
        if ((corners_around_nodes(mesh.simplex)[node] >> k & 1u) != 0)
          numbers.push_back(cell.nodes[k]);
      return sorted(numbers);
    }

    Tensor
    edge(const MeshFile &mesh, unsigned int from, unsigned int to)
    {
      Tensor e;
      for (unsigned int d = 0; d < dim; ++d)
        e[d] = mesh.points[to][d] - mesh.points[from][d];
      return e;
    }

    double
    tetrahedron_volume(const MeshFile &mesh, unsigned int a, unsigned int b, unsigned int c, unsigned int d)
    {
      return dealii::cross_product_3d(edge(mesh, a, b), edge(mesh, a, c)) * edge(mesh, a, d) / 6.;
    }

    /** The two triangles of a quadrangle, cut through its corner with the smallest number. */
    std::array<std::array<unsigned int, 3>, 2>
    cut_quadrangle(std::array<unsigned int, 4> q)
    {
      std::rotate(q.begin(), std::min_element(q.begin(), q.end()), q.end());
      return {{{{q[0], q[1], q[2]}}, {{q[0], q[2], q[3]}}}};
    }

    /** Not the reader's hash, but as good for tests: the same mesh gives the same text, another one another. */
    void
    sign(MeshFile &mesh, const std::string &what)
    {
      double sum = 0.;
      for (std::size_t i = 0; i < mesh.points.size(); ++i)
        for (unsigned int d = 0; d < dim; ++d)
          sum += (1. + 0.37 * d) * std::sin(1. + i) * mesh.points[i][d];
      mesh.checksum = what + (mesh.simplex ? " tetrahedra " : " hexahedra ") + std::to_string(mesh.cells.size()) + " " +
                      std::to_string(std::llround(sum * 1e9));
    }
  } // namespace

  std::string
  to_string(CellShape shape)
  {
    return shape == CellShape::tetrahedra ? "tetrahedra" : "hexahedra";
  }

  MeshFile
  make_box(CellShape shape, const std::array<unsigned int, 3> &n, const std::array<double, 3> &sides)
  {
    MeshFile mesh;
    mesh.simplex  = false;
    mesh.surfaces = {{"x_min", 1}, {"x_max", 2}, {"y_min", 3}, {"y_max", 4}, {"z_min", 5}, {"z_max", 6}};
    mesh.regions  = {{"right", 12}};
    if (n[0] > 1)
      {
        mesh.regions["left"]    = 11;
        mesh.surfaces["middle"] = 21;
      }

    const auto node = [&](unsigned int i, unsigned int j, unsigned int k) {
      return i + (n[0] + 1) * (j + (n[1] + 1) * k);
    };
    for (unsigned int k = 0; k <= n[2]; ++k)
      for (unsigned int j = 0; j <= n[1]; ++j)
        for (unsigned int i = 0; i <= n[0]; ++i)
          mesh.points.push_back({{sides[0] * i / n[0], sides[1] * j / n[1], sides[2] * k / n[2]}});

    for (unsigned int k = 0; k < n[2]; ++k)
      for (unsigned int j = 0; j < n[1]; ++j)
        for (unsigned int i = 0; i < n[0]; ++i)
          {
            Corners corners;
            for (unsigned int c = 0; c < 8; ++c)
              corners[c] = node(i + (c & 1), j + (c >> 1 & 1), k + (c >> 2));
            mesh.cells.push_back({corners, i < n[0] / 2 ? 11u : 12u});

            const std::array<bool, 6> tagged = {{i == 0, i + 1 == n[0], j == 0, j + 1 == n[1], k == 0, k + 1 == n[2]}};
            const auto                add_face = [&](unsigned int f, unsigned int tag) {
              std::array<unsigned int, 4> face;
              std::transform(hexahedron_faces[f].begin(), hexahedron_faces[f].end(), face.begin(),
                                            [&](unsigned int c) { return corners[c]; });
              mesh.faces.push_back({face, tag});
            };
            for (unsigned int f = 0; f < 6; ++f)
              if (tagged[f])
                add_face(f, f + 1);
            if (n[0] > 1 && i + 1 == n[0] / 2)
              add_face(1, 21);
          }
    sign(mesh, "box");
    return shape == CellShape::tetrahedra ? to_tetrahedra(mesh) : mesh;
  }

  MeshFile
  make_unit_box(CellShape shape, unsigned int n)
  {
    return make_box(shape, {n, n, n});
  }

  MeshFile
  make_shell(CellShape shape, unsigned int n_around, unsigned int n_across, const Shell &shell)
  {
    if (n_around % 2 != 0)
      throw std::invalid_argument("make_shell: n_around has to be even");
    const unsigned int n = n_around, top = n / 2;

    MeshFile mesh;
    mesh.simplex  = false;
    mesh.regions  = {{"myocardium", 1}};
    mesh.surfaces = {{"endo", 1}, {"epi", 2}, {"base", 3}};

    // The lower half of the surface of a cube with n squares along each edge, one column of nodes behind each point.
    std::map<std::array<unsigned int, 3>, unsigned int> column_of;
    const auto                                          column = [&](const std::array<unsigned int, 3> &place) {
      const auto [entry, is_new] = column_of.try_emplace(place, column_of.size());
      if (is_new)
        {
          Tensor direction;
          for (unsigned int d = 0; d < dim; ++d)
            direction[d] = std::tan(std::numbers::pi / 4. * (2. * place[d] / n - 1.)); // equal angles
          direction /= direction.norm();
          for (unsigned int layer = 0; layer <= n_across; ++layer)
            {
              const double part = static_cast<double>(layer) / n_across;
              const double radius = shell.endo_radius + part * (shell.epi_radius - shell.endo_radius);
              const double length = shell.endo_length + part * (shell.epi_length - shell.endo_length);
              mesh.points.push_back({{radius * direction[0], radius * direction[1], length * direction[2]}});
            }
        }
      return entry->second;
    };

    const auto add_stack = [&](const std::array<std::array<unsigned int, 3>, 4> &square, bool at_base) {
      std::array<unsigned int, 4> columns;
      std::transform(square.begin(), square.end(), columns.begin(), column);
      for (unsigned int layer = 0; layer < n_across; ++layer)
        {
          Corners corners;
          for (unsigned int c = 0; c < 8; ++c)
            corners[c] = columns[c % 4] * (n_across + 1) + layer + c / 4;
          mesh.cells.push_back({corners, 1});
          if (cell_volume(mesh, mesh.cells.back()) < 0.)
            for (unsigned int c = 0; c < 8; c += 2)
              std::swap(mesh.cells.back().nodes[c], mesh.cells.back().nodes[c + 1]);
          if (layer == 0)
            mesh.faces.push_back({{{corners[0], corners[1], corners[3], corners[2]}}, 1});
          if (layer + 1 == n_across)
            mesh.faces.push_back({{{corners[4], corners[5], corners[7], corners[6]}}, 2});
          if (at_base)
            mesh.faces.push_back({{{corners[2], corners[3], corners[7], corners[6]}}, 3});
        }
    };
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int j = 0; j < n; ++j)
        add_stack({{{{i, j, 0}}, {{i + 1, j, 0}}, {{i, j + 1, 0}}, {{i + 1, j + 1, 0}}}}, false);
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int k = 0; k < top; ++k)
        for (const unsigned int side : {0u, n})
          {
            const bool at_base = k + 1 == top;
            add_stack({{{{i, side, k}}, {{i + 1, side, k}}, {{i, side, k + 1}}, {{i + 1, side, k + 1}}}}, at_base);
            add_stack({{{{side, i, k}}, {{side, i + 1, k}}, {{side, i, k + 1}}, {{side, i + 1, k + 1}}}}, at_base);
          }
    sign(mesh, "shell");
    return shape == CellShape::tetrahedra ? to_tetrahedra(mesh) : mesh;
  }

  Point
  middle_of(const std::vector<Point> &corners)
  {
    Tensor sum;
    for (const Point &corner : corners)
      sum += corner / static_cast<double>(corners.size());
    return Point(sum);
  }

  void
  make_quadratic(MeshFile &mesh, const Between &between)
  {
    mesh.order                                                  = 2;
    const std::size_t                                 n_corners = mesh.simplex ? 4 : 8;
    std::map<std::vector<unsigned int>, unsigned int> node_of;
    for (const MeshFile::Cell &cell : mesh.cells)
      for (std::size_t m = 0; m < mesh.n_middles(); ++m)
        {
          const auto numbers         = corners_around(mesh, cell, n_corners + m);
          const auto [entry, is_new] = node_of.try_emplace(numbers, mesh.points.size());
          mesh.middles.push_back(entry->second);
          if (!is_new)
            continue;
          std::vector<Point> corners;
          for (const unsigned int k : numbers)
            corners.emplace_back(mesh.points[k][0], mesh.points[k][1], mesh.points[k][2]);
          const Point place = between(corners);
          mesh.points.push_back({{place[0], place[1], place[2]}});
        }
    sign(mesh, "quadratic");
  }

  void
  make_round(MeshFile &shell)
  {
    make_quadratic(shell, [](const std::vector<Point> &corners) {
      double radius = 0.;
      for (const Point &corner : corners)
        radius += corner.norm() / static_cast<double>(corners.size());
      const Point middle = middle_of(corners);
      return Point(radius / middle.norm() * middle);
    });
  }

  MeshFile
  to_tetrahedra(const MeshFile &hexahedra)
  {
    MeshFile mesh = hexahedra;
    mesh.simplex  = true;
    mesh.cells.clear();
    mesh.faces.clear();

    // A cone from the corner with the smallest number over the triangles of the three faces that do not have it. All
    // six faces of the hexahedron are then cut through their own smallest corner, and so the neighbour cuts them alike.
    for (const MeshFile::Cell &cell : hexahedra.cells)
      {
        const unsigned int tip = *std::min_element(cell.nodes.begin(), cell.nodes.end());
        for (const auto &face : hexahedron_faces)
          {
            std::array<unsigned int, 4> q;
            std::transform(face.begin(), face.end(), q.begin(), [&](unsigned int c) { return cell.nodes[c]; });
            if (std::find(q.begin(), q.end(), tip) != q.end())
              continue;
            for (const auto &triangle : cut_quadrangle(q))
              {
                Corners corners = {{tip, triangle[0], triangle[1], triangle[2]}};
                if (tetrahedron_volume(mesh, corners[0], corners[1], corners[2], corners[3]) < 0.)
                  std::swap(corners[2], corners[3]);
                mesh.cells.push_back({corners, cell.region});
              }
          }
      }
    for (const MeshFile::Face &face : hexahedra.faces)
      for (const auto &triangle : cut_quadrangle(face.nodes))
        mesh.faces.push_back({{{triangle[0], triangle[1], triangle[2], 0}}, face.tag});
    sign(mesh, "cut");
    return mesh;
  }

  void
  move_nodes(MeshFile &mesh, const std::function<Point(const Point &)> &map)
  {
    for (auto &point : mesh.points)
      {
        const Point moved = map(Point(point[0], point[1], point[2]));
        point             = {{moved[0], moved[1], moved[2]}};
      }
    sign(mesh, "moved");
  }

  void
  distort(MeshFile &unit_box, double amplitude)
  {
    move_nodes(unit_box, [amplitude](const Point &p) {
      constexpr double tau   = 2. * std::numbers::pi;
      const double     shift = amplitude * std::sin(tau * p[0]) * std::sin(tau / 2. * p[1]) * std::sin(tau / 2. * p[2]);
      return p + shift * Tensor({1., -0.7, 0.5});
    });
  }

  namespace
  {
    /** The nodes that are no corners, by the corners that they stand between. */
    using Middles = std::map<std::vector<unsigned int>, unsigned int>;

    Middles
    middles_between_corners(const MeshFile &mesh)
    {
      Middles result;
      for (std::size_t i = 0; i < mesh.cells.size(); ++i)
        for (std::size_t m = 0; m < mesh.n_middles(); ++m)
          result[corners_around(mesh, mesh.cells[i], (mesh.simplex ? 4 : 8) + m)] =
            mesh.middles[i * mesh.n_middles() + m];
      return result;
    }

    std::vector<unsigned int>
    nodes_in_gmsh(const MeshFile &mesh, std::size_t cell)
    {
      // deal.II's number of each of Gmsh's nodes.
      static constexpr std::array<unsigned int, 10> tetrahedron = {{0, 1, 2, 3, 4, 5, 6, 7, 9, 8}};
      static constexpr std::array<unsigned int, 27> hexahedron  = {
         {0, 1, 3, 2, 4, 5, 7, 6, 10, 8, 16, 9, 17, 11, 19, 18, 14, 12, 13, 15, 24, 22, 20, 21, 23, 25, 26}};
      const std::size_t         n_corners = mesh.simplex ? 4 : 8, n_middles = mesh.n_middles();
      std::vector<unsigned int> nodes;
      for (std::size_t k = 0; k < n_corners + n_middles; ++k)
        {
          const unsigned int n = mesh.simplex ? tetrahedron[k] : hexahedron[k];
          nodes.push_back(n < n_corners ? mesh.cells[cell].nodes[n] : mesh.middles[cell * n_middles + n - n_corners]);
        }
      return nodes;
    }

    std::vector<unsigned int>
    nodes_in_gmsh(const MeshFile &mesh, const MeshFile::Face &face, const Middles &middles)
    {
      const std::size_t         n = mesh.simplex ? 3 : 4;
      std::vector<unsigned int> nodes(face.nodes.begin(), face.nodes.begin() + n);
      if (mesh.order == 1)
        return nodes;
      const std::vector<unsigned int> corners = sorted(nodes);
      for (std::size_t k = 0; k < n; ++k)
        nodes.push_back(middles.at(sorted({nodes[k], nodes[(k + 1) % n]})));
      if (!mesh.simplex)
        nodes.push_back(middles.at(corners));
      return nodes;
    }
  } // namespace

  void
  write_msh(const MeshFile &mesh, const std::filesystem::path &file)
  {
    std::ofstream stream(file);
    stream.precision(17);
    stream << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n"
           << mesh.regions.size() + mesh.surfaces.size() << "\n";
    for (const auto &[name, tag] : mesh.surfaces)
      stream << "2 " << tag << " \"" << name << "\"\n";
    for (const auto &[name, tag] : mesh.regions)
      stream << "3 " << tag << " \"" << name << "\"\n";
    stream << "$EndPhysicalNames\n$Nodes\n" << mesh.points.size() << "\n";
    for (std::size_t i = 0; i < mesh.points.size(); ++i)
      stream << i + 1 << " " << mesh.points[i][0] << " " << mesh.points[i][1] << " " << mesh.points[i][2] << "\n";
    stream << "$EndNodes\n$Elements\n" << mesh.faces.size() + mesh.cells.size() << "\n";

    std::size_t number = 0;
    const auto  add    = [&](int type, unsigned int tag, const std::vector<unsigned int> &nodes) {
      stream << ++number << " " << type << " 2 " << tag << " " << tag;
      for (const unsigned int node : nodes)
        stream << " " << node + 1;
      stream << "\n";
    };
    const auto middles = middles_between_corners(mesh);
    for (const MeshFile::Face &face : mesh.faces)
      add(mesh.order == 1 ? (mesh.simplex ? 2 : 3) : (mesh.simplex ? 9 : 10), face.tag,
          nodes_in_gmsh(mesh, face, middles));
    for (std::size_t i = 0; i < mesh.cells.size(); ++i)
      add(mesh.order == 1 ? (mesh.simplex ? 4 : 5) : (mesh.simplex ? 11 : 12), mesh.cells[i].region,
          nodes_in_gmsh(mesh, i));
    stream << "$EndElements\n";
    stream.close();
    if (!stream)
      throw std::runtime_error("cannot write " + file.string());
  }

  double
  cell_volume(const MeshFile &mesh, const MeshFile::Cell &cell)
  {
    if (mesh.simplex)
      return tetrahedron_volume(mesh, cell.nodes[0], cell.nodes[1], cell.nodes[2], cell.nodes[3]);

    // The trilinear map's determinant is quadratic in each coordinate: two Gauss points along each are exact.
    double volume = 0.;
    for (unsigned int q = 0; q < 8; ++q)
      {
        std::array<double, dim> x;
        for (unsigned int d = 0; d < dim; ++d)
          x[d] = 0.5 + ((q >> d & 1) ? 0.5 : -0.5) / std::numbers::sqrt3;
        Matrix3 jacobian;
        for (unsigned int c = 0; c < 8; ++c)
          for (unsigned int d = 0; d < dim; ++d)
            {
              double slope = 1.;
              for (unsigned int e = 0; e < dim; ++e)
                {
                  const bool far = c >> e & 1;
                  slope *= e == d ? (far ? 1. : -1.) : (far ? x[e] : 1. - x[e]);
                }
              for (unsigned int e = 0; e < dim; ++e)
                jacobian[e][d] += mesh.points[cell.nodes[c]][e] * slope;
            }
        volume += dealii::determinant(jacobian) / 8.;
      }
    return volume;
  }

  void
  report(const std::string &line)
  {
    if (mpi::this_mpi_process(MPI_COMM_WORLD) == 0)
      std::cout << "             " << line << std::endl;
  }

  std::filesystem::path
  scratch_folder(MPI_Comm communicator)
  {
    const auto *test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string(test->test_suite_name()) + "." + test->name() + ".np" +
                       std::to_string(mpi::n_mpi_processes(communicator));
    std::replace(name.begin(), name.end(), '/', '.');
    const std::filesystem::path folder = std::filesystem::current_path() / "scratch" / name;
    MPI_Barrier(communicator); // a rank may still read from the folder's last use
    if (mpi::this_mpi_process(communicator) == 0)
      {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
      }
    MPI_Barrier(communicator);
    return folder;
  }

  double
  measure(const std::vector<Mesh::Group> &groups, const std::string &name)
  {
    for (const Mesh::Group &group : groups)
      if (group.name == name)
        return group.measure;
    ADD_FAILURE() << "no group " << name;
    return 0.;
  }
} // namespace vht::test
