#pragma once

#include "meshing/image/image.h"

namespace vht::meshing
{
  /** A region of the result, out of the values of a label image. */
  struct LabelRule
  {
    std::string           name;
    std::vector<unsigned> values; ///< all of them become this region
  };

  /** A region of the result, out of a map of its own: where the map exceeds the threshold. */
  struct ThresholdRule
  {
    std::string  name;
    const Image *map       = nullptr;
    double       threshold = 0.5;
  };

  /** To which region each voxel belongs. */
  struct LabelImage
  {
    std::array<std::size_t, 3> dimensions{};
    std::vector<std::uint16_t> labels; ///< i fastest; 0 is outside
    Affine                     to_world;
    NameTable                  names; ///< of the labels 1, 2, ...

    std::size_t
    n_voxels() const
    {
      return labels.size();
    }
  };

  /**
   * Regions numbered in the order of the rules. Without rules every value becomes a region "label_<value>".
   * @throws InputError where a rule's value does not occur (with those that do), MeshError for an image without labels
   * or with values that are no whole numbers
   */
  LabelImage label_image(const Image &image, const std::vector<LabelRule> &rules);

  /**
   * Where several maps exceed their thresholds, the voxel goes to the one that does so most.
   * @throws MeshError for maps on different grids, InputError for one that exceeds its threshold nowhere
   */
  LabelImage label_image(const std::vector<ThresholdRule> &rules);

  /** Number of voxels of each region times the volume of a voxel [m^3]. */
  std::map<Tag, double> label_volumes(const LabelImage &image);

  /**
   * The piece that each voxel belongs to: voxels of one label that hang together by faces. Numbered from 0, outside
   * too.
   */
  struct Pieces
  {
    std::vector<std::uint32_t> of_voxel;
    std::vector<std::size_t>   sizes; ///< [voxels]
  };

  Pieces pieces_of(const LabelImage &image);

  /**
   * Pieces smaller than a volume [m^3], pockets of outside too, go to the label that they share most faces with.
   * @returns how many pieces went
   * @throws MeshError if a region would vanish
   */
  std::size_t absorb_small_pieces(LabelImage &image, double smallest);

  /** Leave away what is farther from any label than a number of voxels. Places in the world stay. */
  LabelImage cropped(const LabelImage &image, std::size_t margin);
} // namespace vht::meshing
