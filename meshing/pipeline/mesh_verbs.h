#pragma once

#include "meshing/check.h"
#include "meshing/formats/formats.h"
#include "meshing/summary.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vht::meshing
{
  /** An option of a verb. */
  struct VerbOption
  {
    std::string name;            ///< without the dashes
    std::string value;           ///< what stands for its value in the help; empty: a switch
    std::string help;            ///< with units and default
    bool        several = false; ///< takes all words up to the next option
  };

  /** What a verb on mesh files is told. */
  struct Request
  {
    using Words = std::vector<std::string>;

    std::string                        verb;
    std::vector<std::filesystem::path> files;
    std::map<std::string, Words>       options; ///< as given; a switch has no words
    double                             length_unit = 1;
    Gates                              gates;

    bool
    has(const std::string &option) const
    {
      return options.contains(option);
    }

    /** The option's value, or the given one where the option is missing. */
    std::string text(const std::string &option, const std::string &otherwise = "") const;

    /** All words of an option; none where it is missing. */
    Words words(const std::string &option) const;

    /**
     * A quantity in the unit that it is documented in.
     * @throws InputError naming the option, for what is no number of that kind
     */
    double number(const std::string &option, const std::string &unit, double otherwise) const;

    /** A whole number that is not negative. @throws InputError naming the option */
    unsigned count(const std::string &option, unsigned otherwise) const;

    /** Printed unless --quiet is given. */
    void say(const std::string &text) const;
  };

  /** One thing that vht-mesh does with mesh files. */
  struct Verb
  {
    std::string             files; ///< "IN OUT": what its arguments are called
    std::string             help;
    std::vector<VerbOption> options;
    enum class Result
    {
      text,
      mesh,    ///< into the file that is named last
      surface, ///< or a line
    } result                     = Result::mesh;
    void (*act)(const Request &) = nullptr;
  };

  /** All of them but "run", by name. */
  const std::map<std::string, Verb> &mesh_verbs();

  /**
   * The mesh in the file of this number, in metres.
   * @throws MeshError for curved cells, where they are not allowed
   */
  TaggedMesh read_mesh_of(const Request &request, std::size_t file = 0, bool curved_allowed = false);

  /**
   * Check, tell, write into the file that is named last.
   * @param[in] facts  for the description
   * @throws MeshError, GateError for a mesh that is not to be used
   */
  void write_mesh_of(const Request &request, const TaggedMesh &mesh, const Facts &facts = {});

  // What the verbs do; each is described in mesh_verbs().
  void refine_verb(const Request &request);
  void hexahedra_verb(const Request &request);
  void transform_verb(const Request &request);
  void remesh_verb(const Request &request);
  void map_verb(const Request &request);
  void merge_verb(const Request &request);
  void volume_verb(const Request &request);
} // namespace vht::meshing
