#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <iostream>

namespace
{
  /** On every rank but the first: silent, except for failures. */
  class FailuresOnly : public testing::EmptyTestEventListener
  {
  public:
    explicit FailuresOnly(const unsigned int rank)
      : rank_(rank)
    {
    }

  private:
    void
    OnTestPartResult(const testing::TestPartResult &result) override
    {
      if (result.failed())
        std::cerr << "rank " << rank_ << ": " << (result.file_name() ? result.file_name() : "?") << ':'
                  << result.line_number() << ": failure\n"
                  << result.message() << std::endl;
    }

    unsigned int rank_;
  };
} // namespace

int
main(int argc, char **argv)
{
  testing::InitGoogleTest(&argc, argv);
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);

  if (const unsigned int rank = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD); rank > 0)
    {
      auto &listeners = testing::UnitTest::GetInstance()->listeners();
      delete listeners.Release(listeners.default_result_printer());
      listeners.Append(new FailuresOnly(rank));
    }

  const int failed_here = RUN_ALL_TESTS();
  const int failed      = dealii::Utilities::MPI::max(failed_here, MPI_COMM_WORLD);
  if (failed != 0 && failed_here == 0)
    std::cout << "Passed on this rank, failed on another." << std::endl;
  const auto &tests = *testing::UnitTest::GetInstance();
  if (tests.test_to_run_count() == 0)
    return 1; // a filter that selects nothing must not pass
  if (failed == 0 && tests.skipped_test_count() == tests.test_to_run_count())
    return 77; // CTest shows it as skipped
  return failed;
}
