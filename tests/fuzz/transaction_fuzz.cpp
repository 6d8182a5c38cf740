// Arbitrary bytes as a transaction of the homeserver: taken apart, each event decoded. Nothing but Poison may
// come out, and nothing of the body may get lost without being counted. LINK: adapters_matrix adapters_net
#include "adapters/matrix/event_normalizer.hpp"
#include "adapters/matrix/transaction.hpp"
#include "bot/delivery/channel.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

adapters::matrix::Settings fuzz_settings() {
    adapters::matrix::Settings settings;
    settings.server_name = "phare.test";
    settings.rooms = {"!g:phare.test"};
    return settings;
}

void decode(const adapters::matrix::Settings& settings, std::string_view raw) {
    try {
        auto const inbound = adapters::matrix::normalize(settings, raw, bot::Instant{});
        if (inbound && (inbound->sender.empty() || inbound->waited.count() < 0)) std::abort();
    } catch (const bot::delivery::Poison&) {
        return;  // the entry goes to quarantine
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto const settings = fuzz_settings();
    std::string_view const body(reinterpret_cast<const char*>(data), size);
    auto const intake = adapters::matrix::split(settings, body);
    if (intake.garbage && (intake.bad.size() != 1 || intake.bad.front().raw != body)) std::abort();
    for (auto const& event : intake.events) {
        if (event.event_id.empty() || event.room_id.empty()) std::abort();
        decode(settings, event.raw);
    }
    decode(settings, body);
    return 0;
}
