#include "solvers/arteries/lanes.h"
// The lanes first: deal.II's headers below must see them.
#include "solvers/arteries/galerkin_kernel.h"

#include <algorithm>

namespace vht
{
  namespace
  {
    /** One side of a face. */
    struct Side
    {
      [[gnu::always_inline]] Side(const double *area_of,
                                  const double *flow_of,
                                  const double *alpha,
                                  const double *spread,
                                  const Lanes  &rest_speed,
                                  const Lanes  &speed_rise,
                                  const Lanes  &stiffness_by_density)
        : area(load(area_of))
        , flow(load(flow_of))
      {
        const Lanes by_root = inverse_root(area), root = area * by_root;
        const Lanes velocity = flow * by_root * by_root, carried = load(alpha) * velocity;
        // Bounds of the waves, as in the finite volumes.
        const Lanes bound = rest_speed + root * speed_rise + load(spread) * std::max(velocity, set(0.) - velocity);
        slowest           = carried - bound;
        fastest           = carried + bound;
        momentum          = carried * flow + area * root * stiffness_by_density; // alpha Q^2 / A + B
      }

      Lanes area, flow, slowest, fastest, momentum;
    };

    void
    compute_fluxes(const GalerkinSpace &space, const ArteryState &state, GalerkinFluxes &fluxes)
    {
      const Discretisation &d     = space.discretisation();
      const std::size_t     last  = space.index(0, space.n_points() - 1);
      const Lanes           third = set(1. / (3. * d.blood().density)), zero = set(0.);
      for (std::size_t i = d.begin(); i < d.size() - d.begin(); i += n_lanes)
        {
          const Lanes rest = load(&space.face_rest_speed[i]), rise = load(&space.face_speed_rise[i]);
          const Lanes stiffness = load(&d.face_stiffness[i]) * third;
          const Side  left(&state.area[last + i], &state.flow[last + i], &d.alpha[i], &d.speed_spread[i], rest, rise,
                           stiffness);
          const Side  right(&state.area[i + 1], &state.flow[i + 1], &d.alpha[i + 1], &d.speed_spread[i + 1], rest, rise,
                            stiffness);
          const Lanes slow  = std::min(zero, std::min(left.slowest, right.slowest));
          const Lanes fast  = std::max(zero, std::max(left.fastest, right.fastest));
          const Lanes range = inverse(fast - slow), both = slow * fast;
          const Lanes momentum =
            (fast * left.momentum - slow * right.momentum + both * (right.flow - left.flow)) * range;
          ((fast * left.flow - slow * right.flow + both * (right.area - left.area)) * range).store(&fluxes.mass[i]);
          (momentum - left.momentum).store(&fluxes.from_left[i]);
          (momentum - right.momentum).store(&fluxes.from_right[i]);
        }
    }

    /** As compute_fluxes() for one face, with the state of the node for the flux. */
    void
    apply_end(const GalerkinSpace &space, const ArteryState &state, const EndFace &end, GalerkinFluxes &fluxes)
    {
      const Discretisation &d         = space.discretisation();
      const std::size_t     cell      = end.distal ? end.face : end.face + 1;
      const std::size_t     point     = space.index(cell, end.distal ? space.n_points() - 1 : 0);
      const double          stiffness = d.face_stiffness[end.face] / (3. * d.blood().density);
      const auto            momentum  = [&](double area, double flow) {
        return d.alpha[cell] * flow * flow / area + stiffness * area * std::sqrt(area);
      };
      fluxes.mass[end.face] = end.flow;
      (end.distal ? fluxes.from_left : fluxes.from_right)[end.face] =
        momentum(end.root * end.root, end.flow) - momentum(state.area[point], state.flow[point]);
    }

    /** The values of a cell at its points. */
    template <unsigned int n>
    using Points = std::array<Lanes, n>;

    template <unsigned int n>
    [[gnu::always_inline]] inline Lanes
    derivative(const GalerkinSpace::Derivative &matrix, unsigned int i, const Points<n> &values)
    {
      Lanes sum = set(matrix[i][0]) * values[0];
      for (unsigned int j = 1; j < n; ++j)
        sum += set(matrix[i][j]) * values[j];
      return sum;
    }

    /** The rates of a group of cells, from their inside and their faces. */
    template <unsigned int n>
    struct Rates
    {
      Points<n> area, flow;

      [[gnu::always_inline]] Rates(const GalerkinSpace  &space,
                                   const Points<n>      &areas,
                                   const Points<n>      &flows,
                                   const GalerkinFluxes &fluxes,
                                   std::size_t           cell)
      {
        const Discretisation &d       = space.discretisation();
        const Lanes           density = set(1. / d.blood().density), alpha = load(&d.alpha[cell]);
        const Lanes           by_width = load(&d.inverse_width[cell]), friction = load(&d.friction[cell]);
        Points<n>             pressure, carried, velocity;
        for (unsigned int i = 0; i < n; ++i)
          {
            const std::size_t at      = space.index(cell, i);
            const Lanes       by_root = inverse_root(areas[i]);
            velocity[i]               = flows[i] * by_root * by_root;
            carried[i]                = alpha * velocity[i] * flows[i];
            pressure[i] = (areas[i] * by_root - load(&space.root_reference[at])) * load(&space.stiffness[at]);
          }
        // Pressures above that of the first point: nothing is left of a pressure that is everywhere the same.
        const Lanes first = pressure[0];
        for (Lanes &value : pressure)
          value -= first;

        const auto &matrix = space.derivative();
        for (unsigned int i = 0; i < n; ++i)
          {
            area[i] = derivative<n>(matrix, i, flows);
            flow[i] = derivative<n>(matrix, i, carried) + areas[i] * density * derivative<n>(matrix, i, pressure);
          }
        const Lanes by_weight = set(1. / space.weights().front());
        area[0] -= by_weight * (load(&fluxes.mass[cell - 1]) - flows[0]);
        flow[0] -= by_weight * load(&fluxes.from_right[cell - 1]);
        area[n - 1] += by_weight * (load(&fluxes.mass[cell]) - flows[n - 1]);
        flow[n - 1] += by_weight * load(&fluxes.from_left[cell]);
        for (unsigned int i = 0; i < n; ++i)
          {
            area[i] = set(0.) - by_width * area[i];
            flow[i] = set(0.) - by_width * flow[i] - friction * velocity[i];
          }
      }
    };

    [[gnu::always_inline]] inline Lanes
    update(double *of_stage, double *of_step, const Lanes &weight, const Lanes &ahead, const Lanes &by_step)
    {
      const Lanes before = load(of_step), step = before + weight * by_step, next = before + ahead * by_step;
      step.store(of_step);
      next.store(of_stage);
      return next;
    }

    template <unsigned int n>
    bool
    update_cells(const GalerkinSpace   &space,
                 const GalerkinFluxes  &fluxes,
                 double                 step,
                 const LowStorageStage &stage,
                 ArteryState           &stage_state,
                 ArteryState           &step_state)
    {
      const Discretisation &d  = space.discretisation();
      const Lanes           dt = set(step), weight = set(stage.weight), ahead = set(stage.ahead);
      Lanes                 smallest = set(1.), total = set(0.);
      for (std::size_t cell = d.begin(); cell < d.size() - d.begin(); cell += n_lanes)
        {
          Points<n> areas, flows;
          for (unsigned int i = 0; i < n; ++i)
            {
              areas[i] = load(&stage_state.area[space.index(cell, i)]);
              flows[i] = load(&stage_state.flow[space.index(cell, i)]);
            }
          const Rates<n> rates(space, areas, flows, fluxes, cell);
          for (unsigned int i = 0; i < n; ++i)
            {
              const std::size_t at = space.index(cell, i);
              const Lanes area = update(&stage_state.area[at], &step_state.area[at], weight, ahead, dt * rates.area[i]);
              total += area + update(&stage_state.flow[at], &step_state.flow[at], weight, ahead, dt * rates.flow[i]);
              smallest = std::min(smallest, area);
            }
        }
      double least = 1., sum = 0.;
      for (unsigned int lane = 0; lane < n_lanes; ++lane)
        {
          least = std::min(least, smallest[lane]);
          sum += total[lane];
        }
      return least > 0. && std::isfinite(sum); // a sum does not forget what is not a number, a minimum does
    }
  } // namespace

  bool
  galerkin_stage(const GalerkinSpace     &space,
                 std::span<const EndFace> ends,
                 double                   step,
                 const LowStorageStage   &stage,
                 ArteryState             &stage_state,
                 ArteryState             &step_state,
                 GalerkinFluxes          &fluxes)
  {
    compute_fluxes(space, stage_state, fluxes);
    for (const EndFace &end : ends)
      apply_end(space, stage_state, end, fluxes);
    switch (space.n_points())
      {
        case 2:
          return update_cells<2>(space, fluxes, step, stage, stage_state, step_state);
        case 3:
          return update_cells<3>(space, fluxes, step, stage, stage_state, step_state);
        default:
          return update_cells<4>(space, fluxes, step, stage, stage_state, step_state);
      }
  }

  double
  stable_step(const GalerkinSpace &space, const ArteryState &state)
  {
    const Discretisation &d    = space.discretisation();
    double                rate = 0.;
    for (const VesselCells &cells : d.vessels())
      for (unsigned int point = 0; point < space.n_points(); ++point)
        for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
          {
            const std::size_t i        = space.index(cell, point);
            const double      root     = std::sqrt(state.area[i]);
            const double      velocity = std::abs(state.flow[i]) / state.area[i], carried = d.alpha[cell] * velocity;
            const double      speed   = std::sqrt(space.stiffness[i] * root / (2. * d.blood().density));
            const double      fastest = carried + speed + d.speed_spread[cell] * velocity;
            const double own = fastest / (cells.width * space.stable_part()) + 0.5 * d.friction[cell] / state.area[i];
            rate             = std::isfinite(own) ? std::max(rate, own) : own;
          }
    return d.courant_number / rate;
  }
} // namespace vht
