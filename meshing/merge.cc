#include "meshing/merge.h"

#include "physics/error.h"

namespace vht::meshing
{
  namespace
  {
    void
    merge(NameTable &names, std::vector<Tag> &tags, const std::vector<Merger> &mergers, const std::string &kind)
    {
      std::map<Tag, Tag> becomes;
      NameTable          made;
      for (const Merger &merger : mergers)
        {
          if (merger.sources.empty() || merger.name.empty())
            throw InputError("To merge, a " + kind +
                             " needs a new name and what it is made of, as NEW=A,B; found is \"" + merger.name +
                             "=\".");
          const Tag tag = find_tag_or_number(names, merger.sources.front(), kind);
          made[tag]     = merger.name;
          for (const std::string &source : merger.sources)
            if (!becomes.emplace(find_tag_or_number(names, source, kind), tag).second)
              throw InputError("The " + kind + " \"" + source + "\" is named twice, the second time for \"" +
                               merger.name + "\".");
        }
      for (const auto &[tag, name] : names)
        if (!becomes.contains(tag))
          made[tag] = name;
      std::map<std::string, Tag> owner;
      for (const auto &[tag, name] : made)
        if (!owner.emplace(name, tag).second)
          throw InputError("Two " + kind + "s would be called \"" + name + "\", made of \"" + names.at(owner.at(name)) +
                           "\" and of \"" + names.at(tag) + "\". To join them, name both: " + name + "=" +
                           names.at(owner.at(name)) + "," + names.at(tag) + ".");
      for (Tag &tag : tags)
        if (const auto found = becomes.find(tag); found != becomes.end())
          tag = found->second;
      names = std::move(made);
    }
  } // namespace


  void
  merge_tags(TaggedMesh &mesh, const std::vector<Merger> &regions, const std::vector<Merger> &surfaces)
  {
    merge(mesh.region_names, mesh.regions, regions, "region");
    merge(mesh.surface_names, mesh.surfaces, surfaces, "surface");
  }
} // namespace vht::meshing
