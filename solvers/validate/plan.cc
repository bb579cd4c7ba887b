#include "solvers/validate/plan.h"

#include "physics/error.h"
#include "solvers/core/csv_file.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    namespace fs = std::filesystem;

    bool
    lies_in(const fs::path &path, const fs::path &folder)
    {
      const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
      return end == folder.end() && rest != path.end();
    }

    unsigned
    number_of_ranks(const std::string &text, const unsigned otherwise, const std::string &place)
    {
      if (text.empty())
        return otherwise;
      const double ranks = number_or_nan(text);
      if (!(ranks >= 1.) || ranks != std::floor(ranks))
        throw InputError(place + "/ranks: a number of ranks is needed, found \"" + text + "\".");
      return unsigned(ranks);
    }

    PlannedStep
    plan_step(const Step     &step,
              const Values   &values,
              const Criteria &criteria,
              const fs::path &results,
              const unsigned  ranks)
    {
      const auto  fill = [&](const std::string &text) { return filled(text, values, step.place); };
      PlannedStep planned;
      planned.tool   = step.tool;
      planned.ranks  = number_of_ranks(fill(step.ranks), ranks, step.place);
      planned.output = (results / fill(step.output)).lexically_normal();
      if (!lies_in(planned.output, results))
        throw InputError(step.place + "/output: " + planned.output.string() + " is outside of the results, " +
                         results.string() + ".");
      for (const std::string &argument : step.arguments)
        planned.arguments.push_back(fill(argument));
      if (!step.case_file.empty())
        {
          planned.case_file = (criteria.folder / fill(step.case_file)).lexically_normal();
          if (!fs::exists(planned.case_file))
            throw InputError(step.place + "/case: there is no file " + planned.case_file.string() + ".");
          planned.arguments.push_back(planned.case_file);
        }
      for (const auto &[name, value] : step.settings)
        planned.arguments.insert(planned.arguments.end(), {"--set", fill(name) + "=" + fill(value)});
      planned.arguments.insert(planned.arguments.end(), {"--output", planned.output.string()});
      return planned;
    }
  } // namespace

  std::vector<BenchmarkRun>
  plan_runs(const Criteria &criteria, const Level &level, const fs::path &results, const unsigned ranks)
  {
    const fs::path            root = fs::absolute(results).lexically_normal();
    std::vector<BenchmarkRun> runs;
    for (const LevelEntry &entry : level.entries)
      {
        const RunTemplate &made_from = criteria.run(entry.run, entry.place);
        for (Values values : combinations(entry.over))
          {
            values.insert(made_from.defaults.begin(), made_from.defaults.end());
            BenchmarkRun run;
            run.key        = made_from.key;
            run.parameters = values;
            run.name       = filled(made_from.name, values, made_from.place + "/name");
            run.output     = root / "runs" / run.name;

            const auto twin =
              std::find_if(runs.begin(), runs.end(), [&](const BenchmarkRun &other) { return other.name == run.name; });
            if (twin != runs.end() && twin->parameters == run.parameters)
              continue;
            if (twin != runs.end())
              throw InputError(made_from.place + "/name: two different runs are called \"" + run.name +
                               "\". Put all varied parameters into the name.");

            values["benchmark"] = fs::absolute(criteria.folder).lexically_normal().string();
            values["results"]   = root.string();
            values["output"]    = run.output.string();
            for (const Step &step : made_from.steps)
              run.steps.push_back(plan_step(step, values, criteria, root, ranks));
            for (const PlannedStep &outer : run.steps)
              for (const PlannedStep &inner : run.steps)
                if (outer.output != inner.output && lies_in(inner.output, outer.output))
                  throw InputError(made_from.place + "/steps: the output " + inner.output.string() +
                                   " of one step lies in that of another, which starts with an empty folder.");
            runs.push_back(std::move(run));
          }
      }
    return runs;
  }

  bool
  selected(const BenchmarkRun &run, const Selector &selector, const Values &values, const std::string &place)
  {
    return std::all_of(selector.begin(), selector.end(), [&](const auto &condition) {
      const auto &[name, wanted] = condition;
      const auto        found    = run.parameters.find(name);
      const std::string value = name == "run" ? run.key : found == run.parameters.end() ? std::string() : found->second;
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](const std::string &text) { return same_value(filled(text, values, place), value); });
    });
  }
} // namespace vht
