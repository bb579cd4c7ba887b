#include "meshing/gmsh/session.h"
#include "meshing/serialization.h"
#include "physics/error.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

namespace vht::meshing
{
  namespace
  {
    constexpr int disk_full = 101; // exit code of a child that cannot write; Gmsh ends its process with 1

    /** A file that is gone with its object. */
    class TemporaryFile
    {
    public:
      TemporaryFile()
        : path_(std::filesystem::temp_directory_path() / "vht-mesh-XXXXXX")
      {
        const int file = mkstemp(path_.data());
        if (file < 0)
          throw MeshError("The mesher needs a temporary file, " + path_ + ": " + std::strerror(errno));
        close(file);
      }

      ~TemporaryFile()
      {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
      }

      TemporaryFile(const TemporaryFile &)            = delete;
      TemporaryFile &operator=(const TemporaryFile &) = delete;

      const std::string &
      path() const
      {
        return path_;
      }

    private:
      std::string path_;
    };

    /** The mesh, or why there is none. */
    void
    write_result(const std::string &file, const std::string &reason, const TaggedMesh &mesh)
    {
      std::ofstream stream(file, std::ios::binary | std::ios::trunc);
      stream.exceptions(std::ios::badbit | std::ios::failbit);
      {
        boost::archive::binary_oarchive archive(stream);
        archive                        &reason;
        if (reason.empty())
          archive &mesh;
      }
      stream.flush();
    }

    /** The mesh or a reason goes into the file. */
    void
    make_and_write(const std::function<TaggedMesh()> &make, const std::string &file, int &status)
    {
      std::string reason;
      TaggedMesh  mesh;
      try
        {
          mesh = make();
        }
      catch (const std::exception &error)
        {
          reason = error.what()[0] != 0 ? error.what() : "It gave no reason.";
        }
      catch (...) // Gmsh throws objects that carry nothing
        {
          reason = GmshSession::last_error();
        }
      try
        {
          write_result(file, reason, mesh);
        }
      catch (const std::exception &)
        {
          status = disk_full;
        }
    }

    /** What the child does. It leaves by _exit, so that the parent's buffers are not written twice. */
    [[noreturn]] void
    child(const std::function<TaggedMesh()> &make, const std::string &file)
    {
      int status = 0;
      try
        {
          // Gmsh orders points by their address. A thread of its own has memory of its own, which no earlier work has
          // left full of gaps, so that addresses grow in the order of creation and every run makes the same mesh.
          std::thread(make_and_write, std::cref(make), std::cref(file), std::ref(status)).join();
        }
      catch (const std::exception &)
        {
          status = 1;
        }
      _exit(status);
    }
  } // namespace


  TaggedMesh
  in_child_process(const std::function<TaggedMesh()> &make)
  {
    const TemporaryFile file;
    std::fflush(nullptr);
    const pid_t pid = fork();
    if (pid < 0)
      throw MeshError(std::string("The mesher's process cannot be started: ") + std::strerror(errno));
    if (pid == 0)
      child(make, file.path());

    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
      if (errno != EINTR)
        throw MeshError(std::string("The mesher's process was lost: ") + std::strerror(errno));
    if (WIFSIGNALED(status))
      throw MeshError("The mesher was ended by signal " + std::to_string(WTERMSIG(status)) +
                      (WTERMSIG(status) == 9 ? " (out of memory?)." : "."));
    if (WEXITSTATUS(status) == disk_full)
      throw MeshError("The mesher's result cannot be written to " + file.path() + ": is the disk full?");
    if (WEXITSTATUS(status) != 0)
      throw MeshError("The mesher gave up without a message (exit code " + std::to_string(WEXITSTATUS(status)) +
                      "), as Gmsh does when surfaces intersect.");

    std::ifstream                   stream(file.path(), std::ios::binary);
    boost::archive::binary_iarchive archive(stream);
    std::string                     reason;
    TaggedMesh                      mesh;
    archive                        &reason;
    if (!reason.empty())
      throw MeshError(reason);
    archive &mesh;
    return mesh;
  }
} // namespace vht::meshing
