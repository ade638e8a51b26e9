// SPDX-License-Identifier: Apache-2.0
// The ranks of an MPI job. The first rank works like the others; a thread of it gives out the units.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <thread>

#include <mpi.h>

#include "engine/sweeps/ranks.hpp"

namespace {

constexpr int tag_request = 1; // with the number of units
constexpr int tag_unit = 2;    // with the unit, or `none_left`
constexpr int tag_end = 3;     // with 1 if the rank has finished, 0 if it was interrupted
constexpr std::uint64_t none_left = std::numeric_limits<std::uint64_t>::max();

std::uint64_t receive(int source, int tag) {
  std::uint64_t word = 0;
  MPI_Recv(&word, 1, MPI_UINT64_T, source, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return word;
}

void send(int target, int tag, std::uint64_t word) {
  MPI_Send(&word, 1, MPI_UINT64_T, target, tag, MPI_COMM_WORLD);
}

class MpiRanks : public engine::Ranks {
public:
  MpiRanks() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    if (provided < MPI_THREAD_SERIALIZED) MPI_Abort(MPI_COMM_WORLD, 1);
  }
  MpiRanks(const MpiRanks &) = delete;
  MpiRanks &operator=(const MpiRanks &) = delete;
  ~MpiRanks() override {
    if (giver_.joinable()) giver_.join();
    MPI_Finalize();
  }

  bool is_first() const override { return rank_ == 0; }
  std::size_t size() const override { return static_cast<std::size_t>(size_); }

  bool told_by_first(bool value) override {
    int word = value ? 1 : 0;
    MPI_Bcast(&word, 1, MPI_INT, 0, MPI_COMM_WORLD);
    return word != 0;
  }

  std::optional<std::size_t> next(std::size_t units) override {
    if (!is_first()) {
      send(0, tag_request, units);
      return unit_of(receive(0, tag_unit));
    }
    if (!giver_.joinable() && size_ > 1) giver_ = std::thread([this, units] { give(units); });
    return unit_of(take(units));
  }

  bool end(bool finished) override {
    if (!is_first()) send(0, tag_end, finished ? 1 : 0);
    if (giver_.joinable()) giver_.join();
    return finished && all_finished_;
  }

  void abort(int status) override { MPI_Abort(MPI_COMM_WORLD, status); }

private:
  static std::optional<std::size_t> unit_of(std::uint64_t word) {
    return word == none_left ? std::nullopt : std::optional<std::size_t>(word);
  }

  std::uint64_t take(std::uint64_t units) {
    const std::uint64_t unit = next_++;
    return unit < units ? unit : none_left;
  }

  /// Until every other rank has ended. Looks rather than waits: a waiting MPI would take a whole core.
  void give(std::uint64_t units) {
    for (int at_work = size_ - 1; at_work > 0;) {
      int has_message = 0;
      MPI_Status status;
      MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &has_message, &status);
      if (has_message == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      const std::uint64_t word = receive(status.MPI_SOURCE, status.MPI_TAG);
      if (status.MPI_TAG == tag_request) {
        send(status.MPI_SOURCE, tag_unit, take(units));
      } else {
        --at_work;
        if (word == 0) all_finished_ = false;
      }
    }
  }

  int rank_ = 0;
  int size_ = 1;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> all_finished_{true};
  std::thread giver_;
};

} // namespace

extern "C" engine::Ranks *peninsula_join_ranks() { return new MpiRanks; }
