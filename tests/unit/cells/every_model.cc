// What holds for each model of the catalogue.

#include "physics/cells/cell_model.h"
#include "physics/cells/single_cell.h"
#include "physics/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <set>

using namespace vht;

namespace
{
  constexpr std::size_t block = CellModel::block_size;

  class EveryModel : public testing::TestWithParam<std::string>
  {
  protected:
    std::unique_ptr<CellModel> model = make_cell_model(GetParam());

    std::vector<double>
    initial_block() const
    {
      std::vector<double> states(model->n_states() * block);
      model->fill_initial(states);
      return states;
    }

    /** States of one lane, strewn around the initial ones; gates stay in [0, 1]. */
    std::vector<double>
    random_state(unsigned seed) const
    {
      std::mt19937_64                        random(seed);
      std::uniform_real_distribution<double> spread(0.5, 1.5), gate(0., 1.);
      std::vector<double>                    state(model->n_states());
      model->initial_state(state);
      for (std::size_t k = 0; k < state.size(); ++k)
        state[k] = model->states()[k].unit == "1" ? gate(random) : state[k] * spread(random);
      return state;
    }

    static void
    put(std::vector<double> &states, std::size_t lane, const std::vector<double> &state)
    {
      for (std::size_t k = 0; k < state.size(); ++k)
        states[k * block + lane] = state[k];
    }
  };

  std::string
  test_name(const testing::TestParamInfo<std::string> &info)
  {
    std::string name = info.param;
    for (char &letter : name)
      if (!std::isalnum(static_cast<unsigned char>(letter)))
        letter = '_';
    return name;
  }
} // namespace

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryModel, testing::ValuesIn(cell_model_names()), test_name);

TEST_P(EveryModel, knows_its_name_and_its_states)
{
  EXPECT_EQ(model->name(), GetParam());
  EXPECT_TRUE(model->doi().starts_with("10."));
  std::set<std::string_view> names;
  for (std::size_t k = 0; k < model->n_states(); ++k)
    {
      names.insert(model->states()[k].name);
      EXPECT_EQ(model->state_index(model->states()[k].name), k);
    }
  EXPECT_EQ(names.size(), model->n_states());
  EXPECT_THROW(model->state_index("gate zz"), InputError);
}

TEST_P(EveryModel, has_parameters_within_their_own_bounds)
{
  std::set<std::string> names;
  for (const Parameter &parameter : model->parameters())
    {
      names.insert(parameter.name);
      EXPECT_LE(parameter.minimum, *parameter.value) << parameter.name;
      EXPECT_GE(parameter.maximum, *parameter.value) << parameter.name;
      EXPECT_FALSE(parameter.source.empty()) << parameter.name;
    }
  EXPECT_EQ(names.size(), model->parameters().size());
}

// A parameter that is read but never used would be a trap for whoever sets it.
TEST_P(EveryModel, listens_to_each_of_its_parameters)
{
  const auto reference = make_cell_model(GetParam());
  for (std::size_t p = 0; p < model->parameters().size(); ++p)
    {
      const auto      changed   = make_cell_model(GetParam());
      const Parameter parameter = changed->parameters()[p];
      *parameter.value          = 0.9 * *parameter.value + 0.1 * parameter.maximum;

      // Differences show at one of many potentials and states, at once or after a step.
      bool differs = false;
      for (unsigned seed = 0; seed < 20 && !differs; ++seed)
        {
          std::vector<double> V(block), current_a(block), current_b(block);
          for (std::size_t lane = 0; lane < block; ++lane)
            V[lane] = -0.0855 + 2e-3 * static_cast<double>(lane);
          std::vector<double> a(model->n_states() * block);
          for (std::size_t lane = 0; lane < block; ++lane)
            put(a, lane, random_state(1 + seed));
          std::vector<double> b = a;
          reference->advance(1e-4, V.data(), a.data(), current_a.data());
          changed->advance(1e-4, V.data(), b.data(), current_b.data());
          differs = current_a != current_b || a != b;
        }
      EXPECT_TRUE(differs) << parameter.name;
    }
}

// From -120 to 80 mV in steps of 1 mV, so through 15 mV, where the Goldman equation of a calcium channel is 0/0, and
// through every threshold.
TEST_P(EveryModel, is_finite_and_keeps_its_gates_between_closed_and_open)
{
  for (unsigned seed = 0; seed < 5; ++seed)
    for (int first = -120; first <= 80; first += static_cast<int>(block))
      {
        std::vector<double> V(block), current(block), again(block), states = initial_block();
        for (std::size_t lane = 0; lane < block; ++lane)
          {
            V[lane] = 1e-3 * (first + static_cast<int>(lane));
            if (seed > 0)
              put(states, lane, random_state(seed));
          }
        for (const double dt : {1e-6, 2e-5, 1e-4})
          model->advance(dt, V.data(), states.data(), current.data());
        model->ionic_current(V.data(), states.data(), again.data());
        for (std::size_t lane = 0; lane < block; ++lane)
          {
            EXPECT_TRUE(std::isfinite(current[lane])) << V[lane];
            EXPECT_TRUE(std::isfinite(again[lane])) << V[lane];
            for (std::size_t k = 0; k < model->n_states(); ++k)
              {
                const double value = states[k * block + lane];
                EXPECT_GE(value, 0.) << model->states()[k].name << " at " << V[lane];
                // below rest the steady w of Bueno-Orovio, 1 - u / tau_winf, is above 1
                if (model->states()[k].unit == "1" && V[lane] >= model->resting_potential())
                  {
                    EXPECT_LE(value, 1.) << model->states()[k].name << " at " << V[lane];
                  }
              }
          }
      }
}

// Rush-Larsen is exact at a frozen potential: an eternal step lands on the steady gate, which lies in [0, 1].
TEST_P(EveryModel, has_steady_gates_between_closed_and_open)
{
  for (int first = -120; first <= 80; first += static_cast<int>(block))
    {
      std::vector<double> V(block), current(block);
      for (std::size_t lane = 0; lane < block; ++lane)
        V[lane] = 1e-3 * (first + static_cast<int>(lane));

      std::vector<double> from_rest = initial_block(), from_half = initial_block();
      for (std::size_t k = 0; k < model->n_states(); ++k)
        if (model->states()[k].name.starts_with("gate"))
          std::fill_n(from_half.begin() + static_cast<std::ptrdiff_t>(k * block), block, 0.5);
      model->advance(1e6, V.data(), from_rest.data(), current.data());
      model->advance(1e6, V.data(), from_half.data(), current.data());
      for (std::size_t k = 0; k < model->n_states(); ++k)
        if (model->states()[k].name.starts_with("gate"))
          for (std::size_t lane = 0; lane < block; ++lane)
            {
              const double steady = from_rest[k * block + lane];
              EXPECT_GE(steady, 0.) << model->states()[k].name << " at " << V[lane];
              if (V[lane] >= model->resting_potential())
                {
                  EXPECT_LE(steady, 1. + 1e-15) << model->states()[k].name << " at " << V[lane];
                }
              EXPECT_NEAR(steady, from_half[k * block + lane], 1e-14) << model->states()[k].name << " at " << V[lane];
            }
    }
}

TEST_P(EveryModel, advances_with_the_ionic_current_of_the_old_state)
{
  std::vector<double> V(block), current(block), expected(block), states(model->n_states() * block);
  for (std::size_t lane = 0; lane < block; ++lane)
    {
      V[lane] = -0.09 + 2e-3 * static_cast<double>(lane);
      put(states, lane, random_state(static_cast<unsigned>(lane)));
    }
  const std::vector<double> before = states;
  model->ionic_current(V.data(), states.data(), expected.data());
  EXPECT_EQ(states, before);
  model->advance(2e-5, V.data(), states.data(), current.data());
  EXPECT_NE(states, before);
  for (std::size_t lane = 0; lane < block; ++lane)
    EXPECT_NEAR(current[lane], expected[lane], 1e-12 * (1. + std::abs(expected[lane])));
}

TEST_P(EveryModel, gives_a_node_the_same_result_in_every_lane_and_company)
{
  const std::vector<double> node = random_state(7);
  std::vector<double>       expected;
  for (std::size_t lane = 0; lane < block; ++lane)
    {
      std::vector<double> V(block), current(block), states(model->n_states() * block);
      for (std::size_t other = 0; other < block; ++other)
        {
          V[other] = 1e-3 * static_cast<double>((17 * other + 5 * lane) % 130) - 0.09;
          put(states, other, random_state(static_cast<unsigned>(100 + lane * block + other)));
        }
      V[lane] = -0.0321;
      put(states, lane, node);
      model->advance(2e-5, V.data(), states.data(), current.data());

      std::vector<double> result = {current[lane]};
      for (std::size_t k = 0; k < model->n_states(); ++k)
        result.push_back(states[k * block + lane]);
      if (expected.empty())
        expected = result;
      EXPECT_EQ(result, expected) << "lane " << lane;
    }
}

TEST_P(EveryModel, shows_a_state_gone_astray)
{
  std::vector<double> V(block, model->resting_potential()), current(block), states = initial_block();
  V[3] = std::nan("");
  model->advance(2e-5, V.data(), states.data(), current.data());
  EXPECT_TRUE(std::isnan(current[3]));
  EXPECT_TRUE(std::isfinite(current[2]));
}

TEST(Catalogue, names_the_closest_model_and_all_others)
{
  try
    {
      make_cell_model("ten Tuscher-Panfilov 2006 epi");
      FAIL() << "accepted an unknown name";
    }
  catch (const InputError &error)
    {
      const std::string message = error.what();
      EXPECT_NE(message.find("Did you mean \"ten Tusscher-Panfilov 2006 epi\"?"), std::string::npos) << message;
      for (const std::string &name : cell_model_names())
        EXPECT_NE(message.find('"' + name + '"'), std::string::npos) << message;
    }
}
