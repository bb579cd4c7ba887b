#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/layout.h"
#include "solvers/arteries/method.h"
#include "solvers/arteries/place.h"

#include <string>
#include <vector>

namespace vht
{
  class ParameterSection;
  class Run;
  struct Polylines;

  /** Section "Fields". */
  struct NetworkFieldParameters
  {
    double interval = 0.;    ///< between states [s]; zero: none are written
    bool   draw     = false; ///< the means of the last cycle as PNG

    void declare(ParameterSection &section);
  };

  /**
   * The whole network over the last cycle, for ParaView and as pictures.
   *
   * `network.pvd` and `fields/network_*.vtp`: every vessel a line through its faces, with pressure [Pa], flow [m^3/s],
   * area [m^2], velocity [m/s] and radius [m] at its points; `fields/network_mean.vtp`: the same in the mean over the
   * cycle; `pictures/mean_pressure.png` and `pictures/mean_flow.png`. Places are those of the Layout.
   */
  class NetworkFields
  {
  public:
    /** The discretisation and the run must outlive this. */
    NetworkFields(const NetworkFieldParameters &parameters, const Discretisation &discretisation, Run &run);

    /** A new cycle begins: what was recorded before is forgotten. */
    void begin_cycle();

    /** Keep the state at a time since the beginning of the cycle [s], where one is due. */
    void record(double time, const ArteryMethod &method);

    /** @param[in] start  of the cycle [s]. @throws InputError when the disk refuses */
    void write(double start) const;

    /** For a checkpoint. */
    SavedState save() const;
    void       load(const SavedState &state);

  private:
    using Values = std::vector<PlaceValues>; ///< at all points

    bool
    wanted() const
    {
      return parameters_.interval > 0. || parameters_.draw;
    }

    Polylines make_lines(const Values &values) const;
    Values    mean() const;
    void      draw(const std::string &file) const;

    const NetworkFieldParameters &parameters_;
    const Discretisation         &discretisation_;
    Run                          &run_;
    Layout                        layout_;
    std::vector<Place>            points_; ///< vessel after vessel
    std::vector<double>           times_;
    std::vector<Values>           values_;
  };
} // namespace vht
