#include "physics/circulation/activation.h"

#include "physics/circulation/tabulated_activation.h"
#include "physics/error.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace vht;

namespace
{
  void
  set(Activation &activation, const std::string &name, double value)
  {
    for (const Parameter &parameter : activation.parameters())
      if (parameter.name == name)
        *parameter.value = value;
  }

  class EachActivation : public testing::TestWithParam<std::string>
  {
  };
} // namespace

TEST(Activation, cosine_has_the_published_course)
{
  const auto cosine = make_activation("cosine"); // onset 0.1 s, contraction 0.25 s, relaxation 0.4 s
  cosine->prepare(0.8);
  EXPECT_DOUBLE_EQ(cosine->at(0.05), 0.);
  EXPECT_NEAR(cosine->at(0.225), 0.5, 1e-15);
  EXPECT_NEAR(cosine->at(0.35), 1., 1e-15);
  EXPECT_NEAR(cosine->at(0.55), 0.5, 1e-15);
  EXPECT_DOUBLE_EQ(cosine->at(0.76), 0.);
  EXPECT_NEAR(cosine->at(0.225 + 7. * 0.8), 0.5, 1e-13);
}

TEST(Activation, a_contraction_may_run_over_the_end_of_the_beat)
{
  const auto cosine = make_activation("cosine");
  set(*cosine, "Onset", 0.9);
  set(*cosine, "Contraction", 0.17);
  set(*cosine, "Relaxation", 0.17);
  cosine->prepare(0.8);
  EXPECT_NEAR(cosine->at(0.27), 1., 1e-14); // 0.9 + 0.17 = 0.8 + 0.27
  const auto twitch = make_activation("twitch");
  set(*twitch, "Onset", 0.7);
  set(*twitch, "Duration", 0.2);
  twitch->prepare(0.8);
  EXPECT_NEAR(twitch->at(0.), 1., 1e-14);
}

TEST(Activation, double_hill_has_its_maximum_at_one)
{
  const auto hill = make_activation("double Hill");
  hill->prepare(0.689655);
  double highest = 0.;
  for (int i = 0; i < 100000; ++i)
    highest = std::max(highest, hill->at(0.689655e-5 * i));
  EXPECT_NEAR(highest, 1., 1e-9);
  EXPECT_LE(highest, 1. + 1e-15);
}

TEST_P(EachActivation, repeats_and_stays_between_zero_and_one)
{
  const auto law = make_activation(GetParam());
  if (auto *table = dynamic_cast<TabulatedActivation *>(law.get()))
    table->set_table({0., 0.2, 0.5}, {0., 1., 0.});
  law->prepare(0.9);
  EXPECT_EQ(law->name(), GetParam());
  double lowest = 1., highest = 0.;
  for (int i = 0; i < 900; ++i)
    {
      const double e = law->at(1e-3 * i);
      EXPECT_NEAR(law->at(1e-3 * i - 0.9), e, 1e-9);
      lowest  = std::min(lowest, e);
      highest = std::max(highest, e);
    }
  EXPECT_GE(lowest, 0.);
  EXPECT_NEAR(highest, 1., 2e-3);
}

TEST(Activation, what_does_not_fit_into_a_beat_is_refused)
{
  test::expect_error<InputError>([] { make_activation("cosine")->prepare(0.5); }, {"0.65", "0.5 s", "Shorten"});
  test::expect_error<InputError>([] { make_activation("twitch")->prepare(0.2); }, {"longer than the beat"});
  test::expect_error<InputError>([] { make_activation("table")->prepare(1.); }, {"no table"});
  test::expect_error<InputError>([] { make_activation("cosin"); }, {"Did you mean \"cosine\"?"});
}

INSTANTIATE_TEST_SUITE_P(All, EachActivation, testing::ValuesIn(activation_names()), [](const auto &info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});
