#pragma once
/// \file adapters/email/inspect.hpp
/// `phare mail inspect`: what the service makes of one mail, under the names of the fixtures' manifest.

#include "adapters/email/understood.hpp"

#include <string>

namespace adapters::email {

/// One JSON object; keys that say nothing are left out, `cls`, `may_answer`, `why`, `visible`, `auth` never. What was cut
/// from the text stands under `cut`.
[[nodiscard]] std::string inspect_json(const Understood&);
/// The same for people to read, with what was cut (French).
[[nodiscard]] std::string inspect_text(const Understood&);

/// "1741000000" or "2025-03-03T11:04:27Z" (the time and the Z may be left out; always UTC).
[[nodiscard]] std::optional<Instant> read_instant(const std::string&);

/// A file as a mail: "x.eml" as it stands; "x.txt" and "x.html" are bodies alone and get the least of a header.
[[nodiscard]] InboundMail mail_of_file(const std::string& name, std::string bytes, std::optional<std::string> envelope_from, Instant now);

}  // namespace adapters::email
