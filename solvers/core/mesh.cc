#include "solvers/core/mesh.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"
#include "solvers/core/collective.h"
#include "solvers/core/curved_mapping.h"
#include "solvers/core/parameters.h"
#include "solvers/core/physical_names.h"

#include <deal.II/base/mpi.h>
#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/tria_description.h>

#include <boost/serialization/array.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    // Ranks of a node share one reader, so that the serial mesh exists once per group and not once per rank.
    constexpr unsigned int ranks_per_reader = 64;

    std::vector<unsigned int>
    sorted(const MeshFile::Face &face, unsigned int n)
    {
      std::vector<unsigned int> key(face.nodes.begin(), face.nodes.begin() + n);
      std::sort(key.begin(), key.end());
      return key;
    }

    /** How many cells share each tagged face of the file: 1 on the boundary, 2 on an interface. */
    std::map<std::vector<unsigned int>, unsigned int>
    count_cells_at_tagged_faces(const MeshFile &file)
    {
      const unsigned int n_face_corners = file.simplex ? 3 : 4;

      std::map<std::vector<unsigned int>, unsigned int> count;
      for (const MeshFile::Face &face : file.faces)
        count[sorted(face, n_face_corners)] = 0;

      static constexpr unsigned int simplex_faces[4][3] = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}};
      static constexpr unsigned int cube_faces[6][4]    = {{0, 2, 4, 6}, {1, 3, 5, 7}, {0, 1, 4, 5},
                                                           {2, 3, 6, 7}, {0, 1, 2, 3}, {4, 5, 6, 7}};
      std::vector<unsigned int>     key(n_face_corners);
      for (const MeshFile::Cell &cell : file.cells)
        for (unsigned int f = 0; f < (file.simplex ? 4 : 6); ++f)
          {
            for (unsigned int k = 0; k < n_face_corners; ++k)
              key[k] = cell.nodes[file.simplex ? simplex_faces[f][k] : cube_faces[f][k]];
            std::sort(key.begin(), key.end());
            if (const auto entry = count.find(key); entry != count.end())
              ++entry->second;
          }
      return count;
    }

    /** Faces for deal.II: those inside the domain carry their tag as a manifold id, which survives the distribution. */
    dealii::SubCellData
    tagged_faces(const MeshFile &file, const std::string &name)
    {
      const auto         n_cells_at     = count_cells_at_tagged_faces(file);
      const unsigned int n_face_corners = file.simplex ? 3 : 4;

      dealii::SubCellData data;
      data.boundary_quads.reserve(file.faces.size());
      for (const MeshFile::Face &face : file.faces)
        {
          const unsigned int count = n_cells_at.at(sorted(face, n_face_corners));
          if (count == 0)
            {
              const auto        &x = file.points[face.nodes[0]];
              std::ostringstream message;
              message << "The mesh " << name << " has a tagged face that belongs to no cell, at (" << x[0] * 1e3 << ", "
                      << x[1] * 1e3 << ", " << x[2] * 1e3 << ") mm. vht-mesh convert drops such faces.";
              throw MeshError(message.str());
            }
          dealii::CellData<2> quad(n_face_corners);
          std::copy_n(face.nodes.begin(), n_face_corners, quad.vertices.begin());
          if (!file.simplex)
            std::swap(quad.vertices[2], quad.vertices[3]); // around the face, to lexicographic
          if (count == 1)
            quad.boundary_id = face.tag;
          else
            {
              quad.boundary_id = dealii::numbers::internal_face_boundary_id;
              quad.manifold_id = face.tag;
            }
          data.boundary_quads.push_back(quad);
        }
      return data;
    }

    void
    make_serial_mesh(const MeshFile &file, dealii::SubCellData &faces, dealii::Triangulation<dim> &triangulation)
    {
      std::vector<Point> points;
      points.reserve(file.points.size());
      for (const auto &x : file.points)
        points.emplace_back(x[0], x[1], x[2]);

      const unsigned int                 n_corners = file.simplex ? 4 : 8;
      std::vector<dealii::CellData<dim>> cells;
      cells.reserve(file.cells.size());
      for (const MeshFile::Cell &cell : file.cells)
        {
          cells.emplace_back(n_corners);
          std::copy_n(cell.nodes.begin(), n_corners, cells.back().vertices.begin());
          cells.back().material_id = cell.region;
        }

      if (!file.simplex)
        dealii::GridTools::consistently_order_cells(cells);
      dealii::GridTools::delete_unused_vertices(points, cells, faces);
      triangulation.create_triangulation(points, cells, faces);
    }


    /** What one unit of the file is [m]. */
    double
    length_of(const std::string &unit)
    {
      try
        {
          return to_si("1 " + unit, "m");
        }
      catch (const InputError &error)
        {
          throw InputError(std::string("Mesh/Length unit: ") + error.what());
        }
    }

    const Mesh::Group *
    find(const std::vector<Mesh::Group> &groups, const std::string &name)
    {
      const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Mesh::Group &g) { return g.name == name; });
      return group == groups.end() ? nullptr : &*group;
    }

    unsigned int
    find_or_throw(const std::vector<Mesh::Group> &groups,
                  const std::string              &name,
                  int                             dimension,
                  const std::string              &mesh,
                  const std::string              &asked_by)
    {
      if (const Mesh::Group *group = find(groups, name))
        return group->tag;

      const std::string kind = dimension == 3 ? "region" : "surface";
      for (const PhysicalName &known : physical_names(mesh))
        if (known.dimension == dimension && known.name == name)
          throw InputError(asked_by + ": the " + kind + " \"" + name + "\" has a name in the mesh " + mesh +
                           (dimension == 3 ? ", but no cells" : ", but no faces on the boundary") +
                           ". Mesh it again, or ask for another.");
      std::vector<std::string> names;
      std::string              list;
      for (const Mesh::Group &group : groups)
        {
          names.push_back(group.name);
          list += (list.empty() ? "" : ", ") + group.name;
        }
      throw InputError(asked_by + ": the mesh " + mesh + " has no " + kind + " \"" + name + "\"." +
                       did_you_mean(name, names) + " It has: " + (list.empty() ? "none" : list) + ".");
    }
  } // namespace


  void
  MeshParameters::declare(ParameterSection &section)
  {
    section.add_file("File", file, "Volume mesh in Gmsh's .msh format, as vht-mesh writes it");
    section.required();
    section.add("Length unit", length_unit, "Unit of the file's coordinates: m, mm, cm, um. vht-mesh writes metres");
  }


  Mesh::Mesh(const MeshParameters &parameters, MPI_Comm communicator)
    : name_(parameters.file.string())
    , triangulation_(communicator)
  {
    MeshFile file;
    file_ = parameters.file;
    collectively(communicator, [&]() {
      unit_ = length_of(parameters.length_unit);
      if (mpi::this_mpi_process(communicator) % ranks_per_reader == 0)
        file = read_mesh_file(parameters.file, unit_);
    });
    distribute(file, communicator, ranks_per_reader);
  }

  Mesh::Mesh(const MeshFile &file, const std::string &name, MPI_Comm communicator)
    : name_(name)
    , triangulation_(communicator)
  {
    distribute(file, communicator, ranks_per_reader);
  }

  void
  Mesh::distribute(const MeshFile &file, MPI_Comm communicator, unsigned int group_size)
  {
    is_simplex_ = mpi::broadcast(communicator, file.simplex, 0);
    checksum_   = mpi::broadcast(communicator, file.checksum, 0);

    dealii::SubCellData faces;
    collectively(communicator, [&]() {
      if (mpi::this_mpi_process(communicator) % group_size == 0)
        faces = tagged_faces(file, name_);
    });

    // The edge cut is minimised on the graph of cells; one rank has nothing to cut.
    const auto partition = [](dealii::Triangulation<dim> &mesh, const MPI_Comm &comm, const unsigned int) {
      const unsigned int n_ranks = mpi::n_mpi_processes(comm);
      if (n_ranks > 1)
        dealii::GridTools::partition_triangulation(n_ranks, mesh, dealii::SparsityTools::Partitioner::metis);
    };
    const auto description =
      dealii::TriangulationDescription::Utilities::create_description_from_triangulation_in_groups<dim, dim>(
        [&](dealii::Triangulation<dim> &mesh) { make_serial_mesh(file, faces, mesh); }, partition, communicator,
        group_size);
    triangulation_.create_triangulation(description);

    curved_cells_ = CurvedCells(file, triangulation_, group_size);
    if (is_curved())
      refuse_folded_cells();

    harvest_interfaces();
    measure_groups(mpi::broadcast(communicator, file.regions, 0), mpi::broadcast(communicator, file.surfaces, 0));
    measure_extent();
  }

  void
  Mesh::harvest_interfaces()
  {
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (!cell->at_boundary(f) && cell->face(f)->manifold_id() != dealii::numbers::flat_manifold_id)
            interface_faces_[{cell->id(), f}] = cell->face(f)->manifold_id();

    // The ids have done their work; left in place they would select manifolds that do not exist.
    triangulation_.set_all_manifold_ids(dealii::numbers::flat_manifold_id);
  }

  std::vector<Point>
  Mesh::vertices_of_file() const
  {
    return vertices_of_file_.empty() ? triangulation_.get_vertices() : vertices_of_file_;
  }

  void
  Mesh::move_vertices(const std::vector<Point> &places)
  {
    if (is_curved())
      throw MeshError("The cells of the mesh " + name_ +
                      " are curved; its vertices can only be moved where cells are straight (order 1).");
    vertices_of_file_ = vertices_of_file();
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (!cell->is_artificial())
        for (const unsigned int v : cell->vertex_indices())
          cell->vertex(v) = places[cell->vertex_index(v)];
    measure_anew();
  }

  void
  Mesh::move_nodes(std::vector<Point> nodes)
  {
    vertices_of_file_ = vertices_of_file();
    curved_cells_     = CurvedCells(triangulation_, std::move(nodes));
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (!cell->is_artificial())
        for (const unsigned int v : cell->vertex_indices())
          cell->vertex(v) = curved_cells_.nodes(cell->active_cell_index())[v];
    measure_anew();
  }

  void
  Mesh::measure_anew()
  {
    triangulation_.signals.mesh_movement();
    NameTable regions, surfaces;
    for (const Group &group : regions_)
      regions[group.name] = group.tag;
    for (const auto *groups : {&surfaces_, &interfaces_})
      for (const Group &group : *groups)
        surfaces[group.name] = group.tag;
    regions_.clear();
    surfaces_.clear();
    interfaces_.clear();
    measure_groups(regions, surfaces);
    measure_extent();
  }

  void
  Mesh::write(const std::filesystem::path &file) const
  {
    if (file_.empty())
      throw MeshError("The mesh " + name_ + " came from no file: there is nothing to take its names from.");
    const std::vector<Point> before = vertices_of_file(), &now = triangulation_.get_vertices();
    MovedNodes               mine;
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int v : cell->vertex_indices())
          {
            const Point &x = before[cell->vertex_index(v)], &y = now[cell->vertex_index(v)];
            mine[{{x[0], x[1], x[2]}}] = {{y[0], y[1], y[2]}};
          }
    const auto of_ranks = mpi::gather(communicator(), mine, 0);
    collectively(communicator(), [&]() {
      MovedNodes all;
      for (const MovedNodes &each : of_ranks)
        all.insert(each.begin(), each.end());
      if (!of_ranks.empty())
        write_moved_mesh_file(file_, unit_, all, file);
    });
  }

  unsigned int
  Mesh::region(const std::string &name, const std::string &asked_by) const
  {
    return find_or_throw(regions_, name, 3, name_, asked_by);
  }

  unsigned int
  Mesh::surface(const std::string &name, const std::string &asked_by) const
  {
    return find_or_throw(surfaces_, name, 2, name_, asked_by);
  }

  std::string
  Mesh::describe_partition() const
  {
    const unsigned int n_ranks = mpi::n_mpi_processes(communicator());
    if (n_ranks < 2)
      return "";
    std::ostringstream text;
    text.precision(3);
    text << n_ranks << " ranks with " << partition_.most_cells << " cells at most, " << 100. * partition_.imbalance
         << " % above the mean; " << partition_.edge_cut << " faces between them";
    return text.str();
  }

  bool
  Mesh::has_surface(const std::string &name) const
  {
    return find(surfaces_, name) != nullptr;
  }

  void
  Mesh::check_extent(double smallest, double largest, const std::string &organ) const
  {
    const Tensor sides  = bounding_box_.second - bounding_box_.first;
    const double extent = std::max({sides[0], sides[1], sides[2]});
    if (extent >= smallest && extent <= largest)
      return;

    std::ostringstream message;
    message << "The mesh " << name_ << " is " << extent << " m long; " << organ << " is between " << smallest << " and "
            << largest << " m. ";
    const double as_millimetres = extent * 1e-3;
    if (as_millimetres >= smallest && as_millimetres <= largest)
      message << "Its coordinates look like millimetres: set Mesh/Length unit = mm.";
    else
      message << "Check Mesh/Length unit.";
    throw MeshError(message.str());
  }
} // namespace vht
