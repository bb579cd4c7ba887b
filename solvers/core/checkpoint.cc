#include "solvers/core/checkpoint.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/log.h"
#include "solvers/core/parameters.h"

#include <deal.II/base/mpi.h>

#include <hdf5.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iomanip>
#include <optional>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;
    using Json    = nlohmann::ordered_json;

    constexpr int                         format_version = 1;
    constexpr std::array<const char *, 2> slots          = {{"a", "b"}};

    /** An HDF5 identifier that closes itself. */
    class Handle
    {
    public:
      Handle(hid_t id, herr_t (*close)(hid_t), const std::string &what)
        : id_(id)
        , close_(close)
      {
        if (id < 0)
          throw InputError("HDF5 cannot " + what + ".");
      }

      ~Handle()
      {
        close_(id_);
      }

      Handle(const Handle &) = delete;

      operator hid_t() const
      {
        return id_;
      }

    private:
      hid_t id_;
      herr_t (*close_)(hid_t);
    };

    void
    check(herr_t code, const std::string &what)
    {
      if (code < 0)
        throw InputError("HDF5 cannot " + what + ".");
    }

    /** HDF5's own stack of messages says nothing to a user; ours name the file. */
    struct QuietHdf5
    {
      QuietHdf5()
      {
        H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
      }
      ~QuietHdf5()
      {
        H5Eset_auto2(H5E_DEFAULT, function_, data_);
      }

      H5E_auto2_t function_ = nullptr;
      void       *data_     = nullptr;
    };

    Handle
    parallel_access(MPI_Comm communicator)
    {
      const hid_t list = H5Pcreate(H5P_FILE_ACCESS);
      check(H5Pset_fapl_mpio(list, communicator, MPI_INFO_NULL), "use MPI for files");
      return Handle(list, H5Pclose, "make an access list");
    }

    /** Move one slab per rank between memory and a dataset. */
    template <typename Transfer>
    void
    with_slab(hid_t dataset, const CanonicalOrder &order, const std::string &what, const Transfer &transfer)
    {
      const hsize_t start = order.slab().first, count = order.slab().second - order.slab().first;
      const Handle  memory(H5Screate_simple(1, &count, nullptr), H5Sclose, what);
      const Handle  file(H5Dget_space(dataset), H5Sclose, what);
      if (count > 0)
        check(H5Sselect_hyperslab(file, H5S_SELECT_SET, &start, nullptr, &count, nullptr), what);
      else
        {
          check(H5Sselect_none(file), what);
          check(H5Sselect_none(memory), what);
        }
      const Handle mode(H5Pcreate(H5P_DATASET_XFER), H5Pclose, what);
      check(H5Pset_dxpl_mpio(mode, H5FD_MPIO_COLLECTIVE), what);
      check(transfer(memory, file, mode), what);
    }

    /** Hash of a field in canonical order. A sum over the values and their places does not depend on who has which. */
    std::string
    checksum(const std::vector<double> &slab, const CanonicalOrder &order, MPI_Comm communicator)
    {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < slab.size(); ++i)
        {
          // The mixing function of splitmix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
          std::uint64_t z =
            std::bit_cast<std::uint64_t>(slab[i]) + (order.slab().first + i + 1) * 0x9e3779b97f4a7c15ull;
          z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
          z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
          sum += z ^ (z >> 31);
        }
      std::ostringstream text;
      text << std::hex << std::setw(16) << std::setfill('0') << mpi::sum(sum, communicator);
      return text.str();
    }

    /** What a slot says of itself; nothing if its data are missing, truncated or without a whole description. */
    std::optional<Json>
    read_description(const std::filesystem::path &folder, const std::string &slot)
    {
      const std::filesystem::path data = folder / (slot + ".h5");
      std::ifstream               stream(folder / (slot + ".json"));
      const Json                  json = Json::parse(stream, nullptr, false);
      std::error_code             error;
      const auto                  size = std::filesystem::file_size(data, error);
      if (error || !json.is_object() || json.value("size", std::uintmax_t(0)) != size)
        return {};
      return json;
    }
  } // namespace


  void
  CheckpointParameters::declare(ParameterSection &section)
  {
    section.add("Wall time interval", interval_wall_time, "s", {0., 1e9},
                "Time on the clock between checkpoints; 0: none");
    section.add("Step interval", interval_steps, {0, 1000000000}, "Steps between checkpoints; 0: by the clock alone");
  }

  bool
  CheckpointSchedule::due(unsigned int step, bool look_at_clock) const
  {
    if (parameters_.interval_steps > 0 && step % parameters_.interval_steps == 0)
      return true;
    if (parameters_.interval_wall_time <= 0. || !look_at_clock)
      return false;
    // Clocks differ between ranks; one decides for all.
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - last_;
    return mpi::broadcast(communicator_, elapsed.count() > parameters_.interval_wall_time, 0);
  }

  Checkpoint::Checkpoint(const std::filesystem::path &folder, MPI_Comm communicator)
    : folder_(folder / "checkpoint")
    , communicator_(communicator)
  {
  }

  void
  Checkpoint::write(const CheckpointInfo &info, const std::vector<Field> &fields)
  {
    // The slot of the older checkpoint, or an empty or damaged one.
    const bool  is_first_rank = mpi::this_mpi_process(communicator_) == 0;
    std::string slot;
    collectively(communicator_, [&]() {
      if (!is_first_rank)
        return;
      std::error_code error;
      std::filesystem::create_directories(folder_, error);
      if (error)
        throw InputError("The folder " + folder_.string() + " cannot be made: " + error.message());
      std::array<double, 2> time;
      for (unsigned int i = 0; i < 2; ++i)
        {
          const auto json = read_description(folder_, slots[i]);
          time[i]         = json ? json->value("written", 0.) : -1.;
        }
      slot = slots[time[0] <= time[1] ? 0 : 1];
    });
    slot = mpi::broadcast(communicator_, slot, 0);

    const std::filesystem::path data = folder_ / (slot + ".h5"), aside = folder_ / (slot + ".h5.part"),
                                meta = folder_ / (slot + ".json");
    std::map<std::string, std::string> checksums;
    collectively(communicator_, [&]() {
      const QuietHdf5 quiet;
      const Handle    access = parallel_access(communicator_);
      const Handle    file(H5Fcreate(aside.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose,
                           "write " + aside.string());
      for (const Field &field : fields)
        {
          const std::string         what = "write " + field.name + " to " + aside.string();
          const std::vector<double> slab = field.order->to_slab(field.values);
          const hsize_t             size = field.order->size();
          const Handle              space(H5Screate_simple(1, &size, nullptr), H5Sclose, what);
          const Handle dataset(H5Dcreate2(file, field.name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT,
                                          H5P_DEFAULT),
                               H5Dclose, what);
          with_slab(dataset, *field.order, what, [&](hid_t memory, hid_t place, hid_t mode) {
            return H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, place, mode, slab.data());
          });
          checksums[field.name] = checksum(slab, *field.order, communicator_);
        }
      check(H5Fflush(file, H5F_SCOPE_GLOBAL), "finish " + aside.string());
    });

    collectively(communicator_, [&]() {
      if (!is_first_rank)
        return;
      // Without its description a data file does not count: take it away first and put it back last.
      std::filesystem::remove(meta);
      std::filesystem::rename(aside, data);
      Json json;
      json["format version"] = format_version;
      json["written"]        = static_cast<double>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
      json["time"]                = info.time;
      json["step"]                = info.step;
      json["mesh"]                = info.mesh;
      json["size"]                = std::filesystem::file_size(data);
      json["checksums"]           = checksums;
      json["numbers"]             = info.numbers;
      json["critical parameters"] = info.critical_parameters;

      const std::filesystem::path meta_aside = meta.string() + ".part";
      std::ofstream               stream(meta_aside);
      stream << json.dump(2) << std::endl;
      stream.close();
      if (!stream)
        throw InputError("The checkpoint's description " + meta_aside.string() +
                         " cannot be written: is the disk full?");
      std::filesystem::rename(meta_aside, meta);
    });
  }

  CheckpointInfo
  Checkpoint::open(const std::string &mesh, const std::string &critical_parameters, Log &log)
  {
    std::string text, slot, warnings;
    collectively(communicator_, [&]() {
      if (mpi::this_mpi_process(communicator_) != 0)
        return;
      double      newest = -1.;
      std::string damage;
      for (const char *candidate : slots)
        {
          const auto data = folder_ / (std::string(candidate) + ".h5");
          if (!std::filesystem::exists(data))
            continue;
          const auto json = read_description(folder_, candidate);
          if (!json)
            {
              damage += (damage.empty() ? "" : ", ") + data.string();
              continue;
            }
          if (json->value("written", 0.) > newest)
            {
              newest = json->value("written", 0.);
              slot   = candidate;
              text   = json->dump();
            }
        }
      if (slot.empty() && damage.empty())
        throw InputError("There is no checkpoint in " + folder_.string() +
                         " to restart from. Start without --restart, or give --output the folder of the earlier run.");
      if (slot.empty())
        throw InputError(
          "No checkpoint can be used: " + damage +
          " is truncated or damaged (its size is not the one that was written). Start without --restart.");
      if (!damage.empty())
        warnings = "The checkpoint " + damage + " is truncated or damaged; the other one is used.";
    });
    text     = mpi::broadcast(communicator_, text, 0);
    slot     = mpi::broadcast(communicator_, slot, 0);
    warnings = mpi::broadcast(communicator_, warnings, 0);
    if (!warnings.empty())
      log.warning(warnings);

    const Json     json = Json::parse(text);
    CheckpointInfo info;
    if (json.at("format version") != format_version)
      throw InputError("The checkpoint in " + folder_.string() + " is of another version of this program.");
    info.time                = json.at("time");
    info.step                = json.at("step");
    info.mesh                = json.at("mesh");
    info.numbers             = json.at("numbers").get<std::map<std::string, double>>();
    info.critical_parameters = json.at("critical parameters");
    if (info.mesh != mesh)
      throw InputError("The checkpoint in " + folder_.string() + " is of another mesh (checksum " + info.mesh +
                       ", now " + mesh + "). Restart with the mesh of the first run, or start without --restart.");
    refuse_changed_parameters(info.critical_parameters, critical_parameters);
    opened_    = folder_ / (slot + ".h5");
    checksums_ = json.at("checksums").get<std::map<std::string, std::string>>();
    return info;
  }

  std::vector<double>
  Checkpoint::read(const std::string &name, const CanonicalOrder &order) const
  {
    std::vector<double> slab(order.slab().second - order.slab().first);
    collectively(communicator_, [&]() {
      const QuietHdf5   quiet;
      const std::string what   = "read " + name + " from " + opened_.string();
      const Handle      access = parallel_access(communicator_);
      const Handle      file(H5Fopen(opened_.c_str(), H5F_ACC_RDONLY, access), H5Fclose, what);
      const Handle      dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, what);
      const Handle      space(H5Dget_space(dataset), H5Sclose, what);
      if (H5Sget_simple_extent_npoints(space) != static_cast<hssize_t>(order.size()))
        throw InputError("The checkpoint's " + name + " has " + std::to_string(H5Sget_simple_extent_npoints(space)) +
                         " values where this run has " + std::to_string(order.size()) + ". Is Space/Degree the same?");
      with_slab(dataset, order, what, [&](hid_t memory, hid_t place, hid_t mode) {
        return H5Dread(dataset, H5T_NATIVE_DOUBLE, memory, place, mode, slab.data());
      });
      if (const auto written = checksums_.find(name);
          written == checksums_.end() || written->second != checksum(slab, order, communicator_))
        throw InputError("The checkpoint " + opened_.string() + " is damaged: " + name +
                         " is not what was written. Delete the file to restart from the older one.");
    });
    return order.from_slab(slab);
  }
} // namespace vht
