#include "adapters/matrix/transaction.hpp"

#include "adapters/matrix/event_slices.hpp"
#include "adapters/matrix/json_fields.hpp"
#include "adapters/net/json_guard.hpp"

#include <algorithm>
#include <array>

namespace adapters::matrix {
namespace {

using nlohmann::json;

constexpr std::size_t most_events = 10'000;  // Synapse sends 100
constexpr std::size_t longest_id = 255;      // specification: "Size limits"

constexpr std::size_t small = 256 * 1024;  // an event with all its repetitions; its tree stays under 8 MiB
constexpr std::size_t deepest = 64;

/// Why a slice may not become a tree. One that is small and shallow may, and shows itself then whether it is
/// JSON.
std::string_view complaint(const EventSlice& slice) {
    if (slice.depth > deepest) return "too_deep";
    if (slice.text.size() <= small) return {};
    switch (net::check_json(slice.text)) {
        case net::JsonVerdict::ok:
            return {};
        case net::JsonVerdict::too_deep:
            return "too_deep";
        case net::JsonVerdict::too_many:
            return "too_many_items";
        case net::JsonVerdict::too_long:
            return "string_too_long";
        case net::JsonVerdict::not_json:
            break;
    }
    return "not_json";
}

bool is_id(std::string_view id) {
    return !id.empty() && id.size() <= longest_id;
}

bool message_concerns_us(const json& event) {
    auto const& content = member(event, "content");
    // A notice must never be answered; what carries our mark was said by a bot like us.
    return text(content, "msgtype") != "m.notice" && text(content, "msgtype") != "m.server_notice" &&
           !content.contains("fr.phare.key");
}

bool membership_concerns_us(const Settings& settings, const json& event) {
    auto const whose = text(event, "state_key");
    if (is_us(settings, whose)) return true;
    if (is_ours(settings, whose) || is_group_room(settings, text(event, "room_id"))) return false;
    auto const now = text(member(event, "content"), "membership");
    return now == "leave" || now == "ban";
}

}  // namespace

bool concerns_us(const Settings& settings, const json& event) {
    auto const type = text(event, "type");
    if (flag(member(event, "unsigned"), "io.element.synapse.soft_failed")) return false;
    if (type == "m.room.member") return membership_concerns_us(settings, event);
    if (is_ours(settings, text(event, "sender"))) return false;
    if (type == "m.room.message") return message_concerns_us(event);
    static constexpr std::array<std::string_view, 9> others = {
        "m.reaction",
        "m.room.redaction",
        "m.room.encrypted",
        "m.room.encryption",
        "m.room.tombstone",
        "m.sticker",
        "m.poll.start",
        "org.matrix.msc3381.poll.start",
        "m.location"};
    return std::ranges::find(others, type) != others.end();
}

Intake split(const Settings& settings, std::string_view body) {
    Intake intake;
    auto const slices = event_slices(body, most_events);
    if (!slices) {
        intake.bad.push_back({std::string(body), "not_a_transaction"});
        intake.garbage = true;
        return intake;
    }
    auto const set_aside = [&](std::string_view raw, std::string_view why) {
        intake.bad.push_back({std::string(raw), why});
    };
    for (auto const& slice : *slices) {
        if (auto const why = complaint(slice); !why.empty()) {
            set_aside(slice.text, why);
            continue;
        }
        auto const event = json::parse(slice.text, nullptr, false);
        if (!event.is_object()) {
            set_aside(slice.text, event.is_discarded() ? "not_json" : "no_object");
        } else if (!is_id(text(event, "event_id"))) {
            set_aside(slice.text, "no_event_id");
        } else if (!is_id(text(event, "room_id"))) {
            set_aside(slice.text, "no_room_id");
        } else if (!concerns_us(settings, event)) {
            ++intake.ignored;
        } else {
            intake.events.push_back(
                {std::string(text(event, "room_id")),
                 std::string(text(event, "event_id")),
                 std::string(slice.text)}
            );
        }
    }
    return intake;
}

}  // namespace adapters::matrix
