#pragma once
/// \file bot/delivery/turn_order.hpp
/// Which conversation has its turn next: those in danger first, the others as they came. Order within a conversation is
/// none of its business. Pure.

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>

namespace bot::delivery {

class TurnOrder {
  public:
    /// \param kept_free  places beyond `at_once` that only danger takes
    TurnOrder(std::size_t at_once, std::size_t kept_free) : at_once_(at_once), kept_free_(kept_free) {}

    void add(const std::string& conversation);  ///< it has something and nobody works on it
    /// Danger: it goes first, now if it waits and each time that it is added, until `lower`.
    void raise(const std::string& conversation);
    void lower(const std::string& conversation) { raised_.erase(conversation); }
    [[nodiscard]] bool raised(const std::string& conversation) const { return raised_.contains(conversation); }

    /// Takes the next one out. \param active  how many are being worked on. \returns nothing: none, or no place.
    [[nodiscard]] std::optional<std::string> next(std::size_t active);
    [[nodiscard]] bool waiting() const { return !first_.empty() || !usual_.empty(); }

  private:
    std::size_t at_once_, kept_free_;
    std::deque<std::string> first_, usual_;
    std::set<std::string> raised_;
};

}  // namespace bot::delivery
