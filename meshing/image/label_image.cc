#include "meshing/image/label_image.h"

#include "meshing/geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace vht::meshing
{
  namespace
  {
    constexpr float largest_label = 1e6;

    std::string
    as_list(const std::set<unsigned> &values)
    {
      std::string text;
      for (const unsigned value : values)
        text += (text.empty() ? "" : ", ") + std::to_string(value);
      return text;
    }

    /** The labels that occur, without 0. */
    std::set<unsigned>
    labels_in(const Image &image)
    {
      std::vector<bool> found(1, true);
      for (const float value : image.values)
        {
          if (!(value >= 0) || value > largest_label || value != std::floor(value))
            throw MeshError("The image holds " + std::to_string(value) +
                            ", but labels are whole numbers from 0 on. For a map of probabilities or densities give "
                            "each label its own File and Threshold.");
          if (const auto label = static_cast<std::size_t>(value); label >= found.size() || !found[label])
            {
              found.resize(std::max(found.size(), label + 1), false);
              found[label] = true;
            }
        }
      std::set<unsigned> labels;
      for (unsigned label = 1; label < found.size(); ++label)
        if (found[label])
          labels.insert(label);
      if (labels.empty())
        throw MeshError("The image is empty: no voxel has a label, all are 0.");
      return labels;
    }

    /** The neighbours of a voxel over its six faces. */
    template <typename Visit>
    void
    for_neighbours(const std::array<std::size_t, 3> &n, std::size_t voxel, const Visit &visit)
    {
      const std::array<std::size_t, 3> index  = {voxel % n[0], voxel / n[0] % n[1], voxel / n[0] / n[1]};
      const std::array<std::size_t, 3> stride = {1, n[0], n[0] * n[1]};
      for (unsigned d = 0; d < 3; ++d)
        {
          if (index[d] > 0)
            visit(voxel - stride[d]);
          if (index[d] + 1 < n[d])
            visit(voxel + stride[d]);
        }
    }
  } // namespace


  LabelImage
  label_image(const Image &image, const std::vector<LabelRule> &rules)
  {
    const std::set<unsigned> present = labels_in(image);
    std::vector<LabelRule>   all     = rules;
    if (all.empty())
      for (const unsigned value : present)
        all.push_back({"label_" + std::to_string(value), {value}});

    LabelImage                 result{image.dimensions, {}, image.to_world, {}};
    std::vector<std::uint16_t> label_of(*present.rbegin() + 1ul, 0);
    for (const LabelRule &rule : all)
      {
        const Tag tag = tag_of(result.names, rule.name);
        for (const unsigned value : rule.values)
          {
            if (!present.contains(value))
              throw InputError("Label " + rule.name + "/Values names " + std::to_string(value) +
                               ", which no voxel of the image has. It has: " + as_list(present) + ".");
            if (label_of[value] != 0)
              throw InputError("Label " + rule.name + "/Values names " + std::to_string(value) + ", which belongs to " +
                               result.names[label_of[value]] + " already.");
            label_of[value] = static_cast<std::uint16_t>(tag);
          }
      }
    result.labels.reserve(image.n_voxels());
    for (const float value : image.values)
      result.labels.push_back(label_of[static_cast<std::size_t>(value)]);
    return result;
  }

  LabelImage
  label_image(const std::vector<ThresholdRule> &rules)
  {
    const Image       &first = *rules.at(0).map;
    LabelImage         result{first.dimensions, std::vector<std::uint16_t>(first.n_voxels(), 0), first.to_world, {}};
    std::vector<float> most(first.n_voxels(), 0);
    for (const ThresholdRule &rule : rules)
      {
        const Image &map       = *rule.map;
        const double tolerance = 1e-3 * std::cbrt(std::abs(first.to_world.determinant()));
        double       apart     = norm(map.to_world.origin - first.to_world.origin);
        for (unsigned d = 0; d < 3; ++d)
          apart = std::max(apart, static_cast<double>(first.dimensions[d]) *
                                    norm(map.to_world.columns[d] - first.to_world.columns[d]));
        if (map.dimensions != first.dimensions || apart > tolerance)
          throw MeshError("The map of " + rule.name + " lies on another grid than that of " + rules[0].name +
                          ". Resample one to the other.");
        const Tag tag = tag_of(result.names, rule.name);
        for (std::size_t i = 0; i < map.n_voxels(); ++i)
          if (const float excess = map.values[i] - static_cast<float>(rule.threshold); excess > most[i])
            {
              most[i]          = excess;
              result.labels[i] = static_cast<std::uint16_t>(tag);
            }
      }
    for (const auto &[tag, name] : result.names)
      if (std::find(result.labels.begin(), result.labels.end(), tag) == result.labels.end())
        throw InputError("Label " + name + ": its map exceeds the threshold nowhere, or others do so more everywhere.");
    return result;
  }

  std::map<Tag, double>
  label_volumes(const LabelImage &image)
  {
    std::vector<std::size_t> count(std::numeric_limits<std::uint16_t>::max() + 1ul, 0);
    for (const std::uint16_t label : image.labels)
      ++count[label];
    std::map<Tag, double> volumes;
    for (const auto &[tag, name] : image.names)
      volumes[tag] = static_cast<double>(count[static_cast<std::size_t>(tag)]) * std::abs(image.to_world.determinant());
    return volumes;
  }

  Pieces
  pieces_of(const LabelImage &image)
  {
    constexpr auto           unknown = std::numeric_limits<std::uint32_t>::max();
    Pieces                   pieces{std::vector<std::uint32_t>(image.n_voxels(), unknown), {}};
    std::vector<std::size_t> open;
    for (std::size_t start = 0; start < image.n_voxels(); ++start)
      {
        if (pieces.of_voxel[start] != unknown)
          continue;
        const auto piece       = static_cast<std::uint32_t>(pieces.sizes.size());
        pieces.of_voxel[start] = piece;
        pieces.sizes.push_back(0);
        open.push_back(start);
        while (!open.empty())
          {
            const std::size_t voxel = open.back();
            open.pop_back();
            ++pieces.sizes[piece];
            for_neighbours(image.dimensions, voxel, [&](std::size_t other) {
              if (pieces.of_voxel[other] == unknown && image.labels[other] == image.labels[voxel])
                {
                  pieces.of_voxel[other] = piece;
                  open.push_back(other);
                }
            });
          }
      }
    return pieces;
  }

  std::size_t
  absorb_small_pieces(LabelImage &image, double smallest)
  {
    const Pieces pieces   = pieces_of(image);
    const double voxel    = std::abs(image.to_world.determinant());
    const auto   is_small = [&](std::uint32_t piece) {
      return static_cast<double>(pieces.sizes[piece]) * voxel < smallest;
    };
    std::map<std::uint32_t, std::map<std::uint16_t, std::size_t>> shared;
    for (std::size_t i = 0; i < image.n_voxels(); ++i)
      if (const std::uint32_t piece = pieces.of_voxel[i]; is_small(piece))
        {
          auto &neighbours = shared[piece];
          for_neighbours(image.dimensions, i, [&](std::size_t other) {
            if (pieces.of_voxel[other] != piece && !is_small(pieces.of_voxel[other]))
              ++neighbours[image.labels[other]];
          });
        }
    for (std::size_t i = 0; i < image.n_voxels(); ++i)
      if (const auto found = shared.find(pieces.of_voxel[i]); found != shared.end())
        {
          const auto &around = found->second;
          image.labels[i] =
            around.empty() ? 0 : std::max_element(around.begin(), around.end(), [](const auto &a, const auto &b) {
                                   return a.second < b.second;
                                 })->first;
        }
    for (const auto &[tag, volume] : label_volumes(image))
      if (volume == 0)
        throw MeshError("All pieces of the label " + image.names.at(tag) +
                        " are smaller than Image/Smallest part, it would vanish. Lower that value.");
    return shared.size();
  }

  LabelImage
  cropped(const LabelImage &image, std::size_t margin)
  {
    const auto                &n   = image.dimensions;
    std::array<std::size_t, 3> low = n, high = {0, 0, 0};
    for (std::size_t i = 0; i < image.n_voxels(); ++i)
      if (image.labels[i] != 0)
        {
          const std::array<std::size_t, 3> index = {i % n[0], i / n[0] % n[1], i / n[0] / n[1]};
          for (unsigned d = 0; d < 3; ++d)
            {
              low[d]  = std::min(low[d], index[d]);
              high[d] = std::max(high[d], index[d] + 1);
            }
        }
    LabelImage result;
    result.names    = image.names;
    result.to_world = image.to_world;
    // Where a label reaches the border of the image, voxels of outside are added.
    Point shift;
    for (unsigned d = 0; d < 3; ++d)
      {
        shift[d]             = static_cast<double>(low[d]) - static_cast<double>(margin);
        result.dimensions[d] = high[d] - low[d] + 2 * margin;
      }
    result.to_world.origin = image.to_world(shift);
    result.labels.assign(result.dimensions[0] * result.dimensions[1] * result.dimensions[2], 0);
    for (std::size_t k = low[2]; k < high[2]; ++k)
      for (std::size_t j = low[1]; j < high[1]; ++j)
        std::copy_n(image.labels.begin() + static_cast<std::ptrdiff_t>((k * n[1] + j) * n[0] + low[0]),
                    high[0] - low[0],
                    result.labels.begin() +
                      static_cast<std::ptrdiff_t>(((k - low[2] + margin) * result.dimensions[1] + j - low[1] + margin) *
                                                    result.dimensions[0] +
                                                  margin));
    return result;
  }
} // namespace vht::meshing
