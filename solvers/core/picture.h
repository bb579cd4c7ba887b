#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** From where one looks. Several views stand side by side, all at the same scale. */
  struct View
  {
    std::array<double, 3> from    = {1., -1.2, 0.7}; ///< direction from the object to the eye
    std::array<double, 3> up      = {0., 0., 1.};
    std::string           caption = {};
  };

  /** One state of a series, for example a time step. */
  struct Snapshot
  {
    std::vector<std::filesystem::path> meshes;       ///< .vtu pieces, or one .pvtu
    std::string                        caption = {}; ///< "t = 20 ms"
  };

  /** A plane [m]; what lies on the side of the normal is taken away. */
  struct CutPlane
  {
    std::array<double, 3> point;
    std::array<double, 3> normal;
  };

  /** A value of a tag field with its name in the legend. */
  struct TagName
  {
    int         value;
    std::string name;
  };

  /**
   * A figure of volume meshes: their surface, coloured by a field, with isolines, line glyphs, legend and captions,
   * rendered off-screen into a PNG. One panel for each pair of snapshot and view, all with one colour scale.
   *
   * Files as deal.II writes them: .vtu or .pvtu, linear or quadratic cells, point or cell data, coordinates in metres;
   * or lines, see tube_radius.
   * A vector field is shown by its magnitude. Points where the field is not a number are grey.
   */
  struct Picture
  {
    std::filesystem::path file; ///< .png
    std::string           title;

    std::vector<std::filesystem::path> meshes;    ///< .vtu pieces, or one .pvtu
    std::vector<Snapshot>              snapshots; ///< instead of meshes: a series
    std::vector<View>                  views = {View()};

    std::string                              field;      ///< empty: plain grey
    double                                   factor = 1; ///< field value times factor is what is shown: 1e3 for s in ms
    std::string                              legend;     ///< "activation time [ms]"
    std::optional<std::pair<double, double>> range;      ///< of the colours, as shown; otherwise that of the data
    std::string                              colours         = "viridis"; ///< see ColourMap
    double                                   contour_spacing = 0;         ///< between isolines, as shown; 0: none
    bool bands = false; ///< one colour from isoline to isoline instead of a gradient

    bool                 tagged = false; ///< the field is a tag: one colour each and a legend of names
    std::vector<TagName> tags;           ///< tags not listed are shown by their number

    std::string directions; ///< a vector field, drawn as lines along the surface: fibres
    /** Colours the lines by their helix angle about this axis through the middle: the angle between line and
     *  circumference, positive where the line climbs along the axis. Otherwise by |x|, |y|, |z| as red, green, blue. */
    std::optional<std::array<double, 3>> helix_axis;
    double                               line_spacing = 0.; ///< between the lines [m]; 0: a 45th of the object's size

    std::string tube_radius; ///< the files are lines (.vtp), drawn as tubes with this field as radius [m]

    std::string moved_by; ///< a displacement [m] at the points: the body is drawn where it has moved to

    std::optional<CutPlane> cut;
    bool                    edges        = false; ///< draw the edges of the cells; a cut then removes whole cells
    bool                    only_surface = false; ///< draw the 2-D cells of the files instead of the 3-D cells' surface
    bool                    triad        = true;  ///< x, y, z arrows in the corner
    bool                    scale_bar    = true;

    int width = 1600, height = 900; ///< pixels
  };

  /**
   * @throws InputError          if a file or a field is missing (with the closest name)
   * @throws std::runtime_error  if there is no off-screen OpenGL; callers warn and go on
   */
  void draw(const Picture &picture);
} // namespace vht
