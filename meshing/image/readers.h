#pragma once

#include "meshing/image/image.h"

#include <string_view>

// What the readers of the formats share; see read_image in image.h.
namespace vht::meshing
{
  /** How one number is stored. */
  struct Storage
  {
    std::string type; ///< "u1", "i2", "f8": unsigned, signed, floating, and its bytes
    bool        big_endian = false;
  };

  /** The whole file as it is. @throws InputError if there is none that can be read */
  std::string bytes_of(const std::filesystem::path &file);

  /** Unpack gzip or zlib; what is in neither stays as it is. @throws MeshError for damaged data */
  std::string unpacked(std::string_view bytes, const std::filesystem::path &file);

  /** As many numbers as the image has voxels. @throws MeshError if there are fewer */
  void decode(std::string_view bytes, const Storage &storage, Image &image, const std::filesystem::path &file);

  /** Numbers written as text. @throws MeshError if there are fewer than voxels */
  void decode_text(std::string_view text, Image &image, const std::filesystem::path &file);

  /** From LPS to RAS: x and y change their sign. */
  void turn_lps(Affine &affine);

  /** All lengths times a factor. */
  void scale(Affine &affine, double factor);

  /** The numbers of a list; brackets and commas count as blanks. @throws MeshError if they are not as many */
  std::vector<double>
  numbers(std::string_view text, std::size_t n, const std::string &field, const std::filesystem::path &file);

  /** Text without blanks around it. */
  std::string trimmed(std::string_view text);

  [[noreturn]] void cannot_read(const std::filesystem::path &file, const std::string &why);

  Image read_nifti(const std::filesystem::path &file, const ImageConvention &convention);
  Image read_meta_image(const std::filesystem::path &file, const ImageConvention &convention);
  Image read_nrrd(const std::filesystem::path &file, const ImageConvention &convention);
  Image read_structured_points(const std::filesystem::path &file, const ImageConvention &convention);
} // namespace vht::meshing
