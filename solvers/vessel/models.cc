#include "solvers/vessel/models.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/arteries/problem.h"
#include "solvers/core/run.h"
#include "solvers/coupling/artery_circuit.h"
#include "solvers/network/problem.h"

#include <functional>
#include <map>
#include <utility>

namespace vht
{
  namespace
  {
    /** A model whose case is a set of parameters. */
    template <typename Parameters>
    class ModelOf : public VesselModel
    {
    public:
      void
      declare(ParameterSection &root) override
      {
        parameters_.declare(root);
      }

      void
      check() const override
      {
        parameters_.check();
      }

    protected:
      Parameters parameters_;
    };

    /** Networks of elastic vessels, one-dimensional, with a circuit at their ends if the case has one. */
    class ArteriesModel final : public ModelOf<ArteriesParameters>
    {
    public:
      void
      declare(ParameterSection &root) override
      {
        ModelOf::declare(root);
        circuit_.declare(root);
      }

      void
      check() const override
      {
        ModelOf::check();
        circuit_.check(parameters_);
      }

      void
      inspect(Run &run) override
      {
        const auto coupling = make_coupling(run);
        ArteriesProblem(parameters_, run, coupling.get()).setup();
      }

      void
      run(Run &run) override
      {
        const auto coupling = make_coupling(run);
        ArteriesProblem(parameters_, run, coupling.get()).run();
      }

    private:
      std::unique_ptr<ArteryCircuit>
      make_coupling(Run &run)
      {
        if (circuit_.parts.empty())
          return nullptr;
        return std::make_unique<ArteryCircuit>(std::move(circuit_), parameters_, run);
      }

      ArteryCircuitParameters circuit_;
    };

    /** Circuits of 0-D components. */
    class NetworkModel final : public ModelOf<network::NetworkParameters>
    {
    public:
      void
      inspect(Run &run) override
      {
        for (const std::string &line : network::unusual_constants(parameters_.make_circuit()))
          run.log().warning(line + ". Is the unit right?");
      }

      void
      run(Run &run) override
      {
        network::NetworkProblem(std::move(parameters_), run).run();
      }
    };

    using Maker = std::function<std::unique_ptr<VesselModel>()>;

    const std::map<std::string, Maker, std::less<>> &
    catalogue()
    {
      static const std::map<std::string, Maker, std::less<>> entries = {
        {"arteries", [] { return std::make_unique<ArteriesModel>(); }},
        {"network", [] { return std::make_unique<NetworkModel>(); }},
      };
      return entries;
    }
  } // namespace

  std::unique_ptr<VesselModel>
  make_vessel_model(std::string_view name)
  {
    if (const auto entry = catalogue().find(name); entry != catalogue().end())
      return entry->second();
    throw InputError("There is no model of vessels \"" + std::string(name) + "\"." +
                     did_you_mean(name, vessel_model_names()));
  }

  std::vector<std::string>
  vessel_model_names()
  {
    std::vector<std::string> names;
    for (const auto &[name, make] : catalogue())
      names.push_back(name);
    return names;
  }
} // namespace vht
