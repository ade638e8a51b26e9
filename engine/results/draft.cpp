// SPDX-License-Identifier: Apache-2.0
#include "engine/results/draft.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/errors.hpp"
#include "engine/host_name.hpp"
#include "engine/results/seal.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40; // as the system itself follows

[[noreturn]] void fail(const std::string &target, int error) {
  throw RunError(fmt::format("cannot write '{}': {}", target, std::generic_category().message(error)));
}

fs::path folder_of(const std::string &path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

/// Where a name leads, through symbolic links; the last of them may lead to nothing yet.
std::string followed(const std::string &target) {
  fs::path path = target;
  std::error_code none;
  for (int links = 0; fs::is_symlink(fs::symlink_status(path, none)); ++links) {
    if (links == most_links) fail(target, ELOOP);
    path = path.parent_path() / fs::read_symlink(path, none); // an absolute one replaces the folder
  }
  return path.string();
}

constexpr std::string_view mark = ".partial-";

/// The names of all drafts of a target begin so.
std::string draft_prefix(const std::string &destination) {
  return fmt::format(".{}{}", fs::path(destination).filename().string(), mark);
}

/// ".result.h5.partial-4711-0badcafe@host"
std::string draft_name(const std::string &destination) {
  return fmt::format("{}{}-{:08x}@{}", draft_prefix(destination), getpid(), std::random_device{}(),
                     host_name());
}

/// The process that a draft's name tells, if it is one of this machine; else 0.
pid_t writer_of(const std::string &name) {
  const std::size_t place = name.rfind(mark);
  const std::size_t host = name.rfind('@');
  if (place == std::string::npos || host == std::string::npos || name.substr(host + 1) != host_name())
    return 0;
  pid_t process = 0;
  const char *first = name.data() + place + mark.size();
  const auto [end, error] = std::from_chars(first, name.data() + host, process);
  return error == std::errc() && *end == '-' ? process : 0;
}

/// Whether nobody writes a draft any more. A writer of another machine may live; so may one whose number is
/// not seen here, in another container: the lock tells, where the file system knows locks.
bool is_abandoned(const fs::path &draft) {
  const pid_t writer = writer_of(draft.filename().string());
  if (writer <= 0 || kill(writer, 0) == 0 || errno != ESRCH) return false;
  const int file = open(draft.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_locked = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(file);
  return !is_locked;
}

void remove_abandoned(const fs::path &folder, const std::string &prefix) {
  std::error_code ignored;
  for (const auto &entry : fs::directory_iterator(folder, ignored))
    if (entry.path().filename().string().starts_with(prefix) && is_abandoned(entry.path()))
      fs::remove(entry.path(), ignored);
}

void refuse_if_taken(const std::string &target, bool replace) {
  std::error_code ignored; // what cannot be looked at cannot be written either, and is told then
  const fs::file_status status = fs::status(target, ignored);
  if (!fs::exists(status)) return;
  if (!fs::is_regular_file(status)) throw InputError(fmt::format("'{}' is not an ordinary file", target));
  if (!replace)
    throw InputError(
        fmt::format("'{}' exists already; choose another name, or --force to replace it", target));
}

/// Waits until the file or folder is on the disk.
void make_durable(const std::string &path, const std::string &target) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(target, errno);
  const int error = fsync(file) == 0 ? 0 : errno;
  close(file);
  if (error != 0 && error != EINVAL) fail(target, error); // EINVAL: nothing there can be synchronised
}

/// Gives the file its name unless there is one already; false if there is.
bool rename_to_free_name(const std::string &path, const std::string &destination, const std::string &target) {
  if (renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, destination.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  // Not every file system of a cluster can do both in one step.
  if (errno != EINVAL && errno != ENOSYS) fail(target, errno);
  if (fs::exists(destination)) return false;
  if (std::rename(path.c_str(), destination.c_str()) != 0) fail(target, errno);
  return true;
}

} // namespace

Draft::Draft(const std::string &target, bool replace)
    : target_(target), destination_(followed(target)), replace_(replace) {
  refuse_if_taken(target_, replace_);
  path_ = (folder_of(destination_) / draft_name(destination_)).string();
  life_ = open(path_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
  if (life_ < 0) fail(target_, errno);
  flock(life_, LOCK_EX | LOCK_NB); // where there are no locks, the process's number alone tells that it lives
}

Draft::~Draft() {
  std::error_code ignored;
  if (!keep_) fs::remove(path_, ignored);
  if (life_ >= 0) close(life_);
}

void Draft::publish(Ending ending) {
  if (ending == Ending::sealed) seal(path_, target_);
  make_durable(path_, target_);
  if (replace_) {
    if (std::rename(path_.c_str(), destination_.c_str()) != 0) fail(target_, errno);
  } else if (!rename_to_free_name(path_, destination_, target_)) {
    keep_ = true;
    throw RunError(
        fmt::format("'{}' was made by somebody else meanwhile; this run's file is '{}'", target_, path_));
  }
  keep_ = true;
  close(std::exchange(life_, -1)); // a reader may want to lock the file
  make_durable(folder_of(destination_).string(), target_);
}

void write_whole(const std::string &target, const std::string &text, Ending ending) {
  Draft draft(target, true);
  std::ofstream file(draft.path(), std::ios::binary);
  file << text;
  file.close();
  if (!file) fail(target, errno);
  draft.publish(ending);
}

void remove_abandoned_drafts(const std::string &target) {
  const std::string destination = followed(target);
  remove_abandoned(folder_of(destination), draft_prefix(destination));
}

void remove_abandoned_drafts_in(const std::string &folder) { remove_abandoned(folder, "."); }

} // namespace engine
