#include "meshing/geometry.h"
#include "meshing/image/readers.h"
#include "physics/units.h"

#include <boost/algorithm/string/case_conv.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

// MetaImage and NRRD, by hand: VTK's readers drop the orientation of the first, cannot unpack the second, and neither
// names the free text of the header.

namespace vht::meshing
{
  namespace
  {
    using Fields = std::map<std::string, std::string>;

    const std::string &
    required(const Fields &fields, const std::string &name, const std::filesystem::path &file)
    {
      const auto field = fields.find(name);
      if (field == fields.end())
        cannot_read(file, "its header has no field \"" + name + "\".");
      return field->second;
    }

    std::string
    optional(const Fields &fields, const std::vector<std::string> &names, const std::string &otherwise = "")
    {
      for (const std::string &name : names)
        if (const auto field = fields.find(name); field != fields.end())
          return field->second;
      return otherwise;
    }

    bool
    is_true(const std::string &text)
    {
      return boost::algorithm::to_lower_copy(text) == "true" || text == "1";
    }

    std::array<std::size_t, 3>
    sizes(const std::string &text, const std::string &field, const std::filesystem::path &file)
    {
      std::array<std::size_t, 3> result{};
      const auto                 list = numbers(text, 3, field, file);
      for (unsigned d = 0; d < 3; ++d)
        {
          if (!(list[d] >= 1) || list[d] > 1e6 || list[d] != std::floor(list[d]))
            cannot_read(file, "its field \"" + field + "\" has to hold positive whole numbers.");
          result[d] = static_cast<std::size_t>(list[d]);
        }
      return result;
    }

    Point
    point(const std::string &text, const std::string &field, const std::filesystem::path &file)
    {
      const auto list = numbers(text, 3, field, file);
      return {list[0], list[1], list[2]};
    }

    /** The numbers, in the file itself after its header or in a file beside it. */
    std::string
    data_of(const std::string &name, std::string_view after_header, const std::filesystem::path &file)
    {
      if (name.empty())
        return std::string(after_header);
      if (name.find_first_of("% ") != std::string::npos || name == "LIST")
        cannot_read(file, "its data are spread over several files. Write it as one file.");
      return bytes_of(file.parent_path() / name);
    }

    void
    skip(std::string &data, long n, const std::filesystem::path &file)
    {
      if (n < 0 || static_cast<std::size_t>(n) > data.size())
        cannot_read(file, "it is truncated: what it skips is longer than the data.");
      data.erase(0, static_cast<std::size_t>(n));
    }

    // ---------------------------------------------------------------------------------------------------- MetaImage

    const std::map<std::string, std::string> meta_types = {{"MET_UCHAR", "u1"},      {"MET_CHAR", "i1"},
                                                           {"MET_USHORT", "u2"},     {"MET_SHORT", "i2"},
                                                           {"MET_UINT", "u4"},       {"MET_INT", "i4"},
                                                           {"MET_ULONG", "u8"},      {"MET_LONG", "i8"},
                                                           {"MET_ULONG_LONG", "u8"}, {"MET_LONG_LONG", "i8"},
                                                           {"MET_FLOAT", "f4"},      {"MET_DOUBLE", "f8"}};

    /** The fields that describe geometry and storage; any other may say anything. */
    const std::set<std::string> meta_fields = {"ObjectType",
                                               "ObjectSubType",
                                               "NDims",
                                               "DimSize",
                                               "ElementSpacing",
                                               "ElementSize",
                                               "ElementType",
                                               "ElementNumberOfChannels",
                                               "ElementDataFile",
                                               "ElementMin",
                                               "ElementMax",
                                               "ElementByteOrderMSB",
                                               "BinaryData",
                                               "BinaryDataByteOrderMSB",
                                               "CompressedData",
                                               "CompressedDataSize",
                                               "HeaderSize",
                                               "Offset",
                                               "Position",
                                               "Origin",
                                               "TransformMatrix",
                                               "Orientation",
                                               "Rotation",
                                               "CenterOfRotation",
                                               "AnatomicalOrientation",
                                               "DistanceUnits"};

    // ---------------------------------------------------------------------------------------------------- NRRD

    const std::map<std::string, std::string> nrrd_types = [] {
      std::map<std::string, std::string> types = {{"float", "f4"}, {"double", "f8"}};
      for (const auto &[type, names] : std::map<std::string, std::vector<std::string>>{
             {"i1", {"signed char", "int8", "int8_t"}},
             {"u1", {"uchar", "unsigned char", "uint8", "uint8_t"}},
             {"i2", {"short", "short int", "signed short", "signed short int", "int16", "int16_t"}},
             {"u2", {"ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"}},
             {"i4", {"int", "signed int", "int32", "int32_t"}},
             {"u4", {"uint", "unsigned int", "uint32", "uint32_t"}},
             {"i8", {"longlong", "long long", "long long int", "signed long long", "int64", "int64_t"}},
             {"u8", {"ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"}}})
        for (const std::string &name : names)
          types[name] = type;
      return types;
    }();

    struct NrrdHeader
    {
      Fields                   fields;
      std::vector<std::string> free_text; ///< names of what is not geometry or storage
      std::size_t              end = 0;   ///< where the data begin
    };

    NrrdHeader
    nrrd_header(const std::string &bytes, const std::filesystem::path &file)
    {
      if (!bytes.starts_with("NRRD"))
        cannot_read(file, "it does not begin with \"NRRD\".");
      NrrdHeader  header;
      std::size_t begin  = bytes.find('\n') + 1;
      bool        remark = false;
      while (begin != 0 && begin < bytes.size())
        {
          const std::size_t end  = std::min(bytes.find('\n', begin), bytes.size());
          const std::string line = trimmed(std::string_view(bytes).substr(begin, end - begin));
          begin                  = end + 1;
          header.end             = begin;
          if (line.empty())
            break;
          const auto colon = line.find(':');
          if (line[0] == '#') // every writer states where the format is explained
            remark |= line.find("NRRD file format specification") == std::string::npos &&
                      line.find("teem.sourceforge.net/nrrd/format.html") == std::string::npos;
          else if (colon == std::string::npos)
            cannot_read(file, "its header has a line that is no \"field: value\".");
          else if (line.compare(colon, 2, ":=") == 0)
            header.free_text.push_back("key \"" + line.substr(0, colon) + "\"");
          else
            header.fields[line.substr(0, colon)] = trimmed(line.substr(colon + 1));
        }
      if (remark)
        header.free_text.push_back("comments");
      for (const std::string name : {"content", "sample units"})
        if (header.fields.contains(name) && !header.fields[name].empty())
          header.free_text.push_back(name);
      return header;
    }

    /** To RAS, from what the field "space" says. */
    void
    turn_space(std::string space, const ImageConvention &convention, const std::filesystem::path &file, Image &image)
    {
      const std::map<std::string, std::pair<std::string, std::array<int, 2>>> known = {
        {"right-anterior-superior", {"RAS", {1, 1}}},   {"RAS", {"RAS", {1, 1}}},
        {"left-posterior-superior", {"LPS", {-1, -1}}}, {"LPS", {"LPS", {-1, -1}}},
        {"left-anterior-superior", {"LAS", {-1, 1}}},   {"LAS", {"LAS", {-1, 1}}}};
      if (convention.axes != Axes::as_stated)
        space = convention.axes == Axes::ras ? "RAS" : "LPS";
      if (space.empty())
        {
          image.convention += ", axes not stated and taken for RAS";
          return;
        }
      const auto found = known.find(space);
      if (found == known.end())
        cannot_read(file, "its space \"" + space + "\" is not known. Known are RAS, LPS and LAS; say which with Axes.");
      const auto &[name, signs] = found->second;
      for (Point *p :
           {&image.to_world.columns[0], &image.to_world.columns[1], &image.to_world.columns[2], &image.to_world.origin})
        for (unsigned d = 0; d < 2; ++d)
          (*p)[d] *= signs[d];
      image.convention += name == "RAS" ? ", RAS" : ", " + name + " turned to RAS";
    }

    /** The first word in quotes. */
    std::string
    first_quoted(const std::string &text)
    {
      const auto first = text.find('"'), last = text.find('"', first + 1);
      return first == std::string::npos || last == std::string::npos ? "" : text.substr(first + 1, last - first - 1);
    }

    void
    place_nrrd(const Fields &fields, const ImageConvention &convention, const std::filesystem::path &file, Image &image)
    {
      if (fields.contains("space directions"))
        {
          const auto list  = numbers(required(fields, "space directions", file), 9, "space directions", file);
          image.convention = "space directions";
          for (unsigned k = 0; k < 3; ++k)
            image.to_world.columns[k] = {list[3 * k], list[3 * k + 1], list[3 * k + 2]};
        }
      else
        {
          const Point spacing = point(optional(fields, {"spacings"}, "1 1 1"), "spacings", file);
          image.convention    = "spacings";
          for (unsigned k = 0; k < 3; ++k)
            image.to_world.columns[k][k] = spacing[k];
        }
      image.to_world.origin  = point(optional(fields, {"space origin"}, "0 0 0"), "space origin", file);
      const std::string unit = first_quoted(optional(fields, {"space units", "units"}));
      scale(image.to_world, convention.length_unit.value_or(unit.empty() ? 1e-3 : to_si("1 " + unit, "m")));
      turn_space(optional(fields, {"space"}), convention, file, image);
    }
  } // namespace


  Image
  read_meta_image(const std::filesystem::path &file, const ImageConvention &convention)
  {
    const std::string bytes = bytes_of(file);
    Fields            fields;
    Image             image;
    std::size_t       begin = 0;
    while (begin < bytes.size() && !fields.contains("ElementDataFile"))
      {
        const std::size_t end    = std::min(bytes.find('\n', begin), bytes.size());
        const std::string line   = bytes.substr(begin, end - begin);
        const auto        equals = line.find('=');
        begin                    = end + 1;
        if (equals == std::string::npos || equals > 80)
          cannot_read(file, "its header has a line that is no \"Field = value\".");
        const std::string name = trimmed(line.substr(0, equals));
        fields[name]           = trimmed(line.substr(equals + 1));
        if (!meta_fields.contains(name) && !fields[name].empty())
          image.private_fields.push_back(name);
      }
    if (required(fields, "NDims", file) != "3" || optional(fields, {"ElementNumberOfChannels"}, "1") != "1")
      cannot_read(file, "it is not one three-dimensional image with one number per voxel.");
    image.dimensions = sizes(required(fields, "DimSize", file), "DimSize", file);

    const Point spacing = point(optional(fields, {"ElementSpacing", "ElementSize"}, "1 1 1"), "ElementSpacing", file);
    const auto  matrix  = numbers(optional(fields, {"TransformMatrix", "Orientation", "Rotation"}, "1 0 0 0 1 0 0 0 1"),
                                  9, "TransformMatrix", file);
    for (unsigned k = 0; k < 3; ++k)
      image.to_world.columns[k] = spacing[k] * Point{matrix[3 * k], matrix[3 * k + 1], matrix[3 * k + 2]};
    image.to_world.origin  = point(optional(fields, {"Offset", "Position", "Origin"}, "0 0 0"), "Offset", file);
    const std::string unit = optional(fields, {"DistanceUnits"}, "mm");
    scale(image.to_world, convention.length_unit.value_or(unit == "um" ? 1e-6 : unit == "cm" ? 1e-2 : 1e-3));
    image.convention = "TransformMatrix and Offset, RAS";
    if (convention.axes != Axes::ras)
      {
        turn_lps(image.to_world);
        image.convention = "TransformMatrix and Offset, LPS turned to RAS";
      }

    const std::string name = required(fields, "ElementDataFile", file);
    std::string       data =
      data_of(name == "LOCAL" ? "" : name, std::string_view(bytes).substr(std::min(begin, bytes.size())), file);
    if (const long n = std::stol(optional(fields, {"HeaderSize"}, "0")); n != 0)
      skip(data, n, file);
    if (is_true(optional(fields, {"CompressedData"})))
      data = unpacked(data, file);
    const std::string type  = required(fields, "ElementType", file);
    const auto        known = meta_types.find(type);
    if (is_true(optional(fields, {"BinaryData"}, "true")))
      decode(data,
             {known == meta_types.end() ? type : known->second,
              is_true(optional(fields, {"BinaryDataByteOrderMSB", "ElementByteOrderMSB"}))},
             image, file);
    else
      decode_text(data, image, file);
    return image;
  }

  Image
  read_nrrd(const std::filesystem::path &file, const ImageConvention &convention)
  {
    const std::string bytes  = bytes_of(file);
    const NrrdHeader  header = nrrd_header(bytes, file);
    const Fields     &fields = header.fields;
    Image             image;
    image.private_fields = header.free_text;
    if (required(fields, "dimension", file) != "3")
      cannot_read(file, "its dimension is " + fields.at("dimension") +
                          " instead of 3. Segmentations in several layers have to be collapsed into one.");
    image.dimensions = sizes(required(fields, "sizes", file), "sizes", file);
    place_nrrd(fields, convention, file, image);

    std::string       data     = data_of(optional(fields, {"data file", "datafile"}),
                                         std::string_view(bytes).substr(std::min(header.end, bytes.size())), file);
    const std::string encoding = optional(fields, {"encoding"}, "raw");
    if (std::stol(optional(fields, {"line skip", "lineskip"}, "0")) != 0)
      cannot_read(file, "it skips lines before its data. Write it anew without.");
    const long n_skipped = std::stol(optional(fields, {"byte skip", "byteskip"}, "0"));
    if (encoding == "gzip" || encoding == "gz")
      data = unpacked(data, file);
    if (n_skipped > 0)
      skip(data, n_skipped, file);
    const std::string type  = required(fields, "type", file);
    const auto        known = nrrd_types.find(type);
    if (encoding == "text" || encoding == "txt" || encoding == "ascii")
      decode_text(data, image, file);
    else if (encoding == "raw" || encoding == "gzip" || encoding == "gz")
      decode(data, {known == nrrd_types.end() ? type : known->second, optional(fields, {"endian"}) == "big"}, image,
             file);
    else
      cannot_read(file, "its encoding \"" + encoding + "\" is not known; raw, gzip and text are.");
    return image;
  }
} // namespace vht::meshing
