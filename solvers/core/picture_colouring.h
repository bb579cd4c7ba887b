#pragma once

#include "solvers/core/colour_map.h"
#include "solvers/core/surface_view.h"

#include <vtkLookupTable.h>
#include <vtkNew.h>

#include <set>
#include <string>
#include <vector>

namespace vht
{
  /** What colour means what in a picture: a scale for numbers, or one colour for each tag. */
  class Colouring
  {
  public:
    /** The range is that of all the surfaces together. The picture must outlive this. */
    Colouring(const Picture &picture, const std::vector<vtkSmartPointer<vtkPolyData>> &surfaces);

    double
    low() const
    {
      return low_;
    } ///< lowest value of the scale, as shown
    double
    high() const
    {
      return high_;
    } ///< highest value of the scale, as shown
    vtkLookupTable &
    table() const
    {
      return *table_;
    }
    const std::vector<TagName> &
    tags() const
    {
      return tags_;
    } ///< those found, in the order of their colours
    const std::vector<double> &
    levels() const
    {
      return levels_;
    } ///< of the isolines, as shown

    /** The colour at a place of the scale, 0 lowest, 1 highest. */
    Colour at(double position) const;

  private:
    const Picture         &picture_;
    ColourMap              map_;
    double                 low_ = 0., high_ = 1.;
    std::vector<double>    levels_;
    std::vector<TagName>   tags_;
    vtkNew<vtkLookupTable> table_;

    void name_tags(const std::set<int> &found);
    void choose_range(double low, double high);
    void fill_table();
  };
} // namespace vht
