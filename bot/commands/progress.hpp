#pragma once
/// \file bot/commands/progress.hpp
/// How far a file has been read, on one line that is written over. Threads: one.

#include <cstdint>
#include <ostream>

namespace bot::commands {

class Progress {
  public:
    /// \param to null: nothing is shown. \param total bytes; 0: unknown.
    Progress(std::ostream* to, std::int64_t total) : to_(to), total_(total) {}
    void at(std::int64_t bytes, std::int64_t rows);
    void end();

  private:
    std::ostream* to_;
    std::int64_t total_, shown_ = -1;
};

}  // namespace bot::commands
