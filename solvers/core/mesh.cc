#include "solvers/core/mesh.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"
#include "solvers/core/collective.h"
#include "solvers/core/curved_mapping.h"
#include "solvers/core/parameters.h"
#include "solvers/core/physical_names.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_simplex_p.h>
#include <deal.II/fe/fe_values.h>
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

    constexpr unsigned int untagged = 0;

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

    std::unique_ptr<dealii::FiniteElement<dim>>
    make_linear_element(bool simplex)
    {
      if (simplex)
        return std::make_unique<dealii::FE_SimplexP<dim>>(1);
      return std::make_unique<dealii::FE_Q<dim>>(1);
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
    collectively(communicator, [&]() {
      const double unit = length_of(parameters.length_unit);
      if (mpi::this_mpi_process(communicator) % ranks_per_reader == 0)
        file = read_mesh_file(parameters.file, unit);
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

  void
  Mesh::refuse_folded_cells() const
  {
    // The determinant is looked at in the nodes and at the points of a rule.
    const auto         element = make_linear_element(is_simplex());
    std::vector<Point> places  = element->reference_cell().get_gauss_type_quadrature<dim>(3).get_points();
    const auto         nodes   = is_simplex() ? dealii::FE_SimplexP<dim>(2).get_unit_support_points()
                                              : dealii::FE_Q<dim>(2).get_unit_support_points();
    places.insert(places.end(), nodes.begin(), nodes.end());
    const auto            mapping = make_mapping(*this);
    dealii::FEValues<dim> values(*mapping, *element, dealii::Quadrature<dim>(places), dealii::update_jacobians);

    std::ostringstream where;
    std::size_t        n_folded = 0;
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          bool folded = false;
          for (const unsigned int q : values.quadrature_point_indices())
            folded |= !(values.jacobian(q).determinant() > 0.);
          if (folded && ++n_folded == 1)
            where << "(" << cell->center() * 1e3 << ") mm";
        }
    const auto places_of_ranks = mpi::all_gather(communicator(), where.str());
    const auto first           = std::find_if(places_of_ranks.begin(), places_of_ranks.end(),
                                              [](const std::string &place) { return !place.empty(); });
    if (const auto n = mpi::sum(n_folded, communicator()); n > 0)
      throw MeshError("The mesh " + name_ + " has " + std::to_string(n) +
                      " curved cells that are folded or turned inside out, the first around " + *first +
                      ". Make the mesh finer or its cells straight (order 1).");
  }

  namespace
  {
    /** Volumes of cells and areas of their faces, straight or curved. */
    class CellMeasures
    {
    public:
      explicit CellMeasures(const Mesh &mesh)
        : element_(make_linear_element(mesh.is_simplex()))
        , mapping_(make_mapping(mesh))
        , values_(*mapping_,
                  *element_,
                  element_->reference_cell().get_gauss_type_quadrature<dim>(n_points(mesh)),
                  dealii::update_JxW_values)
        , face_values_(*mapping_,
                       *element_,
                       element_->reference_cell().face_reference_cell(0).get_gauss_type_quadrature<dim - 1>(
                         n_points(mesh)),
                       dealii::update_JxW_values)
      {
      }

      template <typename Cell>
      double
      volume(const Cell &cell)
      {
        values_.reinit(cell);
        return sum(values_.get_JxW_values());
      }

      template <typename Cell>
      double
      area(const Cell &cell, unsigned int face)
      {
        face_values_.reinit(cell, face);
        return sum(face_values_.get_JxW_values());
      }

    private:
      /** Exact for volumes; areas of curved faces are integrals of a root. */
      static unsigned int
      n_points(const Mesh &mesh)
      {
        return mesh.is_curved() ? 3 : 2;
      }

      static double
      sum(const std::vector<double> &weights)
      {
        return std::accumulate(weights.begin(), weights.end(), 0.);
      }

      std::unique_ptr<dealii::FiniteElement<dim>> element_;
      std::unique_ptr<dealii::Mapping<dim>>       mapping_;
      dealii::FEValues<dim>                       values_;
      dealii::FEFaceValues<dim>                   face_values_;
    };
  } // namespace

  void
  Mesh::measure_groups(const NameTable &region_names, const NameTable &surface_names)
  {
    CellMeasures                   measures(*this);
    std::map<unsigned int, double> volume, boundary_area, interface_area;
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          volume[cell->material_id()] += measures.volume(cell);
          for (const unsigned int f : cell->face_indices())
            if (cell->at_boundary(f))
              boundary_area[cell->face(f)->boundary_id()] += measures.area(cell, f);
            else if (const auto face = interface_faces_.find({cell->id(), f}); face != interface_faces_.end())
              interface_area[face->second] += 0.5 * measures.area(cell, f); // seen from both sides
        }

    const MPI_Comm comm = communicator();
    for (const auto &[name, tag] : region_names)
      regions_.push_back({name, tag, mpi::sum(volume[tag], comm)});
    for (const auto &[name, tag] : surface_names)
      {
        const double outside = mpi::sum(boundary_area[tag], comm), inside = mpi::sum(interface_area[tag], comm);
        if (inside > 0.)
          interfaces_.push_back({name, tag, inside});
        if (outside > 0.)
          surfaces_.push_back({name, tag, outside});
      }
    if (regions_.empty())
      regions_.push_back({"all", untagged, mpi::sum(volume[untagged], comm)});
  }

  void
  Mesh::measure_extent()
  {
    Point low, high;
    for (unsigned int d = 0; d < dim; ++d)
      {
        low[d]  = std::numeric_limits<double>::max();
        high[d] = std::numeric_limits<double>::lowest();
      }
    double      edge_sum = 0., n_edges = 0.;
    std::size_t cut        = 0; // faces, seen from both sides
    const auto  extend_box = [&](const Point &x) {
      for (unsigned int d = 0; d < dim; ++d)
        {
          low[d]  = std::min(low[d], x[d]);
          high[d] = std::max(high[d], x[d]);
        }
    };
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          for (const unsigned int v : cell->vertex_indices())
            extend_box(cell->vertex(v));
          if (is_curved())
            for (const Point &node : curved_cells_.nodes(cell->active_cell_index()))
              extend_box(node);
          for (const unsigned int l : cell->line_indices())
            edge_sum += cell->line(l)->measure();
          n_edges += cell->n_lines();
          for (const unsigned int f : cell->face_indices())
            cut += !cell->at_boundary(f) && cell->neighbor(f)->is_ghost();
        }

    const MPI_Comm comm = communicator();
    bounding_box_       = {Point(mpi::min(low[0], comm), mpi::min(low[1], comm), mpi::min(low[2], comm)),
                           Point(mpi::max(high[0], comm), mpi::max(high[1], comm), mpi::max(high[2], comm))};
    mean_edge_length_   = mpi::sum(edge_sum, comm) / mpi::sum(n_edges, comm);

    const std::size_t mine = triangulation_.n_locally_owned_active_cells();
    partition_.most_cells  = mpi::max(mine, comm);
    partition_.imbalance =
      static_cast<double>(partition_.most_cells) * mpi::n_mpi_processes(comm) / static_cast<double>(n_cells()) - 1.;
    partition_.edge_cut = mpi::sum(cut, comm) / 2;
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
