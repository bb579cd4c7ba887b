#pragma once

#include "solvers/core/curved_cells.h"
#include "solvers/core/mesh_file.h"
#include "solvers/core/types.h"

#include <deal.II/distributed/fully_distributed_tria.h>
#include <deal.II/grid/cell_id.h>

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  class ParameterSection;

  /** Section "Mesh" of a case file. */
  struct MeshParameters
  {
    std::filesystem::path file;
    std::string           length_unit = "m";

    void declare(ParameterSection &section);
  };

  /**
   * The organ's volume mesh, distributed over the ranks.
   *
   * Tetrahedra or hexahedra, straight or quadratic; callers need not know which, apart from choosing spaces by the
   * reference cell (solvers/core/function_space.h) and integrating with the mapping of the space. Regions, boundary
   * surfaces and interfaces between regions are known by name. The coarse-cell number of a cell is its place in the
   * mesh file, on every number of ranks.
   */
  class Mesh
  {
  public:
    using Triangulation = dealii::parallel::fullydistributed::Triangulation<dim>;

    /** A named group of faces or cells: name, tag, measure over all ranks. */
    struct Group
    {
      std::string  name;
      unsigned int tag;
      double       measure; ///< [m^3] of a region, [m^2] of a surface
    };

    /**
     * Read and partition a mesh. Collective.
     * @throws MeshError when the file is missing, unreadable or not a mesh that the solvers can use
     */
    Mesh(const MeshParameters &parameters, MPI_Comm communicator);

    /** The same from a mesh that is already in memory; @p name is what messages call it. Collective. */
    Mesh(const MeshFile &file, const std::string &name, MPI_Comm communicator);

    const Triangulation &
    triangulation() const
    {
      return triangulation_;
    }

    MPI_Comm
    communicator() const
    {
      return triangulation_.get_communicator();
    }

    bool
    is_simplex() const
    {
      return is_simplex_;
    }

    /** The nodes of quadratic cells; empty where all cells are straight. */
    const CurvedCells &
    curved_cells() const
    {
      return curved_cells_;
    }

    /** Are the cells quadratic? Their volumes, faces and lines are then not those between the corners. */
    bool
    is_curved() const
    {
      return !curved_cells_.empty();
    }

    /** A hash of points, cells and tags, for checkpoints and records. */
    const std::string &
    checksum() const
    {
      return checksum_;
    }

    std::size_t
    n_cells() const
    {
      return triangulation_.n_global_active_cells();
    }

    const std::vector<Group> &
    regions() const
    {
      return regions_;
    }

    /** Named groups of boundary faces. */
    const std::vector<Group> &
    surfaces() const
    {
      return surfaces_;
    }

    /** Named groups of faces between two regions. */
    const std::vector<Group> &
    interfaces() const
    {
      return interfaces_;
    }

    /**
     * The tag of a region; cells carry it as material_id.
     * @throws InputError naming the nearest region; @p asked_by says who wants it ("case.prm:12, Fibres/Region")
     */
    unsigned int region(const std::string &name, const std::string &asked_by) const;

    /** The tag of a boundary surface; faces carry it as boundary_id. @throws InputError naming the nearest surface */
    unsigned int surface(const std::string &name, const std::string &asked_by) const;

    bool has_surface(const std::string &name) const;

    /** Faces of owned cells that lie on an interface: (cell, face number) to tag; seen from both sides. */
    const std::map<std::pair<dealii::CellId, unsigned int>, unsigned int> &
    interface_faces() const
    {
      return interface_faces_;
    }

    /** Smallest and largest corner of the box around the mesh [m]. */
    const std::pair<Point, Point> &
    bounding_box() const
    {
      return bounding_box_;
    }

    /** How the cells are shared out among the ranks. */
    struct Partition
    {
      std::size_t most_cells = 0; ///< that a rank owns
      double      imbalance  = 0; ///< most_cells over the mean, less 1
      std::size_t edge_cut   = 0; ///< faces between cells of different ranks: what METIS makes small
    };

    const Partition &
    partition() const
    {
      return partition_;
    }

    /** The partition in words; empty on one rank. */
    std::string describe_partition() const;

    /** Mean edge length [m]. */
    double
    mean_edge_length() const
    {
      return mean_edge_length_;
    }

    /**
     * Refuse a mesh whose longest side is implausible for the organ: nearly always a wrong unit.
     * @throws MeshError with the size found and the unit to try
     */
    void check_extent(double smallest, double largest, const std::string &organ) const;

    /**
     * Move the vertices: @p places by vertex index, for all cells that are not artificial. Sizes are measured anew, the
     * checksum stays that of the file. What others have computed from the old places is theirs to renew. Collective.
     * @throws MeshError for curved cells
     */
    void move_vertices(const std::vector<Point> &places);

    /**
     * Put the nodes of all cells somewhere else: the cells are quadratic from then on. As move_vertices(); what has
     * asked for the mapping before has to ask again. Collective.
     * @param[in] nodes  10 of each tetrahedron, 27 of each hexahedron, by the cells' active index; corners, lines,
     *                   faces, interior, as deal.II numbers the unknowns of degree 2. Those of artificial cells are not
     *                   looked at [m]
     */
    void move_nodes(std::vector<Point> nodes);

    /** Where the file has the vertices, by vertex index, before anything moved them [m]. */
    std::vector<Point> vertices_of_file() const;

    /**
     * Write the mesh as it is now, with the names and the unit of the file it was read from. Collective.
     * @throws InputError when it cannot be written; MeshError for a mesh that came from no file
     */
    void write(const std::filesystem::path &file) const;

    /** Number of the cell in the mesh file. */
    template <typename CellIterator>
    static std::size_t
    file_index(const CellIterator &cell)
    {
      return cell->id().get_coarse_cell_id();
    }

  private:
    void distribute(const MeshFile &file, MPI_Comm communicator, unsigned int group_size);
    void harvest_interfaces();
    void refuse_folded_cells() const;
    void measure_groups(const NameTable &regions, const NameTable &surfaces);
    void measure_extent();
    void measure_anew();

    std::string                                                     name_;
    std::filesystem::path                                           file_; ///< empty: from memory
    double                                                          unit_ = 1.;
    std::vector<Point>                                              vertices_of_file_; ///< empty: nothing has moved
    Triangulation                                                   triangulation_;
    CurvedCells                                                     curved_cells_;
    bool                                                            is_simplex_ = true;
    std::string                                                     checksum_;
    std::vector<Group>                                              regions_, surfaces_, interfaces_;
    std::map<std::pair<dealii::CellId, unsigned int>, unsigned int> interface_faces_;
    std::pair<Point, Point>                                         bounding_box_;
    double                                                          mean_edge_length_ = 0.;
    Partition                                                       partition_;
  };
} // namespace vht
