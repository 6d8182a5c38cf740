#include "bot/service/story/timeline_channel.hpp"

#include "adapters/matrix/html_writer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace bot::service {

using delivery::Attempt;
using delivery::Wire;
using nlohmann::json;

namespace {

/// Pictures are bytes, and JSON is text.
std::string hex_of(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::string bytes_of(std::string_view hex) {
    auto const digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    return out;
}

json payload_of(const wording::Document& document) {
    json out{{"html", adapters::matrix::html(document)}, {"text", wording::plain_text(document)}};
    if (document.picture && !document.picture->square.empty()) {
        out["chart"] = hex_of(document.picture->square);
        out["chart_words"] = document.picture->alternative;
    }
    return out;
}

}  // namespace

std::string TimelineChannel::said(const std::string& who, const std::string& text, const std::string& under) {
    return json{{"who", who}, {"text", text}, {"under", under}}.dump();
}

std::string TimelineChannel::marked(const std::string& who, const std::string& to, const std::string& mark) {
    return json{{"who", who}, {"to", to}, {"mark", mark}}.dump();
}

std::optional<Inbound> TimelineChannel::decode(const db::InboxEntry& entry) const {
    auto const read = json::parse(entry.payload);
    Inbound inbound;
    inbound.channel = entry.conversation.channel;
    inbound.conversation = entry.conversation.id;
    inbound.event_id = entry.event_id;
    inbound.sender = read.at("who");
    inbound.one_to_one = !inbound.conversation.starts_with("salon-");
    inbound.received_at = Instant(std::chrono::microseconds(entry.received_at));
    if (read.contains("mark")) inbound.what = Reaction{read.at("to"), read.at("mark")};
    else inbound.what = Text{read.at("text"), read.at("under"), {}};
    return inbound;
}

std::vector<Wire> TimelineChannel::render(const Wish& wish) const {
    if (auto const* say = std::get_if<Say>(&wish)) {
        auto payload = payload_of(say->document);
        payload["thread"] = say->thread;
        return {{std::string(delivery::kind_message), payload.dump(), std::nullopt}};
    }
    if (auto const* replace = std::get_if<Replace>(&wish)) {
        auto payload = payload_of(replace->document);
        payload["of"] = replace->remote_id;
        return {{std::string(delivery::kind_edit), payload.dump(), replace->remote_id.empty() ? std::optional(replace->outbox_id) : std::nullopt}};
    }
    return {};
}

boost::asio::awaitable<Attempt> TimelineChannel::deliver(db::OutboxEntry entry, std::string target, bool) {
    auto const payload = json::parse(entry.payload);
    auto& room = timeline_[entry.conversation.id];
    auto const id = fmt::format("{}-{}", name_, ++ids_);
    if (entry.kind == delivery::kind_edit) {
        auto of = payload.at("of").get<std::string>();
        if (of.empty()) of = std::move(target);
        for (auto& line : room.lines) {
            if (line.id != of) continue;
            line.html = payload.at("html");
            line.text = payload.at("text");
            ++line.edits;
        }
    } else {
        TimelineLine line;
        line.id = id;
        line.at = alarm_.now();
        line.html = payload.at("html");
        line.text = payload.at("text");
        line.thread = payload.at("thread");
        if (payload.contains("chart")) {
            line.chart = keep_chart(entry.conversation.id, payload.at("chart"));
            line.chart_words = payload.at("chart_words");
        }
        room.lines.push_back(std::move(line));
    }
    Attempt attempt = delivery::arrived(id);
    co_return attempt;
}

std::string TimelineChannel::keep_chart(const std::string& room, const std::string& hex) {
    std::filesystem::create_directories(charts_);
    auto name = fmt::format("{}-{:02}.png", room, ++charts_kept_);
    std::ofstream(charts_ / name, std::ios::binary) << bytes_of(hex);
    return name;
}

}  // namespace bot::service
