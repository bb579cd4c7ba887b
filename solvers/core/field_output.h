#pragma once

#include "solvers/core/function_space.h"
#include "solvers/core/time_collection.h"

#include <deal.II/lac/vector.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  class ParameterSection;

  /** How fields are written. */
  struct FieldOutputParameters
  {
    std::string format = "VTU";

    void declare(ParameterSection &section);
  };

  /**
   * Fields of one function space, written as a series for ParaView.
   *
   * VTU: one piece per rank, a .pvtu that joins them and a .pvd that joins the times. The nodes are those of the space,
   * each once, so that degree 2 appears as VTK's quadratic cells and a file is several times smaller than one with the
   * nodes of every cell. XDMF: one parallel HDF5 file per time, for runs with very many ranks; linear cells, hexahedra
   * of degree 2 cut into eight, tetrahedra of degree 2 by their corners alone.
   */
  class FieldOutput
  {
  public:
    struct NodalField
    {
      std::string   name; ///< "potential"
      std::string   unit; ///< "V"
      const Vector *values;

      /** Of a vector: component c of node n is degree of freedom n_components n + c; the values then need ghosts. */
      unsigned int n_components = 1;
    };

    /** One value, or three of a direction, for each cell of this rank by its active index; foreign cells are skipped.
     */
    struct CellField
    {
      std::string                name;
      std::string                unit;
      const std::vector<double> *values;
      unsigned int               n_components = 1;
    };

    /**
     * @param[in] folder  of the run; pieces go to folder/fields, collections to folder
     * @param[in] name    of the series
     */
    FieldOutput(const FunctionSpace         &space,
                const std::filesystem::path &folder,
                const std::string           &name,
                const FieldOutputParameters &parameters = FieldOutputParameters());

    /**
     * Write one state. Collective.
     * @return the file that joins the pieces (.pvtu or .xdmf)
     * @throws InputError when the disk refuses
     */
    std::filesystem::path
    write(double time, const std::vector<NodalField> &nodal, const std::vector<CellField> &cells = {});

    /** Forget states after @p time: a restart writes them anew. */
    void restart_at(double time);

  private:
    void                  write_piece(const std::filesystem::path   &file,
                                      const std::vector<NodalField> &nodal,
                                      const std::vector<CellField>  &cells) const;
    void                  write_joint(const std::filesystem::path   &file,
                                      const std::string             &stem,
                                      const std::vector<NodalField> &nodal,
                                      const std::vector<CellField>  &cells) const;
    std::filesystem::path write_xdmf(double time, const std::string &stem, const std::vector<NodalField> &nodal);

    const FunctionSpace                         &space_;
    std::filesystem::path                        folder_;
    std::string                                  name_;
    std::string                                  format_;
    TimeCollection                               series_;
    std::vector<unsigned int>                    to_vtk_; ///< place in the VTK cell -> place in the deal.II cell
    std::vector<std::vector<unsigned int>>       cell_nodes_;
    std::vector<unsigned int>                    active_index_;
    std::vector<dealii::types::global_dof_index> nodes_; ///< of this piece
  };
} // namespace vht
