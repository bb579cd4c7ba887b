#pragma once

#include "solvers/core/checkpoint.h"
#include "solvers/network/circuit.h"
#include "solvers/network/integrator.h"

#include <filesystem>
#include <map>

namespace vht::network
{
  /** A circuit as a case describes it, before it is joined together. */
  struct CircuitDescription
  {
    std::vector<Circuit::Part> parts;
    double                     period = 1.; ///< [s]

    /** Values at the start by the names that svZeroDSolver gives unknowns: "pressure:LV:AV", "Vc:LV". SI units. */
    std::map<std::string, double> initial;
  };

  /** The sections "Component NAME" within @p network, in the order of the case. */
  std::vector<Circuit::Part> declare_components(ParameterSection &network);

  /** Section "Time". */
  struct TimeSteps
  {
    unsigned int         beats          = 10;
    unsigned int         steps_per_beat = 200;
    std::string          start          = "consistent"; ///< consistent, steady, settled, given
    IntegratorParameters integrator;

    void declare(ParameterSection &section);
  };

  /** Section "Periodic state". */
  struct PeriodicState
  {
    double tolerance = 0.; ///< 0: all beats are computed, and nothing is asked of them

    void declare(ParameterSection &section);
  };

  /** The whole case of a 0-D circuit. */
  struct NetworkParameters
  {
    CircuitDescription    circuit;
    std::filesystem::path svzerod_file;
    std::string           pressure_unit = "Pa", volume_unit = "m^3"; ///< of that file
    TimeSteps             time;
    PeriodicState         periodic;
    bool                  all_beats = false, pictures = true;
    CheckpointParameters  checkpoint;

    void declare(ParameterSection &root);

    /** @throws InputError where the circuit is given twice or not at all */
    void check() const;

    /**
     * The circuit, joined together; takes the description along. What a file of svZeroDSolver says about time takes the
     * place of the case's.
     */
    Circuit make_circuit();
  };

  /** Constants outside the ranges that are published for them, one line for each, with the component's name. */
  std::vector<std::string> unusual_constants(const Circuit &circuit);
} // namespace vht::network
