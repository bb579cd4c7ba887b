#pragma once

#include "meshing/report.h"
#include "physics/error.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace vht::meshing::test
{
  /** An empty folder that is gone after the test. */
  class Folder
  {
  public:
    Folder()
      : path_(std::filesystem::temp_directory_path() / ("vht-meshing-" + std::to_string(getpid())))
    {
      std::filesystem::remove_all(path_);
      std::filesystem::create_directories(path_);
    }

    ~Folder()
    {
      std::filesystem::remove_all(path_);
    }

    std::filesystem::path
    operator/(const std::string &name) const
    {
      return path_ / name;
    }

    std::filesystem::path
    write(const std::string &name, const std::string &text) const
    {
      std::ofstream(path_ / name) << text;
      return path_ / name;
    }

  private:
    std::filesystem::path path_;
  };

  /** Neither defects nor missed gates; warnings may be. */
  inline bool
  usable(const Report &report)
  {
    return !report.has(Finding::Weight::error) && !report.has(Finding::Weight::gate);
  }

  inline Report
  without_warnings(Report report)
  {
    std::erase_if(report.findings, [](const Finding &f) { return f.weight == Finding::Weight::warning; });
    return report;
  }

  inline double
  volume(const TaggedMesh &mesh)
  {
    double sum = 0;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      sum += cell_volume(mesh, i);
    return sum;
  }

  inline double
  area(const TaggedMesh &mesh, const std::string &surface)
  {
    const Tag tag = find_tag(mesh.surface_names, surface, "surface");
    double    sum = 0;
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      if (mesh.surfaces[i] == tag)
        sum += face_area(mesh, mesh.face(i));
    return sum;
  }

  inline std::size_t
  n_faces(const TaggedMesh &mesh, const std::string &surface)
  {
    const Tag tag = find_tag(mesh.surface_names, surface, "surface");
    return static_cast<std::size_t>(std::count(mesh.surfaces.begin(), mesh.surfaces.end(), tag));
  }

  /** The message of the error that must be thrown. */
  template <typename E = MeshError, typename Action>
  std::string
  message_of(const Action &action)
  {
    try
      {
        action();
      }
    catch (const E &error)
      {
        return error.what();
      }
    ADD_FAILURE() << "nothing was thrown";
    return "";
  }

  inline void
  expect_contains(const std::string &text, const std::string &part)
  {
    EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" is missing in: " << text;
  }
} // namespace vht::meshing::test
