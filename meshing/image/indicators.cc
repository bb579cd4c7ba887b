#include "meshing/image/indicators.h"

#include <algorithm>
#include <cmath>

namespace vht::meshing
{
  namespace
  {
    using Index3 = std::array<std::ptrdiff_t, 3>;

    constexpr std::ptrdiff_t
    n_values(const Index3 &size)
    {
      return size[0] * size[1] * size[2];
    }

    std::ptrdiff_t
    at(const Index3 &size, std::ptrdiff_t i, std::ptrdiff_t j, std::ptrdiff_t k)
    {
      return (k * size[1] + j) * size[0] + i;
    }

    /** One half of the kernel, from its middle on; all of it sums to 1. */
    std::vector<float>
    gaussian(double sigma)
    {
      const auto          radius = static_cast<std::ptrdiff_t>(std::ceil(3 * sigma));
      std::vector<double> half;
      double              sum = 0;
      for (std::ptrdiff_t i = 0; i <= radius; ++i)
        {
          half.push_back(i == 0 ? 1 : std::exp(-0.5 * std::pow(static_cast<double>(i) / sigma, 2)));
          sum += (i == 0 ? 1 : 2) * half.back();
        }
      std::vector<float> kernel;
      for (const double value : half)
        kernel.push_back(static_cast<float>(value / sum));
      return kernel;
    }

    /** Along one axis; whole rows of the first axis at once, so that the compiler can use vectors. */
    void
    convolve(const std::vector<float> &kernel, unsigned axis, const Index3 &size, std::vector<float> &values)
    {
      const std::vector<float> old    = values;
      const auto               radius = static_cast<std::ptrdiff_t>(kernel.size()) - 1;
      const std::ptrdiff_t     stride = axis == 0 ? 1 : axis == 1 ? size[0] : size[0] * size[1];
      for (std::ptrdiff_t k = 0; k < size[2]; ++k)
        for (std::ptrdiff_t j = 0; j < size[1]; ++j)
          {
            const std::ptrdiff_t row    = at(size, 0, j, k);
            float               *result = &values[static_cast<std::size_t>(row)];
            for (std::ptrdiff_t i = 0; i < size[0]; ++i)
              result[i] *= kernel[0];
            for (std::ptrdiff_t shift = -radius; shift <= radius; ++shift)
              {
                const std::ptrdiff_t other = (axis == 1 ? j : axis == 2 ? k : 0) + shift;
                if (shift == 0 || (axis > 0 && (other < 0 || other >= size[axis])))
                  continue;
                const std::ptrdiff_t first  = axis == 0 ? std::max<std::ptrdiff_t>(0, -shift) : 0;
                const std::ptrdiff_t last   = axis == 0 ? std::min(size[0], size[0] - shift) : size[0];
                const float          weight = kernel[static_cast<std::size_t>(std::abs(shift))];
                const float         *from   = old.data() + row + shift * stride;
                for (std::ptrdiff_t i = first; i < last; ++i)
                  result[i] += weight * from[i];
              }
          }
    }
  } // namespace


  float
  Indicators::Box::at(const Point &index) const
  {
    Index3               cell;
    std::array<float, 3> w;
    for (unsigned d = 0; d < 3; ++d)
      {
        const double x = index[d] - static_cast<double>(low[d]);
        cell[d]        = static_cast<std::ptrdiff_t>(std::floor(x));
        if (cell[d] < 0 || cell[d] + 1 >= size[d])
          return 0;
        w[d] = static_cast<float>(x - static_cast<double>(cell[d]));
      }
    const float *v  = &values[static_cast<std::size_t>(meshing::at(size, cell[0], cell[1], cell[2]))];
    const auto   dy = size[0], dz = size[0] * size[1];
    const auto   mix = [](float a, float b, float t) { return a + t * (b - a); };
    return mix(mix(mix(v[0], v[1], w[0]), mix(v[dy], v[dy + 1], w[0]), w[1]),
               mix(mix(v[dz], v[dz + 1], w[0]), mix(v[dz + dy], v[dz + dy + 1], w[0]), w[1]), w[2]);
  }

  Indicators::Indicators(const LabelImage &image, double sigma)
    : labels_(image.labels)
    , weights_(image.n_voxels(), 1)
    , sigma_(sigma)
  {
    for (unsigned d = 0; d < 3; ++d)
      n_[d] = static_cast<std::ptrdiff_t>(image.dimensions[d]);
    const auto n_labels = static_cast<std::size_t>(image.names.empty() ? 0 : image.names.rbegin()->first) + 1;
    factors_.assign(n_labels, 1);
    boxes_.resize(n_labels);
    for (Box &box : boxes_)
      box.low = n_;
    std::vector<Index3> high(n_labels, Index3{});
    for (std::ptrdiff_t k = 0; k < n_[2]; ++k)
      for (std::ptrdiff_t j = 0; j < n_[1]; ++j)
        for (std::ptrdiff_t i = 0; i < n_[0]; ++i)
          {
            const std::uint16_t label = labels_[static_cast<std::size_t>(at(n_, i, j, k))];
            const Index3        index = {i, j, k};
            for (unsigned d = 0; d < 3; ++d)
              {
                boxes_[label].low[d] = std::min(boxes_[label].low[d], index[d]);
                high[label][d]       = std::max(high[label][d], index[d] + 1);
              }
          }
    const auto margin = static_cast<std::ptrdiff_t>(std::ceil(3 * sigma)) + 1;
    for (std::size_t label = 0; label < n_labels; ++label)
      for (unsigned d = 0; d < 3; ++d)
        {
          boxes_[label].low[d] = std::max<std::ptrdiff_t>(0, boxes_[label].low[d] - margin);
          boxes_[label].size[d] =
            std::max<std::ptrdiff_t>(0, std::min(n_[d], high[label][d] + margin) - boxes_[label].low[d]);
        }
    smooth();
    for (unsigned round = 0; round < 6 && sigma_ > 0 && strengthen_lost() > 0; ++round)
      smooth();
  }

  void
  Indicators::smooth()
  {
    const std::vector<float> kernel = sigma_ > 0 ? gaussian(sigma_) : std::vector<float>{1};
    for (std::size_t label = 0; label < boxes_.size(); ++label)
      {
        Box &box = boxes_[label];
        box.values.assign(static_cast<std::size_t>(n_values(box.size)), 0);
        for (std::ptrdiff_t k = 0; k < box.size[2]; ++k)
          for (std::ptrdiff_t j = 0; j < box.size[1]; ++j)
            for (std::ptrdiff_t i = 0; i < box.size[0]; ++i)
              {
                const auto voxel = static_cast<std::size_t>(at(n_, box.low[0] + i, box.low[1] + j, box.low[2] + k));
                if (labels_[voxel] == label)
                  box.values[static_cast<std::size_t>(at(box.size, i, j, k))] = weights_[voxel];
              }
        for (unsigned axis = 0; axis < 3 && sigma_ > 0; ++axis)
          convolve(kernel, axis, box.size, box.values);
      }
  }

  std::size_t
  Indicators::strengthen_lost()
  {
    // Who wins at the centre of each voxel?
    std::vector<float>         best(labels_.size(), -1);
    std::vector<std::uint16_t> winner(labels_.size(), 0);
    for (std::size_t label = 0; label < boxes_.size(); ++label)
      {
        const Box  &box   = boxes_[label];
        std::size_t value = 0;
        for (std::ptrdiff_t k = 0; k < box.size[2]; ++k)
          for (std::ptrdiff_t j = 0; j < box.size[1]; ++j)
            for (std::ptrdiff_t i = 0; i < box.size[0]; ++i, ++value)
              if (const auto voxel = static_cast<std::size_t>(at(n_, box.low[0] + i, box.low[1] + j, box.low[2] + k));
                  box.values[value] > best[voxel])
                {
                  best[voxel]   = box.values[value];
                  winner[voxel] = static_cast<std::uint16_t>(label);
                }
      }
    // A corner that is rounded off has most of its neighbours left; a thin wall has not.
    std::size_t n_lost = 0;
    for (std::ptrdiff_t k = 1; k + 1 < n_[2]; ++k)
      for (std::ptrdiff_t j = 1; j + 1 < n_[1]; ++j)
        for (std::ptrdiff_t i = 1; i + 1 < n_[0]; ++i)
          {
            const auto voxel = static_cast<std::size_t>(at(n_, i, j, k));
            if (winner[voxel] == labels_[voxel])
              continue;
            unsigned own = 0, left = 0;
            for (std::ptrdiff_t c = -1; c <= 1; ++c)
              for (std::ptrdiff_t b = -1; b <= 1; ++b)
                for (std::ptrdiff_t a = -1; a <= 1; ++a)
                  if (const auto other = static_cast<std::size_t>(at(n_, i + a, j + b, k + c));
                      labels_[other] == labels_[voxel])
                    {
                      ++own;
                      left += winner[other] == labels_[other] ? 1 : 0;
                    }
            if (2 * left < own)
              {
                weights_[voxel] *= 1.5f;
                ++n_lost;
              }
          }
    return n_lost;
  }

  double
  Indicators::value(Tag label, const Point &index) const
  {
    return factors_[static_cast<std::size_t>(label)] * boxes_[static_cast<std::size_t>(label)].at(index);
  }

  Tag
  Indicators::label_at(const Point &index) const
  {
    Tag   label = 0;
    float best  = factors_[0] * boxes_[0].at(index);
    for (std::size_t i = 1; i < boxes_.size(); ++i)
      if (const float value = factors_[i] * boxes_[i].at(index); value > best)
        {
          best  = value;
          label = static_cast<Tag>(i);
        }
    return label;
  }

  /** Places near interfaces with the indicators that are not 0 there, one after the other. */
  struct Indicators::Samples
  {
    struct Entry
    {
      std::uint16_t label;
      float         log_value;
    };

    std::vector<std::size_t> begin = {0};
    std::vector<Entry>       entries;
    double                   volume = 1; ///< of a sample [voxels]
    std::vector<double>      elsewhere;  ///< volume of each label where nothing else is near [voxels]
  };

  Indicators::Samples
  Indicators::mixed_samples() const
  {
    // Places on a grid would all change hands at once where an interface is flat; these of Roberts' sequence do not.
    constexpr unsigned per_voxel = 8;
    constexpr Point    step      = {0.8191725133961645, 0.6710436067037893, 0.5497004779019703};
    Point              offset{};
    Samples            samples;
    samples.volume = 1. / per_voxel;
    samples.elsewhere.assign(boxes_.size(), 0);
    for (std::ptrdiff_t k = 0; k < n_[2]; ++k)
      for (std::ptrdiff_t j = 0; j < n_[1]; ++j)
        for (std::ptrdiff_t i = 0; i < n_[0]; ++i)
          {
            const std::uint16_t label  = labels_[static_cast<std::size_t>(at(n_, i, j, k))];
            const Point         centre = {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)};
            const bool border = i == 0 || j == 0 || k == 0 || i + 1 == n_[0] || j + 1 == n_[1] || k + 1 == n_[2];
            if (border || boxes_[label].at(centre) > 0.97)
              {
                samples.elsewhere[label] += 1;
                continue;
              }
            for (unsigned n = 0; n < per_voxel; ++n)
              {
                Point place;
                for (unsigned d = 0; d < 3; ++d)
                  {
                    offset[d] = std::fmod(offset[d] + step[d], 1.);
                    place[d]  = centre[d] + offset[d] - 0.5;
                  }
                for (std::size_t l = 0; l < boxes_.size(); ++l)
                  if (const float value = boxes_[l].at(place); value > 0.02f)
                    samples.entries.push_back({static_cast<std::uint16_t>(l), std::log(value)});
                samples.begin.push_back(samples.entries.size());
              }
          }
    return samples;
  }

  void
  Indicators::match_volumes(const std::map<Tag, double> &wanted)
  {
    const Samples      samples = mixed_samples();
    const double       near    = 0.1; // of the logarithm: samples that would soon change hands
    std::vector<float> shift(boxes_.size(), 0);
    for (unsigned round = 0; round < 20; ++round)
      {
        std::vector<double> volume = samples.elsewhere, slope(boxes_.size(), 1e-6);
        for (std::size_t s = 0; s + 1 < samples.begin.size(); ++s)
          {
            float       best[2] = {-1e9f, -1e9f};
            std::size_t who[2]  = {0, 0};
            for (std::size_t e = samples.begin[s]; e < samples.begin[s + 1]; ++e)
              {
                const auto &[label, log_value] = samples.entries[e];
                const float value              = log_value + shift[label];
                const bool  first              = value > best[0];
                if (first)
                  {
                    best[1] = best[0];
                    who[1]  = who[0];
                  }
                if (first || value > best[1])
                  {
                    best[first ? 0 : 1] = value;
                    who[first ? 0 : 1]  = label;
                  }
              }
            volume[who[0]] += samples.volume;
            if (best[0] - best[1] < near)
              for (const std::size_t label : who)
                slope[label] += samples.volume / (2 * near);
          }
        double worst = 0;
        for (const auto &[tag, target] : wanted)
          {
            const auto   label   = static_cast<std::size_t>(tag);
            const double missing = target - volume[label];
            worst                = std::max(worst, std::abs(missing) / target);
            shift[label] += static_cast<float>(std::clamp(0.8 * missing / slope[label], -0.3, 0.3));
            shift[label] = std::clamp(shift[label], std::log(1.f / 3), std::log(5.f));
          }
        if (worst < 1e-3)
          break;
      }
    for (std::size_t label = 0; label < boxes_.size(); ++label)
      factors_[label] = std::exp(shift[label]);
  }
} // namespace vht::meshing
