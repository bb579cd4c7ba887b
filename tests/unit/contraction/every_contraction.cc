// What holds for each contraction of the catalogue.

#include "physics/contraction/contraction.h"
#include "physics/contraction/prescribed_tension.h"
#include "physics/error.h"
#include "physics/unusual.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

using namespace vht;

namespace
{
  constexpr std::size_t block = Contraction::block_size;
  using Block                 = Contraction::Block;

  Block
  filled(double value)
  {
    Block all;
    all.fill(value);
    return all;
  }

  class EveryContraction : public testing::TestWithParam<std::string>
  {
  protected:
    EveryContraction()
    {
      // the one law that needs a table
      if (auto *prescribed = dynamic_cast<PrescribedTension *>(contraction.get()))
        prescribed->set_curve(std::vector<double>{0., 0.1, 0.8}, std::vector<double>{0., 50e3, 0.});
    }

    std::vector<double>
    initial() const
    {
      std::vector<double> states(contraction->n_states() * block);
      if (!states.empty())
        contraction->fill_initial(states);
      return states;
    }

    /** Calcium or potential during a beat: at rest, then up at 0.1 s and back within some 0.3 s. */
    double
    drive(double time) const
    {
      const double beat = time < 0.1 ? 0. : std::exp(-(time - 0.1) / 0.15) * (1. - std::exp(-(time - 0.1) / 0.02));
      switch (contraction->drive())
        {
          case Contraction::Drive::calcium:
            return 1e-4 + 1.2e-3 * beat;
          case Contraction::Drive::potential:
            return -85e-3 + 150e-3 * beat;
          default:
            return std::nan(""); // must not be read
        }
    }

    std::unique_ptr<Contraction> contraction = make_contraction(GetParam());
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

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryContraction, testing::ValuesIn(contraction_names()), test_name);

TEST_P(EveryContraction, knows_its_name_and_its_states)
{
  EXPECT_EQ(contraction->name(), GetParam());
  std::set<std::string_view> names;
  for (const StateInfo &state : contraction->states())
    names.insert(state.name);
  EXPECT_EQ(names.size(), contraction->n_states());
}

TEST_P(EveryContraction, has_defaults_that_are_accepted_and_published)
{
  std::set<std::string> names;
  for (const Parameter &parameter : contraction->parameters())
    {
      names.insert(parameter.name);
      EXPECT_LE(parameter.minimum, *parameter.value) << parameter.name;
      EXPECT_GE(parameter.maximum, *parameter.value) << parameter.name;
      EXPECT_FALSE(parameter.source.empty()) << parameter.name;
    }
  EXPECT_EQ(names.size(), contraction->parameters().size());
  EXPECT_TRUE(unusual(contraction->parameters()).empty());
  EXPECT_NO_THROW(contraction->check());
}

TEST_P(EveryContraction, listens_to_each_of_its_parameters)
{
  const auto beat = [&] {
    std::vector<double> states = initial();
    Block               tension, stiffness;
    double              sum = 0.;
    for (int step = 0; step < 900; ++step)
      {
        const double t = 1e-3 * step;
        contraction->advance(t, 1e-3, filled(drive(t)), filled(1. + 0.25 * std::sin(5. * t)),
                             filled(1.25 * std::cos(5. * t)), states.data(), tension, stiffness);
        sum += tension[0] * (1. + t);
      }
    return sum;
  };
  const double before = beat();
  EXPECT_TRUE(std::isfinite(before));
  for (const Parameter &parameter : contraction->parameters())
    {
      const double kept = *parameter.value;
      *parameter.value  = kept == 0. ? 0.85 : 0.9 * kept;
      EXPECT_NE(beat(), before) << parameter.name;
      *parameter.value = kept;
    }
  EXPECT_EQ(beat(), before);
}

TEST_P(EveryContraction, contracts_once_and_relaxes)
{
  for (const double dt : {1e-3, 1e-4})
    {
      std::vector<double> states = initial();
      Block               tension, stiffness;
      double              largest = 0.;
      for (int step = 0; step * dt < 1.5; ++step)
        {
          const double t = step * dt;
          contraction->advance(t, dt, filled(drive(t + dt / 2.)), filled(1.), filled(0.), states.data(), tension,
                               stiffness);
          for (std::size_t i = 0; i < block; ++i)
            {
              ASSERT_GE(tension[i], 0.) << "at " << t << " s, dt = " << dt;
              ASSERT_GE(stiffness[i], 0.) << "at " << t << " s, dt = " << dt;
            }
          largest = std::max(largest, tension[0]);
        }
      EXPECT_GT(largest, 10e3);
      EXPECT_LT(largest, 150e3);
      EXPECT_LT(tension[0], 0.05 * largest);
    }
}

TEST_P(EveryContraction, stays_where_it_is_without_time)
{
  std::vector<double> states = initial();
  Block               tension, again, stiffness;
  for (int step = 0; step < 250; ++step)
    contraction->advance(1e-3 * step, 1e-3, filled(drive(1e-3 * step)), filled(1.), filled(0.), states.data(), tension,
                         stiffness);
  const std::vector<double> before = states;
  contraction->advance(0.25, 0., filled(drive(0.25)), filled(1.), filled(0.), states.data(), again, stiffness);
  for (std::size_t k = 0; k < states.size(); ++k)
    EXPECT_NEAR(states[k], before[k], 1e-14 * (1. + std::abs(before[k])));
  EXPECT_NEAR(again[0], tension[0], 1e-12 * tension[0]);
  EXPECT_GT(tension[0], 1e3);
}

TEST_P(EveryContraction, gives_a_point_the_same_result_in_every_lane_and_company)
{
  std::mt19937_64                        random(2);
  std::uniform_real_distribution<double> spread(0.8, 1.2);
  std::vector<double>                    alone;
  for (std::size_t lane = 0; lane < block; ++lane)
    {
      std::vector<double> states = initial();
      Block               tension, stiffness, drives, stretch, rate;
      for (int step = 0; step < 300; ++step)
        {
          const double t = 1e-3 * step;
          for (std::size_t i = 0; i < block; ++i)
            {
              drives[i]  = drive(t) * spread(random);
              stretch[i] = spread(random);
              rate[i]    = spread(random) - 1.;
            }
          drives[lane]  = drive(t);
          stretch[lane] = 1.1 - 0.3 * t;
          rate[lane]    = -0.3;
          contraction->advance(t, 1e-3, drives, stretch, rate, states.data(), tension, stiffness);
        }
      const std::vector<double> result = {tension[lane], stiffness[lane]};
      if (alone.empty())
        alone = result;
      EXPECT_EQ(result, alone);
    }
}

TEST(Contractions, ask_for_the_name_that_was_meant)
{
  try
    {
      make_contraction("Land 2071");
      FAIL() << "accepted an unknown name";
    }
  catch (const InputError &error)
    {
      const std::string message = error.what();
      EXPECT_NE(message.find("Did you mean \"Land 2017\"?"), std::string::npos) << message;
      for (const std::string &name : contraction_names())
        EXPECT_NE(message.find(name), std::string::npos) << message;
    }
}
