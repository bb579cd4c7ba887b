#pragma once

#include "physics/parameter.h"

#include <array>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace vht
{
  class CaseFile;
  struct ParameterItem;

  /** The accepted range of a value, in SI units, both ends included. */
  struct Bounds
  {
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();

    static Bounds
    any()
    {
      return {};
    }

    static Bounds
    at_least(double minimum)
    {
      return {minimum, std::numeric_limits<double>::infinity()};
    }
  };

  /**
   * One section of the case file, as a parameter struct sees it when it declares its entries.
   *
   * A value is filled in as soon as it is added: what the variable holds is the default, what it holds afterwards is
   * what the user wants. So a model named by one entry may be made at once and add its own constants. Mistakes in the
   * case are collected, the variable then keeps its default, and ParameterStore::finish() reports all of them together.
   *
   * Handles are small and may be copied. Names are words with spaces; no slashes.
   */
  class ParameterSection
  {
  public:
    /** A quantity in SI units; the file may give any unit of the same dimension. A NaN default means "not given". */
    void add(const std::string &name, double &value, const std::string &unit, Bounds bounds, const std::string &doc);
    void add(const std::string &name, unsigned &value, Bounds bounds, const std::string &doc);
    void add(const std::string &name, bool &value, const std::string &doc);
    void add(const std::string &name, std::string &value, const std::string &doc);
    void add_choice(const std::string              &name,
                    std::string                    &value,
                    const std::vector<std::string> &choices,
                    const std::string              &doc);

    /** A list such as "1, 2, 3 mm" (one unit for all) or "1 mm, 2 cm". */
    void add(const std::string   &name,
             std::vector<double> &values,
             const std::string   &unit,
             Bounds               bounds,
             const std::string   &doc);
    void add(const std::string &name, std::vector<double> &values, const std::string &unit, const std::string &doc);

    /** A point or a direction: exactly three numbers. */
    void add(const std::string &name, std::array<double, 3> &value, const std::string &unit, const std::string &doc);
    void add(const std::string &name, std::vector<std::string> &values, const std::string &doc);

    /** A path relative to the file that sets it; relative to the current folder if the command line sets it. */
    void add_file(const std::string &name, std::filesystem::path &value, const std::string &doc);

    /** The constants of a law. */
    void add(const Parameters &constants);

    /** What was added last decides the result: a restart refuses another value. */
    void critical();

    /** What was added last has no sensible default: a case without it is refused. */
    void required();

    /** The section NAME within this one. */
    ParameterSection &section(const std::string &name, const std::string &doc = "");

    /**
     * The names of the sections "KIND NAME" that the case has within this one, in the order of the file: with
     * "subsection Stimulus apex" and kind "Stimulus" it is {"apex"}. Each is then opened with section("Stimulus apex").
     * A template of the case file shows one, called NAME.
     */
    std::vector<std::string> repeated(const std::string &kind, const std::string &doc = "");

    /** Was the entry given by the case or the command line? */
    bool is_given(const std::string &name) const;

    /** "case.prm:12, Electrophysiology/Time step", for messages about an entry. */
    std::string where(const std::string &name) const;

    /** "Electrophysiology/Cells"; empty for the root. */
    const std::string &path() const;

    // The inside; see parameter_store.h.
    struct Node;
    struct State;

  private:
    friend class ParameterStore;

    ParameterSection(State &state, Node &node)
      : state_(&state)
      , node_(&node)
    {
    }

    /** `read` takes the value from the entry of the case; `show` puts the present value into the item. */
    template <typename Read, typename Show>
    void add_item(const ParameterItem &description, const Read &read, const Show &show);

    State *state_;
    Node  *node_;
  };

  /** All parameters of one run: what was declared, joined with what the case says. */
  class ParameterStore
  {
  public:
    /** Without a case: every entry keeps its default. For templates and tests. */
    ParameterStore();
    explicit ParameterStore(CaseFile case_file);
    ParameterStore(ParameterStore &&) noexcept;
    ~ParameterStore();

    ParameterSection &root();

    /** One more mistake to report with the others. */
    void complain(const std::string &message);

    /**
     * To be called when everything is declared. Throws InputError with all that is wrong in the case: values that were
     * not accepted, required entries that are missing, keys and sections that nobody declared.
     */
    void finish() const;

    /** The text of a case file with the present values, documented. */
    std::string as_prm() const;
    std::string as_json() const;

    /** {"Section": {"Key": {"value": 5e-05, "unit": "s"}}}: for programs that evaluate a run. */
    std::string record() const;

    /** {"Section/Key": "5e-05 s"}: the critical entries alone. */
    std::string critical() const;

  private:
    std::unique_ptr<ParameterSection::State> state_;
  };

  /** Throws InputError that names each critical entry in which a restart differs from the run that wrote `saved`. */
  void refuse_changed_parameters(const std::string &saved, const std::string &present);
} // namespace vht
