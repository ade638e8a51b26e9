// SPDX-License-Identifier: Apache-2.0
#pragma once

// Checkpoints: the folder in which a sweep keeps what is finished, one file a task. A file has its name only
// when it is complete and on the disk, so whatever ends the program, the folder holds finished work and
// nothing else.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/counting/tally.hpp"
#include "engine/results/results.hpp"
#include "engine/sweeps/tasks.hpp"

namespace engine {

/// What a task has counted: one row a point. A point that needed no more trajectories has 0 of them.
struct Part {
  std::size_t task = 0;
  std::vector<std::uint64_t> trajectories;
  std::vector<Row> rows;
};

/// What must agree before work is added to a folder, as lines "key: value".
struct Manifest {
  std::string text;
  std::string identity() const; // of the text, in 16 hexadecimal digits
};

/// Keeps a second process away from the same work while it lives.
class Lock {
public:
  enum class Kind { shared, exclusive };
  /// Throws BusyError, with `who`, if another process holds it.
  Lock(const std::string &path, Kind kind, const std::string &who);
  ~Lock();
  Lock(const Lock &) = delete;
  Lock &operator=(const Lock &) = delete;

private:
  int file_;
};

class PartsFolder {
public:
  explicit PartsFolder(std::string path) : path_(std::move(path)) {}
  /// Where the parts of a sweep with this output are.
  static std::string of(const std::string &output) { return output + ".parts"; }

  const std::string &path() const { return path_; }
  bool exists() const;
  /// Makes the folder, if there is none. Throws InputError if it belongs to another sweep, and says what
  /// differs.
  void open(const Manifest &manifest, const Results &declared) const;
  Manifest manifest() const;
  /// What the sweep declares: its result, without counts.
  Results declared() const;
  std::string lock_path(const std::string &name) const { return path_ + "/" + name + ".lock"; }
  /// Names of the locks that processes have held here.
  std::vector<std::string> lock_names() const;

  std::string path_of(std::size_t task) const;
  bool has(std::size_t task) const;
  /// Throws RunError if it cannot be written; the folder is then as it was.
  void write(const Part &part, const std::string &identity) const;
  /// Throws InputError if it is damaged or of another sweep.
  Part read(const Task &task, std::size_t row_size, const std::string &identity) const;
  /// Its trajectories alone.
  std::vector<std::uint64_t> trajectories(const Task &task, const std::string &identity) const;
  void remove() const;

private:
  std::string path_;
};

/// "seed: 1 there, 2 here" for the first lines that differ.
std::string differences_between(const Manifest &there, const Manifest &here);

} // namespace engine
