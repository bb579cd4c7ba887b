// The only place that lists the materials: one line per law.

#include "physics/error.h"
#include "physics/materials/fung.h"
#include "physics/materials/guccione.h"
#include "physics/materials/holzapfel_ogden.h"
#include "physics/materials/mooney_rivlin.h"
#include "physics/materials/neo_hooke.h"
#include "physics/materials/ogden.h"
#include "physics/materials/usyk.h"
#include "physics/suggestion.h"

#include <functional>
#include <utility>

namespace vht
{
  namespace
  {
    template <typename Law, auto... arguments>
    std::unique_ptr<Material>
    make()
    {
      return std::make_unique<Law>(arguments...);
    }

    using Symmetry = HolzapfelOgden::Symmetry;
    using Entry    = std::pair<std::string, std::function<std::unique_ptr<Material>()>>;

    const std::vector<Entry> &
    catalogue()
    {
      static const std::vector<Entry> entries = {
        {"neo-Hooke", make<NeoHooke>},
        {"Mooney-Rivlin", make<MooneyRivlin>},
        {"Ogden", make<Ogden>},
        {"Fung", make<Fung, Distortion::full>},
        {"Fung isochoric", make<Fung, Distortion::isochoric>},
        {"Guccione", make<Guccione, Distortion::full>},
        {"Guccione isochoric", make<Guccione, Distortion::isochoric>},
        {"Usyk", make<Usyk, Distortion::full>},
        {"Usyk isochoric", make<Usyk, Distortion::isochoric>},
        {"Holzapfel-Ogden", make<HolzapfelOgden, Symmetry::orthotropic>},
        {"Holzapfel-Ogden transversely isotropic", make<HolzapfelOgden, Symmetry::transversely_isotropic>},
      };
      return entries;
    }
  } // namespace

  std::unique_ptr<Material>
  make_material(std::string_view name)
  {
    std::string known;
    for (const auto &[each, make_law] : catalogue())
      {
        if (each == name)
          return make_law();
        known += (known.empty() ? "" : ", ") + each;
      }
    throw InputError("There is no material \"" + std::string(name) + "\"." + did_you_mean(name, material_names()) +
                     " Known: " + known + ".");
  }

  std::vector<std::string>
  material_names()
  {
    std::vector<std::string> names;
    for (const Entry &entry : catalogue())
      names.push_back(entry.first);
    return names;
  }

  double
  shear_modulus(const Material &material)
  {
    MaterialBlock::Voigt     stress;
    MaterialBlock::Stiffness stiffness;
    material.stiffness(MaterialBlock::Voigt{}, stress, stiffness);

    // The mean over all directions (Voigt): exact for an isotropic law, and a resistance to volume drops out.
    const auto C = [&](std::size_t i, std::size_t j) { return stiffness[MaterialBlock::place(i, j)][0]; };
    return ((C(0, 0) + C(1, 1) + C(2, 2)) - (C(0, 1) + C(0, 2) + C(1, 2)) + 3. * (C(3, 3) + C(4, 4) + C(5, 5))) / 15.;
  }
} // namespace vht
