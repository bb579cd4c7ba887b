#include "solvers/core/surface_lines.h"

#include "solvers/core/colour_map.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCellDataToPointData.h>
#include <vtkContourFilter.h>
#include <vtkDoubleArray.h>
#include <vtkGenericCell.h>
#include <vtkIdList.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyDataNormals.h>
#include <vtkStaticCellLocator.h>
#include <vtkStripper.h>
#include <vtkTriangleFilter.h>
#include <vtkTrivialProducer.h>
#include <vtkTubeFilter.h>
#include <vtkUnsignedCharArray.h>

#include <cmath>
#include <numbers>
#include <unordered_set>

namespace vht
{
  namespace
  {
    using Vector = std::array<double, 3>;

    double
    dot(const Vector &a, const Vector &b)
    {
      return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    Vector
    cross(const Vector &a, const Vector &b)
    {
      return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    Vector
    plus(const Vector &a, const double factor, const Vector &b)
    {
      return {a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]};
    }

    Vector
    unit(const Vector &a)
    {
      const double length = std::sqrt(dot(a, a));
      return length > 0. ? plus({}, 1. / length, a) : Vector{};
    }

    vtkSmartPointer<vtkPolyData>
    with_point_data(vtkPolyData &surface)
    {
      vtkNew<vtkCellDataToPointData> to_points;
      to_points->SetInputData(&surface);
      to_points->Update();
      return to_points->GetPolyDataOutput();
    }

    vtkSmartPointer<vtkPolyData>
    tubes(vtkAlgorithm &lines, const double radius)
    {
      vtkNew<vtkTubeFilter> filter;
      filter->SetInputConnection(lines.GetOutputPort());
      filter->SetRadius(radius);
      filter->SetNumberOfSides(8);
      filter->CappingOn();
      filter->Update();
      return filter->GetOutput();
    }

    /** A surface of triangles with a line field that one can walk along. */
    class Walk
    {
    public:
      explicit Walk(vtkPolyData &surface)
      {
        vtkNew<vtkTriangleFilter> triangles;
        triangles->SetInputData(&surface);
        vtkNew<vtkPolyDataNormals> normals; // split at sharp edges
        normals->SetInputConnection(triangles->GetOutputPort());
        normals->SetFeatureAngle(50.);
        normals->Update();
        surface_ = normals->GetOutput();
        surface_->BuildCells();
        locator_->SetDataSet(surface_);
        locator_->BuildLocator();
        of_points_ = surface_->GetPointData()->GetArray(direction_array);
        of_cells_  = surface_->GetCellData()->GetArray(direction_array);

        double bounds[6];
        surface_->GetBounds(bounds);
        middle_ = centre(bounds);
        size_   = std::hypot(bounds[1] - bounds[0], bounds[3] - bounds[2], bounds[5] - bounds[4]);
      }

      double
      size() const
      {
        return size_;
      }
      const Vector &
      middle() const
      {
        return middle_;
      }

      /** Points of the surface about @p spacing apart: one for each cube of that size that holds any. */
      std::vector<Vector>
      seeds(const double spacing) const
      {
        std::unordered_set<std::size_t> taken;
        std::vector<Vector>             result;
        for (vtkIdType i = 0; i < surface_->GetNumberOfCells(); ++i)
          {
            double bounds[6];
            surface_->GetCellBounds(i, bounds);
            const Vector x   = centre(bounds);
            std::size_t  key = 0;
            for (int d = 0; d < 3; ++d)
              key = key * 2097143u + std::size_t(std::llround(std::floor((x[d] - middle_[d]) / spacing)) + 1048576);
            if (taken.insert(key).second)
              result.push_back(x);
          }
        return result;
      }

      struct Place
      {
        Vector position, normal, direction; ///< on the surface; unit normal; unit field, of any sign
        double distance;                    ///< from where it was looked for
      };

      Place
      nearest(const Vector &where) const
      {
        Place     place{};
        vtkIdType id;
        int       sub_id;
        double    square;
        locator_->FindClosestPoint(where.data(), place.position.data(), cell_, id, sub_id, square);
        place.distance = std::sqrt(square);

        double closest[3], parametric[3], weights[3] = {1., 0., 0.};
        cell_->EvaluatePosition(place.position.data(), closest, sub_id, parametric, square, weights);
        Vector line, first{};
        for (int i = 0; i < 3; ++i)
          {
            surface_->GetPointData()->GetNormals()->GetTuple(cell_->GetPointId(i), line.data());
            place.normal = plus(place.normal, weights[i], line);
            if (of_points_ == nullptr)
              continue;
            of_points_->GetTuple(cell_->GetPointId(i), line.data());
            first           = i == 0 ? line : first; // a line has no sign: turn all to the first one's side
            place.direction = plus(place.direction, dot(line, first) < 0. ? -weights[i] : weights[i], line);
          }
        if (of_points_ == nullptr)
          of_cells_->GetTuple(id, place.direction.data());
        place.normal    = unit(place.normal);
        place.direction = unit(place.direction);
        return place;
      }

    private:
      vtkSmartPointer<vtkPolyData>   surface_;
      vtkNew<vtkStaticCellLocator>   locator_;
      mutable vtkNew<vtkGenericCell> cell_;
      vtkDataArray                  *of_points_, *of_cells_;
      double                         size_;
      Vector                         middle_;

      static Vector
      centre(const double (&bounds)[6])
      {
        return {(bounds[0] + bounds[1]) / 2, (bounds[2] + bounds[3]) / 2, (bounds[4] + bounds[5]) / 2};
      }
    };

    /** One line from the seed both ways, in straight steps that fall back on the surface; it ends at a rim. */
    std::vector<Walk::Place>
    trace(const Walk &walk, const Vector &seed, const double length, const int steps)
    {
      const Walk::Place        start = walk.nearest(seed);
      const double             step  = length / (2 * steps);
      std::vector<Walk::Place> line  = {start};
      for (const double way : {1., -1.})
        {
          Walk::Place here  = start;
          Vector      along = plus({}, way, start.direction);
          for (int i = 0; i < steps; ++i)
            {
              const Vector      tangent = plus(along, -dot(along, here.normal), here.normal);
              const Walk::Place next    = walk.nearest(plus(here.position, step, tangent));
              if (next.distance > 0.3 * step || dot(next.normal, here.normal) < 0.7)
                break;
              here  = next;
              along = dot(here.direction, along) < 0. ? plus({}, -1., here.direction) : here.direction;
              line.insert(way > 0. ? line.end() : line.begin(), here);
            }
        }
      return line;
    }

    Colour
    colour_of(const Walk::Place &place, const Vector &middle, const std::optional<std::array<double, 3>> &helix_axis)
    {
      if (!helix_axis)
        return {std::abs(place.direction[0]), std::abs(place.direction[1]), std::abs(place.direction[2])};
      const Vector axis          = unit(*helix_axis);
      const Vector circumference = unit(cross(axis, plus(place.position, -1., middle)));
      double       climb = dot(place.direction, axis), around = dot(place.direction, circumference);
      if (around < 0.)
        climb = -climb, around = -around;
      return helix_colour(0.5 + std::atan2(climb, around) / std::numbers::pi);
    }
  } // namespace

  Colour
  helix_colour(const double position)
  {
    static const ColourMap map("activation"); // it has no white in its middle, which would vanish on the grey surface
    return map(1. - position);
  }

  vtkSmartPointer<vtkPolyData>
  isolines(vtkPolyData &surface, const std::vector<double> &levels, const double radius)
  {
    vtkSmartPointer<vtkPolyData> input = &surface;
    if (surface.GetPointData()->GetArray(shown_array) == nullptr)
      input = with_point_data(surface);

    // A contour through a cell with an undefined corner would have undefined points.
    vtkDataArray        &values = *input->GetPointData()->GetArray(shown_array);
    vtkNew<vtkCellArray> defined;
    vtkNew<vtkIdList>    ids;
    for (vtkIdType cell = 0; cell < input->GetNumberOfCells(); ++cell)
      {
        input->GetCellPoints(cell, ids);
        bool finite = ids->GetNumberOfIds() > 2;
        for (vtkIdType i = 0; i < ids->GetNumberOfIds(); ++i)
          finite = finite && std::isfinite(values.GetComponent(ids->GetId(i), 0));
        if (finite)
          defined->InsertNextCell(ids);
      }
    vtkNew<vtkPolyData> faces;
    faces->SetPoints(input->GetPoints());
    faces->SetPolys(defined);
    faces->GetPointData()->SetScalars(&values);

    vtkNew<vtkContourFilter> contour;
    contour->SetInputData(faces);
    contour->ComputeScalarsOff();
    for (std::size_t i = 0; i < levels.size(); ++i)
      contour->SetValue(int(i), levels[i]);
    vtkNew<vtkStripper> joined;
    joined->SetInputConnection(contour->GetOutputPort());
    return tubes(*joined, radius);
  }

  vtkSmartPointer<vtkPolyData>
  direction_lines(vtkPolyData &surface, const std::optional<std::array<double, 3>> &helix_axis, double spacing)
  {
    const Walk walk(surface);
    if (!(spacing > 0.))
      spacing = walk.size() / 45.;

    vtkNew<vtkPoints>            points;
    vtkNew<vtkCellArray>         lines;
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetName("colour");
    colours->SetNumberOfComponents(3);
    for (const Vector &seed : walk.seeds(spacing))
      {
        const auto   line = trace(walk, seed, 2.6 * spacing, 6);
        const Vector span = plus(line.back().position, -1., line.front().position);
        if (dot(span, span) < spacing * spacing)
          continue;
        lines->InsertNextCell(vtkIdType(line.size()));
        for (const Walk::Place &place : line)
          {
            lines->InsertCellPoint(points->InsertNextPoint(plus(place.position, 0.11 * spacing, place.normal).data()));
            const Colour colour = colour_of(place, walk.middle(), helix_axis);
            colours->InsertNextTuple3(255 * colour[0], 255 * colour[1], 255 * colour[2]);
          }
      }
    vtkNew<vtkPolyData> all;
    all->SetPoints(points);
    all->SetLines(lines);
    all->GetPointData()->SetScalars(colours);

    vtkNew<vtkTrivialProducer> source;
    source->SetOutput(all);
    return tubes(*source, 0.13 * spacing);
  }
} // namespace vht
