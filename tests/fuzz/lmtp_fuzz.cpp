// libFuzzer target: the LMTP machine. The first byte of a chunk says how long it is, so that commands are cut anywhere.
// As many replies after a dot as recipients; the same bytes in one piece say the same.
// LINK: adapters_email_core

#include "adapters/email/lmtp_server.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace adapters::email;

LmtpServer server() {
    LmtpServer::Options options;
    options.limits.raw_bytes = 4000;
    options.recipients = 5;
    options.recipient = [](std::string_view address, std::string_view) { return address.size() % 3 == 0 ? RecipientVerdict::unknown : RecipientVerdict::known; };
    return LmtpServer(std::move(options));
}

/// Stores whatever waits, alternately well and badly.
void store(LmtpServer& lmtp) {
    while (lmtp.waiting()) {
        auto const& mail = *lmtp.waiting();
        if (mail.envelope_to.empty() || mail.raw.size() > 4000 || mail.raw.find("\n.\r\n") != std::string::npos) {
            // a lone dot may stand in a mail only where it was stuffed
            if (mail.envelope_to.empty() || mail.raw.size() > 4000) std::abort();
        }
        std::vector<StoreOutcome> outcomes;
        for (std::size_t i = 0; i < mail.envelope_to.size(); ++i) outcomes.push_back(i % 2 == 0 ? StoreOutcome::stored : StoreOutcome::trouble);
        lmtp.stored(outcomes);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string all, pieces_said, whole_said;
    LmtpServer pieces = server(), whole = server();
    for (std::size_t at = 0; at < size && !pieces.closing();) {
        std::size_t const length = std::min<std::size_t>(size - at - 1, data[at]);
        std::string const chunk(reinterpret_cast<const char*>(data) + at + 1, length);
        all += chunk;
        pieces.receive(chunk);
        store(pieces);
        pieces_said += pieces.output();
        at += 1 + length;
    }
    pieces_said += pieces.output();  // the greeting, if not a byte came
    whole.receive(all);
    store(whole);
    whole_said = whole.output();
    // Endless lines are answered when they end, or when they were cut off: only there the two may differ.
    if (all.size() < 2000 && pieces_said != whole_said) std::abort();
    return 0;
}
