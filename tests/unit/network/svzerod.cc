#include "solvers/network/svzerod.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

#include <filesystem>
#include <fstream>

using namespace vht;
using namespace vht::network;

namespace
{
  /** A circuit of our own in the foreign format: flow, vessel, junction, two vessels, a Windkessel and a resistance. */
  const std::string text = R"({
  "simulation_parameters": {"number_of_cardiac_cycles": 3, "number_of_time_pts_per_cardiac_cycle": 11},
  "boundary_conditions": [
    {"bc_name": "IN", "bc_type": "FLOW", "bc_values": {"Q": [80, 90, 80], "t": [0, 0.4, 0.8]}},
    {"bc_name": "BED", "bc_type": "RCR", "bc_values": {"Rp": 0.1, "Rd": 1.0, "C": 1.5, "Pd": 5}},
    {"bc_name": "END", "bc_type": "RESISTANCE", "bc_values": {"R": 2.0, "Pd": 5}}],
  "junctions": [{"junction_name": "J", "junction_type": "NORMAL_JUNCTION", "inlet_vessels": [0], "outlet_vessels": [1, 2]}],
  "vessels": [
    {"vessel_id": 0, "vessel_name": "trunk", "zero_d_element_type": "BloodVessel",
     "zero_d_element_values": {"R_poiseuille": 0.01, "C": 0.1, "L": 0.001}, "boundary_conditions": {"inlet": "IN"}},
    {"vessel_id": 1, "vessel_name": "left", "zero_d_element_type": "BloodVessel",
     "zero_d_element_values": {"R_poiseuille": 0.02}, "boundary_conditions": {"outlet": "BED"}},
    {"vessel_id": 2, "vessel_name": "right", "zero_d_element_type": "BloodVesselCRL",
     "zero_d_element_values": {"R_poiseuille": 0.03}, "boundary_conditions": {"outlet": "END"}}],
  "initial_condition": {"pressure:IN:trunk": 90}
})";

  std::filesystem::path
  write(const std::string &content)
  {
    const auto *const test = testing::UnitTest::GetInstance()->current_test_info();
    const auto        file = std::filesystem::temp_directory_path() / (std::string("vht_") + test->name() + ".json");
    std::ofstream(file) << content;
    return file;
  }

  CircuitDescription
  read(const std::string &content)
  {
    TimeSteps time;
    bool      all = false;
    return read_svzerod(write(content), {"mmHg", "mL"}, time, all);
  }

  std::string
  changed(const std::string &from, const std::string &to)
  {
    std::string result = text;
    const auto  at     = result.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return result.replace(at, from.size(), to);
  }
} // namespace

TEST(Svzerod, a_circuit_is_read_in_its_units)
{
  TimeSteps          time;
  bool               all         = true;
  CircuitDescription description = read_svzerod(write(text), {"mmHg", "mL"}, time, all);
  EXPECT_EQ(time.beats, 3u);
  EXPECT_EQ(time.steps_per_beat, 10u);
  EXPECT_EQ(time.integrator.scheme, "generalised alpha");
  EXPECT_EQ(time.start, "settled");
  EXPECT_FALSE(all);
  EXPECT_DOUBLE_EQ(description.period, 0.8);
  EXPECT_NEAR(description.initial.at("pressure:IN:trunk"), 90. * 133.322387415, 1e-9);

  const Circuit circuit(std::move(description.parts), description.period);
  EXPECT_EQ(circuit.parts().size(), 6u);
  EXPECT_EQ(circuit.pressure("trunk", "outlet"), circuit.pressure("left", "inlet"));
  EXPECT_EQ(circuit.pressure("trunk", "outlet"), circuit.pressure("right", "inlet"));
  EXPECT_EQ(svzerod_unknown(circuit, "pressure:J:right"), circuit.pressure("right", "inlet"));
  EXPECT_EQ(svzerod_unknown(circuit, "flow:IN:trunk"), circuit.flow("IN", "outlet"));
  for (const Circuit::Part &part : circuit.parts())
    for (const Parameter &parameter : part.component->parameters())
      if (part.name == "BED" && parameter.name == "Compliance")
        {
          EXPECT_NEAR(*parameter.value, 1.5e-6 / 133.322387415, 1e-20);
        }
}

TEST(Svzerod, mistakes_are_named)
{
  using vht::test::expect_error;
  expect_error<InputError>([] { read("{\n\"vessels\": [\n1, }\n"); }, {"not valid JSON", "line 3"});
  expect_error<InputError>([] { read(changed("\"RCR\"", "\"RCRR\"")); }, {"\"BED\"", "Did you mean \"RCR\"?"});
  expect_error<InputError>([] { read(changed("\"Rd\"", "\"Rdd\"")); }, {"\"BED\"", "\"Rd\" is missing"});
  expect_error<InputError>([] { read(changed("\"C\": 1.5", "\"C\": -1.5")); }, {"\"BED\"", "\"C\" is -", "allowed"});
  expect_error<InputError>([] { read(changed("[1, 2]", "[1, 7]")); }, {"\"J\"", "vessel_id 7"});
  expect_error<InputError>([] { read(changed("\"outlet\": \"END\"", "\"outlet\": \"EMD\"")); },
                           {"no block \"EMD\"", "Did you mean \"END\"?"});
  expect_error<InputError>([] { read(changed("\"junctions\"", "\"closed_loop_blocks\"")); },
                           {"closed_loop_blocks", "not read"});
  expect_error<InputError>(
    [] { read_svzerod("/no/such/file.json", {}, *std::make_unique<TimeSteps>(), *std::make_unique<bool>()); },
    {"/no/such/file.json", "cannot be read"});
}

// The whole test suite of svZeroDSolver is compared in validation/svzerod; here: its files can be read.
TEST(Svzerod, its_own_files_are_read)
{
  const std::filesystem::path folder = VHT_SVZEROD;
  if (!std::filesystem::exists(folder))
    GTEST_SKIP() << "no folder " << folder;
  unsigned int n = 0;
  for (const auto &entry : std::filesystem::directory_iterator(folder))
    {
      TimeSteps  time;
      bool       all  = false;
      const auto load = [&]() {
        CircuitDescription description = read_svzerod(entry.path(), {"dyn/cm^2", "mL"}, time, all);
        const Circuit      circuit(std::move(description.parts), description.period);
        for (const auto &[name, value] : description.initial)
          svzerod_unknown(circuit, name);
        EXPECT_GT(circuit.size(), 4u);
      };
      if (entry.path().stem() == "closedLoopHeart_singleVessel")
        vht::test::expect_error<InputError>(load, {"closed_loop_blocks"});
      else
        EXPECT_NO_THROW(load()) << entry.path();
      ++n;
    }
  EXPECT_EQ(n, 14u);
}
