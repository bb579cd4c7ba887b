#include "solvers/arteries/lanes.h"
// The lanes first: deal.II's headers below must see them.
#include "solvers/arteries/kernel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vht
{
  namespace
  {
    static_assert(8 % n_lanes == 0, "the arrays are padded for eight lanes");

    constexpr std::size_t margin = 8, strip = 256;

    /** The arrays of the network from the first cell of a strip's margin on. */
    struct Window
    {
      Window(const Discretisation &d, const ArteryState &state, std::size_t first)
        : area(state.area.data() + first)
        , flow(state.flow.data() + first)
        , root_reference(d.root_reference.data() + first)
        , stiffness(d.stiffness.data() + first)
        , face_root_reference(d.face_root_reference.data() + first)
        , face_stiffness(d.face_stiffness.data() + first)
        , face_compliance(d.face_compliance.data() + first)
        , alpha(d.alpha.data() + first)
        , rest_speed(d.rest_speed.data() + first)
        , speed_rise(d.speed_rise.data() + first)
        , speed_spread(d.speed_spread.data() + first)
        , friction(d.friction.data() + first)
        , inverse_width(d.inverse_width.data() + first)
        , density(d.blood().density)
      {
      }

      const double *area, *flow, *root_reference, *stiffness, *face_root_reference, *face_stiffness, *face_compliance,
        *alpha, *rest_speed, *speed_rise, *speed_spread, *friction, *inverse_width;
      double density;
    };

    /** What is computed in a strip: for its cells and their faces, face i between the cells i and i + 1. */
    struct Strip
    {
      using Values = std::array<double, strip + 4 * margin>;

      alignas(64) Values root;             ///< sqrt A [m]
      alignas(64) Values pressure;         ///< transmural [Pa]
      alignas(64) Values velocity;         ///< [m/s]
      alignas(64) Values slowest, fastest; ///< waves, negative and positive [m/s]
      alignas(64) Values mass;             ///< through the face [m^3/s]
      alignas(64) Values from_left;        ///< momentum that the face takes out of the cell on its left ...
      alignas(64) Values from_right;       ///< ... and brings into that on its right [m^4/s^2]
    };

    void
    compute_primitives(const Window &w, Strip &s, std::size_t begin, std::size_t end)
    {
      for (std::size_t i = begin; i < end; i += n_lanes)
        {
          const Lanes area     = load(w.area + i);
          const Lanes by_root  = inverse_root(area);
          const Lanes root     = area * by_root;
          const Lanes velocity = load(w.flow + i) * by_root * by_root;
          // Waves run at alpha u +- sqrt(c^2 + alpha (alpha - 1) u^2), c = c_0 sqrt(root / root_0). The flux wants
          // bounds: c_0 (1 + root / root_0) / 2 is never below c and hardly above it, and the root of a sum is below
          // its sum.
          const Lanes bound = load(w.rest_speed + i) + root * load(w.speed_rise + i) +
                              load(w.speed_spread + i) * std::max(velocity, set(0.) - velocity);
          const Lanes carried = load(w.alpha + i) * velocity;
          root.store(&s.root[i]);
          velocity.store(&s.velocity[i]);
          ((root - load(w.root_reference + i)) * load(w.stiffness + i)).store(&s.pressure[i]);
          (carried - bound).store(&s.slowest[i]);
          (carried + bound).store(&s.fastest[i]);
        }
    }

    /**
     * From the mean of a cell to its face: by the difference towards the face and the one away from it, which is exact
     * to third order where the solution is smooth; limited, so that no new extremum arises (Koren 1993; the family is
     * van Leer's, 1977, doi:10.1016/0021-9991(77)90095-X).
     */
    template <bool limited>
    [[gnu::always_inline]] inline Lanes
    rise(const Lanes &towards, const Lanes &away)
    {
      const Lanes smooth = set(1. / 3.) * towards + set(1. / 6.) * away;
      if constexpr (!limited)
        return smooth;
      const Lanes zero  = set(0.);
      const Lanes upper = std::max(zero, std::min(towards, away));
      const Lanes lower = std::min(zero, std::max(towards, away));
      return std::max(lower, std::min(upper, smooth));
    }

    /** One side of a face. */
    struct Side
    {
      [[gnu::always_inline]] Side(const Lanes &pressure,
                                  const Lanes &flow,
                                  const Lanes &root_reference,
                                  const Lanes &compliance,
                                  const Lanes &stiffness_by_density)
        : flow(flow)
        , root(root_reference + pressure * compliance)
        , area(root * root)
        , pressure_term(area * root * stiffness_by_density) // B = sqrt(A)^3 stiffness / (3 density)
      {
      }

      Lanes flow, root, area, pressure_term;
    };

    template <bool limited>
    void
    compute_fluxes(const Window &w, Strip &s, std::size_t begin, std::size_t end)
    {
      const Lanes third = set(1. / (3. * w.density)), zero = set(0.);

      const double *const p = s.pressure.data(), *const q = w.flow;
      for (std::size_t i = begin; i < end; i += n_lanes)
        {
          const Lanes p_left = load(p + i), p_right = load(p + i + 1), p_step = p_right - p_left;
          const Lanes q_left = load(q + i), q_right = load(q + i + 1), q_step = q_right - q_left;
          const Lanes rise_left  = rise<limited>(p_step, p_left - load(p + i - 1));
          const Lanes rise_right = rise<limited>(p_step, load(p + i + 2) - p_right);
          const Lanes reference = load(w.face_root_reference + i), compliance = load(w.face_compliance + i);
          const Lanes stiffness = load(w.face_stiffness + i) * third;

          const Side left(p_left + rise_left, q_left + rise<limited>(q_step, q_left - load(q + i - 1)), reference,
                          compliance, stiffness);
          const Side right(p_right - rise_right, q_right - rise<limited>(q_step, load(q + i + 2) - q_right), reference,
                           compliance, stiffness);

          // Harten, Lax and van Leer; the speeds of the cells bound those at the face. One division for three.
          const Lanes slow  = std::min(zero, std::min(load(&s.slowest[i]), load(&s.slowest[i + 1])));
          const Lanes fast  = std::max(zero, std::max(load(&s.fastest[i]), load(&s.fastest[i + 1])));
          const Lanes range = fast - slow, areas = left.area * right.area, both = slow * fast;
          const Lanes product       = inverse(range * areas);
          const Lanes inverse_range = product * areas, inverse_areas = product * range * load(w.alpha + i);
          const Lanes f_left   = left.flow * left.flow * right.area * inverse_areas + left.pressure_term;
          const Lanes f_right  = right.flow * right.flow * left.area * inverse_areas + right.pressure_term;
          const Lanes momentum = (fast * f_left - slow * f_right + both * (right.flow - left.flow)) * inverse_range;
          ((fast * left.flow - slow * right.flow + both * (right.area - left.area)) * inverse_range).store(&s.mass[i]);

          // The integral of A / density dp from the middle of the cell to the face: A = root^2, root linear in p.
          const Lanes root_left = load(&s.root[i]), root_right = load(&s.root[i + 1]);
          const Lanes mean_left  = root_left * (root_left + left.root) + left.area;
          const Lanes mean_right = root_right * (root_right + right.root) + right.area;
          (momentum - left.pressure_term + third * rise_left * mean_left).store(&s.from_left[i]);
          (momentum - right.pressure_term - third * rise_right * mean_right).store(&s.from_right[i]);
        }
    }

    /** As compute_fluxes() for one face, with the state of the node for the flux. */
    void
    apply_end(const Window &w, const EndFace &end, std::size_t i, Strip &s)
    {
      const std::size_t cell  = end.distal ? i : i + 1;
      const double      third = 1. / (3. * w.density), stiffness = w.face_stiffness[i] * third;
      const double      rise = 0.5 * (end.distal ? 1. : -1.) * (s.pressure[i + 1] - s.pressure[i]);
      const double      root = w.face_root_reference[i] + (s.pressure[cell] + rise) * w.face_compliance[i];
      const double      own = s.root[cell], area = end.root * end.root;
      const double      momentum = w.alpha[cell] * end.flow * end.flow / area + stiffness * area * end.root;
      s.mass[i]                  = end.flow;
      (end.distal ? s.from_left : s.from_right)[i] =
        momentum - stiffness * root * root * root + third * rise * (own * (own + root) + root * root);
    }

    /** Smallest area and the sum of all, to find out what went wrong. */
    struct Control
    {
      Lanes smallest, sum;
    };

    struct Weights
    {
      double step, old;
    };

    void
    update(const Window  &w,
           const Strip   &s,
           const Weights &weights,
           const double  *old_area,
           const double  *old_flow,
           double        *next_area,
           double        *next_flow,
           std::size_t    end,
           Control       &control)
    {
      const Lanes dt = set(weights.step), a = set(weights.old), b = set(1. - weights.old);
      for (std::size_t i = margin; i < end; i += n_lanes)
        {
          const Lanes by_width = dt * load(w.inverse_width + i);
          const Lanes area     = load(w.area + i) - by_width * (load(&s.mass[i]) - load(&s.mass[i - 1]));
          const Lanes flow     = load(w.flow + i) - by_width * (load(&s.from_left[i]) - load(&s.from_right[i - 1])) -
                             dt * load(w.friction + i) * load(&s.velocity[i]);
          const Lanes mixed = a * load(old_area + i) + b * area;
          mixed.store(next_area + i);
          (a * load(old_flow + i) + b * flow).store(next_flow + i);
          control.smallest = std::min(control.smallest, mixed);
          control.sum += mixed;
        }
    }
  } // namespace

  bool
  advance_stage(const Discretisation    &d,
                std::span<const EndFace> ends,
                double                   step,
                double                   weight_old,
                const ArteryState       &old_state,
                const ArteryState       &state,
                ArteryState             &next)
  {
    Strip       s;
    Control     control       = {set(1.), set(0.)};
    std::size_t end_of_vessel = 0;
    for (std::size_t begin = d.begin(), last = d.size() - d.begin(); begin < last; begin += strip)
      {
        const std::size_t first = begin - margin, n = std::min(strip, last - begin);
        const Window      w(d, state, first);
        compute_primitives(w, s, 0, n + 2 * margin);
        // Of the faces in the margin the last one is needed; the others see what is none of theirs.
        if (d.limited)
          compute_fluxes<true>(w, s, margin - n_lanes, n + margin);
        else
          compute_fluxes<false>(w, s, margin - n_lanes, n + margin);
        if (end_of_vessel > 0)
          --end_of_vessel; // the face before the strip was the last of the one before
        for (; end_of_vessel < ends.size() && ends[end_of_vessel].face < begin + n; ++end_of_vessel)
          if (ends[end_of_vessel].face + 1 >= begin)
            apply_end(w, ends[end_of_vessel], ends[end_of_vessel].face - first, s);
        update(w, s, {step, weight_old}, old_state.area.data() + first, old_state.flow.data() + first,
               next.area.data() + first, next.flow.data() + first, n + margin, control);
      }
    double least = 1., total = 0.;
    for (unsigned int lane = 0; lane < n_lanes; ++lane)
      {
        least = std::min(least, control.smallest[lane]);
        total += control.sum[lane];
      }
    return least > 0. && std::isfinite(total); // a sum does not forget what is not a number, a minimum does
  }

  double
  stable_step(const Discretisation &d, const ArteryState &state)
  {
    Strip s;
    Lanes fastest = set(0.);
    for (std::size_t begin = d.begin(), last = d.size() - d.begin(); begin < last; begin += strip)
      {
        const std::size_t n = std::min(strip, last - begin);
        const Window      w(d, state, begin);
        compute_primitives(w, s, 0, n);
        for (std::size_t i = 0; i < n; i += n_lanes)
          {
            const Lanes speed = std::max(load(&s.fastest[i]), set(0.) - load(&s.slowest[i]));
            const Lanes root = load(&s.root[i]), inverse_width = load(w.inverse_width + i);
            // Friction is explicit as well: it counts in the narrowest vessels.
            fastest = std::max(fastest, speed * inverse_width + set(0.5) * load(w.friction + i) / (root * root));
          }
      }
    double rate = 0.;
    for (unsigned int lane = 0; lane < n_lanes; ++lane)
      rate = std::max(rate, fastest[lane]);
    return d.courant_number / rate;
  }
} // namespace vht
