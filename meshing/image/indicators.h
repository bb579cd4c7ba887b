#pragma once

#include "meshing/image/label_image.h"

namespace vht::meshing
{
  /**
   * Labels without staircases: the indicator function of every label, smoothed by a Gaussian and linear between the
   * voxels. A place belongs to the label whose indicator is largest there.
   *
   * Smoothing loses what is thinner than twice the Gaussian's width, and rounds off the rest. So where most of a
   * label's voxels around a place are lost, they get more weight and the smoothing is repeated. What volume is still
   * missing each label gets by a factor to its indicator: a factor, not a summand, so that no label appears where it
   * never was.
   */
  class Indicators
  {
  public:
    /**
     * @param[in] sigma  width of the Gaussian along each axis [voxels]; 0: none
     * @pre the image has a margin of outside around its labels
     */
    Indicators(const LabelImage &image, double sigma);

    /** The label at a place given in voxels; 0 outside. */
    Tag label_at(const Point &index) const;

    /** The indicator of one label, with its factor. */
    double value(Tag label, const Point &index) const;

    /** Choose the factors so that the labels' volumes are these [voxels], as far as factors between 1/3 and 5 can. */
    void match_volumes(const std::map<Tag, double> &wanted);

  private:
    /** One indicator, stored where it is not 0. */
    struct Box
    {
      std::array<std::ptrdiff_t, 3> low{}, size{};
      std::vector<float>            values;

      /** Linear between the voxels; 0 outside. */
      float at(const Point &index) const;
    };

    struct Samples;

    void        smooth();
    std::size_t strengthen_lost();
    Samples     mixed_samples() const;

    std::array<std::ptrdiff_t, 3> n_;
    std::vector<std::uint16_t>    labels_;
    std::vector<float>            weights_; ///< of each voxel
    double                        sigma_;
    std::vector<Box>              boxes_;   ///< of label 0, 1, ...
    std::vector<float>            factors_; ///< of label 0, 1, ...
  };
} // namespace vht::meshing
