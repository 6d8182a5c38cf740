#pragma once
/// \file rules/law/french_quote.hpp
/// « Words », with the no-break spaces that French wants inside. Threads: pure.

#include <string>

namespace rules::law {

[[nodiscard]] inline std::string quoted(const std::string& text) {
    return "«\u00A0" + text + "\u00A0»";
}

}  // namespace rules::law
