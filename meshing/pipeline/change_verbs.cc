// The verbs that change a mesh as a whole.
#include "meshing/map_fields.h"
#include "meshing/merge.h"
#include "meshing/pipeline/mesh_verbs.h"
#include "meshing/pipeline/remesh.h"
#include "meshing/pipeline/subdivision.h"
#include "meshing/transform.h"
#include "physics/error.h"
#include "physics/units.h"

#include <fstream>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    /** "1 2 3 mm", with one unit for all numbers. */
    std::vector<double>
    numbers_of(const Request &request, const std::string &option, std::size_t n, const std::string &unit)
    {
      std::istringstream       stream(request.text(option));
      std::vector<std::string> words;
      std::string              word, behind;
      for (std::size_t i = 0; i < n && stream >> word; ++i)
        words.push_back(word);
      if (words.size() != n)
        throw InputError("--" + option + " needs " + std::to_string(n) + " numbers, found is \"" +
                         request.text(option) + "\".");
      std::getline(stream >> std::ws, behind);
      std::vector<double> values;
      for (std::size_t i = 0; i < n; ++i)
        try
          {
            // Of several numbers with different meaning, the unit is that of the last.
            values.push_back(to_si(words[i] + " " + (unit == "degree" && i + 1 < n ? "" : behind),
                                   unit == "degree" && i + 1 < n ? "1" : unit));
          }
        catch (const InputError &error)
          {
            throw InputError("--" + option + ": " + error.what());
          }
      return values;
    }

    std::string
    matrix_text(const std::string &file_or_numbers)
    {
      if (!std::filesystem::is_regular_file(file_or_numbers))
        return file_or_numbers;
      std::ifstream     file(file_or_numbers);
      std::stringstream text;
      text << file.rdbuf();
      return text.str();
    }

    std::vector<Merger>
    mergers_of(const Request &request, const std::string &option)
    {
      std::vector<Merger> mergers;
      for (const std::string &word : request.words(option))
        {
          const std::size_t equals = word.find('=');
          if (equals == std::string::npos)
            throw InputError("--" + option + ": \"" + word + "\" is not of the form NEW=A,B.");
          Merger             merger{word.substr(0, equals), {}};
          std::istringstream sources(word.substr(equals + 1));
          for (std::string source; std::getline(sources, source, ',');)
            merger.sources.push_back(source);
          mergers.push_back(std::move(merger));
        }
      return mergers;
    }
    void
    subdivide_and_write(const Request &request, Subdivision subdivision)
    {
      subdivision.curved       = request.has("curved");
      subdivision.sharp_angle  = request.number("sharp-angle", "degree", subdivision.sharp_angle);
      subdivision.surface      = request.text("surface");
      subdivision.surface_unit = request.text("surface-unit");
      subdivision.check();
      const Say say = [&](const std::string &text) { request.say(text + "\n"); };
      write_mesh_of(request, subdivide(read_mesh_of(request), subdivision, say));
    }
  } // namespace


  void
  refine_verb(const Request &request)
  {
    Subdivision subdivision;
    subdivision.times = request.count("times", 0);
    subdivision.edge  = request.number("edge", "m", 0);
    if (!(subdivision.times > 0 || subdivision.edge > 0))
      throw InputError("refine needs --times N or --edge LENGTH.");
    subdivide_and_write(request, subdivision);
  }

  void
  hexahedra_verb(const Request &request)
  {
    Subdivision subdivision;
    subdivision.hexahedra = true;
    subdivide_and_write(request, subdivision);
  }

  void
  transform_verb(const Request &request)
  {
    const bool steps = request.has("scale") || request.has("rotate") || request.has("translate");
    if (steps == request.has("matrix"))
      throw InputError(steps ? "transform takes --matrix, or the others, not both."
                             : "transform needs --scale, --rotate, --translate or --matrix.");
    Affine affine;
    if (request.has("matrix"))
      affine = affine_of(matrix_text(request.text("matrix")));
    if (request.has("scale"))
      affine = scaling(request.number("scale", "1", 1));
    if (request.has("rotate"))
      {
        const auto v = numbers_of(request, "rotate", 4, "degree");
        affine       = after(rotation({v[0], v[1], v[2]}, v[3]), affine);
      }
    if (request.has("translate"))
      {
        const auto v = numbers_of(request, "translate", 3, "m");
        affine       = after(translation({v[0], v[1], v[2]}), affine);
      }
    TaggedMesh mesh = read_mesh_of(request);
    transform(mesh, affine);
    write_mesh_of(request, mesh);
  }

  void
  merge_verb(const Request &request)
  {
    const auto regions = mergers_of(request, "regions"), surfaces = mergers_of(request, "surfaces");
    if (regions.empty() && surfaces.empty())
      throw InputError("merge needs --regions NEW=A,B or --surfaces NEW=A,B.");
    TaggedMesh mesh = read_mesh_of(request);
    merge_tags(mesh, regions, surfaces);
    write_mesh_of(request, mesh);
  }

  void
  map_verb(const Request &request)
  {
    const TaggedMesh from = read_mesh_of(request, 0);
    TaggedMesh       to   = read_mesh_of(request, 1);
    const Mapped     done = map_fields(from, to,
                                       {.fields    = request.words("fields"),
                                        .regions   = request.has("regions"),
                                        .tolerance = request.number("tolerance", "m", -1)});
    if (done.outside > 0)
      request.say(std::to_string(done.outside) + " places lie outside of " + request.files[0].string() +
                  ", at most by " + std::to_string(1e3 * done.farthest) + " mm; they took what is nearest.\n");
    write_mesh_of(request, to);
  }

  void
  remesh_verb(const Request &request)
  {
    const Remesh remesh{request.number("edge", "m", 0), request.number("factor", "1", 0), request.has("local")};
    if (remesh.edge == 0 && remesh.factor == 0)
      throw InputError("remesh needs --edge LENGTH or --factor NUMBER.");
    remesh.check();
    const Say say = [&](const std::string &text) { request.say(text + "\n"); };
    write_mesh_of(request, remesh_as_asked(read_mesh_of(request), remesh, say));
  }
} // namespace vht::meshing
