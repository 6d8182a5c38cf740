#pragma once
/// \file adapters/web/guard.hpp
/// What every reply of our pages carries, whatever it is: a redirection, an icon and a refusal too. Threads: pure.

#include "adapters/net/http.hpp"
#include "adapters/web/session.hpp"

#include <string_view>

namespace adapters::web {

/// Adds the policy and the fields of reliability §2.1 T8 that are not there yet; not cached unless the reply says so.
/// \param policy of the page's Content-Security-Policy
void guard(net::Reply&, std::string_view policy, const Place&);

}  // namespace adapters::web
