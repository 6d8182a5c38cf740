#pragma once
/// \file bot/delivery/cause.hpp
/// Why something failed, as one word for the log: whoever reads it at night must know whether to look at the disk, at rights, or for us.

#include "bot/observing/log.hpp"

#include <exception>
#include <string_view>

namespace bot::delivery {

/// `"cause":"no_space"`, of a closed list (cause.cpp); "other" for what it does not know. `failure` must not be null.
[[nodiscard]] observing::Field cause(const std::exception_ptr& failure);

/// A line of the log for a task that threw, with its cause; nothing if `failure` is null. `task` is a word that lives for ever.
void tell_failure(std::string_view task, const std::exception_ptr& failure);

}  // namespace bot::delivery
