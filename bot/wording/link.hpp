#pragma once
/// \file bot/wording/link.hpp
/// Whether a link's text already is its address, so that a text rendering need not say it twice. Threads:
/// pure.

#include "bot/wording/document.hpp"

namespace bot::wording {

/// "cnil.fr" for https://www.cnil.fr/ : scheme, "www." and a last slash do not count.
[[nodiscard]] bool shows_its_address(const Span& link);

}  // namespace bot::wording
