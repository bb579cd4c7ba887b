#include "meshing/formats/formats.h"
#include "meshing/formats/line_reader.h"
#include "physics/error.h"

#include <cmath>

namespace vht::meshing
{
  namespace
  {
    std::filesystem::path
    sibling(std::filesystem::path file, const char *extension)
    {
      return file.replace_extension(extension);
    }

    std::size_t
    count(LineReader &in, const std::string &what)
    {
      in.expect_line("the number of " + what);
      const long n = in.integer(("number of " + what).c_str());
      if (n < 0 || n > 2'000'000'000)
        in.complain("the number of " + what + " is " + std::to_string(n) + "; it must lie between 0 and 2e9.");
      return n;
    }

    Index
    point_number(LineReader &in, std::size_t n_points)
    {
      const long number = in.integer("number of a point");
      if (number < 0 || number >= static_cast<long>(n_points))
        in.complain("there is no point " + std::to_string(number) + "; CARP numbers the " + std::to_string(n_points) +
                    " points from 0.");
      return static_cast<Index>(number);
    }

    /**
     * CARP goes round the upper face of a hexahedron the other way than Gmsh and VTK, but not all programs that write
     * its files do. Read the other way, a hexahedron is twisted and has a tenth of its volume or none.
     */
    void
    untwist(TaggedMesh &mesh)
    {
      if (mesh.shape != CellShape::hexahedron || mesh.n_cells() == 0)
        return;
      const auto volume = [&mesh] {
        double sum = 0;
        for (std::size_t i = 0; i < mesh.n_cells(); ++i)
          sum += std::abs(cell_volume(mesh, i));
        return sum;
      };
      const auto turn = [&mesh] {
        for (std::size_t i = 0; i < mesh.cells.size(); i += 8)
          std::swap(mesh.cells[i + 5], mesh.cells[i + 7]);
      };
      const double as_read = volume();
      turn();
      if (volume() < as_read)
        turn();
    }

    void
    read_cells(TaggedMesh &mesh, const std::filesystem::path &file)
    {
      static constexpr std::array<std::size_t, 8> gmsh_position = {{0, 1, 2, 3, 4, 7, 6, 5}};

      LineReader        in(file);
      const std::size_t n = count(in, "elements");
      for (std::size_t i = 0; i < n; ++i)
        {
          in.expect_line("element " + std::to_string(i + 1) + " of " + std::to_string(n));
          const std::string kind(in.word());
          if (kind != "Tt" && kind != "Hx")
            in.complain("elements of the kind \"" + kind +
                        "\" are not read. Allowed are Tt (tetrahedron) or Hx (hexahedron), all of one kind.");
          const CellShape shape = kind == "Tt" ? CellShape::tetrahedron : CellShape::hexahedron;
          if (i > 0 && shape != mesh.shape)
            in.complain("tetrahedra and hexahedra are mixed. The solvers take one kind.");
          mesh.shape = shape;

          std::array<Index, 8> corners{};
          for (std::size_t k = 0; k < n_corners(shape); ++k)
            corners[shape == CellShape::hexahedron ? gmsh_position[k] : k] = point_number(in, mesh.points.size());
          mesh.cells.insert(mesh.cells.end(), corners.begin(), corners.begin() + n_corners(shape));
          // Tags of CARP may be 0, ours are positive.
          const long tag = in.at_end_of_line() ? 0 : in.integer("region tag");
          if (tag < 0)
            in.complain("region tags must not be negative, found " + std::to_string(tag) + ".");
          mesh.regions.push_back(static_cast<Tag>(tag));
        }
      untwist(mesh);
    }

    void
    read_surfaces(TaggedMesh &mesh, const std::filesystem::path &file)
    {
      LineReader        in(file);
      const std::size_t n       = count(in, "faces");
      const std::string allowed = mesh.shape == CellShape::tetrahedron ? "Tr" : "Qd";
      for (std::size_t i = 0; i < n; ++i)
        {
          in.expect_line("face " + std::to_string(i + 1) + " of " + std::to_string(n));
          if (in.word() != allowed)
            in.complain("faces of the kind " + allowed + " are expected on these cells.");
          std::array<Index, 4> corners{};
          const std::size_t    m = n_face_corners(mesh.shape);
          for (std::size_t k = 0; k < m; ++k)
            corners[k] = point_number(in, mesh.points.size());
          mesh.add_face(std::span(corners).first(m),
                        in.at_end_of_line() ? 1 : static_cast<Tag>(in.integer("tag of the face")));
        }
    }

    /** One line per element: fibre, and with the header 2 also sheet. */
    void
    read_directions(TaggedMesh &mesh, const std::filesystem::path &file)
    {
      LineReader        in(file);
      const std::size_t vectors = count(in, "directions");
      if (vectors != 1 && vectors != 2)
        in.complain("the first line must be 1 (fibres) or 2 (fibres and sheets), found " + std::to_string(vectors) +
                    ".");
      std::vector<Field> fields = {{"fibre", 3, {}}, {"sheet", 3, {}}};
      fields.resize(vectors);
      for (std::size_t i = 0; i < mesh.n_cells(); ++i)
        {
          in.expect_line("the direction of element " + std::to_string(i + 1) + " of " + std::to_string(mesh.n_cells()));
          for (Field &field : fields)
            for (int d = 0; d < 3; ++d)
              field.values.push_back(in.real("component of the direction"));
        }
      if (in.next_line())
        in.complain("there are more directions than the " + std::to_string(mesh.n_cells()) + " elements.");
      mesh.cell_data.insert(mesh.cell_data.end(), fields.begin(), fields.end());
    }
  } // namespace


  std::vector<Point>
  read_carp_points(const std::filesystem::path &file)
  {
    std::vector<Point> points;
    LineReader         in(file);
    const std::size_t  n = count(in, "points");
    for (std::size_t i = 0; i < n; ++i)
      {
        in.expect_line("point " + std::to_string(i + 1) + " of " + std::to_string(n));
        const double x = in.real("x coordinate"), y = in.real("y coordinate"), z = in.real("z coordinate");
        points.push_back({{x, y, z}});
      }
    return points;
  }

  TaggedMesh
  read_carp(const std::filesystem::path &file)
  {
    TaggedMesh mesh;
    mesh.points = read_carp_points(sibling(file, ".pts"));
    read_cells(mesh, sibling(file, ".elem"));
    if (std::filesystem::exists(sibling(file, ".surf")))
      read_surfaces(mesh, sibling(file, ".surf"));
    if (std::filesystem::exists(sibling(file, ".lon")))
      read_directions(mesh, sibling(file, ".lon"));
    return mesh;
  }
} // namespace vht::meshing
