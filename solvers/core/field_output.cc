#include "solvers/core/field_output.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/parameters.h"

#include <deal.II/base/data_out_base.h>
#include <deal.II/base/mpi.h>
#include <deal.II/numerics/data_out.h>

#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkDataArray.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkFloatArray.h>
#include <vtkHexahedron.h>
#include <vtkInformation.h>
#include <vtkInformationStringKey.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkQuadraticTetra.h>
#include <vtkTetra.h>
#include <vtkTriQuadraticHexahedron.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    vtkSmartPointer<vtkCell>
    vtk_cell(bool simplex, unsigned int degree)
    {
      if (simplex)
        return degree == 1 ? vtkSmartPointer<vtkCell>(vtkNew<vtkTetra>())
                           : vtkSmartPointer<vtkCell>(vtkNew<vtkQuadraticTetra>());
      return degree == 1 ? vtkSmartPointer<vtkCell>(vtkNew<vtkHexahedron>())
                         : vtkSmartPointer<vtkCell>(vtkNew<vtkTriQuadraticHexahedron>());
    }

    /** Both libraries publish where the nodes of a reference cell are; equal places are equal nodes. */
    std::vector<unsigned int>
    match_nodes(const dealii::FiniteElement<dim> &element, bool simplex)
    {
      const auto    cell        = vtk_cell(simplex, element.degree);
      const double *coordinates = cell->GetParametricCoords();
      const auto   &points      = element.get_unit_support_points();

      std::vector<unsigned int> to_vtk(points.size());
      for (unsigned int v = 0; v < points.size(); ++v)
        {
          const Point place(coordinates[3 * v], coordinates[3 * v + 1], coordinates[3 * v + 2]);
          const auto  node =
            std::find_if(points.begin(), points.end(), [&](const Point &p) { return p.distance(place) < 1e-6; });
          if (node == points.end())
            throw Error(ExitCode::internal_error, "VTK and deal.II disagree about the nodes of a cell.");
          to_vtk[v] = node - points.begin();
        }
      return to_vtk;
    }

    std::string
    file_name(const std::string &stem, unsigned int rank, unsigned int n_ranks)
    {
      std::ostringstream name;
      name << stem;
      if (n_ranks > 1)
        name << "." << std::setw(4) << std::setfill('0') << rank;
      name << ".vtu";
      return name.str();
    }

    vtkSmartPointer<vtkFloatArray>
    make_array(const std::string &name, const std::string &unit, unsigned int n_components, std::size_t n)
    {
      auto array = vtkSmartPointer<vtkFloatArray>::New();
      array->SetName(name.c_str());
      array->SetNumberOfComponents(n_components);
      array->SetNumberOfTuples(n);
      if (!unit.empty())
        array->GetInformation()->Set(vtkDataArray::UNITS_LABEL(), unit.c_str());
      return array;
    }
  } // namespace


  void
  FieldOutputParameters::declare(ParameterSection &section)
  {
    section.add_choice("Format", format, {"VTU", "XDMF"},
                       "VTU: a piece per rank; XDMF: one parallel HDF5 file per time");
  }


  FieldOutput::FieldOutput(const FunctionSpace         &space,
                           const std::filesystem::path &folder,
                           const std::string           &name,
                           const FieldOutputParameters &parameters)
    : space_(space)
    , folder_(folder)
    , name_(name)
    , format_(parameters.format)
    , to_vtk_(match_nodes(space.element(), space.mesh().is_simplex()))
  {
    const unsigned int per_cell = space.element().dofs_per_cell;

    std::vector<dealii::types::global_dof_index>            dofs(per_cell);
    std::map<dealii::types::global_dof_index, unsigned int> node_of;
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          cell->get_dof_indices(dofs);
          std::vector<unsigned int> &nodes = cell_nodes_.emplace_back(per_cell);
          active_index_.push_back(cell->active_cell_index());
          for (unsigned int v = 0; v < per_cell; ++v)
            {
              const auto [entry, is_new] = node_of.try_emplace(dofs[to_vtk_[v]], nodes_.size());
              if (is_new)
                nodes_.push_back(entry->first);
              nodes[v] = entry->second;
            }
        }
  }

  std::filesystem::path
  FieldOutput::write(double time, const std::vector<NodalField> &nodal, const std::vector<CellField> &cells)
  {
    std::ostringstream stem_stream;
    stem_stream << name_ << "_" << std::setw(4) << std::setfill('0') << series_.size();
    const std::string stem = stem_stream.str();
    const MPI_Comm    comm = space_.mesh().communicator();

    collectively(comm, [&]() {
      std::error_code error;
      if (mpi::this_mpi_process(comm) == 0)
        std::filesystem::create_directories(folder_ / "fields", error);
      if (error)
        throw InputError("The folder " + (folder_ / "fields").string() + " cannot be made: " + error.message());
    });

    std::filesystem::path joint;
    if (format_ == "XDMF")
      joint = write_xdmf(time, stem, nodal);
    else
      {
        // Foreign nodes of the cells at the edge of this rank's part.
        std::vector<Vector>     ghosted(nodal.size());
        std::vector<NodalField> fields = nodal;
        for (std::size_t i = 0; i < nodal.size(); ++i)
          {
            ghosted[i] = nodal[i].n_components == 1 ? space_.make_vector() : Vector(*nodal[i].values);
            ghosted[i].copy_locally_owned_data_from(*nodal[i].values);
            ghosted[i].update_ghost_values();
            fields[i].values = &ghosted[i];
          }
        const unsigned int rank = mpi::this_mpi_process(comm), n_ranks = mpi::n_mpi_processes(comm);
        joint = folder_ / "fields" / (n_ranks > 1 ? stem + ".pvtu" : stem + ".vtu");
        series_.emplace_back(time, std::filesystem::relative(joint, folder_).string());
        collectively(comm, [&]() {
          write_piece(folder_ / "fields" / file_name(stem, rank, n_ranks), fields, cells);
          if (rank == 0 && n_ranks > 1)
            write_joint(joint, stem, fields, cells);
          if (rank == 0)
            write_collection(folder_ / (name_ + ".pvd"), series_);
        });
      }
    return joint;
  }

  void
  FieldOutput::write_piece(const std::filesystem::path   &file,
                           const std::vector<NodalField> &nodal,
                           const std::vector<CellField>  &cells) const
  {
    std::map<dealii::types::global_dof_index, Point> places;
    dealii::DoFTools::map_dofs_to_support_points(space_.mapping(), space_.dofs(), places);

    vtkNew<vtkPoints> points;
    points->SetDataTypeToDouble();
    points->SetNumberOfPoints(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      points->SetPoint(i, &places.at(nodes_[i])[0]);

    vtkNew<vtkUnstructuredGrid> grid;
    grid->SetPoints(points);
    grid->Allocate(cell_nodes_.size());
    const int              type = vtk_cell(space_.mesh().is_simplex(), space_.degree())->GetCellType();
    std::vector<vtkIdType> ids(to_vtk_.size());
    for (const auto &cell : cell_nodes_)
      {
        std::copy(cell.begin(), cell.end(), ids.begin());
        grid->InsertNextCell(type, ids.size(), ids.data());
      }

    for (const NodalField &field : nodal)
      {
        const unsigned int n     = field.n_components;
        const auto         array = make_array(field.name, field.unit, n, nodes_.size());
        for (std::size_t i = 0; i < nodes_.size(); ++i)
          for (unsigned int c = 0; c < n; ++c)
            array->SetComponent(i, c, (*field.values)(n * nodes_[i] + c));
        grid->GetPointData()->AddArray(array);
      }
    for (const CellField &field : cells)
      {
        const auto array = make_array(field.name, field.unit, field.n_components, cell_nodes_.size());
        for (std::size_t i = 0; i < cell_nodes_.size(); ++i)
          for (unsigned int c = 0; c < field.n_components; ++c)
            array->SetComponent(i, c, (*field.values)[active_index_[i] * field.n_components + c]);
        grid->GetCellData()->AddArray(array);
      }
    vtkNew<vtkDoubleArray> time;
    time->SetName("TimeValue");
    time->InsertNextValue(series_.back().first);
    grid->GetFieldData()->AddArray(time);

    vtkNew<vtkXMLUnstructuredGridWriter> writer;
    writer->SetFileName(file.c_str());
    writer->SetInputData(grid);
    writer->SetDataModeToAppended();
    writer->EncodeAppendedDataOff();
    writer->SetCompressorTypeToZLib();
    writer->SetCompressionLevel(1); // the higher ones take seconds and save a few percent
    if (writer->Write() == 0)
      throw InputError("The file " + file.string() + " cannot be written: is the disk full?");
  }

  void
  FieldOutput::write_joint(const std::filesystem::path   &file,
                           const std::string             &stem,
                           const std::vector<NodalField> &nodal,
                           const std::vector<CellField>  &cells) const
  {
    std::ofstream stream(file);
    stream
      << "<?xml version=\"1.0\"?>\n<VTKFile type=\"PUnstructuredGrid\" version=\"0.1\" byte_order=\"LittleEndian\">\n"
      << "<PUnstructuredGrid GhostLevel=\"0\">\n<PPoints><PDataArray type=\"Float64\" "
         "NumberOfComponents=\"3\"/></PPoints>\n"
      << "<PPointData>\n";
    for (const NodalField &field : nodal)
      stream << "<PDataArray type=\"Float32\" Name=\"" << field.name << "\" NumberOfComponents=\"" << field.n_components
             << "\"/>\n";
    stream << "</PPointData>\n<PCellData>\n";
    for (const CellField &field : cells)
      stream << "<PDataArray type=\"Float32\" Name=\"" << field.name << "\" NumberOfComponents=\"" << field.n_components
             << "\"/>\n";
    stream << "</PCellData>\n";
    const unsigned int n_ranks = mpi::n_mpi_processes(space_.mesh().communicator());
    for (unsigned int rank = 0; rank < n_ranks; ++rank)
      stream << "<Piece Source=\"" << file_name(stem, rank, n_ranks) << "\"/>\n";
    stream << "</PUnstructuredGrid>\n</VTKFile>\n";
    stream.close();
    if (!stream)
      throw InputError("The file " + file.string() + " cannot be written: is the disk full?");
  }

  std::filesystem::path
  FieldOutput::write_xdmf(double time, const std::string &stem, const std::vector<NodalField> &nodal)
  {
    const MPI_Comm       comm = space_.mesh().communicator();
    dealii::DataOut<dim> data_out;
    data_out.attach_dof_handler(space_.dofs());
    std::vector<Vector> ghosted;
    ghosted.reserve(dim * nodal.size());
    const char *const axes[] = {" x", " y", " z"};
    for (const NodalField &field : nodal)
      for (unsigned int c = 0; c < field.n_components; ++c)
        {
          Vector &values = ghosted.emplace_back(space_.make_vector());
          for (unsigned int i = 0; i < values.locally_owned_size(); ++i)
            values.local_element(i) = field.values->local_element(field.n_components * i + c);
          values.update_ghost_values();
          data_out.add_data_vector(values, field.n_components == 1 ? field.name : field.name + axes[c]);
        }
    // deal.II 9.4 corrupts memory when it subdivides tetrahedra: those of degree 2 are written by their corners.
    data_out.build_patches(space_.mapping(), space_.mesh().is_simplex() ? 1 : space_.degree(),
                           space_.mesh().is_curved() ? dealii::DataOut<dim>::curved_inner_cells
                                                     : dealii::DataOut<dim>::curved_boundary);

    dealii::DataOutBase::DataOutFilter filter(dealii::DataOutBase::DataOutFilterFlags(true, true));
    data_out.write_filtered_data(filter);
    const std::string data = "fields/" + stem + ".h5", text = name_ + ".xdmf";
    data_out.write_hdf5_parallel(filter, (folder_ / data).string(), comm);
    series_.emplace_back(time, data);

    // One description for all times; the sizes of the mesh are the same in each.
    std::vector<dealii::XDMFEntry> entries;
    for (const auto &[when, where] : series_)
      entries.push_back(data_out.create_xdmf_entry(filter, where, when, comm));
    data_out.write_xdmf_file(entries, (folder_ / text).string(), comm);
    return folder_ / text;
  }

  void
  FieldOutput::restart_at(double time)
  {
    // The series is read back from its collection, so that a restarted run continues the numbering.
    const MPI_Comm                              comm = space_.mesh().communicator();
    std::vector<std::pair<double, std::string>> series;
    if (mpi::this_mpi_process(comm) == 0)
      {
        std::ifstream stream(folder_ / (name_ + (format_ == "XDMF" ? ".xdmf" : ".pvd")));
        std::string   line;
        double        when = 0.;
        while (std::getline(stream, line))
          {
            const auto quoted = [&](const std::string &key) {
              const auto at = line.find(key + "=\"");
              return at == std::string::npos
                       ? std::string()
                       : line.substr(at + key.size() + 2, line.find('"', at + key.size() + 2) - at - key.size() - 2);
            };
            if (const std::string text = quoted("timestep"); !text.empty())
              series.emplace_back(std::stod(text), quoted("file"));
            else if (line.find("<Time Value") != std::string::npos)
              when = std::stod(quoted("Value"));
            else if (const auto at = line.find("fields/");
                     at != std::string::npos && line.find(".h5") != std::string::npos)
              if (const std::string name = line.substr(at, line.find(".h5") + 3 - at);
                  series.empty() || series.back().second != name)
                series.emplace_back(when, name);
          }
        std::erase_if(series, [&](const auto &entry) { return entry.first > time * (1. + 1e-9) + 1e-12; });
      }
    series_ = mpi::broadcast(comm, series, 0);
  }
} // namespace vht
