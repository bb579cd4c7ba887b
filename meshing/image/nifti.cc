#include "meshing/geometry.h"
#include "meshing/image/readers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

// By hand, because VTK's reader gives the origin 0 for every file, turns slices around, does not name the extensions of
// the header and reads on beyond the end. Layout: https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h

namespace vht::meshing
{
  namespace
  {
    constexpr std::size_t header_size = 348;

    /** The fields of the header by their offset. */
    class Header
    {
    public:
      Header(std::string_view bytes, const std::filesystem::path &file)
        : bytes_(bytes)
      {
        if (bytes.size() < header_size + 4)
          cannot_read(file, "it is truncated within its header.");
        swap_ = get<std::int32_t>(0) != header_size;
        if (get<std::int32_t>(0) == 540)
          cannot_read(file, "it is NIfTI-2. Convert it to NIfTI-1, which holds the same for images of this size.");
        if (get<std::int32_t>(0) != header_size || bytes.substr(344, 3) != "n+1")
          cannot_read(file, "it is no NIfTI-1 image in one file.");
      }

      template <typename Number>
      Number
      get(std::size_t offset, std::size_t index = 0) const
      {
        std::array<char, sizeof(Number)> raw;
        std::memcpy(raw.data(), bytes_.data() + offset + index * sizeof(Number), sizeof(Number));
        if (swap_)
          std::reverse(raw.begin(), raw.end());
        return std::bit_cast<Number>(raw);
      }

      bool
      has_text(std::size_t offset, std::size_t size) const
      {
        return bytes_[offset] != '\0' && !trimmed(std::string(bytes_.substr(offset, size)).c_str()).empty();
      }

      bool
      big_endian() const
      {
        return swap_ != (std::endian::native == std::endian::big);
      }

      bool
      has_extensions() const
      {
        return bytes_[header_size] != 0;
      }

    private:
      std::string_view bytes_;
      bool             swap_ = false;
    };

    std::string
    type_of(int code)
    {
      switch (code)
        {
          case 2:
            return "u1";
          case 4:
            return "i2";
          case 8:
            return "i4";
          case 16:
            return "f4";
          case 64:
            return "f8";
          case 256:
            return "i1";
          case 512:
            return "u2";
          case 768:
            return "u4";
          case 1024:
            return "i8";
          case 1280:
            return "u8";
          default:
            return "NIfTI type " + std::to_string(code);
        }
    }

    /** From the quaternion (method 2 of the standard). */
    Affine
    qform(const Header &header)
    {
      const double b = header.get<float>(256), c = header.get<float>(260), d = header.get<float>(264);
      const double a     = std::sqrt(std::max(0., 1 - (b * b + c * c + d * d)));
      const double slice = header.get<float>(76) < 0 ? -1 : 1; // pixdim[0], "qfac"
      Affine       affine;
      affine.columns = {{{{a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)}},
                         {{2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)}},
                         {{2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c}}}};
      for (unsigned k = 0; k < 3; ++k)
        affine.columns[k] = (k == 2 ? slice : 1) * header.get<float>(76, k + 1) * affine.columns[k];
      for (unsigned k = 0; k < 3; ++k)
        affine.origin[k] = header.get<float>(268, k);
      return affine;
    }

    Affine
    sform(const Header &header)
    {
      Affine affine;
      for (unsigned row = 0; row < 3; ++row)
        {
          for (unsigned k = 0; k < 3; ++k)
            affine.columns[k][row] = header.get<float>(280 + 16 * row, k);
          affine.origin[row] = header.get<float>(280 + 16 * row, 3);
        }
      return affine;
    }

    Affine
    spacing_alone(const Header &header)
    {
      Affine affine;
      for (unsigned k = 0; k < 3; ++k)
        affine.columns[k][k] = header.get<float>(76, k + 1);
      return affine;
    }

    void
    place(const Header &header, const ImageConvention &convention, Image &image)
    {
      if (header.get<std::int16_t>(254) > 0)
        {
          image.to_world   = sform(header);
          image.convention = "sform";
        }
      else if (header.get<std::int16_t>(252) > 0)
        {
          image.to_world   = qform(header);
          image.convention = "qform";
        }
      else
        {
          image.to_world   = spacing_alone(header);
          image.convention = "spacing alone, orientation unknown";
        }
      const int    unit   = header.get<char>(123) & 7;
      const double stated = unit == 1 ? 1 : unit == 3 ? 1e-6 : 1e-3;
      scale(image.to_world, convention.length_unit.value_or(stated));
      if (convention.axes == Axes::lps)
        {
          turn_lps(image.to_world);
          image.convention += ", taken for LPS and turned to RAS";
        }
      else
        image.convention += ", RAS";
    }
  } // namespace


  Image
  read_nifti(const std::filesystem::path &file, const ImageConvention &convention)
  {
    const std::string bytes = unpacked(bytes_of(file), file);
    const Header      header(bytes, file);
    Image             image;
    const int         n_dimensions = header.get<std::int16_t>(40);
    for (int d = 1; d <= std::clamp(n_dimensions, 0, 7); ++d)
      {
        const int n = header.get<std::int16_t>(40, static_cast<std::size_t>(d));
        if (n < 1 || (d > 3 && n > 1))
          cannot_read(file, "its dimension " + std::to_string(d) + " is " + std::to_string(n) +
                              "; one three-dimensional image is wanted.");
        if (d <= 3)
          image.dimensions[static_cast<std::size_t>(d - 1)] = static_cast<std::size_t>(n);
      }
    if (n_dimensions < 3)
      cannot_read(file, "it has " + std::to_string(n_dimensions) + " dimensions instead of three.");

    const auto begin = static_cast<std::size_t>(std::max(352.f, header.get<float>(108)));
    decode(begin < bytes.size() ? std::string_view(bytes).substr(begin) : std::string_view(),
           {type_of(header.get<std::int16_t>(70)), header.big_endian()}, image, file);
    const float slope = header.get<float>(112), intercept = header.get<float>(116);
    if (slope != 0 && std::isfinite(slope) && (slope != 1 || intercept != 0))
      for (float &value : image.values)
        value = slope * value + intercept;
    place(header, convention, image);

    struct Text
    {
      const char *name;
      std::size_t offset, size;
    };
    for (const Text &text : {Text{"data_type", 4, 10}, Text{"db_name", 14, 18}, Text{"descrip", 148, 80},
                             Text{"aux_file", 228, 24}, Text{"intent_name", 328, 16}})
      if (header.has_text(text.offset, text.size))
        image.private_fields.push_back(text.name);
    if (header.has_extensions())
      image.private_fields.push_back("extensions");
    return image;
  }
} // namespace vht::meshing
