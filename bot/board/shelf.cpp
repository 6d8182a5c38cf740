#include "bot/board/shelf.hpp"

#include <utility>

namespace bot::board {

std::shared_ptr<const Board> Shelf::get(desk::Day as_of, desk::Day today, Viewer viewer, std::uint64_t revision) {
    bool const changed = std::exchange(revision_, revision) != revision;
    bool const next_day = std::exchange(today_, today) != today;
    if (changed || next_day || boards_.size() >= most) boards_.clear();
    auto& board = boards_[{as_of, viewer.money}];
    if (!board) board = std::make_shared<const Board>(make_(as_of, today, viewer));
    return board;
}

}  // namespace bot::board
