#pragma once

#include "physics/circulation/activation.h"
#include "physics/circulation/chamber_law.h"
#include "solvers/network/components/passage.h"

#include <filesystem>
#include <memory>

namespace vht::network
{
  /**
   * A chamber of the heart.
   *
   *     p_1 = law(V, e(t)),  dV/dt = Q_1 - Q_2,  p_1 - p_2 = L dQ_2/dt
   *
   *     V  volume of the cavity                      [m^3], internal unknown
   *     e  activation, by one of the laws of physics/circulation/activation.h; times "Contractility", and early by
   *        "Lead" beats, if the case names unknowns of a controller for these
   *     L  inertance of the outflow                  0
   */
  class Chamber final : public Passage
  {
  public:
    /** Let a controller act: names of unknowns, empty for none. */
    void
    control(const std::string &contractility, const std::string &lead)
    {
      contractility_ = contractility;
      lead_          = lead;
    }

    /** @throws InputError for an unknown law */
    explicit Chamber(const std::string &law = "elastance", const std::string &activation = "cosine");

    std::string
    type() const override
    {
      return "chamber";
    }

    std::vector<Internal>
    internals() const override
    {
      return {{"volume", Quantity::volume}};
    }

    std::vector<std::string> readings() const override;

    Parameters parameters() override;
    void       declare(ParameterSection &section) override;
    void       prepare(double period) override;
    void       evaluate(double                  time,
                        std::span<const double> value,
                        std::span<const double> rate,
                        LocalSystem            &system) const override;
    void       initial(std::span<double> value) const override;
    double     stored_volume(std::span<const double> value) const override;

  private:
    /** e and its slopes by what is read: contractility and lead, as far as there are any. */
    struct Activity
    {
      double value, by_contractility, by_lead;
    };
    Activity activity(double time, std::span<const double> value) const;

    std::unique_ptr<ChamberLaw> law_;
    std::unique_ptr<Activation> activation_;
    std::filesystem::path       table_;
    std::string                 where_;
    double                      inertance_      = 0.;
    double                      initial_volume_ = 1e-4;
    double                      period_         = 1.;
    std::string                 contractility_, lead_; ///< unknowns of a controller; empty: none
  };
} // namespace vht::network
