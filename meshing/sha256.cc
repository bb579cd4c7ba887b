#include "meshing/sha256.h"

#include <algorithm>
#include <bit>

namespace vht::meshing
{
  namespace
  {
    /** Fractional parts of the cube roots of the first 64 primes. */
    constexpr std::array<std::uint32_t, 64> constants = {
      {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
       0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
       0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
       0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
       0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
       0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
       0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
       0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2}};
  } // namespace


  void
  Sha256::add(std::span<const std::byte> bytes)
  {
    n_bytes_ += bytes.size();
    while (!bytes.empty())
      {
        if (n_pending_ == 0 && bytes.size() >= 64)
          {
            block(bytes.data());
            bytes = bytes.subspan(64);
            continue;
          }
        const std::size_t n = std::min(bytes.size(), 64 - n_pending_);
        std::copy_n(bytes.begin(), n, pending_.begin() + static_cast<std::ptrdiff_t>(n_pending_));
        n_pending_ += n;
        bytes = bytes.subspan(n);
        if (n_pending_ == 64)
          {
            block(pending_.data());
            n_pending_ = 0;
          }
      }
  }

  std::string
  Sha256::digest()
  {
    const std::uint64_t    n_bits = 8 * n_bytes_;
    std::vector<std::byte> end{std::byte{0x80}};
    while ((n_bytes_ + end.size()) % 64 != 56)
      end.push_back(std::byte{0});
    for (int shift = 56; shift >= 0; shift -= 8)
      end.push_back(static_cast<std::byte>(n_bits >> shift));
    add(std::span<const std::byte>(end));

    constexpr char digits[] = "0123456789abcdef";
    std::string    text;
    for (const std::uint32_t word : state_)
      for (int shift = 28; shift >= 0; shift -= 4)
        text += digits[(word >> shift) & 15];
    return text;
  }

  void
  Sha256::block(const std::byte *bytes)
  {
    std::array<std::uint32_t, 64> w;
    for (std::size_t i = 0; i < 16; ++i)
      {
        w[i] = 0;
        for (std::size_t k = 0; k < 4; ++k)
          w[i] = w[i] << 8 | std::to_integer<std::uint32_t>(bytes[4 * i + k]);
      }
    for (std::size_t i = 16; i < 64; ++i)
      w[i] = w[i - 16] + (std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
             (std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10);

    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < 64; ++i)
      {
        const std::uint32_t one =
          h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i];
        const std::uint32_t two =
          (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + one;
        d = c;
        c = b;
        b = a;
        a = one + two;
      }
    const std::array<std::uint32_t, 8> result = {{a, b, c, d, e, f, g, h}};
    for (std::size_t i = 0; i < 8; ++i)
      state_[i] += result[i];
  }
} // namespace vht::meshing
