// SPDX-License-Identifier: Apache-2.0
#pragma once

// A file that is being written. Its name never holds a damaged file, whatever happens on the way.

#include <string>

namespace engine {

/// What a file ends with: a seal, or what its writer left.
enum class Ending { sealed, plain };

/// A name beside a target, under which a file is written until it is complete. A target that is a symbolic
/// link stands for the file it leads to.
class Draft {
public:
  /// Makes the file, empty. Throws InputError if the target exists and `replace` is not set, or if it is no
  /// ordinary file; RunError if the file cannot be made.
  Draft(const std::string &target, bool replace);
  /// Removes what is not published.
  ~Draft();
  Draft(const Draft &) = delete;
  Draft &operator=(const Draft &) = delete;

  /// As it was asked for.
  const std::string &target() const { return target_; }
  /// Where to write: nobody else uses this name.
  const std::string &path() const { return path_; }
  /// Seals the file, makes it durable and gives it its name. Throws RunError. If another file has taken the
  /// name meanwhile and may not be replaced, the complete draft stays where it is, and the message says so.
  void publish(Ending ending = Ending::sealed);

private:
  std::string target_;
  std::string destination_; // where links lead
  std::string path_;
  bool replace_;
  bool keep_ = false;
  int life_; // the draft, open and locked as long as its writer lives
};

/// Writes a text as a file of its own, whole or not at all; a file of that name is replaced. Throws RunError.
void write_whole(const std::string &target, const std::string &text, Ending ending);

/// Removes the drafts that dead processes of this machine left beside a target, and no others.
void remove_abandoned_drafts(const std::string &target);

/// The same of all targets in a folder.
void remove_abandoned_drafts_in(const std::string &folder);

} // namespace engine
