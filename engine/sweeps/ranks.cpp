// SPDX-License-Identifier: Apache-2.0
#include "engine/sweeps/ranks.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include <dlfcn.h>
#include <fmt/format.h>

#include "engine/errors.hpp"

namespace engine {
namespace {

/// What Open MPI, MPICH and Slurm's PMIx tell the processes that they start.
bool is_started_by_mpi() {
  constexpr std::array<const char *, 3> marks{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
  return std::any_of(marks.begin(), marks.end(), [](const char *mark) {
    return std::getenv(mark) != nullptr; // NOLINT(concurrency-mt-unsafe): read before any thread
  });
}

} // namespace

std::unique_ptr<Ranks> join_ranks() {
  if (!is_started_by_mpi()) return nullptr;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path() / ranks_library;
  void *library = dlopen(beside.c_str(), RTLD_NOW | RTLD_GLOBAL); // Open MPI's own parts look for its symbols
  void *symbol = library == nullptr ? nullptr : dlsym(library, join_ranks_symbol);
  if (symbol == nullptr)
    throw InputError(fmt::format("started by MPI, but {}; build where MPI is installed, or use --shard",
                                 dlerror())); // NOLINT(concurrency-mt-unsafe)
  return std::unique_ptr<Ranks>(reinterpret_cast<JoinRanks *>(symbol)());
}

} // namespace engine
