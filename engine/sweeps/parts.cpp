// SPDX-License-Identifier: Apache-2.0
#include "engine/sweeps/parts.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/errors.hpp"
#include "engine/hash.hpp"
#include "engine/results/draft.hpp"
#include "engine/results/hdf5.hpp"
#include "engine/results/seal.hpp"

namespace engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t differences_told = 5;
constexpr const char *lock_suffix = ".lock";
constexpr const char *remedy = "remove it, and --resume does its task again";

std::vector<std::string> lines_of(const std::string &text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Does a piece of reading, of a whole part alone.
template <class Work> auto reading(const std::string &path, const Work &work) {
  const hdf5::Quiet quiet;
  try {
    require_seal(path);
    return work(hdf5::open_file(path));
  } catch (const hdf5::Error &error) {
    throw InputError(fmt::format("{}: is damaged: {}; {}", path, error.what(), remedy));
  } catch (const InputError &error) {
    throw InputError(fmt::format("{}; {}", error.what(), remedy));
  }
}

/// The right part of the right sweep.
void check_identity(const hdf5::Handle &file, const std::string &path, const Task &task,
                    const std::string &identity) {
  if (hdf5::read_text(file, "identity") != identity)
    throw InputError(fmt::format("{}: is part of another sweep", path));
  if (const auto number = hdf5::read_number<std::uint64_t>(file, "task"); number != task.number)
    throw InputError(fmt::format("{}: holds task {}, though its name says {}", path, number, task.number));
}

/// How many trajectories each point has: all those of the task, or none where points stop early.
std::vector<std::uint64_t> read_trajectories(const hdf5::Handle &file, const std::string &path,
                                             const Task &task) {
  const auto numbers = hdf5::read_variable<std::uint64_t>(file, "trajectories", task.points);
  for (const std::uint64_t number : numbers)
    if (number != task.trajectories && number != 0)
      throw InputError(fmt::format("{}: has {} trajectories of a point where its task has {}", path, number,
                                   task.trajectories));
  return numbers;
}

} // namespace

std::string Manifest::identity() const { return fmt::format("{:016x}", fnv_64(text)); }

std::string differences_between(const Manifest &there, const Manifest &here) {
  const auto old_lines = lines_of(there.text);
  const auto new_lines = lines_of(here.text);
  std::string told;
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::max(old_lines.size(), new_lines.size()); ++i) {
    const std::string old_line = i < old_lines.size() ? old_lines[i] : "nothing";
    const std::string new_line = i < new_lines.size() ? new_lines[i] : "nothing";
    if (old_line == new_line || ++count > differences_told) continue;
    told += fmt::format("\n  there: {}\n  here:  {}", old_line, new_line);
  }
  if (count > differences_told) told += fmt::format("\n  and {} lines more", count - differences_told);
  return told;
}

Lock::Lock(const std::string &path, Kind kind, const std::string &who)
    : file_(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
  if (file_ < 0)
    throw RunError(fmt::format("cannot write '{}': {}", path, std::generic_category().message(errno)));
  if (flock(file_, (kind == Kind::exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return;
  const int error = errno;
  if (error != EWOULDBLOCK) { // some file systems of clusters know no locks
    spdlog::warn("no lock on {}: {}; see to it that no other process does the same work", path,
                 std::generic_category().message(error));
    return;
  }
  ::close(file_);
  throw BusyError(who);
}

Lock::~Lock() { ::close(file_); }

bool PartsFolder::exists() const { return fs::exists(path_ + "/manifest.yaml"); }

void PartsFolder::open(const Manifest &manifest, const Results &declared) const {
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) throw RunError(fmt::format("cannot make the folder '{}': {}", path_, error.message()));
  remove_abandoned_drafts_in(path_);
  if (!exists()) {
    ResultWriter writer(path_ + "/declared.h5", true);
    writer.begin_counts(declared);
    writer.publish();
    write_whole(path_ + "/manifest.yaml", manifest.text, Ending::sealed);
  }
  const Manifest there = this->manifest();
  if (there.text != manifest.text)
    throw InputError(fmt::format("{}: holds the parts of another sweep; what differs:{}", path_,
                                 differences_between(there, manifest)));
}

Manifest PartsFolder::manifest() const { return {sealed_text(path_ + "/manifest.yaml")}; }

Results PartsFolder::declared() const {
  const std::string path = path_ + "/declared.h5";
  return ResultReader(path).declared();
}

std::vector<std::string> PartsFolder::lock_names() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto &entry : fs::directory_iterator(path_, ignored))
    if (entry.path().extension() == lock_suffix) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string PartsFolder::path_of(std::size_t task) const {
  return fmt::format("{}/part-{:06}.h5", path_, task);
}

bool PartsFolder::has(std::size_t task) const { return fs::exists(path_of(task)); }

void PartsFolder::write(const Part &part, const std::string &identity) const {
  std::vector<std::int64_t> counts;
  for (const Row &row : part.rows) counts.insert(counts.end(), row.begin(), row.end());
  const std::vector<std::int64_t> trajectories(part.trajectories.begin(), part.trajectories.end());
  Draft draft(path_of(part.task), true);
  const hdf5::Quiet quiet;
  try {
    hdf5::Handle file = hdf5::create_file(draft.path());
    hdf5::write_attributes(file, {{"identity", identity}, {"task", std::uint64_t{part.task}}});
    hdf5::write_values(file, "trajectories", {trajectories.size()}, trajectories, hdf5::Storage::in_pieces);
    hdf5::write_values(file, "counts", {part.rows.size(), part.rows.front().size()}, counts,
                       hdf5::Storage::in_pieces);
    file.close();
  } catch (const hdf5::Error &error) {
    throw RunError(fmt::format("cannot write '{}': {}", draft.target(), error.what()));
  }
  draft.publish();
}

Part PartsFolder::read(const Task &task, std::size_t row_size, const std::string &identity) const {
  const std::string path = path_of(task.number);
  return reading(path, [&](const hdf5::Handle &file) {
    check_identity(file, path, task, identity);
    Part part{task.number, read_trajectories(file, path, task), {}};
    const auto counts = hdf5::read_rows(file, "counts", 0, task.points, row_size);
    for (auto first = counts.begin(); first != counts.end(); first += static_cast<std::ptrdiff_t>(row_size))
      part.rows.emplace_back(first, first + static_cast<std::ptrdiff_t>(row_size));
    return part;
  });
}

std::vector<std::uint64_t> PartsFolder::trajectories(const Task &task, const std::string &identity) const {
  const std::string path = path_of(task.number);
  return reading(path, [&](const hdf5::Handle &file) {
    check_identity(file, path, task, identity);
    return read_trajectories(file, path, task);
  });
}

void PartsFolder::remove() const {
  std::error_code error;
  fs::remove_all(path_, error);
  if (error) spdlog::warn("the folder {} is no longer needed but stays: {}", path_, error.message());
}

} // namespace engine
