#include "solvers/heart/fibres/vector_file.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <vtkCell.h>
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkSmartPointer.h>
#include <vtkUnstructuredGrid.h>
#include <vtkUnstructuredGridReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

namespace vht
{
  namespace
  {
    /** Numbers of a text one after the other; knows the line for messages. */
    class NumberReader
    {
    public:
      NumberReader(const std::filesystem::path &file, const std::string &text)
        : file_(file.string())
        , next_(text.data())
        , end_(text.data() + text.size())
      {
      }

      bool
      at_end()
      {
        for (; next_ != end_ && (*next_ == ' ' || *next_ == '\t' || *next_ == '\r' || *next_ == '\n'); ++next_)
          line_ += *next_ == '\n';
        return next_ == end_;
      }

      double
      read()
      {
        if (at_end())
          fail("ends in the middle of a vector");
        double     value  = 0.;
        const auto result = std::from_chars(next_, end_, value);
        if (result.ec != std::errc() || !std::isfinite(value))
          fail("holds \"" + std::string(next_, std::min(next_ + 12, end_)) + "\" instead of a number");
        next_ = result.ptr;
        return value;
      }

      [[noreturn]] void
      fail(const std::string &what) const
      {
        throw InputError("The fibre file " + file_ + " " + what + ", line " + std::to_string(line_) +
                         ". A .lon file has 1 or 2 in its first line, the number of vectors, then a line of 3 or 6 "
                         "numbers for each cell.");
      }

    private:
      std::string file_;
      const char *next_, *end_;
      std::size_t line_ = 1;
    };

    /** VTK prints its complaints; here they become our message. */
    class SilentVtk
    {
    public:
      SilentVtk()
      {
        vtkObject::GlobalWarningDisplayOff();
      }
      ~SilentVtk()
      {
        vtkObject::SetGlobalWarningDisplay(before_);
      }

    private:
      int before_ = vtkObject::GetGlobalWarningDisplay();
    };

    template <typename Reader>
    vtkSmartPointer<vtkUnstructuredGrid>
    read_grid(const std::filesystem::path &file)
    {
      const SilentVtk silence;
      vtkNew<Reader>  reader;
      reader->SetFileName(file.c_str());
      reader->Update();
      vtkSmartPointer<vtkUnstructuredGrid> grid = reader->GetOutput();
      if (reader->GetErrorCode() != 0 || !grid || grid->GetNumberOfCells() == 0)
        throw InputError("The fibre file " + file.string() +
                         " cannot be read: it is damaged, or holds no unstructured grid. Make it anew.");
      return grid;
    }

    vtkDataArray *
    find_vectors(vtkDataSetAttributes *data, const std::string &name)
    {
      vtkDataArray *array = data->GetArray(name.c_str());
      return array && array->GetNumberOfComponents() == 3 ? array : nullptr;
    }

    [[noreturn]] void
    refuse_array(vtkUnstructuredGrid &grid, const std::filesystem::path &file, const VectorName &wanted)
    {
      std::vector<std::string> names;
      std::string              list;
      for (vtkDataSetAttributes *data : {static_cast<vtkDataSetAttributes *>(grid.GetCellData()),
                                         static_cast<vtkDataSetAttributes *>(grid.GetPointData())})
        for (int i = 0; i < data->GetNumberOfArrays(); ++i)
          if (const char *known = data->GetArrayName(i); known && find_vectors(data, known))
            {
              names.emplace_back(known);
              list += (list.empty() ? "" : ", ") + names.back();
            }
      throw InputError((wanted.asked_by.empty() ? "" : wanted.asked_by + ": ") + "fibres missing: the file " +
                       file.string() + " has no vectors \"" + wanted.name + "\"." + did_you_mean(wanted.name, names) +
                       " It has: " + (list.empty() ? "none" : list) + ".");
    }

    Point
    centre(vtkUnstructuredGrid &grid, vtkIdType number)
    {
      vtkCell *cell = grid.GetCell(number);
      Point    sum;
      for (vtkIdType i = 0; i < cell->GetNumberOfPoints(); ++i)
        {
          double x[3];
          cell->GetPoints()->GetPoint(i, x);
          sum += Tensor({x[0], x[1], x[2]});
        }
      return sum / static_cast<double>(cell->GetNumberOfPoints());
    }
  } // namespace


  VectorFile
  read_lon(const std::filesystem::path &file)
  {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
      throw InputError("The fibre file " + file.string() + " cannot be opened.");
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    NumberReader      numbers(file, text);

    const double n_vectors = numbers.read();
    if (n_vectors != 1. && n_vectors != 2.)
      numbers.fail("does not begin with 1 or 2");

    VectorFile vectors;
    while (!numbers.at_end())
      {
        VectorFile::Row row = {};
        for (unsigned int i = 0; i < dim * n_vectors; ++i)
          row[i] = numbers.read();
        vectors.rows.push_back(row);
      }
    return vectors;
  }

  VectorFile
  read_vtk_vectors(const std::filesystem::path &file, const VectorName &fibre_name, const VectorName &sheet_name)
  {
    if (!std::ifstream(file))
      throw InputError("The fibre file " + file.string() + " cannot be opened.");
    const auto grid = file.extension() == ".vtu" ? read_grid<vtkXMLUnstructuredGridReader>(file)
                                                 : read_grid<vtkUnstructuredGridReader>(file);

    VectorFile            vectors;
    vtkDataSetAttributes *data  = grid->GetCellData();
    vtkDataArray         *fibre = find_vectors(data, fibre_name.name);
    if (!fibre)
      {
        vectors.of_points = true;
        data              = grid->GetPointData();
        fibre             = find_vectors(data, fibre_name.name);
      }
    if (!fibre)
      refuse_array(*grid, file, fibre_name);
    vtkDataArray *sheet = find_vectors(data, sheet_name.name);
    if (!sheet && sheet_name.required)
      refuse_array(*grid, file, sheet_name);

    for (vtkIdType i = 0; i < fibre->GetNumberOfTuples(); ++i)
      {
        VectorFile::Row row = {};
        fibre->GetTuple(i, row.data());
        if (sheet)
          sheet->GetTuple(i, row.data() + dim);
        vectors.rows.push_back(row);

        double x[3];
        if (vectors.of_points)
          grid->GetPoint(i, x);
        vectors.places.push_back(vectors.of_points ? Point(x[0], x[1], x[2]) : centre(*grid, i));
      }
    return vectors;
  }
} // namespace vht
