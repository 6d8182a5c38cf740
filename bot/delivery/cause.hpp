#pragma once
/// \file bot/delivery/cause.hpp
/// Why something failed, as one word for the log: whoever reads it at night must know whether to look at the disk, at rights, or for us.

#include "bot/observing/log.hpp"

#include <exception>

namespace bot::delivery {

/// `"cause":"no_space"`, of a closed list (cause.cpp); "other" for what it does not know. `failure` must not be null.
[[nodiscard]] observing::Field cause(const std::exception_ptr& failure);

}  // namespace bot::delivery
