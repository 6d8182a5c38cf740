#pragma once
/// \file adapters/web/rate_limit.hpp
/// The page's name for adapters/net/rate_limit.hpp.

#include "adapters/net/rate_limit.hpp"

namespace adapters::web {
using net::Rate;
using net::RateLimit;
}  // namespace adapters::web
