#pragma once
/// \file bench/gmime_peer.hpp
/// The peer of mail_bench: GMime alone takes a mail apart and decodes its bodies. It says neither who wrote, nor what is quoted, nor
/// whether a robot did: what we add to it is what the ratio shows.

#include <cstddef>
#include <string_view>

namespace bench {

/// \returns bytes of all decoded bodies. Limits are the caller's matter.
[[nodiscard]] std::size_t decoded_by_gmime(std::string_view raw);

}  // namespace bench
