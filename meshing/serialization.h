#pragma once

#include "meshing/tagged_surface.h"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/binary_object.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <type_traits>

// For the few files that hand meshes from process to process, or from one run of a program to its next: the bytes are
// those of this machine and of this version. No public header includes this.
namespace vht::meshing
{
  /** A list of numbers in one piece: element by element, as Boost would, takes ten times as long. */
  template <typename Archive, typename T>
  void
  transfer(Archive &archive, std::vector<T> &values)
  {
    static_assert(std::is_trivially_copyable_v<T>);
    std::size_t n = values.size();
    archive    &n;
    values.resize(n);
    if (n > 0)
      archive &boost::serialization::make_binary_object(values.data(), n * sizeof(T));
  }

  template <typename Archive>
  void
  serialize(Archive &archive, Field &field, unsigned)
  {
    archive &field.name &field.components;
    transfer(archive, field.values);
  }

  template <typename Archive>
  void
  serialize(Archive &archive, TaggedMesh &mesh, unsigned)
  {
    archive &mesh.shape;
    transfer(archive, mesh.points);
    transfer(archive, mesh.cells);
    transfer(archive, mesh.regions);
    transfer(archive, mesh.faces);
    transfer(archive, mesh.surfaces);
    transfer(archive, mesh.middles);
    archive &mesh.region_names &mesh.surface_names &mesh.cell_data &mesh.point_data;
  }

  template <typename Archive>
  void
  serialize(Archive &archive, TaggedSurface &surface, unsigned)
  {
    transfer(archive, surface.points);
    transfer(archive, surface.triangles);
    transfer(archive, surface.sides);
    transfer(archive, surface.patches);
    archive &surface.region_names &surface.patch_names;
  }
} // namespace vht::meshing
