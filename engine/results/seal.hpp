// SPDX-License-Identifier: Apache-2.0
#pragma once

// The last line of every file that this program stores: a digest of all bytes before it. HDF5 readers ignore
// what follows the end that an HDF5 file states of itself, so the line disturbs nobody.
//
//   # peninsula-seal sha256:<64 digits> bytes:<20 digits>
//
// Anybody can check it:  head -c BYTES FILE | sha256sum

#include <string>

namespace engine {

/// Appends the seal of what the file holds so far. Throws RunError if it cannot be written; the message names
/// `target`, the file as the user knows it.
void seal(const std::string &path, const std::string &target);

/// Whether the file ends with a seal that its bytes agree with. False if it has none and, as an HDF5 file, is
/// complete without one: another tool saved it. Throws InputError if it is damaged: its bytes disagree with
/// the seal, or the seal is damaged, or the file is truncated.
bool is_sealed(const std::string &path);

/// Throws InputError unless the file is sealed and whole.
void require_seal(const std::string &path);

/// The text of a sealed file without its last line. Throws InputError unless it is sealed and whole.
std::string sealed_text(const std::string &path);

} // namespace engine
