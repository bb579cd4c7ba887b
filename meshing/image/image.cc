#include "meshing/image/image.h"

#include "meshing/geometry.h"
#include "meshing/image/readers.h"
#include "physics/error.h"

#include <boost/algorithm/string/case_conv.hpp>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

namespace vht::meshing
{
  std::string
  bytes_of(const std::filesystem::path &file)
  {
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
      throw InputError("There is no readable image " + file.string() + ". Is the path right?");
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return std::move(bytes).str();
  }

  void
  cannot_read(const std::filesystem::path &file, const std::string &why)
  {
    throw MeshError("The image " + file.string() + " cannot be read: " + why);
  }

  std::string
  unpacked(std::string_view bytes, const std::filesystem::path &file)
  {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const bool gzip = bytes.size() > 2 && byte(0) == 0x1f && byte(1) == 0x8b;
    const bool zlib = bytes.size() > 2 && (byte(0) & 0x0f) == 8 && (256u * byte(0) + byte(1)) % 31 == 0;
    if (!gzip && !zlib)
      return std::string(bytes);

    z_stream stream{};
    if (inflateInit2(&stream, 15 + 32) != Z_OK) // 32: gzip or zlib, whichever the data are
      cannot_read(file, "zlib does not start.");
    const struct End
    {
      z_stream *stream;
      ~End()
      {
        inflateEnd(stream);
      }
    } end{&stream};
    std::string       result;
    std::vector<char> buffer(1 << 20);
    stream.next_in  = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    for (int status = Z_OK; status != Z_STREAM_END;)
      {
        stream.next_out  = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        status           = inflate(&stream, Z_NO_FLUSH);
        result.append(buffer.data(), buffer.size() - stream.avail_out);
        if (status == Z_STREAM_END && stream.avail_in > 2 && stream.next_in[0] == 0x1f)
          status = inflateReset(&stream); // files packed in several pieces
        if (status != Z_OK && status != Z_STREAM_END)
          cannot_read(file, "its packed data are truncated or damaged after " + std::to_string(result.size()) +
                              " bytes. Copy or download it again.");
      }
    return result;
  }

  namespace
  {
    template <typename Number>
    void
    convert(const char *bytes, bool swap, std::vector<float> &values)
    {
      for (std::size_t i = 0; i < values.size(); ++i)
        {
          std::array<char, sizeof(Number)> raw;
          std::memcpy(raw.data(), bytes + i * sizeof(Number), sizeof(Number));
          if (swap)
            std::reverse(raw.begin(), raw.end());
          values[i] = static_cast<float>(std::bit_cast<Number>(raw));
        }
    }

    using Converter = void (*)(const char *, bool, std::vector<float> &);

    const std::map<std::string, Converter> converters = {{"u1", convert<std::uint8_t>},  {"i1", convert<std::int8_t>},
                                                         {"u2", convert<std::uint16_t>}, {"i2", convert<std::int16_t>},
                                                         {"u4", convert<std::uint32_t>}, {"i4", convert<std::int32_t>},
                                                         {"u8", convert<std::uint64_t>}, {"i8", convert<std::int64_t>},
                                                         {"f4", convert<float>},         {"f8", convert<double>}};

    using Reader = Image (*)(const std::filesystem::path &, const ImageConvention &);

    /** By the file's ending; none for an unknown one. */
    Reader
    reader_of(const std::filesystem::path &file)
    {
      const std::string name = boost::algorithm::to_lower_copy(file.filename().string());
      if (name.ends_with(".nii") || name.ends_with(".nii.gz"))
        return read_nifti;
      if (name.ends_with(".mha") || name.ends_with(".mhd"))
        return read_meta_image;
      if (name.ends_with(".nrrd") || name.ends_with(".nhdr"))
        return read_nrrd;
      return name.ends_with(".vtk") ? read_structured_points : nullptr;
    }
  } // namespace

  void
  decode(std::string_view bytes, const Storage &storage, Image &image, const std::filesystem::path &file)
  {
    const auto        converter = converters.find(storage.type);
    const std::size_t size      = converter == converters.end() ? 1 : static_cast<std::size_t>(storage.type[1] - '0');
    if (converter == converters.end())
      cannot_read(file, "it stores its numbers as " + storage.type + "; integers and floating numbers are understood.");
    if (bytes.size() / size < image.n_voxels())
      cannot_read(file, "it is truncated: " + std::to_string(bytes.size() / size) + " voxels of " +
                          std::to_string(image.n_voxels()) + " are there. Copy or download it again.");
    image.values.resize(image.n_voxels());
    converter->second(bytes.data(), storage.big_endian != (std::endian::native == std::endian::big), image.values);
  }

  void
  decode_text(std::string_view text, Image &image, const std::filesystem::path &file)
  {
    std::istringstream stream{std::string(text)};
    float              value;
    image.values.clear();
    while (image.values.size() < image.n_voxels() && stream >> value)
      image.values.push_back(value);
    if (image.values.size() < image.n_voxels())
      cannot_read(file, "it is truncated: " + std::to_string(image.values.size()) + " numbers of " +
                          std::to_string(image.n_voxels()) + " are there. Copy or download it again.");
  }

  void
  turn_lps(Affine &affine)
  {
    for (Point *point : {&affine.columns[0], &affine.columns[1], &affine.columns[2], &affine.origin})
      for (const unsigned d : {0, 1})
        (*point)[d] *= -1;
  }

  void
  scale(Affine &affine, double factor)
  {
    for (Point &column : affine.columns)
      column = factor * column;
    affine.origin = factor * affine.origin;
  }

  std::string
  trimmed(std::string_view text)
  {
    const auto blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, text.find_last_not_of(blank) - first + 1));
  }

  std::vector<double>
  numbers(std::string_view text, std::size_t n, const std::string &field, const std::filesystem::path &file)
  {
    std::string plain(text);
    std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == '(' || c == ')' || c == ','; }, ' ');
    std::istringstream  stream(plain);
    std::vector<double> result;
    for (double value; stream >> value;)
      result.push_back(value);
    if (result.size() != n)
      cannot_read(file, "its field \"" + field + "\" should have " + std::to_string(n) + " numbers, found " +
                          std::to_string(result.size()) + ".");
    return result;
  }

  bool
  is_image_file(const std::filesystem::path &file)
  {
    const Reader reader = reader_of(file);
    return reader != nullptr && reader != read_structured_points;
  }

  Image
  read_image(const std::filesystem::path &file, const ImageConvention &convention)
  {
    const Reader reader = reader_of(file);
    if (reader == nullptr)
      throw InputError(
        "The image " + file.string() +
        " has an unknown extension. Known are .nii, .nii.gz (NIfTI), .mha, "
        ".mhd (MetaImage), .nrrd, .nhdr (NRRD) and .vtk (legacy VTK structured points). A series of DICOM "
        "slices has to be converted, for example with dcm2niix or 3D Slicer.");
    if (!std::filesystem::exists(file))
      throw InputError("There is no image " + file.string() + ". Is the path right?");

    Image image = reader(file, convention);
    if (image.n_voxels() == 0)
      cannot_read(file, "it has no voxels.");
    const Affine &a     = image.to_world;
    const double  scale = norm(a.columns[0]) * norm(a.columns[1]) * norm(a.columns[2]);
    if (!(std::abs(a.determinant()) > 1e-6 * scale) || !std::isfinite(scale))
      cannot_read(file, "the axes in its header span no space (their determinant is 0). Write it anew with spacing and "
                        "orientation.");
    return image;
  }
} // namespace vht::meshing
