#include "solvers/core/checkpoint.h"

#include "physics/error.h"
#include "solvers/core/log.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;
  namespace fs  = std::filesystem;

  const std::string critical = R"({"Time/Step": "5e-05 s", "Space/Degree": "2"})";

  /** A state on some of the ranks: two fields on two spaces. */
  struct State
  {
    explicit State(MPI_Comm communicator, unsigned int degree = 2, const std::string &mesh_name = "box")
      : mesh(file(mesh_name), mesh_name, communicator)
      , space(mesh, degree)
      , vector_space(mesh, 1, 3)
      , order(space)
      , vector_order(vector_space)
    {
    }

    static MeshFile
    file(const std::string &name)
    {
      MeshFile file = make_box(CellShape::tetrahedra, {4, 3, 3});
      file.checksum = name;
      return file;
    }

    /** Numbers with all their digits, different at every place. */
    static std::vector<double>
    values(const FunctionSpace &space, double time)
    {
      std::vector<double> list;
      for (const Point &p : space.support_points())
        list.push_back(std::sin(p[0] + 3. * p[1] + 7. * p[2] + time) * std::exp(20. * p[2]));
      return list;
    }

    CheckpointInfo
    info(double time) const
    {
      return {.time                = time,
              .step                = static_cast<unsigned int>(std::lround(time / 0.1)),
              .mesh                = mesh.checksum(),
              .critical_parameters = critical,
              .numbers             = {{"volume", 0.1 + 0.2}, {"smallest", 4.9e-324}}};
    }

    void
    write(const fs::path &folder, double time) const
    {
      const auto potential = values(space, time), displacement = values(vector_space, -time);
      Checkpoint(folder, mesh.communicator())
        .write(info(time), {{"potential", &order, potential}, {"displacement", &vector_order, displacement}});
    }

    /** Open, compare with what write() wrote at the time found, to the last bit. @return that time */
    double
    read(const fs::path &folder) const
    {
      Log                  log(false);
      Checkpoint           checkpoint(folder, mesh.communicator());
      const CheckpointInfo found = checkpoint.open(mesh.checksum(), critical, log);
      EXPECT_EQ(found.step, info(found.time).step);
      EXPECT_EQ(found.numbers, info(found.time).numbers);
      EXPECT_EQ(checkpoint.read("potential", order), values(space, found.time));
      EXPECT_EQ(checkpoint.read("displacement", vector_order), values(vector_space, -found.time));
      return found.time;
    }

    Mesh           mesh;
    FunctionSpace  space, vector_space;
    CanonicalOrder order, vector_order;
  };

  bool
  is_first_rank()
  {
    return mpi::this_mpi_process(MPI_COMM_WORLD) == 0;
  }

  /** On the first rank; the others wait. */
  void
  on_first_rank(const std::function<void()> &action)
  {
    MPI_Barrier(MPI_COMM_WORLD);
    if (is_first_rank())
      action();
    MPI_Barrier(MPI_COMM_WORLD);
  }

  /** Act on the first @p n ranks, with a communicator of their own; the others wait. */
  void
  on_ranks(unsigned int n, const std::function<void(MPI_Comm)> &action)
  {
    const bool takes_part = mpi::this_mpi_process(MPI_COMM_WORLD) < n;
    MPI_Comm   part;
    MPI_Comm_split(MPI_COMM_WORLD, takes_part ? 0 : MPI_UNDEFINED, 0, &part);
    if (takes_part)
      {
        action(part);
        MPI_Comm_free(&part);
      }
    MPI_Barrier(MPI_COMM_WORLD);
  }

  /** The data file that was written last. */
  fs::path
  newest(const fs::path &folder)
  {
    const fs::path a = folder / "checkpoint" / "a.h5", b = folder / "checkpoint" / "b.h5";
    if (!fs::exists(b))
      return a;
    return fs::last_write_time(a) > fs::last_write_time(b) ? a : b;
  }
} // namespace

TEST(Checkpoint, is_read_on_every_number_of_ranks_that_did_not_write_it)
{
  const unsigned int n_ranks = mpi::n_mpi_processes(MPI_COMM_WORLD);
  for (unsigned int n_writers = 1; n_writers <= n_ranks; ++n_writers)
    {
      const auto folder = scratch_folder();
      on_ranks(n_writers, [&](MPI_Comm part) { State(part).write(folder, 0.3); });
      for (unsigned int n_readers = 1; n_readers <= n_ranks; ++n_readers)
        {
          SCOPED_TRACE(std::to_string(n_writers) + " ranks wrote, " + std::to_string(n_readers) + " read");
          on_ranks(n_readers, [&](MPI_Comm part) { EXPECT_EQ(State(part).read(folder), 0.3); });
        }
    }
}

TEST(Checkpoint, two_are_kept_in_turn_and_the_newest_is_read)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  for (const double time : {0.1, 0.2, 0.3})
    {
      state.write(folder, time);
      EXPECT_EQ(state.read(folder), time);
    }
  std::vector<std::string> names;
  for (const auto &entry : fs::directory_iterator(folder / "checkpoint"))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"a.h5", "a.json", "b.h5", "b.json"}));
}

TEST(Checkpoint, a_truncated_one_is_left_for_the_older_one_with_a_warning)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  state.write(folder, 0.1);
  state.write(folder, 0.2);
  on_first_rank([&] { fs::resize_file(newest(folder), fs::file_size(newest(folder)) / 2); });
  EXPECT_EQ(state.read(folder), 0.1);

  Log        log(true, Verbosity::quiet);
  Checkpoint checkpoint(folder, MPI_COMM_WORLD);
  checkpoint.open(state.mesh.checksum(), critical, log);
  ASSERT_EQ(log.warnings().size(), 1u);
  EXPECT_NE(log.warnings()[0].find("truncated or damaged"), std::string::npos) << log.warnings()[0];

  // The next one replaces the damaged one and not the good one.
  state.write(folder, 0.3);
  EXPECT_EQ(state.read(folder), 0.3);
  on_first_rank([&] { fs::resize_file(newest(folder), 10); });
  EXPECT_EQ(state.read(folder), 0.1);
}

TEST(Checkpoint, when_both_are_truncated_the_run_is_refused)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  state.write(folder, 0.1);
  state.write(folder, 0.2);
  on_first_rank([&] {
    fs::resize_file(folder / "checkpoint" / "a.h5", 100);
    fs::resize_file(folder / "checkpoint" / "b.h5", 100);
  });
  expect_error<InputError>([&] { state.read(folder); },
                           {"No checkpoint can be used", "a.h5", "b.h5", "truncated or damaged"});
}

TEST(Checkpoint, a_run_that_died_while_writing_leaves_the_older_one)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  state.write(folder, 0.1);
  // Killed while it wrote the data; then after the data, before the description.
  on_first_rank([&] { std::ofstream(folder / "checkpoint" / "b.h5.part") << "half a file"; });
  EXPECT_EQ(state.read(folder), 0.1);
  state.write(folder, 0.2);
  on_first_rank([&] { fs::remove(fs::path(newest(folder)).replace_extension(".json")); });
  EXPECT_EQ(state.read(folder), 0.1);
  on_first_rank([&] {
    std::ofstream(fs::path(newest(folder)).replace_extension(".json")) << "{\"format version\": 1, \"written\": 1e";
  });
  EXPECT_EQ(state.read(folder), 0.1);
}

// The size is right and one byte of a value is wrong: a disk's error.
TEST(Checkpoint, a_changed_byte_is_noticed)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  state.write(folder, 0.1);
  on_first_rank([&] {
    std::fstream file(newest(folder), std::ios::in | std::ios::out | std::ios::binary);
    const auto   middle = static_cast<std::streamoff>(fs::file_size(newest(folder)) / 2);
    file.seekg(middle);
    const char byte = file.get();
    file.seekp(middle);
    file.put(byte ^ 1);
  });
  expect_error<InputError>([&] { state.read(folder); }, {"a.h5", "damaged"});
}

TEST(Checkpoint, there_has_to_be_one)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  expect_error<InputError>([&] { state.read(folder); },
                           {"There is no checkpoint in", folder.string(), "Start without --restart"});
}

TEST(Checkpoint, another_mesh_is_refused)
{
  const auto folder = scratch_folder();
  State(MPI_COMM_WORLD).write(folder, 0.1);
  expect_error<InputError>([&] { State(MPI_COMM_WORLD, 2, "other").read(folder); },
                           {"another mesh", "checksum box, now other"});
}

TEST(Checkpoint, a_changed_critical_parameter_is_refused_by_name)
{
  const auto  folder = scratch_folder();
  const State state(MPI_COMM_WORLD);
  state.write(folder, 0.1);
  Log        log(false);
  Checkpoint checkpoint(folder, MPI_COMM_WORLD);
  expect_error<InputError>(
    [&] { checkpoint.open(state.mesh.checksum(), R"({"Time/Step": "1e-05 s", "Space/Degree": "2"})", log); },
    {"Time/Step", "5e-05 s", "1e-05 s"});
}

TEST(Checkpoint, another_space_and_an_unknown_field_are_refused)
{
  const auto folder = scratch_folder();
  State(MPI_COMM_WORLD).write(folder, 0.1);
  const State linear(MPI_COMM_WORLD, 1);
  Log         log(false);
  Checkpoint  checkpoint(folder, MPI_COMM_WORLD);
  checkpoint.open(linear.mesh.checksum(), critical, log);
  expect_error<InputError>([&] { checkpoint.read("potential", linear.order); }, {"potential", "values", "Degree"});
  expect_error<InputError>([&] { checkpoint.read("pressure", linear.order); }, {"pressure"});
}

TEST(Checkpoint, a_folder_that_cannot_be_made_is_an_input_error)
{
  const auto folder = scratch_folder();
  on_first_rank([&] { std::ofstream(folder / "checkpoint") << "in the way"; });
  const State state(MPI_COMM_WORLD);
  expect_error<InputError>([&] { state.write(folder, 0.1); }, {(folder / "checkpoint").string()});
}
