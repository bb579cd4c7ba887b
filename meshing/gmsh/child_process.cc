#include "meshing/gmsh/session.h"
#include "physics/error.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <thread>
#include <type_traits>

namespace vht::meshing
{
  namespace
  {
    struct CloseFile
    {
      void
      operator()(std::FILE *file) const
      {
        std::fclose(file);
      }
    };
    using Channel = std::unique_ptr<std::FILE, CloseFile>;

    void
    put_bytes(std::FILE *file, const void *data, std::size_t size)
    {
      if (size > 0 && std::fwrite(data, 1, size, file) != size)
        throw MeshError("The temporary file of the mesher cannot be written: is the disk full?");
    }

    void
    get_bytes(std::FILE *file, void *data, std::size_t size)
    {
      if (size > 0 && std::fread(data, 1, size, file) != size)
        throw MeshError("The mesher's result is incomplete.");
    }

    template <typename Container>
    void
    put(std::FILE *file, const Container &values)
    {
      const std::size_t n = values.size();
      put_bytes(file, &n, sizeof(n));
      put_bytes(file, values.data(), n * sizeof(*values.data()));
    }

    template <typename Container>
    void
    get(std::FILE *file, Container &values)
    {
      std::size_t n = 0;
      get_bytes(file, &n, sizeof(n));
      values.resize(n);
      get_bytes(file, values.data(), n * sizeof(*values.data()));
    }

    void
    put(std::FILE *file, const NameTable &names)
    {
      std::vector<Tag> tags;
      for (const auto &[tag, name] : names)
        tags.push_back(tag);
      put(file, tags);
      for (const auto &[tag, name] : names)
        put(file, name);
    }

    void
    get(std::FILE *file, NameTable &names)
    {
      std::vector<Tag> tags;
      get(file, tags);
      for (const Tag tag : tags)
        get(file, names[tag]);
    }

    /** Works for putting a const mesh and for getting one. */
    template <typename Mesh, typename Move>
    void
    transfer(Mesh &mesh, const Move &move)
    {
      move(mesh.points);
      move(mesh.cells);
      move(mesh.regions);
      move(mesh.faces);
      move(mesh.surfaces);
      move(mesh.region_names);
      move(mesh.surface_names);
    }

    void
    make_and_put(const std::function<TaggedMesh()> &make, std::FILE *file)
    {
      try
        {
          const TaggedMesh mesh = make();
          put(file, std::string());
          put_bytes(file, &mesh.shape, sizeof(mesh.shape));
          transfer(mesh, [file](const auto &values) { put(file, values); });
        }
      catch (const std::exception &error)
        {
          std::rewind(file);
          put(file, std::string(error.what()));
        }
      catch (...) // Gmsh throws objects that carry nothing
        {
          std::rewind(file);
          put(file, GmshSession::last_error());
        }
    }

    /** What the child does. It leaves by _exit, so that the parent's buffers are not written twice. */
    [[noreturn]] void
    child(const std::function<TaggedMesh()> &make, std::FILE *file)
    {
      int status = 0;
      try
        {
          // Gmsh orders points by their address. A thread of its own has memory of its own, which no earlier work has
          // left full of gaps, so that addresses grow in the order of creation and every run makes the same mesh.
          std::thread(make_and_put, std::cref(make), file).join();
        }
      catch (const std::exception &)
        {
          status = 1;
        }
      if (std::fflush(file) != 0)
        status = 1;
      _exit(status);
    }
  } // namespace


  TaggedMesh
  in_child_process(const std::function<TaggedMesh()> &make)
  {
    const Channel file(std::tmpfile());
    if (!file)
      throw MeshError(std::string("The mesher needs a temporary file: ") + std::strerror(errno));

    std::fflush(nullptr);
    const pid_t pid = fork();
    if (pid < 0)
      throw MeshError(std::string("The mesher's process cannot be started: ") + std::strerror(errno));
    if (pid == 0)
      child(make, file.get());

    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
      if (errno != EINTR)
        throw MeshError(std::string("The mesher's process was lost: ") + std::strerror(errno));
    if (WIFSIGNALED(status))
      throw MeshError("The mesher was ended by signal " + std::to_string(WTERMSIG(status)) +
                      (WTERMSIG(status) == 9 ? " (out of memory?)." : "."));
    if (WEXITSTATUS(status) != 0)
      throw MeshError("The mesher gave up without a message (exit code " + std::to_string(WEXITSTATUS(status)) +
                      "), as Gmsh does when surfaces intersect.");

    std::rewind(file.get());
    std::string reason;
    get(file.get(), reason);
    if (!reason.empty())
      throw MeshError(reason);
    TaggedMesh mesh;
    get_bytes(file.get(), &mesh.shape, sizeof(mesh.shape));
    transfer(mesh, [&file](auto &values) { get(file.get(), values); });
    return mesh;
  }
} // namespace vht::meshing
