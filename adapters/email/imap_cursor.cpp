#include "adapters/email/imap_cursor.hpp"

#include "adapters/email/ascii.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace adapters::email {

using nlohmann::json;

db::ConversationRef cursor_ref(std::string_view user, std::string_view host, std::string_view folder) {
    return {"email.imap", lowered(user) + "\n" + lowered(host) + "\n" + std::string(folder)};
}

std::string stored_form(const ImapCursor& cursor) {
    return json{{"validity", cursor.validity}, {"uid", cursor.uid}, {"failing", cursor.failing}, {"failures", cursor.failures}}.dump();
}

ImapCursor cursor_from(std::string_view text) {
    json const read = json::parse(text, nullptr, false);
    ImapCursor cursor;
    if (!read.is_object()) return cursor;
    auto const number = [&](const char* key) -> std::uint32_t {
        auto const found = read.find(key);
        if (found == read.end() || !found->is_number_unsigned()) return 0;
        auto const value = found->get<std::uint64_t>();
        return value <= UINT32_MAX ? static_cast<std::uint32_t>(value) : 0;
    };
    cursor.validity = number("validity");
    cursor.uid = number("uid");
    cursor.failing = number("failing");
    cursor.failures = static_cast<int>(std::min<std::uint32_t>(number("failures"), 1000));
    return cursor;
}

ImapCursor past(ImapCursor cursor, std::uint32_t uid) {
    cursor.uid = std::max(cursor.uid, uid);
    cursor.failing = 0;
    cursor.failures = 0;
    return cursor;
}

Failed after_failure(ImapCursor cursor, std::uint32_t uid) {
    constexpr int most = 3;
    if (cursor.failing != uid) {
        cursor.failing = uid;
        cursor.failures = 0;
    }
    if (++cursor.failures < most) return {cursor, false};
    return {past(cursor, uid), true};
}

std::string imap_day(std::chrono::sys_days day) {
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::chrono::year_month_day const date(day);
    auto const number = std::to_string(static_cast<unsigned>(date.day()));
    return number + "-" + months.at(static_cast<unsigned>(date.month()) - 1) + "-" + std::to_string(static_cast<int>(date.year()));
}

std::chrono::milliseconds poll_pause(std::chrono::milliseconds interval, int failures, bool needs_a_person) {
    constexpr std::chrono::milliseconds longest = std::chrono::minutes(15);
    if (failures <= 0) return interval;
    // A login that is refused over and over locks the account at some providers.
    auto const first = needs_a_person ? std::max<std::chrono::milliseconds>(interval, std::chrono::minutes(5)) : interval;
    std::chrono::milliseconds const grown = first * (1 << std::min(failures - 1, 10));
    return std::min(grown, std::max(longest, interval));
}

}  // namespace adapters::email
