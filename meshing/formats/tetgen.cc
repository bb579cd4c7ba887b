#include "meshing/formats/formats.h"
#include "meshing/formats/line_reader.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    std::filesystem::path
    sibling(std::filesystem::path file, const char *extension)
    {
      return file.replace_extension(extension);
    }

    /** "of 3 items", where the number may not be negative. */
    std::size_t
    count(LineReader &in, const char *what)
    {
      const long n = in.integer(what);
      if (n < 0 || n > 2'000'000'000)
        in.complain(std::string("the ") + what + " is " + std::to_string(n) + "; it must lie between 0 and 2e9.");
      return n;
    }

    /** A point's number in the file, made an index: TetGen counts from 0 or from 1, as the first point says. */
    struct Numbering
    {
      long        first = 1;
      std::size_t n     = 0;

      Index
      operator()(LineReader &in) const
      {
        const long number = in.integer("number of a point");
        if (number < first || number >= first + static_cast<long>(n))
          in.complain("there is no point " + std::to_string(number) + "; the points are numbered from " +
                      std::to_string(first) + " to " + std::to_string(first + static_cast<long>(n) - 1) + ".");
        return static_cast<Index>(number - first);
      }
    };

    Numbering
    read_points(std::vector<Point> &points, const std::filesystem::path &file)
    {
      LineReader in(file);
      in.expect_line("the header \"points dimension attributes markers\"");
      const std::size_t n         = count(in, "number of points");
      const long        dimension = in.integer("dimension");
      if (dimension != 3)
        in.complain("the dimension must be 3, found " + std::to_string(dimension) + ".");

      Numbering numbering{1, n};
      for (std::size_t i = 0; i < n; ++i)
        {
          in.expect_line("point " + std::to_string(i + 1) + " of " + std::to_string(n));
          const long number = in.integer("number of the point");
          if (i == 0)
            numbering.first = number;
          if (number != numbering.first + static_cast<long>(i))
            in.complain("the points must be numbered one after the other: expected " +
                        std::to_string(numbering.first + static_cast<long>(i)) + ", found " + std::to_string(number) +
                        ".");
          const double x = in.real("x coordinate"), y = in.real("y coordinate"), z = in.real("z coordinate");
          points.push_back({{x, y, z}});
        }
      return numbering;
    }

    void
    read_cells(TaggedMesh &mesh, const Numbering &numbering, const std::filesystem::path &file)
    {
      LineReader in(file);
      in.expect_line("the header \"tetrahedra corners attributes\"");
      const std::size_t n          = count(in, "number of tetrahedra");
      const long        corners    = in.integer("number of corners");
      const long        attributes = in.at_end_of_line() ? 0 : in.integer("number of attributes");
      if (corners != 4)
        in.complain("only tetrahedra with 4 corners are read, found " + std::to_string(corners) +
                    ". Run TetGen without -o2.");
      for (std::size_t i = 0; i < n; ++i)
        {
          in.expect_line("tetrahedron " + std::to_string(i + 1) + " of " + std::to_string(n));
          in.integer("number of the tetrahedron");
          for (int k = 0; k < 4; ++k)
            mesh.cells.push_back(numbering(in));
          mesh.regions.push_back(attributes > 0 ? static_cast<Tag>(in.real("region attribute")) : 1);
        }
    }

    /** The header of .face says "faces markers", that of .sur "faces corners attributes". The first number counts. */
    void
    read_faces(TaggedMesh &mesh, const Numbering &numbering, const std::filesystem::path &file, bool with_corners)
    {
      LineReader in(file);
      in.expect_line("the number of faces");
      const std::size_t n = count(in, "number of faces");
      if (with_corners && in.integer("number of corners") != 3)
        in.complain("only triangles with 3 corners are read.");
      const long markers = in.at_end_of_line() ? 0 : in.integer("number of markers");
      if (markers == 0)
        return;

      struct Hash
      {
        std::size_t
        operator()(const FaceKey &key) const
        {
          return key[0] * 73856093ull ^ key[1] * 19349663ull ^ key[2] * 83492791ull;
        }
      };
      std::unordered_map<FaceKey, Tag, Hash> known;
      for (std::size_t i = 0; i < n; ++i)
        {
          in.expect_line("face " + std::to_string(i + 1) + " of " + std::to_string(n));
          in.integer("number of the face");
          std::array<Index, 3> face;
          for (Index &corner : face)
            corner = numbering(in);
          const Tag tag = static_cast<Tag>(in.integer("marker of the face"));
          if (tag <= 0)
            continue;
          const auto [entry, is_new] = known.try_emplace(face_key(face), tag);
          if (is_new)
            mesh.add_face(face, tag);
          else if (entry->second != tag)
            in.complain("this face already has the marker " + std::to_string(entry->second) + ", now it is given " +
                        std::to_string(tag) + ". A face can have one marker.");
        }
    }
  } // namespace


  std::vector<Point>
  read_tetgen_points(const std::filesystem::path &file)
  {
    std::vector<Point> points;
    read_points(points, file);
    return points;
  }

  TaggedMesh
  read_tetgen(const std::filesystem::path &file)
  {
    TaggedMesh      mesh;
    const Numbering numbering = read_points(mesh.points, sibling(file, ".node"));
    read_cells(mesh, numbering, sibling(file, ".ele"));
    if (std::filesystem::exists(sibling(file, ".face")))
      read_faces(mesh, numbering, sibling(file, ".face"), false);
    else if (std::filesystem::exists(sibling(file, ".sur")))
      read_faces(mesh, numbering, sibling(file, ".sur"), true);
    return mesh;
  }
} // namespace vht::meshing
