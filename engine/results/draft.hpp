#pragma once

// A file that is being written. Its name never holds a damaged file, whatever happens on the way.

#include <string>

namespace engine {

/// A name beside a target, under which a file is written until it is complete.
class Draft {
public:
  /// Throws InputError if the target exists and `replace` is not set, or if it is no ordinary file.
  Draft(std::string target, bool replace);
  /// Removes what is not published.
  ~Draft();
  Draft(const Draft &) = delete;
  Draft &operator=(const Draft &) = delete;

  const std::string &target() const { return target_; }
  /// Where to write: nobody else uses this name.
  const std::string &path() const { return path_; }
  /// Seals the file, makes it durable and gives it its name. Throws RunError. If another file has taken the
  /// name meanwhile and may not be replaced, the complete draft stays where it is, and the message says so.
  void publish();

private:
  std::string target_;
  std::string path_;
  bool replace_;
  bool keep_ = false;
};

/// Removes the drafts that killed processes left beside a target. Nobody may be writing one.
void remove_abandoned_drafts(const std::string &target);

} // namespace engine
