// SPDX-License-Identifier: Apache-2.0
#pragma once

// The value of one parameter, as conditions write it: a number, a label, a law, or the word prior.

#include <string>

#include "engine/conditions/condition.hpp"
#include "engine/conditions/yaml_value.hpp"

namespace engine {

/// Whether a parameter is a switch, that true and false set: its two labels are off and on, or no and yes.
bool is_switch(const Parameter &parameter);

/// What a parameter may be: "from 0 to 1 (unit: probability)", or its labels.
std::string admissible(const Parameter &parameter);

/// Reads what a parameter is set to. Throws InputError if it makes no sense for this parameter, or lies
/// outside its unit's bounds and `allow_out_of_range` is not set.
Setting read_setting(const Parameter &parameter, const YamlValue &value, bool allow_out_of_range);

/// The same of a value, where no law may stand.
double read_value(const Parameter &parameter, const YamlValue &value, bool allow_out_of_range);

/// What a condition would write: "0.35", "tariff_war", "{uniform: [0.1, 0.4]}". Reading gives the same
/// setting.
std::string text_of(const Parameter &parameter, const Setting &setting);

} // namespace engine
