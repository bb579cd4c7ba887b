#include "solvers/validate/judge.h"

#include "physics/error.h"
#include "solvers/core/csv_file.h"
#include "solvers/validate/quantity.h"
#include "solvers/validate/series.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace vht
{
  namespace
  {
    std::string
    short_number(const double value)
    {
      char text[40];
      std::snprintf(text, sizeof text, "%.5g", value);
      return text;
    }

    std::string
    described(const Tolerance &tolerance)
    {
      std::string text;
      const auto  add = [&](const std::string &part) { text.append(text.empty() ? "" : ", ").append(part); };
      if (tolerance.absolute)
        add("± " + short_number(*tolerance.absolute));
      if (tolerance.relative)
        add("± " + short_number(100. * *tolerance.relative) + " %");
      if (tolerance.minimum && tolerance.maximum)
        add(short_number(*tolerance.minimum) + " – " + short_number(*tolerance.maximum));
      else if (tolerance.minimum)
        add("≥ " + short_number(*tolerance.minimum));
      else if (tolerance.maximum)
        add("≤ " + short_number(*tolerance.maximum));
      return text;
    }

    /** Fill in difference, within and outcome. */
    void
    compare(Verdict &verdict, const Tolerance &tolerance)
    {
      if (!std::isfinite(verdict.ours))
        {
          verdict.outcome = Outcome::failed;
          return;
        }
      // Each limit counts; a number just at it passes in spite of rounding.
      constexpr double rounding    = 1e-12;
      double           out_of_band = 0.;
      if (tolerance.minimum && verdict.ours < *tolerance.minimum - rounding * std::abs(*tolerance.minimum))
        out_of_band = verdict.ours - *tolerance.minimum;
      if (tolerance.maximum && verdict.ours > *tolerance.maximum + rounding * std::abs(*tolerance.maximum))
        out_of_band = verdict.ours - *tolerance.maximum;
      verdict.difference = std::isfinite(verdict.reference) ? verdict.ours - verdict.reference : out_of_band;

      const double slack = 1. + rounding;
      verdict.within     = out_of_band == 0.;
      if (tolerance.absolute)
        verdict.within = verdict.within && std::abs(verdict.difference) <= *tolerance.absolute * slack;
      if (tolerance.relative)
        verdict.within =
          verdict.within && std::abs(verdict.difference) <= *tolerance.relative * std::abs(verdict.reference) * slack;
      verdict.outcome = !verdict.gate ? Outcome::reported : verdict.within ? Outcome::pass : Outcome::missed;
    }

    /** The name of a run with a star for what is varied. */
    std::string
    series_name(const Criteria &criteria, const BenchmarkRun &run, const std::string &over, const std::string &place)
    {
      const RunTemplate &made_from = criteria.run(run.key, place);
      Values             values    = run.parameters;
      values[over]                 = std::string("*");
      return filled(made_from.name, values, made_from.place);
    }

    /** The verdict on a number of one run, or of the series that stands behind a derived number. */
    class Examiner
    {
    public:
      Examiner(const Criteria &criteria, const Check &check, const Values &over)
        : criteria_(criteria)
        , check_(check)
        , over_(over)
      {
      }

      Verdict
      single(const BenchmarkRun &run) const
      {
        Verdict        verdict  = begin(run);
        const Measured measured = number(run);
        verdict.ours            = measured.value;
        verdict.unit            = measured.unit;
        verdict.note            = measured.problem;
        return finish(verdict, run);
      }

      Verdict
      derived(const std::vector<const BenchmarkRun *> &runs) const
      {
        const Derivation &derive  = check_.derive;
        Verdict           verdict = begin(*runs.front());
        verdict.run               = series_name(criteria_, *runs.front(), derive.over, check_.place);
        Series series;
        for (const BenchmarkRun *run : runs)
          {
            const Measured measured = number(*run);
            const double   at       = number_or_nan(run->parameters.at(derive.over));
            if (std::isnan(at) && derive.kind != Derivation::Kind::spread)
              throw InputError(check_.place + "/derive/over: the parameter \"" + derive.over +
                               "\" must be a number, found \"" + run->parameters.at(derive.over) + "\".");
            series.emplace_back(std::isnan(at) ? 0. : at, measured.value);
            verdict.unit = measured.unit;
            if (!measured.problem.empty())
              verdict.note = run->name + ": " + measured.problem;
          }
        if (verdict.note.empty())
          {
            const SeriesAnswer answer = derive.kind == Derivation::Kind::order
                                          ? observed_order(series, derive.last_pair)
                                        : derive.kind == Derivation::Kind::limit ? limit_at_zero(series, derive.order)
                                                                                 : spread(series, derive.relative);
            verdict.ours              = answer.value;
            verdict.note              = answer.note;
          }
        if (derive.kind == Derivation::Kind::order || derive.relative)
          verdict.unit = std::string("1");
        return finish(verdict, *runs.front());
      }

    private:
      const Criteria &criteria_;
      const Check    &check_;
      const Values   &over_;

      Values
      values_of(const BenchmarkRun &run) const
      {
        Values values = over_;
        values.insert(run.parameters.begin(), run.parameters.end());
        return values;
      }

      Verdict
      begin(const BenchmarkRun &run) const
      {
        const Values values = values_of(run);
        Verdict      verdict;
        verdict.run       = run.name;
        verdict.gate      = check_.gate;
        verdict.quantity  = filled(check_.title.empty() ? check_.quantity.name : check_.title, values, check_.place);
        verdict.tolerance = described(check_.tolerance);
        return verdict;
      }

      /** In the unit of the check. */
      Measured
      number(const BenchmarkRun &run) const
      {
        if (run.state == RunState::failed)
          return {NAN, check_.unit, "the run failed"};
        if (run.state == RunState::missing)
          return {NAN, check_.unit, "the run is not there"};
        Measured measured = measure(check_.quantity, run.output, criteria_.folder, values_of(run));
        if (!check_.unit.empty())
          {
            measured.value = converted(measured.value, measured.unit, check_.unit, check_.place + "/unit");
            measured.unit  = check_.unit;
          }
        return measured;
      }

      Verdict
      finish(Verdict verdict, const BenchmarkRun &run) const
      {
        if (check_.reference)
          {
            const Measured reference = look_up(*check_.reference, criteria_.folder, values_of(run), verdict.unit);
            verdict.reference = converted(reference.value, reference.unit, verdict.unit, check_.reference->place);
          }
        compare(verdict, check_.tolerance);
        return verdict;
      }
    };
  } // namespace

  std::string
  run_label(const std::string &label, const BenchmarkRun &run, const std::string &place)
  {
    return label.empty() ? run.name : filled(label, run.parameters, place);
  }

  std::vector<std::vector<const BenchmarkRun *>>
  series_of_runs(const Criteria                  &criteria,
                 const std::vector<BenchmarkRun> &runs,
                 const Selector                  &selector,
                 const std::string               &over,
                 const Values                    &values,
                 const std::string               &place)
  {
    std::vector<std::string>                       names;
    std::vector<std::vector<const BenchmarkRun *>> series;
    for (const BenchmarkRun &run : runs)
      {
        if (!selected(run, selector, values, place) || run.parameters.count(over) == 0)
          continue;
        const std::string name  = series_name(criteria, run, over, place);
        const std::size_t known = std::size_t(std::find(names.begin(), names.end(), name) - names.begin());
        if (known == names.size())
          {
            names.push_back(name);
            series.emplace_back();
          }
        series[known].push_back(&run);
      }
    return series;
  }

  std::vector<Verdict>
  judge(const Criteria &criteria, const std::string &level, const std::vector<BenchmarkRun> &runs)
  {
    std::vector<Verdict> verdicts;
    for (const Check &check : criteria.checks)
      {
        if (!check.levels.empty() && std::find(check.levels.begin(), check.levels.end(), level) == check.levels.end())
          continue;
        for (const Values &over : combinations(check.over))
          {
            const Examiner    examiner(criteria, check, over);
            const std::size_t before = verdicts.size();
            if (check.derive.kind != Derivation::Kind::none)
              for (const auto &series :
                   series_of_runs(criteria, runs, check.runs, check.derive.over, over, check.place))
                verdicts.push_back(examiner.derived(series));
            else
              for (const BenchmarkRun &run : runs)
                if (selected(run, check.runs, over, check.place))
                  verdicts.push_back(examiner.single(run));
            if (verdicts.size() == before)
              throw InputError(check.place + ": the level \"" + level +
                               "\" has no run for this check. Change its \"runs\", or name its \"levels\".");
          }
      }
    return verdicts;
  }

  std::vector<Verdict>
  judge_one(const Criteria &criteria, const BenchmarkRun &run)
  {
    std::vector<Verdict> verdicts;
    for (const Check &check : criteria.checks)
      if (check.derive.kind == Derivation::Kind::none)
        for (const Values &over : combinations(check.over))
          if (selected(run, check.runs, over, check.place))
            verdicts.push_back(Examiner(criteria, check, over).single(run));
    if (verdicts.empty())
      {
        std::string parameters;
        for (const auto &[name, value] : run.parameters)
          parameters.append(parameters.empty() ? "" : ", ").append(name + " = " + value);
        throw InputError("The benchmark " + criteria.name + " checks no run with " +
                         (parameters.empty() ? "unknown parameters" : parameters) +
                         ". Say what the run is with --set name=value, as in " +
                         (criteria.folder / "criteria.json").string() + ".");
      }
    return verdicts;
  }
} // namespace vht
