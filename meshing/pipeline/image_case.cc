#include "meshing/pipeline/image_case.h"

#include "meshing/image/label_surface.h"
#include "meshing/pipeline/deciding.h"
#include "meshing/pipeline/filling.h"
#include "physics/error.h"
#include "physics/units.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    constexpr double micrometre = 1e-6;

    void
    declare_image(ImageCase &c, Deciding section)
    {
      section.add_file("File", c.file,
                       "Label image: .nii, .nii.gz, .mha, .mhd, .nrrd, .nhdr, or .vtk (structured points). Empty where "
                       "every label has a map of its own.");
      section.add("Length unit", c.length_unit,
                  "What one unit of the header is: \"as stated\" (without a statement mm), or mm, cm, m, um.");
      section.add_choice(
        "Axes", c.axes, {"as stated", "RAS", "LPS"},
        "Where the header's x and y point. As stated: NIfTI RAS, MetaImage LPS, NRRD by its field space, "
        "VTK RAS. The mesh is always in RAS: x right, y front, z head.");
      section.add("Smoothing", c.smoothing, "1", Bounds{0, 5},
                  "Width of the Gaussian that takes the staircases away [voxels]. 0: none.");
      section.add("Surface size", c.surface_size, "m", Bounds{0, 1},
                  "Wanted length of edges on the surfaces. 0: twice the mean voxel.");
      section.add(
        "Surface distance", c.distance, "m", Bounds{0, 1},
        "Allowed between a triangle and the smooth surface; what is bent gets smaller triangles. 0: a quarter of "
        "the mean voxel.");
      section.add("Sharp lines", c.sharp_lines,
                  "Edges follow the lines where three regions meet, outside being one; otherwise these are jagged.");
      section.add("Inside size", c.inside_size, "m", Bounds{0, 1},
                  "Largest length of edges inside. 0: grows from the surfaces on.");
      section.add("Smallest part", c.smallest_part, "m^3", Bounds{0, 1},
                  "Loose pieces of a label that are smaller go to what is around them.");
      section.add("Scale", c.scale, "1", Bounds{1e-3, 1e3}, "All lengths of the image are multiplied by this.");
    }

    void
    declare_label(ImageCase::Label &label, Deciding section)
    {
      section.add("Values", label.values, "Numbers in the image that become this region, several are merged.");
      section.add("Size", label.size, "m", Bounds{0, 1},
                  "Wanted length of edges, on its surface and inside. 0: as Image says.");
      section.add_file("File", label.file, "A map of its own, of probabilities or densities, instead of Values.");
      section.add("Threshold", label.threshold, "1", Bounds::any(), "Where the map is larger, the region is.");
    }

    std::vector<unsigned>
    as_numbers(const ImageCase::Label &label)
    {
      std::vector<unsigned> values;
      for (const std::string &text : label.values)
        {
          unsigned value        = 0;
          const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
          if (bad != std::errc() || end != text.data() + text.size() || value == 0 || value > 1'000'000)
            throw InputError("Label " + label.name + "/Values has \"" + text +
                             "\". Allowed are whole numbers from 1 to 1000000.");
          values.push_back(value);
        }
      return values;
    }

    ImageConvention
    convention_of(const ImageCase &c)
    {
      ImageConvention convention;
      if (c.length_unit != "as stated")
        convention.length_unit = to_si("1 " + c.length_unit, "m");
      convention.axes = c.axes == "RAS" ? Axes::ras : c.axes == "LPS" ? Axes::lps : Axes::as_stated;
      return convention;
    }

    Image
    read(const std::filesystem::path &file, const ImageCase &c, const Say &say, Facts &facts)
    {
      const Image        image = read_image(file, convention_of(c));
      const auto        &n     = image.dimensions;
      std::ostringstream text;
      text.precision(4);
      text << "Read " << file.filename().string() << ": " << n[0] << " x " << n[1] << " x " << n[2] << " voxels of "
           << std::abs(image.to_world.determinant()) / std::pow(1e-3, 3) << " mm3, " << image.convention << ".";
      say(text.str());
      facts.texts["coordinates"]    = "RAS: x to the patient's right, y to the front, z to the head";
      facts.texts["image geometry"] = image.convention;
      facts.texts["images"] += (facts.texts["images"].empty() ? "" : ", ") + file.filename().string();
      if (!image.private_fields.empty())
        {
          std::string fields;
          for (const std::string &field : image.private_fields)
            fields += (fields.empty() ? "" : ", ") + field;
          say("The header of " + file.filename().string() + " has text that may tell who was imaged, in: " + fields +
              ". None of it goes into any result.");
          facts.texts["text in the header of " + file.filename().string()] = fields;
        }
      return image;
    }

    LabelImage
    read_labels(const ImageCase &c, const Say &say, Facts &facts)
    {
      LabelImage result;
      if (!c.file.empty())
        {
          std::vector<LabelRule> rules;
          for (const ImageCase::Label &label : c.labels)
            rules.push_back({label.name, as_numbers(label)});
          result = label_image(read(c.file, c, say, facts), rules);
        }
      else
        {
          std::vector<Image> maps;
          for (const ImageCase::Label &label : c.labels)
            maps.push_back(read(label.file, c, say, facts));
          std::vector<ThresholdRule> rules;
          for (std::size_t i = 0; i < maps.size(); ++i)
            rules.push_back({c.labels[i].name, &maps[i], c.labels[i].threshold});
          result = label_image(rules);
        }
      for (Point &column : result.to_world.columns)
        for (double &x : column)
          x *= c.scale;
      for (double &x : result.to_world.origin)
        x *= c.scale;
      return result;
    }

    void
    clean(const ImageCase &c, const Say &say, LabelImage &labels)
    {
      if (c.smallest_part > 0)
        say(std::to_string(absorb_small_pieces(labels, c.smallest_part)) +
            " small loose pieces went to what is around.");
    }

    TaggedSurface
    surface_of(const ImageCase &c, const Say &say, const LabelImage &labels)
    {
      LabelSurfacing surfacing;
      surfacing.smoothing   = c.smoothing;
      surfacing.size        = c.surface_size;
      surfacing.distance    = c.distance;
      surfacing.sharp_lines = c.sharp_lines;
      surfacing.say         = say;
      for (const ImageCase::Label &label : c.labels)
        if (label.size > 0)
          surfacing.size_of_label[find_tag(labels.names, label.name, "label")] = label.size;
      return surface_of_labels(labels, surfacing);
    }

    void
    fill_labels(const ImageCase &c, Mesher mesher, const Say &say, StageState &state)
    {
      Filling filling;
      filling.mesher = mesher;
      filling.size   = c.inside_size;
      for (const ImageCase::Label &label : c.labels)
        if (label.size > 0)
          filling.size_of_region[find_tag(state.labels.names, label.name, "label")] = label.size;
      for (const auto &[tag, volume] : label_volumes(state.labels))
        state.source_volumes[state.labels.names.at(tag)] = volume;
      take(fill(state.surface, filling), "voxels", say, state);
      state.labels = {};
    }
  } // namespace


  void
  ImageCase::declare(ParameterSection &root)
  {
    declare_image(*this, Deciding(root.section("Image", "A segmented image becomes a mesh.")));
    for (const std::string &name :
         root.repeated("Label", "A region of the image. Without any, every number in it becomes a region."))
      {
        labels.push_back({.name = name});
        declare_label(labels.back(), Deciding(root.section("Label " + name)));
      }
  }

  void
  ImageCase::check() const
  {
    if (length_unit != "as stated")
      to_si("1 " + length_unit, "m");
    if (file.empty() && labels.empty())
      throw InputError("Mesh/Source is \"image\" but Image/File is not set. Name the image, or give labels their own.");
    for (const Label &label : labels)
      {
        as_numbers(label);
        if (file.empty() == label.file.empty())
          throw InputError("Label " + label.name +
                           (file.empty() ? " has no File, and there is no Image/File either."
                                         : "/File is set, but Image/File is too. Set one."));
        if (!file.empty() && label.values.empty())
          throw InputError("Label " + label.name +
                           "/Values is empty: name the numbers in the image that it is made of.");
      }
  }

  std::vector<StageStep>
  steps_of(const ImageCase &c, Mesher mesher, const Say &say)
  {
    return {{Stage::import, [&](StageState &state) { state.labels = read_labels(c, say, state.facts); }},
            {Stage::labels, [&](StageState &state) { clean(c, say, state.labels); }},
            {Stage::surface, [&](StageState &state) { state.surface = surface_of(c, say, state.labels); }},
            {Stage::volume, [&, mesher](StageState &state) { fill_labels(c, mesher, say, state); }}};
  }
} // namespace vht::meshing
