#include "engine/results/draft.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/errors.hpp"
#include "engine/results/seal.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string &target, int error) {
  throw RunError(fmt::format("cannot write '{}': {}", target, std::generic_category().message(error)));
}

fs::path folder_of(const std::string &path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

/// The names of all drafts of a target begin so.
std::string draft_prefix(const std::string &target) {
  return fmt::format(".{}.partial-", fs::path(target).filename().string());
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
bool rename_to_free_name(const std::string &path, const std::string &target) {
  if (renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  // Not every file system of a cluster can do both in one step.
  if (errno != EINVAL && errno != ENOSYS) fail(target, errno);
  if (fs::exists(target)) return false;
  if (std::rename(path.c_str(), target.c_str()) != 0) fail(target, errno);
  return true;
}

} // namespace

Draft::Draft(std::string target, bool replace) : target_(std::move(target)), replace_(replace) {
  refuse_if_taken(target_, replace_);
  const auto name = fmt::format("{}{}-{:08x}", draft_prefix(target_), getpid(), std::random_device{}());
  path_ = (folder_of(target_) / name).string();
}

Draft::~Draft() {
  std::error_code ignored;
  if (!keep_) fs::remove(path_, ignored);
}

void Draft::publish() {
  seal(path_, target_);
  make_durable(path_, target_);
  if (replace_) {
    if (std::rename(path_.c_str(), target_.c_str()) != 0) fail(target_, errno);
  } else if (!rename_to_free_name(path_, target_)) {
    keep_ = true;
    throw RunError(
        fmt::format("'{}' was made by somebody else meanwhile; this run's file is '{}'", target_, path_));
  }
  keep_ = true;
  make_durable(folder_of(target_).string(), target_);
}

void remove_abandoned_drafts(const std::string &target) {
  std::error_code ignored;
  for (const auto &entry : fs::directory_iterator(folder_of(target), ignored))
    if (entry.path().filename().string().starts_with(draft_prefix(target))) fs::remove(entry.path(), ignored);
}

} // namespace engine
