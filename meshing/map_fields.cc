#include "meshing/map_fields.h"

#include "meshing/cell_locator.h"
#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <set>

namespace vht::meshing
{
  namespace
  {
    /** Hits for all places, and a refusal of those too far outside. */
    class Places
    {
    public:
      Places(const CellLocator &locator, double tolerance)
        : locator_(locator)
        , tolerance_(tolerance)
      {
      }

      /** @param[in] what  the places are called, for the message */
      std::vector<CellLocator::Hit>
      find(const std::vector<Point> &places, const std::string &what)
      {
        std::vector<CellLocator::Hit> hits;
        std::size_t                   n_too_far = 0;
        std::string                   examples;
        for (const Point &place : places)
          {
            hits.push_back(locator_(place));
            const double distance = hits.back().distance;
            mapped_.outside += distance > 0;
            mapped_.farthest = std::max(mapped_.farthest, distance);
            if (distance > tolerance_ && ++n_too_far <= 3)
              examples += "\n  around " + in_millimetres(place) + ", " + std::to_string(1e3 * distance) + " mm away";
          }
        if (n_too_far > 0)
          throw MeshError(std::to_string(n_too_far) + " " + what +
                          " of the target are farther outside of the source than " + std::to_string(1e3 * tolerance_) +
                          " mm:" + examples +
                          (n_too_far > 3 ? "\n  and " + std::to_string(n_too_far - 3) + " more" : "") +
                          "\nDo the meshes lie in the same place, with the same unit? Otherwise allow a larger "
                          "tolerance.");
        return hits;
      }

      const Mapped &
      mapped() const
      {
        return mapped_;
      }

    private:
      const CellLocator &locator_;
      double             tolerance_;
      Mapped             mapped_;
    };

    Point
    vector_at(const Field &field, std::size_t i)
    {
      return {field.values[3 * i], field.values[3 * i + 1], field.values[3 * i + 2]};
    }

    bool
    is_direction(const Field &field)
    {
      if (field.components != 3)
        return false;
      for (std::size_t i = 0; 3 * i < field.values.size(); ++i)
        if (const double length = norm(vector_at(field, i)); length != 0 && std::abs(length - 1) > 1e-3)
          return false;
      return true;
    }

    Point
    mean_direction(const Field &field, std::span<const Index> corners, const std::array<double, 8> &weights)
    {
      std::size_t heaviest = 0;
      for (std::size_t k = 1; k < corners.size(); ++k)
        if (weights[k] > weights[heaviest])
          heaviest = k;
      const Point like = vector_at(field, corners[heaviest]);
      Point       sum{};
      for (std::size_t k = 0; k < corners.size(); ++k)
        {
          const Point  direction = vector_at(field, corners[k]);
          const double sign      = dot(direction, like) < 0 ? -1 : 1;
          sum                    = sum + sign * weights[k] * direction;
        }
      const double length = norm(sum);
      return length > 0 ? 1 / length * sum : sum;
    }

    Field
    interpolate(const TaggedMesh &from, const Field &field, const std::vector<CellLocator::Hit> &hits)
    {
      Field      result{field.name, field.components, {}};
      const bool direction = is_direction(field);
      for (const auto &hit : hits)
        {
          const auto corners = from.cell(hit.cell);
          if (direction)
            {
              const Point mean = mean_direction(field, corners, hit.weights);
              result.values.insert(result.values.end(), mean.begin(), mean.end());
              continue;
            }
          for (unsigned c = 0; c < field.components; ++c)
            {
              double sum = 0;
              for (std::size_t k = 0; k < corners.size(); ++k)
                sum += hit.weights[k] * field.values[corners[k] * field.components + c];
              result.values.push_back(sum);
            }
        }
      return result;
    }

    Field
    sample(const Field &field, const std::vector<CellLocator::Hit> &hits)
    {
      Field result{field.name, field.components, {}};
      for (const auto &hit : hits)
        result.values.insert(result.values.end(),
                             field.values.begin() + static_cast<std::ptrdiff_t>(hit.cell * field.components),
                             field.values.begin() + static_cast<std::ptrdiff_t>((hit.cell + 1) * field.components));
      return result;
    }

    void
    put(std::vector<Field> &fields, Field field)
    {
      std::erase_if(fields, [&](const Field &known) { return known.name == field.name; });
      fields.push_back(std::move(field));
    }

    void
    refuse_unknown(const TaggedMesh &from, const std::vector<std::string> &wanted)
    {
      std::vector<std::string> known;
      std::string              all;
      for (const auto *fields : {&from.cell_data, &from.point_data})
        for (const Field &field : *fields)
          {
            all += (known.empty() ? "" : ", ") + field.name;
            known.push_back(field.name);
          }
      for (const std::string &name : wanted)
        if (std::find(known.begin(), known.end(), name) == known.end())
          throw InputError("The source has no field \"" + name + "\"." + did_you_mean(name, known) +
                           " It has: " + (all.empty() ? "none" : all) + ".");
    }
  } // namespace


  Mapped
  map_fields(const TaggedMesh &from, TaggedMesh &to, const Mapping &mapping)
  {
    refuse_unknown(from, mapping.fields);
    const auto wanted = [&](const Field &field) {
      return mapping.fields.empty() ||
             std::find(mapping.fields.begin(), mapping.fields.end(), field.name) != mapping.fields.end();
    };
    const CellLocator locator(from);
    Places            places(locator, mapping.tolerance >= 0 ? mapping.tolerance : edge_lengths(from).mean);

    // Nothing of the target changes before all places are found.
    std::vector<CellLocator::Hit> at_centres, at_points;
    if (mapping.regions || std::any_of(from.cell_data.begin(), from.cell_data.end(), wanted))
      {
        std::vector<Point> centres;
        for (std::size_t i = 0; i < to.n_cells(); ++i)
          centres.push_back(centre(to, to.cell(i)));
        at_centres = places.find(centres, "centres of cells");
      }
    if (std::any_of(from.point_data.begin(), from.point_data.end(), wanted))
      at_points = places.find(to.points, "nodes");

    for (const Field &field : from.cell_data)
      if (wanted(field))
        put(to.cell_data, sample(field, at_centres));
    for (const Field &field : from.point_data)
      if (wanted(field))
        put(to.point_data, interpolate(from, field, at_points));
    if (mapping.regions)
      {
        for (std::size_t i = 0; i < to.n_cells(); ++i)
          to.regions[i] = from.regions[at_centres[i].cell];
        to.region_names.clear();
        for (const Tag tag : std::set<Tag>(to.regions.begin(), to.regions.end()))
          to.region_names[tag] = from.region_names.at(tag);
      }
    return places.mapped();
  }
} // namespace vht::meshing
