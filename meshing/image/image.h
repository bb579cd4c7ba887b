#pragma once

#include "meshing/affine.h"

#include <filesystem>
#include <optional>

namespace vht::meshing
{
  /**
   * What a patient's axes are called. World coordinates of a mesh are always RAS: x to the right of the patient, y to
   * the front, z to the head. DICOM, ITK and many writers say LPS: x and y the other way round.
   */
  enum class Axes
  {
    as_stated, ///< what the format says: NIfTI RAS, MetaImage LPS, NRRD as in its field "space", legacy VTK taken for
               ///< RAS
    ras,
    lps,
  };

  /** How to read what a format leaves open. */
  struct ImageConvention
  {
    std::optional<double> length_unit; ///< [m] per unit of the file; without: what it states, else millimetres
    Axes                  axes = Axes::as_stated;
  };

  /** One number per voxel, i fastest, and where the voxels are. Nothing else of a file is kept. */
  struct Image
  {
    std::array<std::size_t, 3> dimensions{};
    std::vector<float>         values;     ///< integers are exact up to 2^24
    Affine                     to_world;   ///< from the indices (i, j, k) of a voxel to its centre [m]
    std::string                convention; ///< in words, where the geometry was taken from

    /** Fields of the header that may tell who was imaged: their names alone, never what they hold. */
    std::vector<std::string> private_fields;

    std::size_t
    n_voxels() const
    {
      return dimensions[0] * dimensions[1] * dimensions[2];
    }
  };

  /** Does its ending say that a file is an image? .vtk does not: it may hold a surface as well. */
  bool is_image_file(const std::filesystem::path &file);

  /**
   * Read NIfTI-1 (.nii, .nii.gz), MetaImage (.mha, .mhd), NRRD (.nrrd, .nhdr; raw, gzip or text) or legacy VTK
   * structured points (.vtk).
   *
   * Places come from NIfTI's sform, else its qform; from TransformMatrix and Offset; from "space directions" and "space
   * origin". Text that these formats allow is looked at only to name the fields that hold any.
   *
   * @throws InputError for a missing file and an unknown extension, MeshError for what cannot be understood: truncated
   * data, more than three dimensions, voxels without extent
   */
  Image read_image(const std::filesystem::path &file, const ImageConvention &convention = {});
} // namespace vht::meshing
