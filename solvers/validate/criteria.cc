#include "solvers/validate/criteria.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/validate/json_node.h"

#include <algorithm>

namespace vht
{
  namespace
  {
    template <typename Choice>
    Choice
    choice(const JsonNode &node, const std::vector<std::pair<std::string, Choice>> &choices)
    {
      std::vector<std::string> names;
      std::string              known;
      for (const auto &[name, value] : choices)
        {
          if (name == node.text())
            return value;
          names.push_back(name);
          known.append(known.empty() ? "" : ", ").append(name);
        }
      node.fail("there is no \"" + node.text() + "\"." + did_you_mean(node.text(), names) + " Allowed: " + known + ".");
    }

    Grid
    read_grid(const JsonNode &parent, const std::string &key)
    {
      Grid grid;
      if (parent.has(key))
        for (const auto &[name, values] : parent.at(key).members())
          {
            grid.emplace_back(name, values.texts());
            if (grid.back().second.empty())
              values.fail("at least one value is needed.");
          }
      return grid;
    }

    Values
    read_values(const JsonNode &parent, const std::string &key)
    {
      Values values;
      if (parent.has(key))
        for (const auto &[name, value] : parent.at(key).members())
          values[name] = value.text();
      return values;
    }

    std::optional<double>
    read_number(const JsonNode &parent, const std::string &key)
    {
      return parent.has(key) ? std::optional(parent.at(key).number()) : std::nullopt;
    }

    Step
    read_step(const JsonNode &node)
    {
      node.allow({"tool", "arguments", "case", "set", "output", "ranks"});
      Step step;
      step.place     = node.place();
      step.tool      = node.at("tool").text();
      step.case_file = node.text("case", "");
      step.output    = node.text("output", step.output);
      step.ranks     = node.text("ranks", "");
      if (node.has("arguments"))
        step.arguments = node.at("arguments").texts();
      if (node.has("set"))
        for (const auto &[name, value] : node.at("set").members())
          step.settings.emplace_back(name, value.text());
      if (step.tool.empty() || step.tool.find('/') != std::string::npos)
        node.at("tool").fail("the name of a tool is needed, without a path.");
      return step;
    }

    RunTemplate
    read_run(const std::string &key, const JsonNode &node)
    {
      node.allow({"name", "defaults", "steps"});
      RunTemplate run;
      run.key      = key;
      run.place    = node.place();
      run.name     = node.text("name", key);
      run.defaults = read_values(node, "defaults");
      for (const JsonNode &step : node.at("steps").list())
        run.steps.push_back(read_step(step));
      if (run.steps.empty())
        node.at("steps").fail("at least one step is needed.");
      return run;
    }

    Level
    read_level(const std::string &name, const JsonNode &node)
    {
      node.allow({"description", "runs"});
      Level level{name, node.text("description", ""), {}};
      for (const JsonNode &entry : node.at("runs").list())
        {
          entry.allow({"run", "over"});
          level.entries.push_back({entry.at("run").text(), read_grid(entry, "over"), entry.place()});
        }
      return level;
    }

    Quantity
    read_quantity(const JsonNode &node)
    {
      node.allow({"summary", "csv", "file", "column", "take", "at", "x", "y", "curve", "offset"});
      Quantity quantity;
      quantity.place = node.place();
      if (node.has("summary") == node.has("csv"))
        node.fail("either \"summary\" or \"csv\" is needed.");
      quantity.offset = node.text("offset", "");
      if (node.has("offset") && node.has("y"))
        node.at("offset").fail("a curve has no offset; leave it out, or take one number of a column.");
      if (node.has("summary"))
        {
          quantity.name = node.at("summary").text();
          quantity.file = node.text("file", quantity.file);
          return quantity;
        }
      quantity.file = node.at("csv").text();
      if (node.has("curve") || node.has("y"))
        {
          quantity.kind   = Quantity::Kind::curve;
          quantity.x_name = node.at("x").text();
          quantity.name   = node.at("y").text();
          if (!node.has("curve"))
            return quantity;
          const JsonNode curve = node.at("curve");
          curve.allow({"file", "x", "y", "low", "high", "measure"});
          quantity.reference_file = curve.at("file").text();
          quantity.reference_x    = curve.text("x", quantity.x_name);
          quantity.reference_y    = curve.text("y", quantity.name);
          if (curve.has("low") != curve.has("high"))
            curve.fail("a band needs both \"low\" and \"high\".");
          quantity.reference_low  = curve.text("low", "");
          quantity.reference_high = curve.text("high", "");
          if (curve.has("measure"))
            quantity.rms = choice<bool>(curve.at("measure"), {{"rms", true}, {"maximum", false}});
          return quantity;
        }
      quantity.kind = Quantity::Kind::table;
      quantity.name = node.at("column").text();
      if (node.has("at"))
        {
          const auto at = node.at("at").members();
          if (at.size() != 1)
            node.at("at").fail("one column and its value are needed, for example {\"time [s]\": 0.1}.");
          quantity.take    = Quantity::Take::at;
          quantity.x_name  = at.front().first;
          quantity.x_value = at.front().second.text();
        }
      else if (node.has("take"))
        quantity.take = choice<Quantity::Take>(node.at("take"), {{"first", Quantity::Take::first},
                                                                 {"last", Quantity::Take::last},
                                                                 {"minimum", Quantity::Take::minimum},
                                                                 {"maximum", Quantity::Take::maximum},
                                                                 {"mean", Quantity::Take::mean}});
      return quantity;
    }

    Reference
    read_reference(const JsonNode &node, const std::filesystem::path &folder)
    {
      node.allow({"value", "file", "column", "where", "unit", "label"});
      Reference reference;
      reference.place = node.place();
      reference.value = read_number(node, "value");
      reference.unit  = node.text("unit", "");
      reference.label = node.text("label", "");
      if (reference.value.has_value() == node.has("file"))
        node.fail("either \"value\" or \"file\" with \"column\" is needed.");
      if (reference.value)
        return reference;
      reference.file   = node.at("file").text();
      reference.column = node.at("column").text();
      reference.where  = read_values(node, "where");
      if (!std::filesystem::exists(folder / reference.file))
        node.at("file").fail("there is no reference table " + (folder / reference.file).string() + ".");
      return reference;
    }

    Tolerance
    read_tolerance(const JsonNode &node)
    {
      node.allow({"absolute", "relative", "minimum", "maximum", "band"});
      Tolerance tolerance{read_number(node, "absolute"), read_number(node, "relative"), read_number(node, "minimum"),
                          read_number(node, "maximum")};
      if (node.has("band"))
        {
          const auto ends = node.at("band").list();
          if (ends.size() != 2 || tolerance.minimum || tolerance.maximum)
            node.at("band").fail("two numbers are needed, and neither minimum nor maximum beside them.");
          tolerance.minimum = ends[0].number();
          tolerance.maximum = ends[1].number();
        }
      return tolerance;
    }

    Derivation
    read_derivation(const JsonNode &node)
    {
      using Kind = Derivation::Kind;
      node.allow({"kind", "over", "method", "relative", "order"});
      Derivation derive;
      derive.kind =
        choice<Kind>(node.at("kind"), {{"order", Kind::order}, {"limit", Kind::limit}, {"spread", Kind::spread}});
      derive.over     = node.at("over").text();
      derive.relative = node.truth("relative", false);
      derive.order    = read_number(node, "order").value_or(0.);
      if (node.has("method"))
        derive.last_pair = choice<bool>(node.at("method"), {{"last pair", true}, {"slope", false}});
      return derive;
    }

    Check
    read_check(const JsonNode &node, const std::filesystem::path &folder)
    {
      node.allow(
        {"title", "levels", "runs", "over", "quantity", "unit", "derive", "reference", "tolerance", "gate", "comment"});
      Check check;
      check.place    = node.place();
      check.title    = node.text("title", "");
      check.runs     = read_grid(node, "runs");
      check.over     = read_grid(node, "over");
      check.quantity = read_quantity(node.at("quantity"));
      check.unit     = node.text("unit", "");
      check.gate     = node.truth("gate", true);
      if (node.has("levels"))
        check.levels = node.at("levels").texts();
      if (node.has("derive"))
        check.derive = read_derivation(node.at("derive"));
      if (node.has("reference"))
        check.reference = read_reference(node.at("reference"), folder);
      if (node.has("tolerance"))
        check.tolerance = read_tolerance(node.at("tolerance"));

      const Tolerance &t           = check.tolerance;
      const bool       is_distance = check.quantity.kind == Quantity::Kind::curve;
      if ((t.absolute || t.relative) && !check.reference)
        node.fail("an absolute or relative tolerance needs a \"reference\".");
      if (check.gate && !t.absolute && !t.relative && !t.minimum && !t.maximum)
        node.fail("a gate needs a \"tolerance\"; a number that is only reported says \"gate\": false.");
      if (is_distance && check.quantity.reference_file.empty())
        node.at("quantity").fail("a curve is judged by its distance from another one: \"curve\" is missing.");
      if (is_distance && !std::filesystem::exists(folder / check.quantity.reference_file))
        node.at("quantity")
          .fail("there is no reference table " + (folder / check.quantity.reference_file).string() + ".");
      return check;
    }

    std::vector<Reference>
    read_references(const JsonNode &parent, const std::filesystem::path &folder)
    {
      std::vector<Reference> references;
      if (parent.has("references"))
        for (const JsonNode &node : parent.at("references").list())
          references.push_back(read_reference(node, folder));
      return references;
    }

    TableDefinition
    read_table(const JsonNode &node, const std::filesystem::path &folder)
    {
      node.allow({"title", "label", "runs", "over", "column", "quantity", "unit", "decimals", "references"});
      TableDefinition table;
      table.place      = node.place();
      table.title      = node.at("title").text();
      table.label      = node.text("label", "");
      table.column     = node.at("column").text();
      table.unit       = node.text("unit", "");
      table.decimals   = int(read_number(node, "decimals").value_or(table.decimals));
      table.runs       = read_grid(node, "runs");
      table.over       = read_grid(node, "over");
      table.quantity   = read_quantity(node.at("quantity"));
      table.references = read_references(node, folder);
      return table;
    }

    ChartDefinition
    read_chart(const JsonNode &node, const std::filesystem::path &folder)
    {
      node.allow({"title", "label", "runs", "over", "quantity", "unit", "x unit", "x label", "y label", "log x",
                  "log y", "references"});
      ChartDefinition chart;
      chart.place      = node.place();
      chart.title      = node.at("title").text();
      chart.label      = node.text("label", "");
      chart.runs       = read_grid(node, "runs");
      chart.over       = node.text("over", "");
      chart.quantity   = read_quantity(node.at("quantity"));
      chart.unit       = node.text("unit", "");
      chart.x_unit     = node.text("x unit", "");
      chart.x_label    = node.text("x label", chart.over);
      chart.y_label    = node.text("y label", chart.quantity.name);
      chart.log_x      = node.truth("log x", false);
      chart.log_y      = node.truth("log y", false);
      chart.references = read_references(node, folder);
      if (chart.over.empty() && chart.quantity.kind != Quantity::Kind::curve)
        node.fail("a chart needs \"over\", the parameter on its x axis, or a quantity with \"csv\", \"x\" and \"y\".");
      return chart;
    }
  } // namespace

  const RunTemplate &
  Criteria::run(const std::string &key, const std::string &place) const
  {
    std::vector<std::string> known;
    for (const RunTemplate &run : runs)
      {
        if (run.key == key)
          return run;
        known.push_back(run.key);
      }
    throw InputError(place + ": there is no run \"" + key + "\"." + did_you_mean(key, known));
  }

  const Level &
  Criteria::level(const std::string &level_name) const
  {
    std::vector<std::string> names;
    std::string              known;
    for (const Level &level : levels)
      {
        if (level.name == level_name)
          return level;
        names.push_back(level.name);
        known.append(known.empty() ? "" : ", ").append(level.name);
      }
    throw InputError("The benchmark " + name + " has no level \"" + level_name + "\"." +
                     did_you_mean(level_name, names) + " Levels: " + known + ".");
  }

  Criteria
  read_criteria(const std::filesystem::path &folder)
  {
    const JsonNode root = JsonNode::read(folder / "criteria.json");
    root.allow({"title", "source", "runs", "levels", "checks", "tables", "charts"});
    Criteria criteria;
    criteria.folder = folder;
    criteria.name   = folder.filename().string();
    criteria.title  = root.at("title").text();
    criteria.source = root.text("source", "");
    for (const auto &[key, node] : root.at("runs").members())
      criteria.runs.push_back(read_run(key, node));
    for (const auto &[name, node] : root.at("levels").members())
      criteria.levels.push_back(read_level(name, node));
    for (const JsonNode &node : root.at("checks").list())
      criteria.checks.push_back(read_check(node, folder));
    if (root.has("tables"))
      for (const JsonNode &node : root.at("tables").list())
        criteria.tables.push_back(read_table(node, folder));
    if (root.has("charts"))
      for (const JsonNode &node : root.at("charts").list())
        criteria.charts.push_back(read_chart(node, folder));

    for (const Level &level : criteria.levels)
      for (const LevelEntry &entry : level.entries)
        criteria.run(entry.run, entry.place);
    for (const Check &check : criteria.checks)
      for (const std::string &level : check.levels)
        if (std::none_of(criteria.levels.begin(), criteria.levels.end(),
                         [&](const Level &l) { return l.name == level; }))
          throw InputError(check.place + "/levels: there is no level \"" + level + "\".");
    return criteria;
  }
} // namespace vht
