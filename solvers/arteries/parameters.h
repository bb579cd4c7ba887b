#pragma once

#include "solvers/arteries/centreline_tree.h"
#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/network_fields.h"
#include "solvers/arteries/nodes.h"
#include "solvers/core/checkpoint.h"

#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /** Section "Inlet NODE": one of the two tables. */
  struct InletParameters
  {
    std::string           node;
    std::filesystem::path flow, pressure;
    double                factor        = 1.;
    std::string           interpolation = "linear";
    std::string           where; ///< for messages
  };

  /** Section "Stenosis NAME". */
  struct StenosisParameters
  {
    std::string vessel;
    std::string end            = "start";
    double      area_reduction = 0.75; ///< 1 - A_s / A_0
    double      length         = 0.01; ///< [m]
    std::string where;
  };

  /** Section "Probe NAME": where waveforms are recorded. */
  struct ProbeParameters
  {
    std::string name, vessel;
    double      position = 0.5; ///< 0 at the start of the vessel, 1 at its end
    std::string where;
  };

  /** Section "Path NAME": along which the speed of the pulse is measured. */
  struct PathParameters
  {
    std::string              name;
    std::vector<std::string> vessels; ///< along the flow
    std::string              where;
  };

  /** Section "Connection NAME": the free end of a vessel is one more port at a node of the circuit. */
  struct ConnectionParameters
  {
    std::string name, vessel;
    std::string end = "end";
    std::string node; ///< of the circuit
    std::string where;
  };

  /** Section "Time" of a network. */
  struct CycleParameters
  {
    bool         implicit  = false;
    double       step      = 1e-3; ///< of an implicit method [s]
    double       period    = 1.;   ///< [s]; the end where nothing repeats
    bool         periodic  = true; ///< run cycles until they repeat
    unsigned int most      = 30;   ///< cycles
    unsigned int least     = 1;
    double       tolerance = 1e-4; ///< largest change of pressure between cycles over its mean
    bool         required  = true; ///< a run that has not become periodic has failed
    double       interval  = 1e-3; ///< of the recorded curves [s]

    void declare(ParameterSection &section);
  };

  /** Section "Wall". */
  struct WallParameters
  {
    std::string       law = "table";
    StiffnessByRadius by_radius;

    void declare(ParameterSection &section);
  };

  /** The whole case of blood flow in a network of vessels. */
  struct ArteriesParameters
  {
    std::filesystem::path             segments;
    CentrelineParameters              centreline;
    WallParameters                    wall;
    std::vector<std::string>          removed; ///< vessels to leave out
    NetworkRules                      rules;
    BloodParameters                   blood;
    DiscretisationParameters          discretisation;
    CycleParameters                   time;
    bool                              total_pressure   = true;
    double                            outflow_pressure = 0.; ///< [Pa]
    double                            initial_pressure = 0.; ///< [Pa]
    std::vector<InletParameters>      inlets;
    std::vector<StenosisParameters>   stenoses;
    std::vector<ConnectionParameters> connections;
    std::vector<ProbeParameters>      probes;
    std::vector<PathParameters>       paths;
    bool                              separate_waves = false;
    NetworkFieldParameters            fields;
    CheckpointParameters              checkpoint;
    bool                              draw = true;

    void declare(ParameterSection &root);

    /** @throws InputError where an inlet has no drive or two, or times do not fit */
    void check() const;

    /** Reads the table or the centrelines, and leaves out what is removed. @throws InputError */
    Network read_network() const;

    /** Reads the curves of the inlets. @throws InputError */
    NodeConditions read_conditions(const Network &network, EndCoupling *coupling = nullptr) const;
  };
} // namespace vht
