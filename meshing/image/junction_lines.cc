#include "meshing/image/junction_lines.h"

#include "meshing/geometry.h"

#include <algorithm>
#include <set>

namespace vht::meshing
{
  namespace
  {
    using Corner =
      std::array<std::ptrdiff_t, 3>; ///< of voxels: (i, j, k) lies half a voxel below the centre of i, j, k

    Point
    place_of(const Corner &corner)
    {
      return {static_cast<double>(corner[0]) - 0.5, static_cast<double>(corner[1]) - 0.5,
              static_cast<double>(corner[2]) - 0.5};
    }

    using Labels = std::vector<Tag>; ///< sorted, each once

    /** Edges of voxels between corners, with the labels around them. */
    class Network
    {
    public:
      Network(const LabelImage &image, const Indicators &indicators)
        : n_(image.dimensions)
        , labels_(smooth_labels(image, indicators))
      {
        for (unsigned d = 0; d < 3; ++d)
          for (std::size_t k = 1; k < n_[2]; ++k)
            for (std::size_t j = 1; j < n_[1]; ++j)
              for (std::size_t i = 1; i < n_[0]; ++i)
                {
                  const Corner from{static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j),
                                    static_cast<std::ptrdiff_t>(k)};
                  if (const Labels around = labels_around(from, d); around.size() > 2)
                    {
                      Corner to = from;
                      ++to[d];
                      steps_[from].push_back({to, around});
                      steps_[to].push_back({from, around});
                    }
                }
      }

      struct Step
      {
        Corner to;
        Labels labels;
      };

      /** A chain of corners and the labels that most of its edges have. */
      struct Chain
      {
        std::vector<Corner> corners;
        std::array<Tag, 3>  labels;
      };

      /** Where other than two edges meet, and the labels there. */
      std::map<Corner, Labels>
      junctions() const
      {
        std::map<Corner, Labels> result;
        for (const auto &[corner, steps] : steps_)
          if (steps.size() != 2)
            {
              std::set<Tag> labels;
              for (const Step &step : steps)
                labels.insert(step.labels.begin(), step.labels.end());
              result[corner] = {labels.begin(), labels.end()};
            }
        return result;
      }

      /** From junction to junction first, then those that are closed. */
      std::vector<Chain>
      chains() const
      {
        std::vector<Chain>                  all;
        std::set<std::pair<Corner, Corner>> used;
        const auto                          follow = [&](const Corner &start, const Step &first) {
          std::vector<Corner>        corners = {start};
          std::map<Labels, unsigned> votes;
          Step                       step = first;
          while (used.insert(std::minmax(corners.back(), step.to)).second)
            {
              ++votes[step.labels];
              corners.push_back(step.to);
              const auto &next = steps_.at(step.to);
              if (next.size() != 2 || step.to == start)
                break;
              step = next[0].to == corners[corners.size() - 2] ? next[1] : next[0];
            }
          if (corners.size() < 2)
            return;
          const Labels &most = std::max_element(votes.begin(), votes.end(), [](const auto &a, const auto &b) {
                                 return a.second < b.second;
                               })->first;
          all.push_back({corners, {most[0], most[1], most[2]}});
        };
        for (const bool junctions : {true, false})
          for (const auto &[corner, steps] : steps_)
            if ((steps.size() != 2) == junctions)
              for (const Step &step : steps)
                if (!used.contains(std::minmax(corner, step.to)))
                  follow(corner, step);
        return all;
      }

    private:
      std::vector<std::uint16_t>
      smooth_labels(const LabelImage &image, const Indicators &indicators) const
      {
        std::vector<std::uint16_t> labels = image.labels;
        std::size_t                voxel  = 0;
        for (std::size_t k = 0; k < n_[2]; ++k)
          for (std::size_t j = 0; j < n_[1]; ++j)
            for (std::size_t i = 0; i < n_[0]; ++i, ++voxel)
              labels[voxel] = static_cast<std::uint16_t>(
                indicators.label_at({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)}));
        return labels;
      }

      /** Of the four voxels around the edge that goes up from a corner along an axis. */
      Labels
      labels_around(const Corner &corner, unsigned axis) const
      {
        std::array<std::size_t, 3> stride = {1, n_[0], n_[0] * n_[1]};
        const std::size_t          voxel  = static_cast<std::size_t>(corner[0]) * stride[0] +
                                  static_cast<std::size_t>(corner[1]) * stride[1] +
                                  static_cast<std::size_t>(corner[2]) * stride[2];
        const std::size_t  a = stride[(axis + 1) % 3], b = stride[(axis + 2) % 3];
        std::array<Tag, 4> found = {labels_[voxel], labels_[voxel - a], labels_[voxel - b], labels_[voxel - a - b]};
        if (found[0] == found[3] && found[1] == found[2]) // by far the most
          return {};
        std::sort(found.begin(), found.end());
        return {found.begin(), std::unique(found.begin(), found.end())};
      }

      std::array<std::size_t, 3>          n_;
      std::vector<std::uint16_t>          labels_;
      std::map<Corner, std::vector<Step>> steps_;
    };

    /**
     * One step towards where the indicators of three labels or more are equal: Gauss and Newton's, of the smallest
     * length that does it where a line of places does [voxels].
     */
    Point
    newton_step(const Indicators &indicators, std::span<const Tag> labels, const Point &x)
    {
      constexpr double     h = 0.5;
      std::array<Point, 3> matrix{}; // J^T J; J has a row for each label but the first
      Point                right{};  // -J^T g
      const auto           difference = [&](std::size_t r, const Point &y) {
        return indicators.value(labels[r], y) - indicators.value(labels[0], y);
      };
      for (std::size_t r = 1; r < labels.size(); ++r)
        {
          Point row;
          for (unsigned d = 0; d < 3; ++d)
            {
              Point ahead = x, behind = x;
              ahead[d] += h;
              behind[d] -= h;
              row[d] = (difference(r, ahead) - difference(r, behind)) / (2 * h);
            }
          for (unsigned d = 0; d < 3; ++d)
            matrix[d] = matrix[d] + row[d] * row;
          right = right - difference(r, x) * row;
        }
      // Along the line nothing changes: the matrix is singular there, and a trace of the unit matrix forbids to move.
      const double trace = matrix[0][0] + matrix[1][1] + matrix[2][2];
      for (unsigned d = 0; d < 3; ++d)
        matrix[d][d] += 1e-4 * trace;
      const double all = determinant(matrix[0], matrix[1], matrix[2]);
      if (!(all > 0))
        return {};
      const Point  step   = {determinant(right, matrix[1], matrix[2]) / all,
                             determinant(matrix[0], right, matrix[2]) / all,
                             determinant(matrix[0], matrix[1], right) / all};
      const double length = norm(step);
      return length > 0.5 ? 0.5 / length * step : step;
    }

    /** Evenly spaced along the line; its ends stay. */
    std::vector<Point>
    resampled(const std::vector<Point> &line, double spacing)
    {
      double length = 0;
      for (std::size_t i = 1; i < line.size(); ++i)
        length += norm(line[i] - line[i - 1]);
      const auto         n      = std::max<std::size_t>(2, static_cast<std::size_t>(length / spacing + 0.5));
      std::vector<Point> result = {line.front()};
      double             passed = 0;
      for (std::size_t i = 1; i < line.size(); ++i)
        {
          const double piece = norm(line[i] - line[i - 1]);
          while (result.size() < n)
            {
              const double wanted = length * static_cast<double>(result.size()) / static_cast<double>(n);
              if (wanted > passed + piece)
                break;
              result.push_back(line[i - 1] + (piece > 0 ? (wanted - passed) / piece : 0) * (line[i] - line[i - 1]));
            }
          passed += piece;
        }
      result.push_back(line.back());
      return result;
    }

    void
    smooth_along(std::vector<Point> &line, bool closed)
    {
      const std::vector<Point> before = line;
      const std::size_t        last   = line.size() - 1;
      for (std::size_t i = 1; i < last; ++i)
        line[i] = 0.25 * before[i - 1] + 0.5 * before[i] + 0.25 * before[i + 1];
      if (closed)
        line.front() = line.back() = 0.25 * before[last - 1] + 0.5 * before[0] + 0.25 * before[1];
    }

    /** Where the lines that end at a junction meet: no farther than a voxel from where the steps do. */
    Point
    place_of_junction(const Corner &corner, const Labels &labels, const Indicators &indicators)
    {
      Point x = place_of(corner);
      for (unsigned round = 0; round < 6; ++round)
        x = x + newton_step(indicators, labels, x);
      return norm(x - place_of(corner)) < 1 ? x : place_of(corner);
    }

    /** @param[in] closed  the line has no ends that it shares with others */
    std::vector<Point>
    laid_onto_the_curve(std::vector<Point>        line,
                        bool                      closed,
                        const std::array<Tag, 3> &labels,
                        const Indicators         &indicators,
                        double                    spacing)
    {
      for (unsigned round = 0; round < 6; ++round)
        {
          smooth_along(line, closed);
          line = resampled(line, spacing);
          for (std::size_t i = closed ? 0 : 1; i + 1 < line.size(); ++i)
            line[i] = line[i] + newton_step(indicators, labels, line[i]);
          if (closed)
            line.back() = line.front();
        }
      return resampled(line, spacing);
    }
  } // namespace


  std::vector<JunctionLine>
  junction_lines(const LabelImage &image, const Indicators &indicators, double spacing)
  {
    constexpr std::size_t     shortest = 4; // corners
    const Network             network(image, indicators);
    std::map<Corner, Point>   junctions;
    std::vector<JunctionLine> lines;
    for (const auto &[corner, labels] : network.junctions())
      junctions[corner] = place_of_junction(corner, labels, indicators);
    for (const Network::Chain &chain : network.chains())
      {
        const bool loop = chain.corners.front() == chain.corners.back();
        if (chain.corners.size() < (loop ? 2 * shortest : shortest))
          continue;
        std::vector<Point> line;
        for (const Corner &corner : chain.corners)
          {
            const auto junction = junctions.find(corner);
            line.push_back(junction == junctions.end() ? place_of(corner) : junction->second);
          }
        const bool closed = loop && !junctions.contains(chain.corners.front());
        lines.push_back(
          {laid_onto_the_curve(std::move(line), closed, chain.labels, indicators, spacing), chain.labels});
      }
    return lines;
  }
} // namespace vht::meshing
