#include "adapters/web/transcript.hpp"

#include "adapters/web/html.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace adapters::web {

using nlohmann::json;

std::vector<Turn> transcript(const std::vector<db::OutboxEntry>& rows, std::int64_t arrived) {
    std::vector<Turn> turns;
    for (auto const& row : rows) {
        bool const let_through = row.state == db::Delivery::pending && row.id <= arrived;
        if ((row.state != db::Delivery::delivered && !let_through) || row.payload.empty() || row.kind == kind_kept) continue;
        Turn turn;
        turn.id = row.id;
        turn.by_person = row.kind == kind_heard;
        if (turn.by_person) {
            turn.text = row.payload;
        } else if (auto answer = answer_of(row.payload)) {
            turn.answer = std::move(*answer);
        } else {
            continue;
        }
        turns.push_back(std::move(turn));
    }
    std::sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) { return a.id < b.id; });
    return turns;
}

End end_of(const std::vector<db::OutboxEntry>& rows, const Lifetime& lifetime) {
    if (rows.empty()) return {};
    auto const micros = [](auto time) { return std::chrono::duration_cast<std::chrono::microseconds>(time).count(); };
    db::Micros first = rows.front().created_at, last = first;
    for (auto const& row : rows) {
        first = std::min(first, row.created_at);
        last = std::max(last, row.created_at);
    }
    auto const idle = last + micros(lifetime.idle), most = first + micros(lifetime.most);
    return {std::min(idle, most), idle < most};
}

bool waits_for_us(const std::vector<Turn>& turns) {
    return !turns.empty() && turns.back().by_person;
}

Choices open_choices(const std::vector<Turn>& turns) {
    if (turns.empty() || turns.back().by_person) return {};
    return choices_in(turns.back().answer.document);
}

std::string turn_json(const Turn& turn, std::int64_t first) {
    json out;
    if (turn.by_person) {
        out["x"] = harmless(turn.text);
    } else {
        out = json::parse(stored(turn.answer));
        auto const choices = choices_in(turn.answer.document);
        for (auto const& choice : choices.all) out["c"].push_back(json::array({choice.number, choice.label}));
        if (choices.complete && !choices.all.empty()) out["h"] = true;
    }
    out["i"] = turn.id;
    out["f"] = first;
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace adapters::web
