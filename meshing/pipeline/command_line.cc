#include "meshing/pipeline/command_line.h"

#include "meshing/pipeline/mesh_application.h"
#include "meshing/pipeline/stages.h"
#include "meshing/pipeline/surface_verbs.h"
#include "meshing/refine.h"
#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"
#include "solvers/core/command_line.h"
#include "solvers/core/tool_main.h"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    namespace po = boost::program_options;

    using Words = std::vector<std::string>;

    /** What the verbs on mesh files are told. */
    struct Request
    {
      std::string           verb;
      std::filesystem::path in, out;
      double                length_unit = 1;
      Encoding              encoding    = Encoding::binary;
      bool                  quiet       = false;
      unsigned              times       = 0;
      double                edge        = 0; ///< [m]
      Words                 regions;
      bool                  largest_part = false;
      Gates                 gates;
      SurfaceRequest        surface;

      void
      say(const std::string &text) const
      {
        if (!quiet)
          std::cout << text << std::flush;
      }
    };

    Provenance
    provenance(const Request &request)
    {
      return {tool_with_version(), request.in.filename().string(), ""};
    }

    TaggedMesh
    read(const Request &request)
    {
      return read_mesh(request.in, request.length_unit);
    }

    /** A mesh that others are to use is checked before it is written. */
    void
    write(const Request &request, const TaggedMesh &mesh)
    {
      const Report report = meshing::check(mesh, request.gates);
      refuse_defects(report, "for " + request.out.string());
      if (!report.findings.empty())
        std::cerr << "warning: the mesh can be used, but:\n" << describe(report) << "\n";
      request.say(as_table(write_all(mesh, request.out, request.encoding, false, provenance(request))));
    }

    void
    check_verb(const Request &request)
    {
      const TaggedMesh mesh   = read(request);
      const Report     report = meshing::check(mesh, request.gates);
      request.say(as_table(summarise(mesh)) + "\n");
      refuse_defects(report, request.in.string());
      request.say(report.findings.empty() ? "No defect was found.\n"
                                          : "The mesh can be used, but:\n" + describe(report));
    }

    void
    quality_verb(const Request &request)
    {
      const TaggedMesh mesh    = read(request);
      const Summary    summary = summarise(mesh);
      request.say(as_table(summary) + "\n" + histograms(summary.quality, mesh.shape) +
                  "\n  the worst cell lies around " +
                  in_millimetres(centre(mesh, mesh.cell(summary.quality.shape.worst))) + "\n");
    }

    void
    convert_verb(const Request &request)
    {
      TaggedMesh mesh = read(request);
      if (const std::size_t turned = orient_cells(mesh); turned > 0)
        request.say(std::to_string(turned) + " inverted cells were turned.\n");
      drop_unused_points(mesh);
      write(request, mesh);
    }

    void
    refine_verb(const Request &request)
    {
      if (request.times == 0 && request.edge == 0)
        throw InputError("refine needs --times N or --edge LENGTH.");
      TaggedMesh mesh = read(request);
      for (unsigned i = 0; i < request.times; ++i)
        mesh = refine(mesh);
      unsigned more = 0;
      if (request.edge > 0)
        mesh = refine_to(std::move(mesh), request.edge, more);
      write(request, mesh);
    }

    void
    extract_verb(const Request &request)
    {
      if (request.regions.empty())
        throw InputError("extract needs --regions NAME, one or several.");
      const TaggedMesh        source = read(request);
      std::vector<RegionRule> rules;
      for (const std::string &name : request.regions)
        rules.push_back({name, {name}});
      // Faces against what is left out get a name of their own; rules for more than that belong into a case file.
      std::vector<SurfaceRule> surfaces;
      for (const auto &[tag, name] : source.surface_names)
        surfaces.push_back({.name = name, .markers = {name}, .of_regions = {}, .facing = {}, .between = {}});
      surfaces.push_back(
        {.name = "cut", .markers = {}, .of_regions = {}, .facing = {}, .between = {}, .remaining = true});
      Extraction extraction = extract(source, rules, surfaces, request.largest_part);
      for (std::size_t i = 0; i < surfaces.size(); ++i)
        if (extraction.faces_of_rule[i] == 0)
          std::erase_if(extraction.mesh.surface_names,
                        [&](const auto &entry) { return entry.second == surfaces[i].name; });
      write(request, extraction.mesh);
    }

    struct Verb
    {
      std::string usage, help;
      bool        writes;
      void (*act)(const Request &);
    };

    const std::map<std::string, Verb> &
    verbs()
    {
      static const std::map<std::string, Verb> all = {
        {"check", {"MESH", "refuse a mesh that solvers cannot use", false, check_verb}},
        {"quality", {"MESH", "how good the cells are, with histograms", false, quality_verb}},
        {"convert", {"IN OUT", "write another format, lengths in metres, cells oriented", true, convert_verb}},
        {"refine", {"IN OUT", "split every cell into eight", true, refine_verb}},
        {"extract",
         {"IN OUT", "take regions out as a mesh of their own; new boundary is called \"cut\"", true, extract_verb}},
        {"repair",
         {"IN OUT", "mend a surface of triangles", true, [](const Request &r) { repair_surface_verb(r.surface); }}},
        {"surface",
         {"IN OUT", "new triangles on a surface, or the surface of a label image", true,
          [](const Request &r) { surface_verb(r.surface); }}},
        {"centreline",
         {"IN OUT", "the lines along which the vessels of a surface run, with radii", true,
          [](const Request &r) { centreline_verb(r.surface); }}}};
      return all;
    }

    po::options_description
    options_of(const std::string &verb)
    {
      po::options_description options("Options", 100);
      auto                    add = options.add_options();
      if (is_surface_verb(verb))
        {
          add_surface_options(verb, options);
          add("quiet,q", "print errors only");
          add("help,h", "print this");
          return options;
        }
      add("length-unit", po::value<std::string>()->value_name("UNIT"),
          "what one unit of the file is: m, mm, um, ... (default: m; um for CARP)");
      add("min-angle", po::value<double>()->value_name("DEGREES"),
          "gate: smallest angle between two faces of a cell (5)");
      add("min-shape", po::value<double>()->value_name("NUMBER"),
          "gate: smallest radius ratio or scaled Jacobian (0.01)");
      if (verb == "refine")
        {
          add("times", po::value<unsigned>()->value_name("N"), "how often");
          add("edge", po::value<std::string>()->value_name("LENGTH"),
              "until the mean edge is not longer, as \"0.5 mm\"");
        }
      if (verb == "extract")
        add("regions", po::value<Words>()->multitoken()->value_name("NAME..."), "names or tags of the regions to keep");
      if (verb == "extract")
        add("largest-part", "drop cells that share no face with the largest part");
      if (verbs().at(verb).writes)
        add("ascii", "write text instead of binary");
      add("quiet,q", "print errors only");
      add("help,h", "print this");
      return options;
    }

    void
    print_help(const std::string &verb)
    {
      std::ostringstream text;
      if (verb == "run")
        text << "vht-mesh run: mesh what a case file describes\n\n"
             << "Usage: vht-mesh run CASE.prm [options]\n\n"
             << "Options:\n"
                "  --set SECTION/KEY=VALUE      override an entry of the case; repeatable\n"
                "  -o [ --output ] FOLDER       where the mesh goes (default: meshes/CASE)\n"
                "  --check                      make and check the mesh, write nothing\n"
                "  --print-parameters prm|json  print every entry with its documentation, as a case file\n"
                "  -q [ --quiet ]               print errors only\n"
                "  -v [ --verbose ]             print more\n"
                "  -h [ --help ]                print this\n\n"
                "Written: mesh.msh (Gmsh 4.1, metres), mesh.json (what is in it), mesh.vtu, pictures/mesh.png.\n";
      else if (verb.empty())
        {
          text << "vht-mesh: makes, checks and converts tagged volume meshes\n\n"
               << "Usage: vht-mesh VERB ...     (vht-mesh VERB --help tells more)\n\n"
               << "  run        CASE     mesh what a case file describes\n";
          for (const auto &[name, v] : verbs())
            text << "  " << name << std::string(11 - name.size(), ' ') << v.usage
                 << std::string(9 - v.usage.size(), ' ') << v.help << "\n";
          text << "\nMeshes are read from .msh .vtu .vtk .node/.ele .pts/.elem .xdmf and written as .msh .vtu, with a "
                  "description .json;\nsurfaces are read from .stl .ply .obj .vtp .vtk and written as .vtp .stl .ply; "
                  "centrelines are written as .vtp .csv .swc.\n"
                  "Exit codes: 0 done, 1 bad input or invalid mesh, 3 internal error, 4 a quality gate was missed.\n";
        }
      else
        text << "vht-mesh " << verb << ": " << verbs().at(verb).help << "\n\n"
             << "Usage: vht-mesh " << verb << " " << verbs().at(verb).usage << " [options]\n\n"
             << options_of(verb);
      std::cout << text.str();
    }

    void
    set_option(double &value, const po::variables_map &values, const char *name)
    {
      if (values.count(name) > 0)
        value = values[name].as<double>();
    }

    void
    parse(const std::string &verb, const Words &arguments, Request &request)
    {
      po::options_description options = options_of(verb), all = options_of(verb);
      all.add_options()("file", po::value<Words>());
      po::positional_options_description positional;
      positional.add("file", -1);
      po::variables_map values;
      try
        {
          namespace style = po::command_line_style;
          po::store(po::command_line_parser(arguments)
                      .options(all)
                      .positional(positional)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                    values);
        }
      catch (const po::unknown_option &error)
        {
          Words known;
          for (const auto &option : options.options())
            known.push_back("--" + option->long_name());
          throw InputError("unknown option \"" + error.get_option_name() + "\"." +
                           did_you_mean(error.get_option_name(), known));
        }
      catch (const po::error &error)
        {
          throw InputError(std::string(error.what()) + ".");
        }
      const Words       files    = values.count("file") > 0 ? values["file"].as<Words>() : Words();
      const std::size_t expected = verbs().at(verb).writes ? 2 : 1;
      if (files.size() != expected)
        throw InputError("expected is \"vht-mesh " + verb + " " + verbs().at(verb).usage + "\", found " +
                         std::to_string(files.size()) + (files.size() == 1 ? " file." : " files."));
      request.verb        = verb;
      request.in          = files[0];
      request.out         = expected == 2 ? files[1] : "";
      request.length_unit = usual_length_unit(request.in);
      if (values.count("length-unit") > 0)
        request.length_unit = length_of_unit(values["length-unit"].as<std::string>());
      set_option(request.gates.dihedral_angle, values, "min-angle");
      set_option(request.gates.shape, values, "min-shape");
      request.quiet = values.count("quiet") > 0;
      if (is_surface_verb(verb))
        {
          request.surface.in  = request.in;
          request.surface.out = request.out;
          if (!request.quiet)
            request.surface.say = [](const std::string &text) { std::cout << text << std::flush; };
          return read_surface_options(values, request.surface);
        }
      request.encoding     = values.count("ascii") > 0 ? Encoding::ascii : Encoding::binary;
      request.largest_part = values.count("largest-part") > 0;
      if (values.count("times") > 0)
        request.times = values["times"].as<unsigned>();
      if (values.count("edge") > 0)
        request.edge = to_si(values["edge"].as<std::string>(), "m");
      if (values.count("regions") > 0)
        request.regions = values["regions"].as<Words>();
    }

    /** The folder of results is called after the case's folder where the file is just "mesh.prm". */
    int
    run_case(const std::string &program, Words arguments)
    {
      const Tool tool{"vht-mesh run", "mesh what a case file describes",
                      [] { return std::make_unique<MeshApplication>(); }};
      const auto line = parse_command_line(arguments, tool);
      if (!line.case_file.empty() && line.output == default_output(line.case_file))
        {
          std::filesystem::path name = line.case_file.stem();
          if (name == "mesh")
            name = std::filesystem::absolute(line.case_file).lexically_normal().parent_path().filename();
          arguments.insert(arguments.begin(), {"--output", (std::filesystem::path("meshes") / name).string()});
        }
      arguments.insert(arguments.begin(), program);
      std::vector<char *> pointers;
      for (std::string &argument : arguments)
        pointers.push_back(argument.data());
      return tool_main(static_cast<int>(pointers.size()), pointers.data(), tool);
    }

    int
    answer(const std::string &program, Words arguments)
    {
      const std::string verb = arguments.empty() ? "" : arguments[0];
      if (verb == "--help" || verb == "-h")
        {
          print_help("");
          return 0;
        }
      if (verb == "--version")
        {
          std::cout << tool_with_version() << "\n";
          return 0;
        }
      Words known = {"run"};
      for (const auto &[name, v] : verbs())
        known.push_back(name);
      if (std::find(known.begin(), known.end(), verb) == known.end())
        throw InputError(
          (verb.empty() ? "a verb is expected." : "there is no verb \"" + verb + "\"." + did_you_mean(verb, known)) +
          " \"vht-mesh --help\" shows all.");
      arguments.erase(arguments.begin());
      const bool asks_help = std::any_of(arguments.begin(), arguments.end(), [](const std::string &argument) {
        return argument == "--help" || argument == "-h";
      });
      if (asks_help)
        {
          print_help(verb);
          return 0;
        }
      if (verb == "run")
        return run_case(program, arguments);
      Request request;
      parse(verb, arguments, request);
      verbs().at(verb).act(request);
      return 0;
    }
  } // namespace


  int
  mesh_main(int argc, char **argv)
  {
    try
      {
        return answer(argv[0], Words(argv + 1, argv + argc));
      }
    catch (const Error &error)
      {
        std::cerr << "vht-mesh: " << error.what() << "\n";
        return static_cast<int>(error.code());
      }
    catch (const std::bad_alloc &)
      {
        std::cerr << "vht-mesh: out of memory. Use a coarser mesh or a larger machine.\n";
        return static_cast<int>(ExitCode::bad_input);
      }
    catch (const std::exception &error)
      {
        std::cerr << "vht-mesh: internal error: " << error.what() << "\n";
        return static_cast<int>(ExitCode::internal_error);
      }
  }
} // namespace vht::meshing
