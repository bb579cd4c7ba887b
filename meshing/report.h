#pragma once

#include "meshing/tagged_mesh.h"

#include <string>

namespace vht::meshing
{
  /** One kind of defect: how often it occurs and where first. */
  struct Finding
  {
    enum class Weight
    {
      warning, ///< the solvers can live with it
      error,   ///< not a valid mesh
      gate,    ///< valid, but below the wanted quality
    };

    Weight                   weight;
    std::string              what;
    std::size_t              count = 0;
    std::vector<std::string> places; ///< the first few, in words
  };

  struct Report
  {
    std::vector<Finding> findings; ///< only what was found
    std::vector<Index>   cells;    ///< those below a gate, in the order of their numbers

    bool has(Finding::Weight weight) const;
  };

  /** Counts one kind of defect, keeps the first places, and puts it into the report at the end of its life. */
  class FindingCount
  {
  public:
    FindingCount(Report &report, Finding::Weight weight, const std::string &what)
      : report_(report)
      , finding_{weight, what, 0, {}}
    {
    }

    ~FindingCount()
    {
      if (finding_.count > 0)
        report_.findings.push_back(finding_);
    }

    FindingCount(const FindingCount &)            = delete;
    FindingCount &operator=(const FindingCount &) = delete;

    /** @param[in] place  a function that says where, called for the first few only */
    template <typename Place>
    void
    add(const Place &place)
    {
      constexpr std::size_t n_places = 3;
      if (++finding_.count <= n_places)
        finding_.places.push_back(place());
    }

  private:
    Report &report_;
    Finding finding_;
  };

  /** "cell 12 around (1, 2, 3) mm" */
  std::string cell_place(const TaggedMesh &mesh, std::size_t cell);

  /** The findings as text, one per line and its places below. Empty for a mesh without any. */
  std::string describe(const Report &report);

  /** @throws MeshError for errors, GateError where only gates are missed; the message contains the findings */
  void refuse_defects(const Report &report, const std::string &mesh_name);
} // namespace vht::meshing
