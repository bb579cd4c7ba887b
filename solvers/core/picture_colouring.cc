#include "solvers/core/picture_colouring.h"

#include <vtkCellData.h>
#include <vtkPointData.h>

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    vtkDataArray *
    shown_values(vtkPolyData &surface)
    {
      auto *of_points = surface.GetPointData()->GetArray(shown_array);
      return of_points ? of_points : surface.GetCellData()->GetArray(shown_array);
    }
  } // namespace

  Colouring::Colouring(const Picture &picture, const std::vector<vtkSmartPointer<vtkPolyData>> &surfaces)
    : picture_(picture)
    , map_(picture.colours)
  {
    if (picture.field.empty())
      return;
    std::set<int> tags;
    double        low = INFINITY, high = -INFINITY;
    for (const auto &surface : surfaces)
      {
        vtkDataArray &values = *shown_values(*surface);
        for (vtkIdType i = 0; i < values.GetNumberOfTuples(); ++i)
          if (const double value = values.GetComponent(i, 0); std::isfinite(value))
            {
              low = std::min(low, value), high = std::max(high, value);
              if (picture.tagged)
                tags.insert(int(std::lround(value)));
            }
      }
    if (picture.tagged)
      name_tags(tags);
    else
      choose_range(low, high);
    fill_table();
  }

  Colour
  Colouring::at(const double position) const
  {
    if (!picture_.bands || levels_.empty())
      return map_(position);
    const double n = std::max(1., std::round((high_ - low_) / picture_.contour_spacing));
    return map_(n > 1. ? std::min(std::floor(position * n), n - 1.) / (n - 1.) : 0.5);
  }

  void
  Colouring::name_tags(const std::set<int> &found)
  {
    for (const TagName &tag : picture_.tags)
      if (found.count(tag.value) > 0)
        tags_.push_back(tag);
    for (const int value : found)
      if (std::none_of(tags_.begin(), tags_.end(), [&](const TagName &tag) { return tag.value == value; }))
        tags_.push_back({value, std::to_string(value)});
  }

  void
  Colouring::choose_range(const double low, const double high)
  {
    low_ = low, high_ = high;
    const double spacing = picture_.contour_spacing;
    if (picture_.range)
      low_ = picture_.range->first, high_ = picture_.range->second;
    else if (!(low <= high))
      low_ = 0., high_ = 1.; // no value at all: everything is grey
    else if (picture_.bands && spacing > 0.)
      low_ = std::floor(low / spacing + 1e-9) * spacing + 0., high_ = std::ceil(high / spacing - 1e-9) * spacing;
    if (!(high_ > low_)) // a constant field
      high_ = low_ + std::max(1e-12, 1e-3 * std::abs(low_));
    if (spacing > 0. && (high_ - low_) / spacing < 500.)
      for (double i = std::ceil(low_ / spacing - 1e-9); i * spacing <= high_ + 1e-9 * spacing; ++i)
        levels_.push_back(i == 0. ? 0. : i * spacing);
  }

  void
  Colouring::fill_table()
  {
    table_->SetNanColor(0.72, 0.72, 0.74, 1.);
    if (picture_.tagged)
      {
        table_->IndexedLookupOn();
        table_->SetNumberOfTableValues(vtkIdType(tags_.size()));
        for (std::size_t i = 0; i < tags_.size(); ++i)
          {
            table_->SetAnnotation(vtkVariant(double(tags_[i].value)), tags_[i].name);
            const Colour colour = categorical_colour(i);
            table_->SetTableValue(vtkIdType(i), colour[0], colour[1], colour[2], 1.);
          }
        return;
      }
    constexpr int size = 1024;
    table_->SetNumberOfTableValues(size);
    table_->SetTableRange(low_, high_);
    for (int i = 0; i < size; ++i)
      {
        const Colour colour = at((i + 0.5) / size);
        table_->SetTableValue(i, colour[0], colour[1], colour[2], 1.);
      }
  }
} // namespace vht
