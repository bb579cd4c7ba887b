#include "solvers/arteries/openbf_file.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#ifdef VHT_WITH_YAML
#  include <yaml-cpp/yaml.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

namespace vht
{
  bool
  is_openbf(const std::filesystem::path &file)
  {
    return file.extension() == ".yaml" || file.extension() == ".yml";
  }

#ifdef VHT_WITH_YAML
  namespace
  {
    /** What a vessel's map may hold: keys of both versions, those that are passed over among them. */
    const std::vector<std::string> known = {"label",  "sn",           "tn",    "L",          "E",
                                            "R0",     "Rp",           "Rd",    "h0",         "Pext",
                                            "R1",     "R2",           "Cc",    "Rt",         "gamma_profile",
                                            "M",      "to_save",      "inlet", "inlet_file", "inlet_number",
                                            "outlet", "visco-elastic"};

    /** One vessel of the file. Version 1 writes blanks in keys where version 2 has underscores. */
    class Entry
    {
    public:
      Entry(const YAML::Node &node, const std::filesystem::path &file)
        : where_(file.string() + ":" + std::to_string(node.Mark().line + 1))
      {
        if (!node.IsMap())
          throw InputError(where_ + ": a vessel is a list of \"key: value\".");
        for (const auto &pair : node)
          {
            std::string key = pair.first.as<std::string>();
            for (char &letter : key)
              letter = letter == ' ' ? '_' : letter;
            if (std::find(known.begin(), known.end(), key) == known.end())
              throw InputError(where_ + ": unknown key \"" + key + "\"." + did_you_mean(key, known));
            values_[key] = pair.second.as<std::string>();
          }
      }

      const std::string &
      where() const
      {
        return where_;
      }

      bool
      has(const std::string &key) const
      {
        return values_.count(key) > 0;
      }

      std::string
      text(const std::string &key) const
      {
        if (!has(key))
          throw InputError(where_ + ": this vessel has no \"" + key + "\".");
        return values_.at(key);
      }

      /** NaN where it is not given and not needed. */
      double
      number(const std::string &key, bool needed = false) const
      {
        if (!has(key) && !needed)
          return std::numeric_limits<double>::quiet_NaN();
        const std::string value = text(key);
        char             *end   = nullptr;
        const double      read  = std::strtod(value.c_str(), &end);
        if (end == value.c_str() || *end != '\0')
          throw InputError(where_ + ": \"" + key + "\" is \"" + value + "\", which is no number.");
        return read;
      }

    private:
      std::string                        where_;
      std::map<std::string, std::string> values_;
    };

    Vessel
    vessel_of(const Entry &entry)
    {
      if (entry.has("visco-elastic") && entry.text("visco-elastic") == "true")
        throw InputError(entry.where() +
                         ": the file asks for a visco-elastic wall without saying how viscous it is. Take "
                         "the key away, or write a table with the column \"wall viscosity [Pa s]\".");
      Vessel vessel;
      vessel.where          = entry.where();
      vessel.name           = entry.text("label");
      vessel.start          = entry.text("sn");
      vessel.end            = entry.text("tn");
      vessel.length         = entry.number("L", true);
      vessel.youngs_modulus = entry.number("E", true);
      vessel.wall_thickness = entry.number("h0");
      const bool tapered    = entry.has("Rp") || entry.has("Rd");
      if (tapered == entry.has("R0"))
        throw InputError(entry.where() + ": vessel \"" + vessel.name + "\" needs either R0, or Rp and Rd.");
      vessel.proximal_radius = entry.number(tapered ? "Rp" : "R0", true);
      vessel.distal_radius   = entry.number(tapered ? "Rd" : "R0", true);
      if (entry.has("gamma_profile"))
        vessel.profile_order = entry.number("gamma_profile");
      if (entry.has("Pext"))
        vessel.reference_pressure = entry.number("Pext");

      TerminalData &terminal = vessel.terminal;
      terminal.reflection    = entry.number("Rt");
      terminal.compliance    = entry.number("Cc");
      if (entry.has("R2") || !entry.has("Cc"))
        {
          terminal.proximal_resistance = entry.number("R1");
          terminal.distal_resistance   = entry.number("R2");
        }
      else
        terminal.total_resistance = entry.number("R1");
      return vessel;
    }
  } // namespace

  std::vector<Vessel>
  read_openbf(const std::filesystem::path &file)
  try
    {
      const YAML::Node root = YAML::LoadFile(file.string());
      if (!root.IsMap() || !root["network"].IsDefined() || !root["network"].IsSequence())
        throw InputError(file.string() + ": there is no list \"network\" of vessels, as openBF writes it.");
      std::vector<Vessel> vessels;
      for (const YAML::Node &node : root["network"])
        vessels.push_back(vessel_of(Entry(node, file)));
      return vessels;
    }
  catch (const YAML::BadFile &)
    {
      throw InputError("The network " + file.string() + " cannot be read. Is the path right?");
    }
  catch (const YAML::Exception &error)
    {
      throw InputError(file.string() + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg + ".");
    }
#else
  std::vector<Vessel>
  read_openbf(const std::filesystem::path &file)
  {
    throw InputError(file.string() +
                     ": this program was built without yaml-cpp, which reads networks of openBF. Install "
                     "it (libyaml-cpp-dev) and configure again, or write a table of vessels.");
  }
#endif
} // namespace vht
