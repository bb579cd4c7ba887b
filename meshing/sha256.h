#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vht::meshing
{
  /** The SHA-256 digest (FIPS 180-4) of bytes that arrive piece by piece. */
  class Sha256
  {
  public:
    void add(std::span<const std::byte> bytes);

    /** The object representation of numbers; the same on every little-endian machine. */
    template <typename T>
    void
    add(const std::vector<T> &values)
    {
      add(std::as_bytes(std::span(values)));
    }

    /** 64 hexadecimal digits. Call once, at the end. */
    std::string digest();

  private:
    void block(const std::byte *bytes);

    std::array<std::uint32_t, 8> state_ = {
      {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
    std::array<std::byte, 64> pending_{};
    std::size_t               n_pending_ = 0;
    std::uint64_t             n_bytes_   = 0;
  };
} // namespace vht::meshing
