#include "meshing/formats/line_reader.h"
#include "meshing/formats/vtk_complaints.h"
#include "meshing/surface/centreline.h"
#include "physics/error.h"

#include <vtkCellArray.h>
#include <vtkDoubleArray.h>
#include <vtkIdList.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkXMLPolyDataReader.h>
#include <vtkXMLPolyDataWriter.h>

#include <fstream>
#include <map>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    constexpr const char *radius_name = "MaximumInscribedSphereRadius"; // as VMTK calls it

    void
    check_radius(const Centreline &line, const std::filesystem::path &file, bool need_radii)
    {
      if (line.edges.empty())
        throw MeshError(file.string() + ": there is no line in it.");
      for (std::size_t i = 0; need_radii && i < line.points.size(); ++i)
        if (!(line.radius[i] > 0))
          throw MeshError(file.string() + ": the radius of point " + std::to_string(i) + " is " +
                          std::to_string(line.radius[i]) + ". It must be positive.");
    }

    /** Rows of number, type, x, y, z, radius, parent. */
    Centreline
    read_swc(const std::filesystem::path &file)
    {
      LineReader            reader(file);
      Centreline            line;
      std::map<long, Index> number;
      while (reader.next_line())
        {
          const long id = reader.integer("number");
          reader.integer("type");
          const Index i = static_cast<Index>(line.points.size());
          Point       p;
          for (unsigned d = 0; d < 3; ++d)
            p[d] = reader.real("coordinate");
          line.points.push_back(p);
          line.radius.push_back(reader.real("radius"));
          const long parent = reader.integer("parent");
          if (!number.emplace(id, i).second)
            reader.complain("the number " + std::to_string(id) + " is there twice.");
          if (parent < 0)
            continue;
          const auto found = number.find(parent);
          if (found == number.end())
            reader.complain("the parent " + std::to_string(parent) + " is not among the rows above.");
          line.edges.push_back({found->second, i});
        }
      return line;
    }

    /** Rows of x, y, z, radius, row of the parent; the heading is skipped. */
    Centreline
    read_csv(const std::filesystem::path &file)
    {
      std::ifstream in(file);
      std::string   text;
      Centreline    line;
      std::size_t   row = 0;
      for (std::getline(in, text); std::getline(in, text); ++row)
        {
          std::istringstream words(text);
          Point              p;
          double             radius;
          long               parent;
          char               comma;
          if (!(words >> p[0] >> comma >> p[1] >> comma >> p[2] >> comma >> radius >> comma >> parent) ||
              parent >= static_cast<long>(row))
            throw MeshError(file.string() + ":" + std::to_string(row + 2) +
                            ": expected is \"x,y,z,radius,parent\" with "
                            "a parent among the rows above or -1, found \"" +
                            text + "\".");
          line.points.push_back(p);
          line.radius.push_back(radius);
          if (parent >= 0)
            line.edges.push_back({static_cast<Index>(parent), static_cast<Index>(row)});
        }
      return line;
    }

    Centreline
    read_vtp(const std::filesystem::path &file)
    {
      const VtkComplaints          complaints;
      vtkNew<vtkXMLPolyDataReader> reader;
      reader->SetFileName(file.c_str());
      reader->Update();
      if (!complaints.first().empty())
        throw MeshError(file.string() + ": VTK cannot read it: " + complaints.first());
      vtkPolyData  *data   = reader->GetOutput();
      vtkDataArray *radius = data->GetPointData()->GetArray(radius_name);
      if (radius == nullptr)
        radius = data->GetPointData()->GetArray("Radius");
      if (radius == nullptr)
        throw MeshError(file.string() + ": the points have neither \"" + radius_name + "\" nor \"Radius\".");
      Centreline line;
      for (vtkIdType i = 0; i < data->GetNumberOfPoints(); ++i)
        {
          Point p;
          data->GetPoint(i, p.data());
          line.points.push_back(p);
          line.radius.push_back(radius->GetTuple1(i));
        }
      vtkNew<vtkIdList> cell;
      for (data->GetLines()->InitTraversal(); data->GetLines()->GetNextCell(cell) != 0;)
        for (vtkIdType k = 1; k < cell->GetNumberOfIds(); ++k)
          line.edges.push_back({static_cast<Index>(cell->GetId(k - 1)), static_cast<Index>(cell->GetId(k))});
      return line;
    }

    void
    write_vtp(const Centreline &line, const std::filesystem::path &file)
    {
      vtkNew<vtkPolyData>    data;
      vtkNew<vtkPoints>      points;
      vtkNew<vtkCellArray>   lines;
      vtkNew<vtkDoubleArray> radius;
      points->SetDataTypeToDouble();
      radius->SetName(radius_name);
      for (std::size_t i = 0; i < line.points.size(); ++i)
        {
          points->InsertNextPoint(line.points[i].data());
          radius->InsertNextValue(line.radius[i]);
        }
      for (const auto &[a, b] : line.edges)
        lines->InsertNextCell({a, b});
      data->SetPoints(points);
      data->SetLines(lines);
      data->GetPointData()->SetScalars(radius);
      const VtkComplaints          complaints;
      vtkNew<vtkXMLPolyDataWriter> writer;
      writer->SetInputData(data);
      writer->SetFileName(file.c_str());
      if (writer->Write() != 1 || !complaints.first().empty())
        throw InputError("The centreline cannot be written to " + file.string() +
                         ": is the folder there and writable?");
    }

    /** Calls use(point, its row, row of its parent or -1), parents before children, as readers expect. */
    template <typename Use>
    void
    for_each_row(const Centreline &line, const Use &use)
    {
      std::vector<std::vector<Index>> neighbours(line.points.size());
      for (const auto &[a, b] : line.edges)
        {
          neighbours[a].push_back(b);
          neighbours[b].push_back(a);
        }
      std::vector<long> row(line.points.size(), -1);
      long              n = 0;
      for (Index root = 0; root < line.points.size(); ++root)
        {
          std::vector<std::pair<Index, long>> stack;
          if (row[root] < 0)
            stack.push_back({root, -1});
          while (!stack.empty())
            {
              const auto [i, parent] = stack.back();
              stack.pop_back();
              if (row[i] >= 0)
                continue;
              row[i] = n++;
              use(i, row[i], parent);
              for (const Index next : neighbours[i])
                if (row[next] < 0)
                  stack.push_back({next, row[i]});
            }
        }
    }

    void
    write_rows(const Centreline &line, const std::filesystem::path &file)
    {
      std::ofstream out(file);
      out.precision(9);
      const bool swc = file.extension() == ".swc";
      out << (swc ? "# number type x y z radius parent, lengths in metres\n" : "x [m],y [m],z [m],radius [m],parent\n");
      for_each_row(line, [&](Index i, long row, long parent) {
        const Point &p = line.points[i];
        if (swc)
          out << row + 1 << " 0 " << p[0] << " " << p[1] << " " << p[2] << " " << line.radius[i] << " "
              << (parent < 0 ? -1 : parent + 1) << "\n";
        else
          out << p[0] << "," << p[1] << "," << p[2] << "," << line.radius[i] << "," << parent << "\n";
      });
      out.flush();
      if (!out)
        throw InputError("The centreline cannot be written to " + file.string() +
                         ": is the folder there and writable?");
    }
  } // namespace


  Centreline
  read_centreline(const std::filesystem::path &file, double length_unit, bool need_radii)
  {
    const std::string ending = file.extension().string();
    if (ending != ".swc" && ending != ".vtp" && ending != ".csv")
      throw MeshError("The ending of " + file.string() + " is unknown. Centrelines are read from .swc, .vtp and .csv.");
    if (!std::filesystem::exists(file))
      throw MeshError("There is no centreline file " + file.string() + ".");
    Centreline line = ending == ".swc" ? read_swc(file) : ending == ".vtp" ? read_vtp(file) : read_csv(file);
    check_radius(line, file, need_radii);
    for (std::size_t i = 0; i < line.points.size(); ++i)
      {
        for (double &x : line.points[i])
          x *= length_unit;
        line.radius[i] *= length_unit;
      }
    return line;
  }

  void
  write_centreline(const Centreline &line, const std::filesystem::path &file)
  {
    if (file.extension() == ".vtp")
      write_vtp(line, file);
    else if (file.extension() == ".csv" || file.extension() == ".swc")
      write_rows(line, file);
    else
      throw InputError("A centreline can be written as .vtp, .csv or .swc, not as " + file.filename().string() + ".");
  }
} // namespace vht::meshing
