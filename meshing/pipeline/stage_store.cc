#include "meshing/pipeline/stage_store.h"

#include "meshing/pipeline/stages.h"
#include "meshing/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    void
    add(Sha256 &hash, const std::string &text)
    {
      hash.add(std::as_bytes(std::span(text)));
    }

    /** A build from changed sources may mesh otherwise, although it has the same version. */
    std::string
    program()
    {
      std::error_code error;
      const auto      built = std::filesystem::last_write_time("/proc/self/exe", error);
      return tool_with_version() + (error ? "" : std::to_string(built.time_since_epoch().count()));
    }

    struct Rule
    {
      const char *begin;
      const char *end; ///< of the entry's name; empty: any
      Stage       stage;
    };

    // What is not named here decides the first stage that is stored.
    constexpr Rule rules[] = {{"Image/Smoothing", "", Stage::surface},
                              {"Image/Surface ", "", Stage::surface},
                              {"Image/Sharp lines", "", Stage::surface},
                              {"Label ", "/Size", Stage::surface},
                              {"Triangulation/Parts", "", Stage::surface},
                              {"Triangulation/Hole limit", "", Stage::surface},
                              {"Triangulation/Displacement limit", "", Stage::surface},
                              {"Triangulation/Elements across", "", Stage::ends},
                              {"Triangulation/Smallest edge", "", Stage::ends},
                              {"Triangulation/Gradient", "", Stage::ends},
                              {"Triangulation/Sharp angle", "", Stage::ends},
                              {"Triangulation/Edges per circle", "", Stage::ends},
                              {"Refine ", "", Stage::ends},
                              {"Ends/", "", Stage::ends},
                              {"End ", "", Stage::ends},
                              {"Centreline/Radius", "", Stage::ends},
                              {"Mesh/Size", "", Stage::ends},
                              {"Mesh/Cells", "", Stage::volume},
                              {"Mesh/Order", "", Stage::tags},
                              {"Image/Inside size", "", Stage::volume},
                              {"Boundary layer/", "", Stage::volume},
                              {"Volume/", "", Stage::volume},
                              {"Region ", "", Stage::tags},
                              {"Surface ", "", Stage::tags},
                              {"Extraction/", "", Stage::tags},
                              {"Refinement/", "", Stage::tags},
                              {"Transform/", "", Stage::tags},
                              {"Remeshing/", "", Stage::tags}};
  } // namespace


  Stage
  stage_of_entry(const std::string &entry)
  {
    const auto rule = std::find_if(std::begin(rules), std::end(rules),
                                   [&](const Rule &r) { return entry.starts_with(r.begin) && entry.ends_with(r.end); });
    return rule == std::end(rules) ? Stage::labels : rule->stage;
  }

  StageStore::StageStore(const std::filesystem::path &output, const std::string &parameters, const StageState &imported)
    : output_(output)
  {
    std::ostringstream bytes;
    meshing::save(bytes, imported);
    std::map<Stage, std::string> entries;
    const auto                   decided = nlohmann::json::parse(parameters);
    for (const auto &[entry, value] : decided.items())
      entries[stage_of_entry(entry)] += entry + " = " + value.dump() + "\n";
    std::string key = program();
    for (const Stage stage : {Stage::labels, Stage::surface, Stage::ends, Stage::volume, Stage::tags})
      {
        Sha256 hash;
        add(hash, key);
        add(hash, entries[stage]);
        if (stage == Stage::labels)
          add(hash, bytes.str());
        keys_[stage] = key = hash.digest();
      }
  }

  std::filesystem::path
  StageStore::file(Stage stage) const
  {
    return output_ / "stages" / (name_of(stage) + ".state");
  }

  bool
  StageStore::holds(Stage stage) const
  {
    std::ifstream stream(file(stage), std::ios::binary);
    std::string   key, product;
    std::size_t   products = 0;
    if (!std::getline(stream, key) || key != keys_.at(stage) || !(stream >> products).ignore(1))
      return false;
    for (std::size_t i = 0; i < products; ++i)
      if (!std::getline(stream, product) || !std::filesystem::exists(output_ / product))
        return false;
    return true;
  }

  bool
  StageStore::load(Stage stage, StageState &state) const
  try
    {
      std::ifstream stream(file(stage), std::ios::binary);
      std::string   line;
      std::size_t   products = 0;
      std::getline(stream, line);
      (stream >> products).ignore(1);
      for (std::size_t i = 0; i < products; ++i)
        std::getline(stream, line);
      StageState stored;
      meshing::load(stream, stored);
      state = std::move(stored);
      return true;
    }
  catch (const std::exception &)
    {
      return false;
    }

  std::string
  StageStore::store(Stage stage, const StageState &state) const
  {
    std::error_code error;
    std::filesystem::create_directories(file(stage).parent_path(), error);
    const std::filesystem::path beside = file(stage).string() + ".new";
    {
      std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
      stream << keys_.at(stage) << "\n" << state.products.size() << "\n";
      for (const std::string &product : state.products)
        stream << product << "\n";
      if (stream)
        meshing::save(stream, state);
      stream.flush();
      if (!stream)
        error = std::make_error_code(std::errc::no_space_on_device);
    }
    if (!error)
      std::filesystem::rename(beside, file(stage), error);
    if (!error)
      return "";
    std::filesystem::remove(beside, error);
    return "The stage " + name_of(stage) + " cannot be kept in " + file(stage).string() +
           ": is the folder writable, is there space?";
  }
} // namespace vht::meshing
