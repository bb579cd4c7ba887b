#include "solvers/heart/conductivity.h"

#include <map>

namespace vht
{
  DiffusionTensors
  monodomain_diffusion(const ElectrophysiologyParameters &parameters, const Mesh &mesh, const FibreField &fibres)
  {
    std::map<unsigned int, Conductivity> of_region;
    for (const TissueParameters &tissue : parameters.regions)
      of_region[mesh.region(tissue.region, tissue.where)] = tissue.conductivity;

    const unsigned int n_points = fibres.n_quadrature_points();
    DiffusionTensors   tensors(mesh.triangulation().n_active_cells() * n_points);
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          const auto          own          = of_region.find(cell->material_id());
          const Conductivity &conductivity = own == of_region.end() ? parameters.conductivity : own->second;
          for (unsigned int q = 0; q < n_points; ++q)
            {
              const Frame &frame = fibres.at(cell->active_cell_index(), q);
              tensors[cell->active_cell_index() * n_points + q] =
                (conductivity.fibre * symmetrize(outer_product(frame.fibre, frame.fibre)) +
                 conductivity.sheet * symmetrize(outer_product(frame.sheet, frame.sheet)) +
                 conductivity.normal * symmetrize(outer_product(frame.normal, frame.normal))) /
                parameters.volume_capacitance();
            }
        }
    return tensors;
  }
} // namespace vht
