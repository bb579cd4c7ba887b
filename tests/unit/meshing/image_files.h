#pragma once

#include "meshing/image/label_image.h"
#include "tests/unit/meshing/helpers.h"

#include <zlib.h>

#include <cstring>
#include <sstream>

// Small images, written by the tests in every format.
namespace vht::meshing::test
{
  inline std::string
  gzipped(const std::string &bytes)
  {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string result(bytes.size() + 1000, '\0');
    stream.next_in   = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in  = static_cast<uInt>(bytes.size());
    stream.next_out  = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
  }

  /** A NIfTI-1 file of bytes; the affine in RAS and millimetres. */
  class Nifti
  {
  public:
    Nifti(const std::array<std::size_t, 3> &n, const std::vector<std::uint8_t> &values)
      : bytes_(352, '\0')
    {
      put<std::int32_t>(0, 348);
      for (unsigned d = 0; d < 8; ++d)
        put<std::int16_t>(40 + 2 * d, static_cast<std::int16_t>(d == 0 ? 3 : d <= 3 ? n[d - 1] : 1));
      put<std::int16_t>(70, 2);
      put<std::int16_t>(72, 8);
      for (unsigned d = 0; d < 4; ++d)
        put<float>(76 + 4 * d, 1);
      put<float>(108, 352);
      put<char>(123, 2); // millimetres
      std::memcpy(bytes_.data() + 344, "n+1", 4);
      bytes_.append(values.begin(), values.end());
    }

    template <typename Number>
    Nifti &
    put(std::size_t offset, Number value)
    {
      std::memcpy(bytes_.data() + offset, &value, sizeof(value));
      return *this;
    }

    Nifti &
    text(std::size_t offset, const std::string &value)
    {
      std::memcpy(bytes_.data() + offset, value.data(), value.size());
      return *this;
    }

    /** Rows of a 3 x 4 matrix. */
    Nifti &
    sform(const std::array<float, 12> &rows)
    {
      put<std::int16_t>(254, 1);
      for (unsigned i = 0; i < 12; ++i)
        put<float>(280 + 4 * i, rows[i]);
      return *this;
    }

    const std::string &
    bytes() const
    {
      return bytes_;
    }

  private:
    std::string bytes_;
  };

  /** Labels given by a function of the place, cubes of voxels around the origin [m]. */
  template <typename Label>
  LabelImage
  synthetic(std::size_t n, double voxel, const NameTable &names, const Label &label)
  {
    LabelImage image{{n, n, n}, {}, {}, names};
    for (unsigned d = 0; d < 3; ++d)
      {
        image.to_world.columns[d]    = {};
        image.to_world.columns[d][d] = voxel;
        image.to_world.origin[d]     = -0.5 * static_cast<double>(n - 1) * voxel;
      }
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = 0; i < n; ++i)
          image.labels.push_back(static_cast<std::uint16_t>(
            label(image.to_world({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)}))));
    return image;
  }
} // namespace vht::meshing::test
