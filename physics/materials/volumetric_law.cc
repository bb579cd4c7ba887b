#include "physics/materials/volumetric_law.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <array>
#include <cmath>

namespace vht
{
  namespace
  {
    /** A law is its name and three formulas. */
    struct Formulas
    {
      const char *name;
      double (*energy)(double J);
      double (*derivative)(double J);
      double (*curvature)(double J);
    };

    // "logarithmic" is the only one that loses its stiffness: U'' < 0 from J = e on. "quadratic" alone lets the tissue
    // vanish (J = 0) at a finite energy.
    constexpr std::array<Formulas, 4> catalogue = {{
      {"quadratic", //
       [](double J) { return (J - 1.) * (J - 1.) / 2.; }, [](double J) { return J - 1.; }, [](double) { return 1.; }},

      {"logarithmic", //
       [](double J) { return std::log(J) * std::log(J) / 2.; }, [](double J) { return std::log(J) / J; },
       [](double J) { return (1. - std::log(J)) / (J * J); }},

      // Simo & Taylor 1991, doi:10.1016/0045-7825(91)90100-K; also that of Arostica et al. 2025
      {"Simo-Taylor", //
       [](double J) { return (J * J - 1. - 2. * std::log(J)) / 4.; }, [](double J) { return (J - 1. / J) / 2.; },
       [](double J) { return (1. + 1. / (J * J)) / 2.; }},

      // Liu, Hofstetter & Mang, Eng. Comput. 11 (1994) 111-128
      {"Liu", //
       [](double J) { return (J - 1.) * std::log(J) / 2.; }, [](double J) { return (std::log(J) + 1. - 1. / J) / 2.; },
       [](double J) { return (1. / J + 1. / (J * J)) / 2.; }},
    }};

    class FormulaLaw final : public VolumetricLaw
    {
    public:
      explicit FormulaLaw(const Formulas &formulas)
        : formulas_(formulas)
      {
      }

      std::string_view
      name() const override
      {
        return formulas_.name;
      }

      double
      energy(double J) const override
      {
        return formulas_.energy(J);
      }

      double
      derivative(double J) const override
      {
        return formulas_.derivative(J);
      }

      double
      curvature(double J) const override
      {
        return formulas_.curvature(J);
      }

    private:
      const Formulas &formulas_;
    };
  } // namespace

  std::unique_ptr<VolumetricLaw>
  make_volumetric_law(std::string_view name)
  {
    for (const Formulas &formulas : catalogue)
      if (formulas.name == name)
        return std::make_unique<FormulaLaw>(formulas);

    std::string known;
    for (const std::string &each : volumetric_law_names())
      known += (known.empty() ? "" : ", ") + each;
    throw InputError("There is no volumetric law \"" + std::string(name) + "\"." +
                     did_you_mean(name, volumetric_law_names()) + " Known: " + known + ".");
  }

  std::vector<std::string>
  volumetric_law_names()
  {
    std::vector<std::string> names;
    for (const Formulas &formulas : catalogue)
      names.emplace_back(formulas.name);
    return names;
  }
} // namespace vht
