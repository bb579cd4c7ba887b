#include "meshing/image/label_surface.h"

#include "meshing/geometry.h"
#include "meshing/image/cgal_surface.h"
#include "meshing/image/indicators.h"
#include "meshing/image/junction_lines.h"
#include "meshing/shells.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    constexpr double millimetre = 1e-3;

    Affine
    in_millimetres(Affine affine)
    {
      for (Point *p : {&affine.columns[0], &affine.columns[1], &affine.columns[2], &affine.origin})
        *p = 1 / millimetre * *p;
      return affine;
    }

    /**
     * Steps from a piece of a label into another label, a few for each pair of pieces that touch, spread evenly: the
     * refinement only finds what it starts from.
     */
    std::vector<std::array<Point, 2>>
    steps_between_pieces(const LabelImage &image, const Indicators &indicators, const Affine &to_mm)
    {
      const auto                      &n      = image.dimensions;
      const Pieces                     pieces = pieces_of(image);
      const std::array<std::size_t, 3> stride = {1, n[0], n[0] * n[1]};

      std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::array<std::size_t, 2>>> steps;
      for (std::size_t i = 0; i < image.n_voxels(); ++i)
        for (unsigned d = 0; d < 3; ++d)
          if (i / stride[d] % n[d] + 1 < n[d] && image.labels[i] != image.labels[i + stride[d]])
            steps[std::minmax(pieces.of_voxel[i], pieces.of_voxel[i + stride[d]])].push_back({i, i + stride[d]});

      const auto centre = [&](std::size_t voxel) {
        return Point{static_cast<double>(voxel % n[0]), static_cast<double>(voxel / n[0] % n[1]),
                     static_cast<double>(voxel / n[0] / n[1])};
      };
      constexpr std::size_t             most = 8;
      std::vector<std::array<Point, 2>> seeds;
      for (const auto &[pair, all] : steps)
        for (std::size_t k = 0; k < std::min(most, all.size()); ++k)
          {
            // Smoothing may have moved the surface out of the step: look on both sides of it.
            const auto &[a, b] = all[k * all.size() / std::min(most, all.size())];
            const Point step   = centre(b) - centre(a);
            for (const double reach : {0., 0.5, 1.})
              {
                const Point from = centre(a) - reach * step, to = centre(b) + reach * step;
                if (indicators.label_at(from) != indicators.label_at(to))
                  {
                    seeds.push_back({to_mm(from), to_mm(to)});
                    break;
                  }
              }
          }
      return seeds;
    }

    double
    length_of(const std::vector<Point> &line)
    {
      double length = 0;
      for (std::size_t i = 1; i < line.size(); ++i)
        length += norm(line[i] - line[i - 1]);
      return length;
    }

    /** Lines that are too short for their size of edges are left to the mesher: they are noise where labels touch. */
    std::vector<SharpLine>
    sharp_lines(const LabelImage                      &image,
                const Indicators                      &indicators,
                const std::function<double(Tag, Tag)> &size_between,
                const Say                             &say)
    {
      constexpr double       fewest_edges = 8;
      const Affine           to_mm        = in_millimetres(image.to_world);
      std::vector<SharpLine> lines;
      std::size_t            left_out = 0;
      for (const JunctionLine &junction : junction_lines(image, indicators))
        {
          const auto &[a, b, c] = junction.labels;
          SharpLine line{{}, std::min({size_between(a, b), size_between(b, c), size_between(c, a)})};
          for (const Point &index : junction.points)
            line.points.push_back(to_mm(index));
          if (length_of(line.points) < fewest_edges * line.size)
            ++left_out;
          else
            lines.push_back(std::move(line));
        }
      if (!lines.empty() || left_out > 0)
        say("Three regions meet along " + std::to_string(lines.size()) + " lines" +
            (left_out > 0 ? ", and " + std::to_string(left_out) + " that are too short for edges of this size." : "."));
      return lines;
    }

    /** The box around the image, and what CGAL needs to know besides. */
    RegionFunction
    regions_of(const LabelImage &image, const LabelSurfacing &surfacing, const Indicators &indicators)
    {
      const Affine   to_mm = in_millimetres(image.to_world), to_index = to_mm.inverse();
      const double   voxel = std::cbrt(std::abs(to_mm.determinant()));
      const double   thin  = std::min({norm(to_mm.columns[0]), norm(to_mm.columns[1]), norm(to_mm.columns[2])});
      RegionFunction regions;
      regions.region_at = [&indicators, to_index](const Point &x) { return indicators.label_at(to_index(x)); };
      regions.low       = Point{1e300, 1e300, 1e300};
      regions.high      = -1 * regions.low;
      for (unsigned corner = 0; corner < 8; ++corner)
        {
          Point index;
          for (unsigned d = 0; d < 3; ++d)
            index[d] = (corner >> d & 1) != 0 ? static_cast<double>(image.dimensions[d]) : -1;
          const Point x = to_mm(index);
          for (unsigned d = 0; d < 3; ++d)
            {
              regions.low[d]  = std::min(regions.low[d], x[d]);
              regions.high[d] = std::max(regions.high[d], x[d]);
            }
        }
      const double size    = surfacing.size > 0 ? surfacing.size / millimetre : 2 * voxel;
      double       largest = size;
      for (const auto &[label, own] : surfacing.size_of_label)
        largest = std::max(largest, own / millimetre);
      regions.tolerance    = 0.01 * thin;
      regions.distance     = surfacing.distance > 0 ? surfacing.distance / millimetre : 0.25 * voxel;
      regions.cell_size    = 4 * largest;
      regions.size_between = [&surfacing, size](Tag a, Tag b) {
        double smaller = std::numeric_limits<double>::max();
        for (const Tag label : {a, b})
          if (label != 0)
            {
              const auto own = surfacing.size_of_label.find(label);
              smaller = std::min(smaller, own == surfacing.size_of_label.end() ? size : own->second / millimetre);
            }
        return smaller;
      };
      regions.seeds = steps_between_pieces(image, indicators, to_mm);
      if (surfacing.sharp_lines)
        regions.lines = sharp_lines(image, indicators, regions.size_between, surfacing.say);
      return regions;
    }

    /** Triangles larger than what they are to cover leave a caricature of it. */
    void
    check_sizes(const std::map<Tag, double> &volumes, const LabelSurfacing &surfacing, const NameTable &names)
    {
      for (const auto &[tag, volume] : volumes)
        {
          const auto   own      = surfacing.size_of_label.find(tag);
          const double size     = own == surfacing.size_of_label.end() ? surfacing.size : own->second;
          const double diameter = std::cbrt(6 / std::numbers::pi * volume);
          if (size > diameter)
            throw MeshError("The size of " + std::to_string(1e3 * size) + " mm is larger than the label " +
                            names.at(tag) + ": a ball of its volume has a diameter of " +
                            std::to_string(1e3 * diameter) + " mm. Lower Image/Surface size or the label's Size.");
        }
    }

    /** Half of the smallest piece of each label [m^3]. */
    std::map<Tag, double>
    speck_volumes(const LabelImage &image)
    {
      const Pieces          pieces = pieces_of(image);
      std::map<Tag, double> smallest;
      for (std::size_t i = 0; i < image.n_voxels(); ++i)
        {
          const double volume =
            0.5 * static_cast<double>(pieces.sizes[pieces.of_voxel[i]]) * std::abs(image.to_world.determinant());
          const auto [entry, is_new] = smallest.try_emplace(image.labels[i], volume);
          entry->second              = std::min(entry->second, volume);
        }
      return smallest;
    }

    /** The refinement leaves single tetrahedra of a label behind where none of its pieces is: they go to what is
     * around. */
    void
    remove_specks(TaggedSurface &surface, const std::map<Tag, double> &smallest)
    {
      const SpaceParts                     parts = parts_of(surface);
      std::vector<double>                  volume(parts.region.size(), 0);
      std::vector<std::map<Tag, unsigned>> around(parts.region.size());
      for (std::size_t t = 0; t < surface.n_triangles(); ++t)
        {
          const auto &[a, b, c] = surface.triangles[t];
          const double share    = determinant(surface.points[a], surface.points[b], surface.points[c]) / 6;
          for (const unsigned side : {0, 1})
            {
              volume[parts.beside[t][side]] += side == 0 ? share : -share;
              ++around[parts.beside[t][side]][parts.region[parts.beside[t][1 - side]]];
            }
        }
      std::vector<Tag> region = parts.region;
      for (std::size_t part = 1; part < region.size(); ++part)
        if (const auto limit = smallest.find(region[part]); limit != smallest.end() && volume[part] < limit->second)
          region[part] = std::max_element(around[part].begin(), around[part].end(), [](const auto &x, const auto &y) {
                           return x.second < y.second;
                         })->first;
      std::size_t kept = 0;
      for (std::size_t t = 0; t < surface.n_triangles(); ++t)
        {
          const TaggedSurface::Sides sides{region[parts.beside[t][0]], region[parts.beside[t][1]]};
          if (sides.behind == sides.front)
            continue;
          surface.triangles[kept] = surface.triangles[t];
          surface.sides[kept++]   = sides;
        }
      surface.triangles.resize(kept);
      surface.sides.resize(kept);
      surface.patches.assign(kept, 0);
    }

    /** Largest relative difference; labels without any volume are refused. */
    double
    worst_drift(const std::map<Tag, double> &found, const std::map<Tag, double> &voxels, const NameTable &names)
    {
      double worst = 0;
      for (const auto &[tag, volume] : voxels)
        {
          const auto mesh = found.find(tag);
          if (mesh == found.end() || !(mesh->second > 0))
            throw MeshError("Nothing is left of the label " + names.at(tag) +
                            ": its parts are too small for the smoothing and the size of triangles. Lower "
                            "Image/Smoothing and the label's Size, or leave the label away.");
          worst = std::max(worst, std::abs(mesh->second / volume - 1));
        }
      return worst;
    }

    void
    tell(const LabelSurfacing &surfacing, unsigned attempt, const TaggedSurface &surface, double drift)
    {
      std::ostringstream text;
      text.precision(2);
      text << "Surface " << attempt << ": " << surface.n_triangles() << " triangles, volumes within " << 100 * drift
           << " % of the voxels.";
      surfacing.say(text.str());
    }
  } // namespace


  TaggedSurface
  surface_of_labels(const LabelImage &whole, const LabelSurfacing &surfacing)
  {
    const LabelImage image = cropped(whole, 2 + static_cast<std::size_t>(std::ceil(3 * surfacing.smoothing)));
    const std::map<Tag, double> voxels = label_volumes(image);
    const double                voxel  = std::abs(image.to_world.determinant());
    check_sizes(voxels, surfacing, image.names);
    std::map<Tag, double> wanted;
    for (const auto &[tag, volume] : voxels)
      wanted[tag] = volume / voxel;

    const std::map<Tag, double> specks = speck_volumes(image);
    Indicators                  indicators(image, surfacing.smoothing);
    TaggedSurface               best;
    double                      smallest_drift = std::numeric_limits<double>::max();
    for (unsigned attempt = 1; attempt <= std::max(1u, surfacing.attempts); ++attempt)
      {
        indicators.match_volumes(wanted);
        TaggedSurface surface = delaunay_surface(regions_of(image, surfacing, indicators));
        for (Point &point : surface.points)
          point = millimetre * point;
        remove_specks(surface, specks);
        const auto   volumes = enclosed_volumes(surface);
        const double drift   = worst_drift(volumes, voxels, image.names);
        tell(surfacing, attempt, surface, drift);
        if (drift < smallest_drift)
          {
            smallest_drift = drift;
            best           = std::move(surface);
          }
        if (smallest_drift < surfacing.volume)
          break;
        for (auto &[tag, volume] : wanted)
          volume *= std::clamp(voxels.at(tag) / volumes.at(tag), 0.8, 1.25);
      }
    best.region_names = image.names;
    return best;
  }
} // namespace vht::meshing
