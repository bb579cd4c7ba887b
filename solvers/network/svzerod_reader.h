#pragma once

#include "solvers/network/svzerod.h"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

// The inside of read_svzerod(), for its .cc files only.

namespace vht::network
{
  class TimeInput;

  /** Puts the file's blocks into a description. */
  class SvzerodReader
  {
  public:
    SvzerodReader(const std::filesystem::path &file, const FileUnits &units);

    CircuitDescription read(TimeSteps &time, bool &all_beats);

  private:
    /** Name of a constant in the file, in the component, and what one of the file's is in SI. */
    struct Constant
    {
      std::string in_file, here;
      double      factor;
      bool        optional = false;
    };

    [[noreturn]] void fail(const std::string &where, const std::string &what) const;

    const nlohmann::json &get(const nlohmann::json &object, const std::string &key, const std::string &where) const;
    double                number(const nlohmann::json &object, const std::string &key, const std::string &where) const;
    std::string           text(const nlohmann::json &object, const std::string &key, const std::string &where) const;
    const nlohmann::json &list(const std::string &key) const;

    void set(Component                   &component,
             const nlohmann::json        &values,
             const std::vector<Constant> &constants,
             const std::string           &where) const;
    void set_course(TimeInput            &input,
                    const nlohmann::json &values,
                    const std::string    &key,
                    double                factor,
                    const std::string    &where) const;

    void add(const std::string &name, std::unique_ptr<Component> component);
    void connect(const std::string &upstream, const std::string &downstream);

    void read_vessels();
    void read_boundaries();
    void read_junctions();
    void read_valves();
    void read_chambers();
    void read_time(TimeSteps &time, bool &all_beats);
    void read_initial();
    void find_period();
    void assign_nodes();

    std::unique_ptr<Component>
    make_boundary(const std::string &type, const nlohmann::json &values, const std::string &where);

    std::string        file_;
    nlohmann::json     json_;
    double             pressure_, volume_; ///< [Pa], [m^3]
    CircuitDescription result_;

    std::map<int, std::string>                       vessel_by_id_;
    std::vector<std::pair<std::string, std::string>> connections_;
    std::set<std::string>                            junctions_;
  };
} // namespace vht::network
