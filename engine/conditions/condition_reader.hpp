#pragma once

// Reading the files of a condition: each after the one that it extends, and each complete in itself.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/conditions/condition.hpp"

namespace engine {

inline constexpr int most_months = 120;
inline constexpr std::uint64_t most_trajectories = 1'000'000'000'000'000;

/// A condition in the making, with the places where its parameters were set, the latest last.
struct Draft {
  struct SetAt {
    std::size_t parameter;
    std::string place;
  };
  Condition condition;
  std::vector<SetAt> set_at;

  void set(std::size_t parameter, const Setting &setting, const std::string &place) {
    condition.settings[parameter] = setting;
    set_at.push_back({parameter, place});
  }
};

/// The place of the parameter that has this name or symbol.
std::optional<std::size_t> find_parameter(const Model &model, const std::string &name);

/// Complains of a name that no parameter has, and tells the nearest that there are.
std::string no_such_parameter(const Model &model, const std::string &name);

/// Reads the text of the file at `path`, and the files that it extends. Throws InputError. Entries of the
/// timeline may lie outside the months of the condition, where a file was extended that has others.
Draft read_condition(const Model &model, const std::string &text, const std::string &path,
                     bool allow_out_of_range);

} // namespace engine
