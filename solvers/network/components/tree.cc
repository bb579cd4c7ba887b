#include "solvers/network/components/tree.h"

#include "solvers/network/components/terms.h"

#include <algorithm>
#include <cmath>
#include <Eigen/Core>
#include <numbers>

namespace vht::network
{
  namespace
  {
    constexpr int    n_poles = 7, n_frequencies = 60; // of each kind
    constexpr double lowest = 0.02, highest = 12.;    // of the heart's frequency
    constexpr double highest_pole         = 60.;
    constexpr int    most_sweeps          = 20000;
    constexpr double weight_of_resistance = 100.;
    constexpr double negligible           = 1e-4; // a part over the resistance

    /** R_0 + sum r_k / (s + a_k) + sum R_j s / (s + b_j). */
    struct Sum
    {
      double              constant = 0.;
      std::vector<double> poles, residues;             // a_k, r_k
      std::vector<double> inertial_poles, resistances; // b_j, R_j
    };

    /** The x >= 0 with the least |A x - b|, by the coordinates one after the other. */
    Eigen::VectorXd
    non_negative_least_squares(const Eigen::MatrixXd &a, const Eigen::VectorXd &b)
    {
      const Eigen::MatrixXd square = a.transpose() * a;
      const Eigen::VectorXd right  = a.transpose() * b;
      Eigen::VectorXd       x      = Eigen::VectorXd::Zero(a.cols());
      for (int sweep = 0; sweep < most_sweeps; ++sweep)
        {
          double largest = 0.;
          for (Eigen::Index i = 0; i < x.size(); ++i)
            {
              const double next = std::max(0., x[i] + (right[i] - square.row(i).dot(x)) / square(i, i));
              largest           = std::max(largest, std::abs(next - x[i]));
              x[i]              = next;
            }
          if (largest < 1e-10 * x.maxCoeff())
            break;
        }
      return x;
    }

    /** Each part of the sum at s = i w, as a part of the resistance: R_0, the r_k / a_k, the R_j. */
    Eigen::VectorXcd
    parts(const std::vector<double> &poles, double frequency)
    {
      const auto                 n = static_cast<Eigen::Index>(poles.size());
      const std::complex<double> s(0., frequency);
      Eigen::VectorXcd           result(2 * n + 1);
      result[0] = 1.;
      for (Eigen::Index k = 0; k < n; ++k)
        {
          result[1 + k]     = poles[k] / (s + poles[k]);
          result[1 + n + k] = s / (s + poles[k]);
        }
      return result;
    }

    Sum
    fit(const StructuredTree &tree, double period)
    {
      const double heart      = 2. * std::numbers::pi / period;
      const double resistance = tree.impedance(0.).real();
      const auto   between    = [&](double first, double last, int i, int n) {
        return heart * first * std::pow(last / first, (i + 0.5) / n);
      };
      std::vector<double> poles;
      for (int k = 0; k < n_poles; ++k)
        poles.push_back(between(lowest, highest_pole, k, n_poles));

      // Rows relative to |Z|; the last one asks for the resistance, to which inertial parts add nothing.
      Eigen::MatrixXd a(2 * n_frequencies + 1, 2 * n_poles + 1);
      Eigen::VectorXd b(a.rows());
      for (int i = 0; i < n_frequencies; ++i)
        {
          const double               w    = between(lowest, highest, i, n_frequencies);
          const std::complex<double> z    = tree.impedance(w);
          const Eigen::VectorXcd     each = resistance / std::abs(z) * parts(poles, w);
          a.row(2 * i)                    = each.real().transpose();
          a.row(2 * i + 1)                = each.imag().transpose();
          b[2 * i]                        = z.real() / std::abs(z);
          b[2 * i + 1]                    = z.imag() / std::abs(z);
        }
      a.bottomRows(1).setZero();
      a.bottomLeftCorner(1, n_poles + 1).setConstant(weight_of_resistance);
      b[b.size() - 1] = weight_of_resistance;

      Eigen::VectorXd shares = non_negative_least_squares(a, b);
      shares                 = (shares.array() < negligible).select(0., shares);
      shares.head(n_poles + 1) *= 1. / shares.head(n_poles + 1).sum();
      Sum sum;
      sum.constant = resistance * shares[0];
      for (int k = 0; k < n_poles; ++k)
        {
          if (shares[1 + k] > 0.)
            {
              sum.poles.push_back(poles[k]);
              sum.residues.push_back(resistance * shares[1 + k] * poles[k]);
            }
          if (shares[1 + n_poles + k] > 0.)
            {
              sum.inertial_poles.push_back(poles[k]);
              sum.resistances.push_back(resistance * shares[1 + n_poles + k]);
            }
        }
      return sum;
    }

    /** Diagonal and off-diagonal of the tridiagonal matrix of Lanczos' method for diag(poles), from sqrt(residues). */
    std::pair<std::vector<double>, std::vector<double>>
    tridiagonal(const Sum &sum)
    {
      const auto                   n     = static_cast<Eigen::Index>(sum.poles.size());
      const Eigen::VectorXd        poles = Eigen::Map<const Eigen::VectorXd>(sum.poles.data(), n);
      std::vector<Eigen::VectorXd> basis;
      if (n > 0)
        basis.push_back(Eigen::Map<const Eigen::VectorXd>(sum.residues.data(), n).cwiseSqrt().normalized());
      std::vector<double> diagonal, beside;
      for (Eigen::Index i = 0; i < n; ++i)
        {
          Eigen::VectorXd next = poles.cwiseProduct(basis.back());
          diagonal.push_back(next.dot(basis.back()));
          for (int again = 0; again < 2; ++again) // orthogonal to round-off
            for (const Eigen::VectorXd &old : basis)
              next -= next.dot(old) * old;
          beside.push_back(next.norm());
          basis.push_back(next.normalized());
        }
      if (n > 0)
        beside.pop_back(); // that after the last
      return {diagonal, beside};
    }
  } // namespace

  std::vector<Internal>
  Tree::internals() const
  {
    std::vector<Internal> all;
    for (std::size_t i = 1; i <= compliances_.size(); ++i)
      all.push_back({"pressure inside " + std::to_string(i), Quantity::pressure});
    for (std::size_t i = 1; i <= inertances_.size(); ++i)
      all.push_back({"flow inside " + std::to_string(i), Quantity::flow});
    return all;
  }

  Parameters
  Tree::parameters()
  {
    Parameters all = law_.parameters();
    all.push_back({"Initial pressure", &initial_pressure_, "Pa", -1e6, 1e6, "inside", {-5e3, 4e4}});
    all.push_back(distal_entry());
    return all;
  }

  void
  Tree::prepare(double period)
  {
    period_            = period;
    const Sum sum      = fit(law_, period);
    proximal_          = sum.constant;
    beside_inertances_ = sum.resistances;
    inertances_.clear();
    for (std::size_t i = 0; i < sum.inertial_poles.size(); ++i)
      inertances_.push_back(sum.resistances[i] / sum.inertial_poles[i]);
    const auto [diagonal, beside] = tridiagonal(sum);
    compliances_.clear();
    resistances_.clear();
    // Node i of a ladder: (G_i-1 + G_i) / C_i on the diagonal, G_i / sqrt(C_i C_i+1) beside it, 1 / C_1 the sum of r_k.
    double total = 0., conductance = 0.;
    for (const double residue : sum.residues)
      total += residue;
    for (std::size_t i = 0; i < diagonal.size(); ++i)
      {
        const double before = i == 0 ? 0. : compliances_.back() * beside[i - 1] * beside[i - 1];
        compliances_.push_back(i == 0 ? 1. / total : conductance * conductance / before);
        conductance = diagonal[i] * compliances_.back() - conductance;
        resistances_.push_back(1. / conductance);
      }
  }

  void
  Tree::evaluate(double /*time*/,
                 std::span<const double> value,
                 std::span<const double> rate,
                 LocalSystem            &system) const
  {
    const std::size_t first = first_internal(), n = compliances_.size(), first_flow = first + n;
    Terms             terms(value, rate, system);
    terms.add(0, 1., pressure_of(0));
    terms.add(0, -proximal_, flow_of(0));
    const std::size_t n_ladder = n_equations(*this) - inertances_.size();
    for (std::size_t i = 0; i < inertances_.size(); ++i)
      {
        terms.add(0, -beside_inertances_[i], flow_of(0));
        terms.add(0, beside_inertances_[i], first_flow + i);
        terms.add_rate(n_ladder + i, inertances_[i], first_flow + i);
        terms.add(n_ladder + i, beside_inertances_[i], first_flow + i);
        terms.add(n_ladder + i, -beside_inertances_[i], flow_of(0));
      }
    if (n == 0) // resistance alone
      {
        system.residual(0) -= distal(value);
        add_distal(system, 0, -1.);
      }
    else
      terms.add(0, -1., first);

    for (std::size_t i = 0; i < n; ++i)
      {
        const std::size_t equation = 1 + i;
        // Multiplied by R_i: C R p' = R Q_in - (p_i - p_next)
        terms.add_rate(equation, compliances_[i] * resistances_[i], first + i);
        terms.add(equation, 1., first + i);
        if (i == 0)
          terms.add(equation, -resistances_[i], flow_of(0));
        else
          {
            terms.add(equation, -resistances_[i] / resistances_[i - 1], first + i - 1);
            terms.add(equation, resistances_[i] / resistances_[i - 1], first + i);
          }
        if (i + 1 < n)
          terms.add(equation, -1., first + i + 1);
        else
          {
            system.residual(equation) -= distal(value);
            add_distal(system, equation, -1.);
          }
      }
    if (!is_terminal() && n == 0)
      {
        terms.add(1, 1., flow_of(0));
        terms.add(1, -1., flow_of(1));
      }
    else if (!is_terminal())
      {
        terms.add(n + 1, 1., first + n - 1);
        terms.add(n + 1, -1., pressure_of(1));
        terms.add(n + 1, -resistances_[n - 1], flow_of(1));
      }
  }

  void
  Tree::initial(std::span<double> value) const
  {
    for (std::size_t i = 0; i < compliances_.size(); ++i)
      value[first_internal() + i] = initial_pressure_;
  }

  double
  Tree::stored_volume(std::span<const double> value) const
  {
    double volume = 0.;
    for (std::size_t i = 0; i < compliances_.size(); ++i)
      volume += compliances_[i] * value[first_internal() + i];
    return volume;
  }

  std::complex<double>
  Tree::impedance(double angular_frequency) const
  {
    std::complex<double> behind = 0.;
    for (std::size_t i = compliances_.size(); i-- > 0;)
      behind = 1. / (std::complex<double>(0., angular_frequency) * compliances_[i] + 1. / (resistances_[i] + behind));
    std::complex<double> inertial = 0.;
    for (std::size_t i = 0; i < inertances_.size(); ++i)
      {
        const std::complex<double> inertance(0., angular_frequency * inertances_[i]);
        inertial += beside_inertances_[i] * inertance / (beside_inertances_[i] + inertance);
      }
    return proximal_ + inertial + behind;
  }

  double
  Tree::fit_error() const
  {
    constexpr int n   = 8;
    double        sum = 0.;
    for (int i = 1; i <= n; ++i)
      {
        const double               w = 2. * std::numbers::pi * i / period_;
        const std::complex<double> z = law_.impedance(w);
        sum += std::norm(impedance(w) - z) / std::norm(z);
      }
    return std::sqrt(sum / n);
  }
} // namespace vht::network
