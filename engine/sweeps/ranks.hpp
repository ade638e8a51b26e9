// SPDX-License-Identifier: Apache-2.0
#pragma once

// Several processes on one sweep, started together by MPI. The program itself knows no MPI: a library beside
// it does, and is loaded only where a launcher of MPI has started the program.

#include <cstddef>
#include <memory>
#include <optional>

namespace engine {

/// This process among the ranks of its job. Units are given out one by one: who is faster does more.
class Ranks {
public:
  Ranks() = default;
  Ranks(const Ranks &) = delete;
  Ranks &operator=(const Ranks &) = delete;
  virtual ~Ranks() = default;

  virtual bool is_first() const = 0;
  virtual std::size_t size() const = 0;
  /// Every rank learns what the first one says; all wait for it.
  virtual bool told_by_first(bool value) = 0;
  /// The next of `units` units, or none. Begins after `told_by_first`.
  virtual std::optional<std::size_t> next(std::size_t units) = 0;
  /// Says that this rank has ended its work; the first one waits for all, and learns whether all finished.
  virtual bool end(bool finished) = 0;
  /// Ends the whole job with this status.
  virtual void abort(int status) = 0;
};

/// None where no launcher of MPI is at work. Throws InputError if one is, but the library is missing.
std::unique_ptr<Ranks> join_ranks();

/// What the library offers under this name.
using JoinRanks = Ranks *();
inline constexpr const char *join_ranks_symbol = "peninsula_join_ranks";
inline constexpr const char *ranks_library = "libpeninsula_mpi.so";

} // namespace engine
