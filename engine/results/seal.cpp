// SPDX-License-Identifier: Apache-2.0
#include "engine/results/seal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include <fmt/ranges.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "engine/errors.hpp"

namespace engine {

namespace {

constexpr const char *mark = "# peninsula-seal sha256:";
constexpr std::size_t seal_size = 24 + 64 + 7 + 20 + 1; // mark, digest, " bytes:", number, end of line
constexpr std::size_t piece = 1 << 18;                  // bytes read at once

[[noreturn]] void refuse(const std::string &path, const std::string &why) {
  throw InputError(fmt::format("{}: {}", path, why));
}

/// A file that is read, and how long it is.
struct Bytes {
  explicit Bytes(std::string where) : path(std::move(where)) {
    if (std::filesystem::exists(path) && !std::filesystem::is_regular_file(path))
      refuse(path, "is no ordinary file");
    stream.open(path, std::ios::binary | std::ios::ate);
    if (!stream) refuse(path, std::generic_category().message(errno));
    size = static_cast<std::uint64_t>(stream.tellg());
  }

  /// Fewer where the file ends.
  std::string read(std::uint64_t first, std::size_t count) {
    std::string bytes(count, '\0');
    stream.clear();
    stream.seekg(static_cast<std::streamoff>(first));
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    if (stream.bad()) refuse(path, std::generic_category().message(errno));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
  }

  std::string path;
  std::ifstream stream;
  std::uint64_t size = 0;
};

/// SHA-256 of the first bytes of a file, in hexadecimal digits.
std::string digest_of(Bytes &file, std::uint64_t size) {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr); // a digest needs none, and its file takes time
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (std::uint64_t done = 0; done < size;) {
    const std::string bytes = file.read(done, std::min<std::uint64_t>(piece, size - done));
    if (bytes.empty()) refuse(file.path, "became shorter while it was read");
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
    done += bytes.size();
  }
  std::array<unsigned char, 32> digest{};
  EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::string seal_of(Bytes &file, std::uint64_t size) {
  return fmt::format("{}{} bytes:{:020}\n", mark, digest_of(file, size), size);
}

/// A whole number of eight bytes, the least significant first.
std::uint64_t number_at(const std::string &bytes, std::size_t place) {
  std::uint64_t number = 0;
  for (std::size_t i = 8; i > 0; --i)
    number = number << 8U | static_cast<unsigned char>(bytes[place + i - 1]);
  return number;
}

/// Where an HDF5 file says that it ends: in the "superblock" that it begins with. None if it says nothing
/// that is understood here.
std::optional<std::uint64_t> stated_end(Bytes &file) {
  constexpr const char *signature = "\x89HDF\r\n\x1a\n";
  const std::string start = file.read(0, 56);
  if (start.size() < 56 || !start.starts_with(signature)) return std::nullopt;
  switch (start[8]) { // the version of the superblock
  case 0:
    return number_at(start, 40);
  case 1:
    return number_at(start, 44);
  case 2:
  case 3:
    return number_at(start, 28);
  default:
    return std::nullopt;
  }
}

} // namespace

void seal(const std::string &path, const std::string &target) {
  Bytes file(path);
  const std::string line = seal_of(file, file.size);
  std::ofstream end(path, std::ios::binary | std::ios::app);
  end << line;
  end.close();
  if (!end)
    throw RunError(fmt::format("cannot write '{}': {}", target, std::generic_category().message(errno)));
}

bool is_sealed(const std::string &path) {
  Bytes file(path);
  const std::uint64_t before = file.size - std::min<std::uint64_t>(file.size, seal_size);
  const std::string end = file.read(before, seal_size);
  if (end.starts_with(mark)) {
    if (end != seal_of(file, before))
      refuse(path, "is damaged: its bytes are no longer those that were written (its seal says so)");
    return true;
  }
  // One place of damage cannot hide a seal: the beginning of the file tells that something should follow.
  if (stated_end(file) != file.size)
    refuse(path, "is damaged or truncated: it does not end where it should, and its seal is missing");
  return false;
}

void require_seal(const std::string &path) {
  if (!is_sealed(path)) refuse(path, "is damaged, or was not written by this program: its seal is missing");
}

std::string sealed_text(const std::string &path) {
  require_seal(path);
  Bytes file(path);
  return file.read(0, file.size - seal_size);
}

} // namespace engine
