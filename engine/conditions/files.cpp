// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_file = 1 << 20; // bytes

using PathsByName = std::map<std::string, std::string>;

fs::path &folder_told() {
  static fs::path folder;
  return folder;
}

/// What comes with the program: where it was told, beside an installed one, or in the tree of a build.
fs::path configs() {
  if (!folder_told().empty()) return folder_told();
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  const fs::path above = program.parent_path().parent_path();
  for (const fs::path &place : {above / "share/peninsula/configs", above.parent_path() / "configs"})
    if (fs::exists(place / "baseline.yaml", unknown)) return place;
  return {};
}

/// The name that a file gives itself, read without reading the rest.
std::string name_in(const fs::path &path) {
  constexpr std::string_view key = "name: ";
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key)) return line.substr(key.size());
  return "";
}

/// Conditions lie in `configs` and its folders, sweeps in folders of that name.
PathsByName come_with_the_program(FileKind kind) {
  PathsByName paths;
  const fs::path folder = configs();
  std::error_code unknown;
  for (const auto &entry : fs::recursive_directory_iterator(folder, unknown)) {
    const bool is_sweep = entry.path().parent_path().filename() == "sweeps";
    if (entry.path().extension() == ".yaml" && is_sweep == (kind == FileKind::sweep))
      paths.emplace(name_in(entry.path()), entry.path().string());
  }
  return paths;
}

/// early_ceasefire means early-ceasefire.
std::string with_hyphens(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::optional<std::string> path_by_name(FileKind kind, const std::string &word) {
  const PathsByName paths = come_with_the_program(kind);
  const auto found = std::find_if(paths.begin(), paths.end(), [&](const auto &named) {
    return with_hyphens(named.first) == with_hyphens(word);
  });
  return found == paths.end() ? std::nullopt : std::optional(found->second);
}

std::string no_such_name(FileKind kind, const std::string &word) {
  std::vector<std::string> names;
  for (const auto &[name, path] : come_with_the_program(kind)) names.push_back(name);
  return no_such(kind == FileKind::condition ? "condition" : "sweep", word, names);
}

bool is_file(const fs::path &path) {
  std::error_code unknown;
  return fs::exists(path, unknown) && !fs::is_directory(path, unknown);
}

/// "; did you mean 'baseline.yaml'?", of the YAML files in the same folder.
std::string did_you_mean_file(const fs::path &written, const fs::path &path) {
  std::vector<std::string> stems;
  std::error_code unreadable;
  for (const auto &entry :
       fs::directory_iterator(path.has_parent_path() ? path.parent_path() : ".", unreadable))
    if (entry.path().extension() == ".yaml") stems.push_back(entry.path().stem().string());
  std::sort(stems.begin(), stems.end());
  const std::vector<std::string> nearest = nearest_names(written.stem().string(), stems, 1);
  if (nearest.empty()) return "";
  return fmt::format("; did you mean '{}'?", (written.parent_path() / (nearest[0] + ".yaml")).string());
}

/// What is there instead of a file of text; empty if it is one, or nothing is there.
std::string what_else(const fs::path &path) {
  std::error_code unknown;
  switch (fs::status(path, unknown).type()) {
  case fs::file_type::directory:
    return "it is a directory";
  case fs::file_type::fifo:
    return "it is a pipe, not a file";
  case fs::file_type::socket:
    return "it is a socket, not a file";
  case fs::file_type::block:
  case fs::file_type::character:
    return "it is a device, not a file";
  default:
    return "";
  }
}

[[noreturn]] void refuse_to_read(const std::string &path, const std::string &place,
                                 const std::string &reason) {
  throw InputError(fmt::format("{}: cannot read {}: {}", place, quoted(path), reason));
}

} // namespace

void use_configs(const std::string &folder) { folder_told() = folder; }

std::string path_of(FileKind kind, const std::string &written) {
  if (is_file(written) || !is_name(written)) return written; // whoever reads it says what is wrong
  if (auto named = path_by_name(kind, written)) return *named;
  if (std::error_code unknown; fs::exists(written, unknown)) return written;
  throw InputError(no_such_name(kind, written));
}

std::string path_of(FileKind kind, const YamlValue &written, const std::string &folder) {
  const std::string text = written.text();
  const fs::path path = (fs::path(folder) / text).lexically_normal();
  if (is_file(path)) return path.string();
  if (is_name(text))
    if (auto named = path_by_name(kind, text)) return *named;
  if (std::error_code unknown; fs::exists(path, unknown)) return path.string();
  if (is_name(text)) written.refuse(no_such_name(kind, text));
  written.refuse(fmt::format("there is no file {}{}", quoted(text), did_you_mean_file(text, path)));
}

std::string read_beginning(const std::string &path, const std::string &place, std::size_t bytes) {
  const auto refuse = [&](const std::string &reason) { refuse_to_read(path, place, reason); };
  if (const std::string other = what_else(path); !other.empty()) refuse(other);
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(std::generic_category().message(errno));
  constexpr std::size_t piece = 1 << 14; // most files are no longer
  std::string text;
  while (file && text.size() < bytes) {
    const std::size_t done = text.size();
    text.resize(std::min(done + piece, bytes));
    file.read(text.data() + done, static_cast<std::streamsize>(text.size() - done));
    text.resize(done + static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) refuse(std::generic_category().message(errno));
  text.shrink_to_fit(); // files that extend one another are held together
  return text;
}

std::string read_text_file(const std::string &path, const std::string &place) {
  std::string text = read_beginning(path, place, longest_file + 1);
  if (text.size() > longest_file) refuse_to_read(path, place, "it is larger than 1 MiB");
  return text;
}

bool is_name(const std::string &text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    return is_letter || (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
  });
}

} // namespace engine
