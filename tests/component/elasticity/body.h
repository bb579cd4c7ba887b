#pragma once

#include "solvers/core/log.h"
#include "solvers/core/point_evaluation.h"
#include "solvers/elasticity/integrator.h"
#include "tests/component/test_meshes.h"

#include <algorithm>
#include <limits>

namespace vht::test
{
  /** The unit box of 2 x 2 x 2 cubes, with its nodes moved. */
  inline MeshFile
  distorted_box(CellShape shape)
  {
    MeshFile file = make_unit_box(shape, 2);
    distort(file, 0.08);
    return file;
  }

  /** What a body of a test is made of and how it is held: neo-Hooke of 1 kPa, incompressible, at rest. */
  struct BodyParameters
  {
    std::string                    material = "neo-Hooke", volumetric = "Simo-Taylor";
    double                         bulk_modulus = std::numeric_limits<double>::infinity();
    double                         density = 0., viscosity = 0., stabilisation = 1e3;
    TensionConvention              convention = TensionConvention::second_piola_kirchhoff;
    AxesOfCell                     axes       = {};
    std::vector<GivenDisplacement> given      = {};
    MotionParameters               motion     = {};
    double                         tolerance  = 1e-9; ///< of Newton's method
    Continuity                     pressure   = Continuity::continuous;
  };

  /** A body of one material on a mesh, with a factorising solver. Loads, if any, are set by `loads` for a time. */
  class Body : public ElasticityIntegrator::Loads
  {
  public:
    Body(const MeshFile &file, const BodyParameters &parameters, MPI_Comm communicator = MPI_COMM_WORLD)
      : mesh(file, "body", communicator)
      , space(mesh, parameters.pressure)
      , material(make_material(parameters.material))
      , volumetric(make_volumetric_law(parameters.volumetric))
      , equation(space, tissues(file, parameters), parameters.axes, parameters.given)
      , log(false)
      , integrator(equation,
                   parameters.motion,
                   {.relative_tolerance = parameters.tolerance,
                    .absolute_tolerance = 1e-13,
                    .globalisation      = "full steps"},
                   {.direct_below = std::numeric_limits<unsigned int>::max()},
                   log)
    {
    }

    /** From @p time on; given displacements and, by default, nothing else grow to their full size at t = 1 s. */
    void
    advance(double time, double dt)
    {
      integrator.advance(time, dt, 1. / 64., *this);
    }

    void
    apply(double time, double dt, double part) override
    {
      if (loads)
        loads(time + part * dt);
    }

    void
    accept(double time, double dt) override
    {
      if (accepted)
        accepted(time, dt);
    }

    ElasticityOperator::State
    state() const
    {
      return {&integrator.displacement(), &integrator.pressure(), &integrator.motion().velocity(),
              &integrator.motion().acceleration()};
    }

    /** Before the last step. */
    ElasticityOperator::State
    state_before()
    {
      const auto motion = integrator.motion().state();
      return {motion[3], integrator.pressures()[1], motion[4]};
    }

    double
    given(double time) override
    {
      return std::min(time, 1.);
    }

    /** Nodal values of a function of the place. */
    void
    interpolate(const std::function<Tensor(const Point &)> &function, Vector &field) const
    {
      const auto points = space.nodes().support_points();
      for (std::size_t n = 0; n < points.size(); ++n)
        for (unsigned int i = 0; i < dim; ++i)
          field.local_element(3 * n + i) = function(points[n])[i];
    }

    /** Displacement of a point of the reference. Collective. */
    Tensor
    displacement_at(const Point &point) const
    {
      const PointEvaluation probe(space.nodes(), {point}, {"point"});
      Tensor                result;
      for (unsigned int i = 0; i < dim; ++i)
        {
          Vector component = space.nodes().make_vector();
          for (unsigned int n = 0; n < component.locally_owned_size(); ++n)
            component.local_element(n) = integrator.displacement().local_element(3 * n + i);
          component.update_ghost_values();
          result[i] = probe.evaluate(component)[0];
        }
      return result;
    }

    /** Largest distance between the displacement and a function at any node. Collective. */
    double
    distance_to(const std::function<Tensor(const Point &)> &function) const
    {
      Vector expected = space.make_displacement();
      interpolate(function, expected);
      expected -= integrator.displacement();
      return expected.linfty_norm();
    }

    Mesh                           mesh;
    MixedSpace                     space;
    std::unique_ptr<Material>      material;
    std::unique_ptr<VolumetricLaw> volumetric;
    ElasticityOperator             equation;
    Log                            log;
    ElasticityIntegrator           integrator;
    std::function<void(double)>    loads; ///< tell the operator what acts at a time

    std::function<void(double, double)> accepted; ///< a step from a time, of this length, is done

  private:
    std::map<unsigned int, Tissue>
    tissues(const MeshFile &file, const BodyParameters &parameters) const
    {
      std::map<unsigned int, Tissue> result;
      for (const auto &[name, tag] : file.regions)
        result[tag] = {.material      = material.get(),
                       .volumetric    = volumetric.get(),
                       .bulk_modulus  = parameters.bulk_modulus,
                       .viscosity     = parameters.viscosity,
                       .density       = parameters.density,
                       .stabilisation = parameters.stabilisation,
                       .convention    = parameters.convention};
      return result;
    }
  };
} // namespace vht::test
