#include "meshing/pipeline/stage.h"

#include "meshing/serialization.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>

namespace vht::meshing
{
  namespace
  {
    // In the order of the enumeration.
    const std::vector<std::string> names = {"import", "labels", "surface", "ends", "volume", "tags", "report"};
  } // namespace

  template <typename Archive>
  void
  serialize(Archive &archive, LabelImage &image, unsigned)
  {
    archive &boost::serialization::make_binary_object(&image.dimensions, sizeof(image.dimensions));
    archive &boost::serialization::make_binary_object(&image.to_world, sizeof(image.to_world));
    transfer(archive, image.labels);
    archive &image.names;
  }

  template <typename Archive>
  void
  serialize(Archive &archive, Facts::Cap &cap, unsigned)
  {
    archive &cap.name;
    for (Point *point : {&cap.centre, &cap.normal})
      archive &boost::serialization::make_binary_object(point, sizeof(Point));
    archive &cap.area &cap.radius;
  }

  template <typename Archive>
  void
  serialize(Archive &archive, Facts &facts, unsigned)
  {
    double   displacement = facts.displacement.value_or(-1); // std::optional is newer than the library
    archive &facts.texts &facts.drifts &facts.caps &displacement;
    if (displacement >= 0)
      facts.displacement = displacement;
  }

  template <typename Archive>
  void
  serialize(Archive &archive, Centreline &line, unsigned)
  {
    transfer(archive, line.points);
    transfer(archive, line.radius);
    transfer(archive, line.edges);
  }

  template <typename Archive>
  void
  serialize(Archive &archive, SurfaceHistory &history, unsigned)
  {
    archive &history.imported &history.mended &history.opened;
  }

  template <typename Archive>
  void
  serialize(Archive &archive, StageState &state, unsigned)
  {
    archive &state.labels &state.line &state.surface &state.history &state.mesh &state.facts &state
      .source_volumes                                                                        &state.products;
  }


  const std::string &
  name_of(Stage stage)
  {
    return names.at(static_cast<std::size_t>(stage));
  }

  Stage
  stage_called(const std::string &name)
  {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      {
        std::string all;
        for (const std::string &known : names)
          all += (all.empty() ? "" : ", ") + known;
        throw InputError("There is no stage \"" + name + "\"." + did_you_mean(name, names) + " Stages are " + all +
                         ".");
      }
    return static_cast<Stage>(found - names.begin());
  }

  StageState
  in_one_go(const std::vector<StageStep> &steps)
  {
    StageState state;
    for (const StageStep &step : steps)
      step.act(state);
    return state;
  }

  void
  save(std::ostream &stream, const StageState &state)
  {
    boost::archive::binary_oarchive archive(stream);
    archive                        &state;
  }

  void
  load(std::istream &stream, StageState &state)
  {
    boost::archive::binary_iarchive archive(stream);
    archive                        &state;
  }
} // namespace vht::meshing
