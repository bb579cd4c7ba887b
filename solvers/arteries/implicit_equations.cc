#include "solvers/arteries/implicit_equations.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vht
{
  /** A place where pressure and momentum flux are known, with their derivatives by the unknowns they depend on. */
  struct ImplicitEquations::Station
  {
    double elastic; ///< pressure [Pa]; depends on the first of the unknowns
    double pressure, momentum;

    struct Slope
    {
      Eigen::Index unknown = -1;
      double       elastic = 0., pressure = 0., momentum = 0.;
    };
    std::array<Slope, 3> slopes;
  };

  /** Where the equations go. */
  struct ImplicitEquations::Filler
  {
    const Step     &step;
    const Values   &values;
    const Values   &scale;
    Values         &residual;
    RecordedMatrix *jacobian;

    void
    value(Eigen::Index row, double row_scale, double value) const
    {
      residual[row] += value / row_scale;
    }

    void
    slope(Eigen::Index row, double row_scale, Eigen::Index column, double value) const
    {
      if (jacobian != nullptr)
        jacobian->add(row, column, value * scale[column] / row_scale);
    }
  };

  ImplicitEquations::ImplicitEquations(const Discretisation &discretisation,
                                       const ArteryNodes    &nodes,
                                       bool                  total_pressure)
    : discretisation_(discretisation)
    , nodes_(nodes)
    , total_pressure_(total_pressure)
  {
    const Discretisation &d    = discretisation;
    Eigen::Index          size = 0;
    for (const VesselCells &cells : d.vessels())
      {
        first_.push_back(size);
        size += 2 * static_cast<Eigen::Index>(cells.n) + 3;
      }
    for (std::size_t node = 0; node < nodes.n_nodes(); ++node)
      {
        const auto [begin, end] = nodes.ends_of(node);
        junction_.push_back(end > begin + 1 ? size++ : -1);
      }
    scale_.resize(size);
    for (std::size_t v = 0; v < d.vessels().size(); ++v)
      {
        const VesselCells &cells   = d.vessels()[v];
        const double       root    = d.root_reference[cells.first];
        const double       speed   = std::sqrt(d.stiffness[cells.first] * root / (2. * d.blood().density));
        pressure_scale_            = std::max(pressure_scale_, d.blood().density * speed * speed);
        scale_[end_root(v, false)] = scale_[end_root(v, true)] = root;
        for (std::size_t i = 0; i <= cells.n; ++i)
          scale_[flow(v, i)] = root * root * speed;
        for (std::size_t i = 0; i < cells.n; ++i)
          scale_[area(v, i)] = root * root;
      }
    for (const Eigen::Index junction : junction_)
      if (junction >= 0)
        scale_[junction] = pressure_scale_;
  }

  std::size_t
  ImplicitEquations::vessel_of(Eigen::Index unknown) const
  {
    const std::size_t n = first_.size();
    if (n == 0 || unknown > end_root(n - 1, true))
      return n;
    return std::upper_bound(first_.begin(), first_.end(), unknown) - first_.begin() - 1;
  }

  ImplicitEquations::Values
  ImplicitEquations::at_rest(double pressure) const
  {
    const Discretisation &d      = discretisation_;
    Values                values = Values::Zero(size());
    for (std::size_t v = 0; v < d.vessels().size(); ++v)
      {
        const Vessel      &vessel = d.network().vessels()[v];
        const VesselCells &cells  = d.vessels()[v];
        for (const bool distal : {false, true})
          {
            const std::size_t face = cells.face(distal);
            values[end_root(v, distal)] =
              root_at_rest(vessel, {d.face_root_reference[face], d.face_stiffness[face]}, pressure);
          }
        for (std::size_t i = 0; i < cells.n; ++i)
          {
            const std::size_t cell = cells.first + i;
            const double      root = root_at_rest(vessel, {d.root_reference[cell], d.stiffness[cell]}, pressure);
            values[area(v, i)]     = root * root;
          }
      }
    for (const Eigen::Index junction : junction_)
      if (junction >= 0)
        values[junction] = pressure;
    return values;
  }

  double
  ImplicitEquations::volume(const Values &values) const
  {
    double volume = 0.;
    for (std::size_t v = 0; v < discretisation_.vessels().size(); ++v)
      for (std::size_t i = 0; i < discretisation_.vessels()[v].n; ++i)
        volume += values[area(v, i)] * discretisation_.vessels()[v].width;
    return volume;
  }

  double
  ImplicitEquations::elastic_pressure(std::size_t cell, double area) const
  {
    return discretisation_.stiffness[cell] * (std::sqrt(area) - discretisation_.root_reference[cell]);
  }

  double
  ImplicitEquations::viscous_pressure(std::size_t cell, double area, double growth) const
  {
    return discretisation_.damping[cell] / std::sqrt(area) * growth;
  }

  ImplicitEquations::Station
  ImplicitEquations::cell_station(std::size_t vessel, std::size_t i, const Values &values) const
  {
    const VesselCells &cells = discretisation_.vessels()[vessel];
    const std::size_t  cell  = cells.first + i;
    const double       a = values[area(vessel, i)], left = values[flow(vessel, i)], right = values[flow(vessel, i + 1)];
    const double       root = std::sqrt(a), elastic_slope = 0.5 * discretisation_.stiffness[cell] / root;
    const double       viscous = viscous_pressure(cell, a, (left - right) / cells.width);
    const double       by_flow = viscous_pressure(cell, a, 1. / cells.width);
    const double       mean = 0.5 * (left + right), carried = discretisation_.alpha[cell] * mean / a;
    const double       elastic = elastic_pressure(cell, a);
    return {elastic,
            elastic + viscous,
            carried * mean,
            {{{area(vessel, i), elastic_slope, elastic_slope - 0.5 * viscous / a, -carried * mean / a},
              {flow(vessel, i), 0., by_flow, carried},
              {flow(vessel, i + 1), 0., -by_flow, carried}}}};
  }

  ImplicitEquations::Station
  ImplicitEquations::end_station(std::size_t vessel, bool distal, const Values &values) const
  {
    const VesselCells &cells     = discretisation_.vessels()[vessel];
    const std::size_t  face      = cells.face(distal);
    const double       root      = values[end_root(vessel, distal)];
    const Eigen::Index at        = flow(vessel, distal ? cells.n : 0);
    const double       stiffness = discretisation_.face_stiffness[face];
    const double       carried   = discretisation_.alpha[cells.first] * values[at] / (root * root);
    const double       pressure  = stiffness * (root - discretisation_.face_root_reference[face]);
    return {pressure,
            pressure,
            carried * values[at],
            {{{end_root(vessel, distal), stiffness, stiffness, -2. * carried * values[at] / root},
              {at, 0., 0., 2. * carried},
              {}}}};
  }

  void
  ImplicitEquations::add_momentum(std::size_t    vessel,
                                  std::size_t    f,
                                  const Station &left,
                                  const Station &right,
                                  const Filler  &filler) const
  {
    const Discretisation &d         = discretisation_;
    const VesselCells    &cells     = d.vessels()[vessel];
    const bool            at_end    = f == 0 || f == cells.n;
    const std::size_t     face      = cells.first - 1 + f;
    const double          by_length = (at_end ? 2. : 1.) / cells.width, by_density = by_length / d.blood().density;
    const Eigen::Index    row = flow(vessel, f);
    const double          q = filler.values[row], unit = filler.scale[row], factor = filler.step.factor;
    const double root = d.face_root_reference[face] + 0.5 * (left.elastic + right.elastic) * d.face_compliance[face];
    const double a = root * root, friction = d.friction[cells.first] / a, step = right.pressure - left.pressure;
    const double rate = -by_length * (right.momentum - left.momentum) - by_density * a * step - friction * q;
    filler.value(row, unit, q - filler.step.start[row] - factor * rate);
    if (filler.jacobian == nullptr)
      return;
    filler.slope(row, unit, row, 1. + factor * friction);

    // The mean of the elastic pressures moves the area at the face.
    const double by_elastic = (by_density * step - friction * q / a) * root * d.face_compliance[face];
    for (const auto &[station, sign] : {std::pair(&left, -1.), std::pair(&right, 1.)})
      for (const Station::Slope &slope : station->slopes)
        if (slope.unknown >= 0)
          filler.slope(row, unit, slope.unknown,
                       factor * (by_elastic * slope.elastic +
                                 sign * (by_length * slope.momentum + by_density * a * slope.pressure)));
  }

  void
  ImplicitEquations::add_vessel(std::size_t vessel, const Filler &filler) const
  {
    const VesselCells &cells = discretisation_.vessels()[vessel];
    const double       part  = filler.step.factor / cells.width;
    Station            left  = end_station(vessel, false, filler.values);
    for (std::size_t f = 0; f <= cells.n; ++f)
      {
        const Station right =
          f == cells.n ? end_station(vessel, true, filler.values) : cell_station(vessel, f, filler.values);
        add_momentum(vessel, f, left, right, filler);
        left = right;
      }
    for (std::size_t i = 0; i < cells.n; ++i)
      {
        const Eigen::Index row = area(vessel, i), left = flow(vessel, i), right = flow(vessel, i + 1);
        const double       unit = filler.scale[row];
        filler.value(row, unit,
                     filler.values[row] - filler.step.start[row] + part * (filler.values[right] - filler.values[left]));
        filler.slope(row, unit, row, 1.);
        filler.slope(row, unit, right, part);
        filler.slope(row, unit, left, -part);
      }
  }

  void
  ImplicitEquations::add_pressure(const VesselEnd &end,
                                  const EndLoss   &loss,
                                  double           kinetic,
                                  Eigen::Index     row,
                                  const Filler    &filler) const
  {
    const VesselCells &cells = discretisation_.vessels()[end.vessel];
    const std::size_t  face  = cells.face(end.distal);
    const Eigen::Index at    = flow(end.vessel, end.distal ? cells.n : 0);
    const double       root = filler.values[row], q = filler.values[at], into = end.sign() * q;
    const double       velocity = q / (root * root), density = kinetic * discretisation_.blood().density;
    const double       drop = loss.linear + loss.quadratic * std::abs(into);
    filler.value(row, pressure_scale_,
                 discretisation_.network().vessels()[end.vessel].reference_pressure +
                   discretisation_.face_stiffness[face] * (root - discretisation_.face_root_reference[face]) +
                   0.5 * density * velocity * velocity - drop * into);
    filler.slope(row, pressure_scale_, row,
                 discretisation_.face_stiffness[face] - 2. * density * velocity * velocity / root);
    filler.slope(row, pressure_scale_, at,
                 density * velocity / (root * root) - (drop + loss.quadratic * std::abs(into)) * end.sign());
  }

  void
  ImplicitEquations::add_node(std::size_t node, const NodeCondition &condition, const Filler &filler) const
  {
    const auto [begin, stop]    = nodes_.ends_of(node);
    const Eigen::Index junction = junction_[node];
    for (std::size_t i = begin; i < stop; ++i)
      {
        const VesselEnd   &end  = nodes_.ends()[i];
        const Eigen::Index row  = end_root(end.vessel, end.distal);
        const Eigen::Index at   = flow(end.vessel, end.distal ? discretisation_.vessels()[end.vessel].n : 0);
        const double       into = end.sign() * filler.values[at], unit = filler.scale[at];
        switch (condition.kind)
          {
            case NodeCondition::Kind::junction:
              add_pressure(end, nodes_.loss(i), total_pressure_ ? 1. : 0., row, filler);
              filler.value(row, pressure_scale_, -filler.values[junction]);
              filler.slope(row, pressure_scale_, junction, -1.);
              filler.value(junction, filler.scale[flow(nodes_.ends()[begin].vessel, 0)], into);
              filler.slope(junction, filler.scale[flow(nodes_.ends()[begin].vessel, 0)], at, end.sign());
              break;
            case NodeCondition::Kind::flow:
              filler.value(row, unit, into - condition.offset);
              filler.slope(row, unit, at, end.sign());
              break;
            case NodeCondition::Kind::pressure:
              const EndLoss &loss = nodes_.loss(i);
              add_pressure(end, {loss.linear + condition.resistance, loss.quadratic}, 0., row, filler);
              filler.value(row, pressure_scale_, -condition.offset);
              break;
          }
      }
  }

  void
  ImplicitEquations::assemble(const Step &step, const Values &values, Values &residual, RecordedMatrix *jacobian) const
  {
    residual.setZero(size());
    if (jacobian != nullptr)
      jacobian->begin();
    const Filler filler{step, values, scale_, residual, jacobian};
    for (std::size_t v = 0; v < discretisation_.vessels().size(); ++v)
      add_vessel(v, filler);
    for (std::size_t node = 0; node < nodes_.n_nodes(); ++node)
      add_node(node, step.conditions[node], filler);
    if (jacobian != nullptr)
      jacobian->end();
  }
} // namespace vht
