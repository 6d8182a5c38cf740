#pragma once
/// \file bot/board/shelf.hpp
/// Boards that were made stay until something that they show changes: figures, journal, or the day. A board costs an
/// evaluation of every objective; a bureau of twelve people that opens the page before its meeting asks for the same one.
///
/// Threads: one at a time. Memory: `most` boards, of past days too; one more drops them all.

#include "bot/board/board.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

namespace bot::board {

class Shelf {
  public:
    using Make = std::function<Board(desk::Day as_of, desk::Day today, Viewer)>;
    static constexpr std::size_t most = 32;

    explicit Shelf(Make make) : make_(std::move(make)) {}
    /// \param revision of the desk's memory: another one is another memory
    [[nodiscard]] std::shared_ptr<const Board> get(desk::Day as_of, desk::Day today, Viewer, std::uint64_t revision);

  private:
    Make make_;
    std::uint64_t revision_ = 0;
    desk::Day today_{};
    std::map<std::tuple<desk::Day, bool>, std::shared_ptr<const Board>> boards_;  // by day and whether money is shown
};

}  // namespace bot::board
