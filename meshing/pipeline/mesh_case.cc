#include "meshing/pipeline/mesh_case.h"

#include "meshing/pipeline/deciding.h"
#include "physics/error.h"
#include "physics/units.h"

#include <algorithm>
#include <cctype>

namespace vht::meshing
{
  namespace
  {
    const Bounds length{1e-6, 10}; // [m]

    void
    declare_source(MeshCase &c, Deciding section)
    {
      std::vector<std::string> sources = {"slab", "cable", "left ventricle", "biventricle",
                                          "file", "image", "surface",        "network"};
      for (const auto &shape : c.shapes)
        sources.push_back(shape->name());
      section.add_choice("Source", c.source, sources,
                         "What is meshed: a shape with its own section below, a mesh file, a label image, what a "
                         "surface encloses, or vessels along centrelines.");
      section.add_choice("Cells", c.cells, {"tetrahedra", "hexahedra"},
                         "Kind of the cells. Hexahedra for slab, cable, left ventricle, tube and microchannel, and "
                         "along a network of a single line.");
      section.add("Order", c.order, Bounds{1, 2},
                  "Degree of the cells' geometry. 2: curved cells, with 10 nodes (tetrahedra) or 27; the nodes on the "
                  "boundary lie on the exact surface of ventricles and tube, for other sources where Refinement/Curved "
                  "or Surface puts new points.");
      section.add(
        "Size", c.size, "m", length,
        "Wanted length of the cells' edges. The grid of slab and cable is even: a size that divides the extent is met "
        "exactly. Tetrahedra of ventricles get edges of this length on their surfaces; inside they are a quarter "
        "longer.");
      section.add_file("File", c.file,
                       "Mesh to read: .msh, .vtu, .vtk, .node or .ele (TetGen), .pts or .elem (CARP), .xdmf (FEniCS).");
      section.add_file("Nodes", c.nodes,
                       "Nodes that replace those of the file one by one, .node (TetGen) or .pts (CARP) in the same "
                       "unit: another state of the body, as the unloaded one. Empty: those of the file.");
      section.add("Length unit", c.length_unit, "What one unit of the file's coordinates is: m, mm, um, ...");
    }

    void
    declare_ellipsoid(Deciding section, const std::string &name, Ellipsoid &ellipsoid)
    {
      section.add(name + " half axes", ellipsoid.radii, "m", "Along x, y and the long axis z.");
    }

    void
    declare_shapes(MeshCase &c, ParameterSection &root)
    {
      Deciding(root.section("Slab"))
        .add("Extent", c.slab, "m", "From the origin along x, y and z (Niederer 2011: 20, 7, 3 mm).");

      Deciding cable(root.section("Cable"));
      cable.add("Length", c.cable_length, "m", length, "Along x.");
      cable.add("Width", c.cable_width, "m", Bounds{0, 1}, "Along y and z. 0: one cell.");

      Deciding lv(root.section("Left ventricle", "Between two ellipsoids, cut off at the base plane."));
      declare_ellipsoid(lv, "Inner", c.left_ventricle.lv_endo);
      declare_ellipsoid(lv, "Outer", c.left_ventricle.lv_epi);
      lv.add("Base", c.left_ventricle.base, "m", Bounds::any(),
             "Height z of the base plane; the apex is at negative z. With Outer base: of the base's inner rim.");
      lv.add("Outer base", c.left_ventricle.outer_base, "m", Bounds::any(),
             "Height z of the outer rim, for a base that is part of a cone; empty: the same, a plane.");
      lv.add("Cells across", c.left_ventricle.grid.across, Bounds{0, 1000},
             "Hexahedra through the wall. 0: by the size.");
      lv.add(
        "Cells around", c.left_ventricle.grid.around, Bounds{0, 100000},
        "Hexahedra around the axis, a multiple of eight; towards the apex as many as make them equally long. 0: by "
        "the size.");

      Deciding biv(root.section("Biventricle",
                                "A left ventricle as above, and a right one between two ellipsoids that leans on it."));
      declare_ellipsoid(biv, "Left inner", c.biventricle.lv_endo);
      declare_ellipsoid(biv, "Left outer", c.biventricle.lv_epi);
      declare_ellipsoid(biv, "Right inner", *c.biventricle.rv_endo);
      declare_ellipsoid(biv, "Right outer", *c.biventricle.rv_epi);
      biv.add("Right centre", c.biventricle.rv_endo->centre, "m",
              "Centre of the right ellipsoids; the left are at the origin.");
      c.biventricle.rv_epi->centre = c.biventricle.rv_endo->centre;
      biv.add("Base", c.biventricle.base, "m", Bounds::any(), "Height z of the base plane; the apex is at negative z.");

      for (const auto &shape : c.shapes)
        {
          std::string name = shape->name();
          name[0]          = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
          Deciding section(root.section(name, shape->description()));
          for (const Parameter &dimension : shape->parameters())
            section.add(Parameters{dimension});
        }
    }

    void
    declare_rules(MeshCase &c, ParameterSection &root)
    {
      for (const std::string &name :
           root.repeated("Region", "A region of the result. Without any, all regions of the source are kept."))
        {
          RegionRule rule{name, {}};
          Deciding   section(root.section("Region " + name));
          section.add("Tags", rule.sources, "Regions of the source that it is made of: tags or names.");
          c.regions.push_back(rule);
        }
      for (const std::string &name : root.repeated(
             "Surface",
             "A surface of the result: the faces for which all given conditions hold. Of several rules that fit "
             "a face, the first takes it. Without any, the markers of the source are kept."))
        {
          SurfaceRule rule;
          Deciding    section(root.section("Surface " + name));
          rule.name = name;
          section.add("Markers", rule.markers, "The source has marked the face with one of these: tags or names.");
          section.add("Of regions", rule.of_regions, "The face belongs to a cell of these regions of the result.");
          section.add("Facing", rule.facing,
                      "On the other side of the face the source has these regions (tags or names), or \"outside\".");
          section.add("Between", rule.between,
                      "Two regions of the result; the faces where they meet form an interface.");
          section.add("Remaining boundary", rule.remaining, "All boundary faces that no rule above has taken.");
          c.surfaces.push_back(rule);
        }
      Deciding section(root.section("Extraction"));
      section.add("Largest part only", c.largest_part_only,
                  "Drop cells that share no face with the largest part of the result.");
      section.add(
        "Smallest patch", c.smallest_patch, Bounds{1, 1e6},
        "A connected patch of a surface with fewer faces is taken for wrongly marked; it goes to the neighbouring "
        "surface with the longest common border. 1: none.");
    }

    void
    declare_filling(MeshCase &c, ParameterSection &root)
    {
      std::string text = mesher_names()[0];
      Deciding    section(
           root.section("Volume", "What a surface encloses is filled, for Mesh/Source = image, surface and network."));
      section.add_choice("Mesher", text, mesher_names(),
                         "Who fills it. automatic: Gmsh's HXT, where that fails its Delaunay mesher, and where both "
                         "fail CGAL, which makes new triangles near the given ones.");
      c.mesher = mesher_called(text);
    }

    void
    declare_sizes(MeshCase &c, ParameterSection &root)
    {
      Deciding remeshing(root.section(
        "Remeshing",
        "The tetrahedra get another size, in the same regions, before they are refined. Volumes of regions "
        "are kept; fields are carried over."));
      remeshing.add("Edge length", c.remeshing.edge, "m", Bounds{0, 10}, "Wanted. 0: not asked.");
      remeshing.add("Factor", c.remeshing.factor, "1", Bounds{0, 100},
                    "Or so many times the mean edge: 2 for a coarser mesh, 0.5 for a finer one. 0: not asked.");

      remeshing.add("Local", c.remeshing.local,
                    "With Factor: sizes vary as they did, so many times the edges nearby. Surfaces get new triangles.");

      Deciding section(root.section("Refinement", "Every cell is split into eight."));
      section.add("Times", c.refinement.times, Bounds{0, 10}, "How often.");
      section.add("Edge length", c.refinement.edge, "m", Bounds{0, 10},
                  "Then again, until the mean edge is not longer. 0: not asked.");
      section.add("Hexahedra", c.refinement.hexahedra, "At last, split every tetrahedron into four hexahedra.");
      section.add("Curved", c.refinement.curved,
                  "New points of surfaces go onto a smooth surface through the old points, instead of between them.");
      section.add("Sharp angle", c.refinement.sharp_angle, "degree", Bounds{0, 180},
                  "With Curved: edges where a surface bends by more stay sharp.");
      section.add_file("Surface", c.refinement.surface,
                       "New points of the boundary go onto these finer triangles (.stl, .ply, .obj, .vtp, .vtk), where "
                       "they are within a fifth of an edge. Empty: none.");
      section.add("Surface unit", c.refinement.surface_unit, "What one unit of that file is: m, mm, ...");
    }
  } // namespace


  double
  length_of_unit(const std::string &unit)
  {
    return to_si("1 " + unit, "m");
  }

  void
  MeshCase::declare(ParameterSection &root)
  {
    declare_source(*this, Deciding(root.section("Mesh")));
    declare_shapes(*this, root);
    image.declare(root);
    triangulation.declare(root);
    network.declare(root);
    declare_filling(*this, root);
    declare_rules(*this, root);

    transform.declare(root);
    declare_sizes(*this, root);

    ParameterSection &section =
      root.section("Gates", "Limits for the result; beyond them the exit code is 4. 0: no limit.");
    const auto gate = [&](const std::string &name, Gate &limits, const std::string &unit, Bounds bounds,
                          const std::string &doc) {
      std::string lower = name;
      lower[0]          = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
      section.add(name, limits.refused, unit, bounds, doc);
      section.add("Warned " + lower, limits.warned, unit, bounds, "The same, for a warning.");
    };
    gate("Dihedral angle", gates.dihedral_angle, "degree", {0, 70}, "Smallest angle between two faces of a cell.");
    gate("Layer angle", gates.layer_angle, "degree", {0, 70}, "The same, for the flat cells of boundary layers.");
    gate("Shape", gates.shape, "1", {0, 1}, "Smallest radius ratio of tetrahedra, scaled Jacobian of hexahedra.");
    gate("Gradation", gates.gradation, "1", {0, 1e3},
         "Largest ratio of the mean edges of two cells that share a face.");
    gate("Jacobian", gates.jacobian, "1", {0, 1},
         "Of curved cells: the smallest determinant of the map's gradient over the largest within the cell.");
    gate("Elements across", gates.across, "1", {0, 1e3},
         "Fewest elements from wall to wall of a region; 5 % of the walls may have fewer.");
    gate("Volume drift", gates.drift, "1", {0, 1},
         "Largest difference of a region's volume from that of its voxels or of the scan, relative.");
    section.add("Smallest size", gates.smallest_size, "m", {0, 100},
                "Of the bounding box's diagonal; below, the unit is wrong.");
    section.add("Largest size", gates.largest_size, "m", {0, 1e4}, "The same, above.");

    ParameterSection &output = root.section("Output");
    std::string       text   = "binary";
    output.add_choice("Encoding", text, {"binary", "ascii"}, "Of the .msh and .vtu files.");
    encoding = text == "ascii" ? Encoding::ascii : Encoding::binary;
    output.add("VTU", vtu, "Write mesh.vtu too, for ParaView: cells, tagged faces, names, fields.");
    output.add(
      "Keep stages", keep,
      "Keep what each stage comes to in the folder \"stages\", so that the next run does only what has changed.");
    output.add("Picture", picture, "Draw the surfaces in colours, pictures/mesh.png. Needs VTU.");
  }

  const Shape *
  MeshCase::shape() const
  {
    const auto found =
      std::find_if(shapes.begin(), shapes.end(), [this](const auto &s) { return s->name() == source; });
    return found == shapes.end() ? nullptr : found->get();
  }

  std::optional<std::vector<ExactSurface>>
  MeshCase::exact_surfaces() const
  {
    std::optional<std::vector<ExactSurface>> surfaces;
    if (source == "slab" || source == "cable")
      surfaces.emplace();
    else if (source == "left ventricle")
      surfaces = surfaces_of(left_ventricle);
    else if (source == "biventricle")
      surfaces = surfaces_of(biventricle);
    else if (shape() != nullptr)
      surfaces = shape()->surfaces();
    if (surfaces && !transform.is_identity())
      for (ExactSurface &surface : *surfaces)
        surface = moved(surface, transform.affine());
    return surfaces;
  }

  void
  MeshCase::check_order() const
  {
    if (order < 2 || refinement.curved || !refinement.surface.empty())
      return;
    if (!exact_surfaces())
      throw InputError("Mesh/Order = 2 needs to know how the boundary is curved, and the source \"" + source +
                       "\" does not tell. Set Refinement/Curved = true for a smooth surface through the points, or "
                       "Refinement/Surface to finer triangles.");
    if (remeshing.edge > 0 || remeshing.factor > 0)
      throw InputError("Mesh/Order = 2 puts nodes onto the exact surface, from which Remeshing takes the points away. "
                       "Set Mesh/Size instead, or Refinement/Curved = true.");
  }

  void
  MeshCase::check_places() const
  {
    triangulation.sizes.check();
    for (const SizeCase::Place &place : triangulation.sizes.places)
      if (source == "network" || (cells == "hexahedra" && source != "file"))
        throw InputError("Refine " + place.name + " is there, but not possible for " +
                         (source == "network" ? "the source network: its edges follow the radii."
                                              : "hexahedra. Set Mesh/Cells = tetrahedra."));
      else if (source == "surface" && !place.region.empty())
        throw InputError("Refine " + place.name +
                         "/Region is set, but a surface encloses one region: Mesh/Size is for all of it.");
  }

  void
  MeshCase::check() const
  {
    if (source == "file" && file.empty())
      throw InputError("Mesh/Source is \"file\" but Mesh/File is not set. Name the mesh to read.");
    if (source != "file" && !file.empty())
      throw InputError("Mesh/File is set, but Mesh/Source is \"" + source +
                       "\". Set Source = file, or leave File away.");
    if (source != "file" && !nodes.empty())
      throw InputError("Mesh/Nodes is set, but Mesh/Source is \"" + source +
                       "\": nodes replace those of a mesh file. Set Source = file, or leave Nodes away.");
    const bool has_hexahedra =
      shape() != nullptr ? shape()->has_hexahedra()
                         : source == "slab" || source == "cable" || source == "left ventricle" || source == "network";
    if (cells == "hexahedra" && source != "file" && !has_hexahedra)
      throw InputError("Mesh/Cells = hexahedra is possible for slab, cable, left ventricle, network, tube and "
                       "microchannel, not for \"" +
                       source + "\". Use tetrahedra.");
    if (source == "left ventricle" && cells == "tetrahedra" &&
        (left_ventricle.grid.across > 0 || left_ventricle.grid.around > 0))
      throw InputError(
        "Left ventricle/Cells across and Cells around count hexahedra, but Mesh/Cells is tetrahedra. Set "
        "Cells = hexahedra, or leave them away.");
    if (source == "image")
      image.check();
    length_of_unit(length_unit);
    transform.check();
    remeshing.check();
    refinement.check();
    check_order();
    if (source == "surface")
      triangulation.check();
    if (source == "network")
      {
        network.check();
        triangulation.layers.check();
      }
    if (triangulation.layers.layers > 0 && source != "surface" && source != "network")
      throw InputError("Boundary layer/Layers is set, but Mesh/Source is \"" + source +
                       "\": layers are grown for the sources surface and network only.");
    const bool is_filled = source == "image" || source == "surface" || (source == "network" && cells == "tetrahedra");
    if (mesher != Mesher::automatic && !is_filled)
      throw InputError("Volume/Mesher is set, but nothing is filled: Mesh/Source is \"" + source +
                       "\", Mesh/Cells is \"" + cells + "\". Leave it at automatic.");
    if (mesher == Mesher::cgal && triangulation.layers.layers > 0)
      throw InputError("Volume/Mesher is \"cgal\", which makes new triangles, but Boundary layer/Layers is set, and "
                       "layers stand on the old ones. Leave Mesher at automatic.");
    check_places();
    for (const RegionRule &rule : regions)
      if (rule.sources.empty())
        throw InputError("Region " + rule.name + "/Tags is empty: name the regions of the source that it is made of.");
  }
} // namespace vht::meshing
