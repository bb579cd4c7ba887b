#pragma once

#include "solvers/arteries/end_coupling.h"
#include "solvers/arteries/parameters.h"
#include "solvers/network/circuit_boundary.h"
#include "solvers/network/postprocessor.h"

namespace vht
{
  class Run;

  /** The part of a case of arteries that describes a circuit: "Network/Component NAME". */
  struct ArteryCircuitParameters
  {
    std::vector<network::Circuit::Part> parts;
    network::StageParameters            newton = {.tolerance = 1e-10, .maximum_iterations = 50};

    void declare(ParameterSection &root);

    /** @throws InputError for connections without a circuit, or a circuit without connections */
    void check(const ArteriesParameters &arteries) const;
  };

  /**
   * A circuit at the ends of arteries: inlets, terminals, or both, for example a heart and a closed circulation.
   *
   * At each stage of Heun's method the circuit is solved together with what the arriving waves leave open: at every
   * end the flow is a function of the pressure. So the coupling is implicit, all ends at once, and blood is kept to
   * round-off. The pressure in the vessel is that of the node, less the losses at the end.
   */
  class ArteryCircuit final : public EndCoupling
  {
  public:
    /**
     * Takes the components out of the parameters. The run must outlive it.
     * @throws InputError for a circuit that is wrong
     */
    ArteryCircuit(ArteryCircuitParameters parameters, const ArteriesParameters &arteries, Run &run);

    void solve(unsigned int              stage,
               double                    step,
               std::span<const EndCurve> ends,
               std::span<const EndLoss>  losses,
               std::span<EndState>       states) override;

    void
    advance(double step) override
    {
      boundary_.finish(step);
    }

    double
    volume() const override
    {
      return boundary_.stored_volume();
    }

    void       begin_cycle() override;
    SavedState save() override;
    void       load(const SavedState &state) override;
    void       record(double time, std::span<const EndCurve> ends, std::span<const EndLoss> losses) override;
    Change     change() const override;
    void       write() override;

    const network::CircuitBoundary &
    boundary() const
    {
      return boundary_;
    }

  private:
    void set_laws(std::span<const EndCurve> ends, std::span<const EndLoss> losses);

    network::CircuitBoundary      boundary_;
    network::NetworkPostprocessor postprocessor_;
    std::vector<network::PortLaw> laws_;
    bool                          begun_ = false, recorded_ = false;
  };

  /**
   * The flow out of a vessel's end against a pressure in the node, after the loss at the end, and its slope.
   *
   * Where the pressure would nearly close the vessel the curve goes on as its tangent, for Newton's first steps.
   */
  network::PortFlow end_flow(const EndCurve &end, const EndLoss &loss, double pressure);
} // namespace vht
