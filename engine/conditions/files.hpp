// SPDX-License-Identifier: Apache-2.0
#pragma once

// Where the files of conditions and sweeps are, and their text. Those that come with the program go by their
// names.

#include <cstddef>
#include <string>

#include "engine/conditions/yaml_value.hpp"

namespace engine {

enum class FileKind { condition, sweep };

/// Says where they are, in a process that is not the program. Call before any is read.
void use_configs(const std::string &folder);

/// What the command line calls a condition or sweep: a file, or the name of one that comes with the program.
/// A file that exists wins over a name. Throws InputError if a plain word is neither.
std::string path_of(FileKind kind, const std::string &written);

/// The same of what a file in `folder` names; a path is seen from there.
std::string path_of(FileKind kind, const YamlValue &written, const std::string &folder);

/// The first bytes of a file, all if it has no more. Throws InputError, at `place`, if it cannot be read or
/// is no regular file.
std::string read_beginning(const std::string &path, const std::string &place, std::size_t bytes);

/// All of a text file. Throws InputError, at `place`, if it cannot be read, is no regular file, or is over 1
/// MiB.
std::string read_text_file(const std::string &path, const std::string &place);

/// A word of letters, digits, - and _, as names of conditions are.
bool is_name(const std::string &text);

} // namespace engine
