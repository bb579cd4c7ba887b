#include "meshing/formats/hdf5_file.h"

#include "physics/error.h"

#include <hdf5.h>

namespace vht::meshing
{
  namespace
  {
    /** Closes what it holds with the function that fits its kind. */
    class Handle
    {
    public:
      Handle(hid_t id, herr_t (*close)(hid_t))
        : id_(id)
        , close_(close)
      {
      }

      ~Handle()
      {
        if (id_ >= 0)
          close_(id_);
      }

      Handle(const Handle &)            = delete;
      Handle &operator=(const Handle &) = delete;

      operator hid_t() const
      {
        return id_;
      }

    private:
      hid_t id_;
      herr_t (*close_)(hid_t);
    };

    /** HDF5 prints a stack of its own on every failure; our messages are enough. */
    class Silence
    {
    public:
      Silence()
      {
        H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
      }

      ~Silence()
      {
        H5Eset_auto2(H5E_DEFAULT, function_, data_);
      }

    private:
      H5E_auto2_t function_ = nullptr;
      void       *data_     = nullptr;
    };
  } // namespace


  std::vector<double>
  read_hdf5(const std::filesystem::path &file, const std::string &data_set)
  {
    const Silence silence;
    const auto    require = [&](bool good, const std::string &what) {
      if (!good)
        throw MeshError(file.string() + ": " + what);
    };

    require(std::filesystem::exists(file), "this HDF5 file, named by the XDMF file, does not exist.");
    const Handle handle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    require(handle >= 0, "this is not an HDF5 file, or it is damaged.");
    const Handle set(H5Dopen2(handle, data_set.c_str(), H5P_DEFAULT), H5Dclose);
    require(set >= 0, "there is no data set \"" + data_set + "\".");
    const Handle type(H5Dget_type(set), H5Tclose);
    require(type >= 0 && (H5Tget_class(type) == H5T_FLOAT || H5Tget_class(type) == H5T_INTEGER),
            "the data set \"" + data_set + "\" does not hold numbers.");
    const Handle   space(H5Dget_space(set), H5Sclose);
    const hssize_t n = H5Sget_simple_extent_npoints(space);
    require(space >= 0 && n >= 0, "the size of the data set \"" + data_set + "\" cannot be read.");

    std::vector<double> values(n);
    require(n == 0 || H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0,
            "the data set \"" + data_set + "\" cannot be read.");
    return values;
  }
} // namespace vht::meshing
