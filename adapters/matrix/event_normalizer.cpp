#include "adapters/matrix/event_normalizer.hpp"

#include "adapters/matrix/json_fields.hpp"
#include "adapters/matrix/transaction.hpp"
#include "adapters/net/json_guard.hpp"
#include "bot/delivery/channel.hpp"

#include <algorithm>
#include <string>

namespace adapters::matrix {
namespace {

using bot::delivery::Poison;
using nlohmann::json;

std::string string_of(const json& object, std::string_view name) {
    return std::string(text(object, name));
}

/// `prev_content` and `invite_room_state` stand in `unsigned` by the specification; Synapse repeats them
/// above.
const json& beside(const json& event, std::string_view name) {
    auto const& proper = member(member(event, "unsigned"), name);
    return proper.is_null() ? member(event, name) : proper;
}

bool was_redacted(const json& event) {
    return !beside(event, "redacted_because").is_null();
}

std::chrono::milliseconds waited(const json& event) {
    auto const& age = beside(event, "age");
    if (!age.is_number()) return std::chrono::milliseconds(0);
    constexpr double longest =
        400.0 * 24 * 3600 * 1000;  // a clock set back or forth must not become an absurdity
    auto const value = std::clamp(age.get<double>(), 0.0, longest);
    return std::chrono::milliseconds(static_cast<std::int64_t>(value));
}

/// What a message is about, by `m.relates_to`; a relation of the wrong form is no relation.
struct Relation {
    bot::EventId replaces, thread, replies_to;
};

Relation relation_of(const json& content) {
    Relation relation;
    auto const& relates = member(content, "m.relates_to");
    auto const type = text(relates, "rel_type");
    auto const replied = string_of(member(relates, "m.in_reply_to"), "event_id");
    if (type == "m.replace") {
        relation.replaces = string_of(relates, "event_id");
        auto const inner = relation_of(member(content, "m.new_content"));
        relation.thread = inner.thread;
    } else if (type == "m.thread") {
        relation.thread = string_of(relates, "event_id");
        if (!flag(relates, "is_falling_back")) relation.replies_to = replied;
    } else {
        relation.replies_to = replied;
    }
    return relation;
}

bool quotes_us(const Settings& settings, std::string_view body) {
    if (!body.starts_with("> ")) return false;
    auto const line = body.substr(0, body.find('\n'));
    return line.find("<" + settings.user_id() + ">") != std::string_view::npos;
}

bool mentions_us(const Settings& settings, const json& content) {
    auto const& ids = member(member(content, "m.mentions"), "user_ids");
    return ids.is_array() && std::ranges::any_of(ids, [&](const json& id) {
               return id.is_string() && is_us(settings, id.get_ref<const std::string&>());
           });
}

/// "Phare: et le CEJ ?" is the question "et le CEJ ?".
std::string_view without_address(const Settings& settings, std::string_view body) {
    auto const us = settings.user_id();
    for (std::string_view const name :
         {std::string_view(us),
          std::string_view(settings.sender_localpart),
          std::string_view(settings.display_name)}) {
        auto rest = body;
        if (rest.starts_with('@') && !name.starts_with('@')) rest.remove_prefix(1);
        if (name.empty() || !rest.starts_with(name)) continue;
        rest.remove_prefix(name.size());
        if (!rest.starts_with(':') && !rest.starts_with(',') && !rest.starts_with(' ')) continue;
        auto const begin = rest.find_first_not_of(":, ");
        return begin == std::string_view::npos ? std::string_view() : rest.substr(begin);
    }
    return body;
}

std::string body_of(const Settings& settings, const json& content, const Relation& relation) {
    auto const& body = member(content, "body");
    if (!body.is_string()) throw Poison("message without a text");
    std::string_view words = body.get_ref<const std::string&>();
    bool const is_reply = !relation.replies_to.empty() || !relation.thread.empty();
    if (is_reply) words = without_quotation(words);
    if (mentions_us(settings, content)) words = without_address(settings, words);
    return std::string(words);
}

std::string_view attachment_kind(std::string_view msgtype) {
    for (std::string_view const kind : {"image", "audio", "video", "file", "location"})
        if (msgtype.starts_with("m.") && msgtype.substr(2) == kind) return kind;
    return {};
}

bool is_words(std::string_view msgtype) {
    return msgtype == "m.text" || msgtype == "m.emote";
}

std::optional<bot::Happening> edit(const Settings& settings, const json& content, const Relation& relation) {
    auto const& renewed = member(content, "m.new_content");
    if (!renewed.is_object()) throw Poison("replacement without new content");
    if (!is_words(text(renewed, "msgtype"))) return std::nullopt;
    // No quotation is looked for: replacements repeat no quotation in the new content.
    return bot::Edit{relation.replaces, body_of(settings, renewed, Relation{}), relation.thread};
}

std::optional<bot::Happening> message(const Settings& settings, const json& event, bool& addressed) {
    auto const& content = member(event, "content");
    if (was_redacted(event)) return std::nullopt;  // it was taken back before it reached us
    auto const relation = relation_of(content);
    addressed = mentions_us(settings, content) || mentions_us(settings, member(content, "m.new_content")) ||
                (!relation.replies_to.empty() && quotes_us(settings, text(content, "body")));
    auto const msgtype = text(content, "msgtype");
    if (!relation.replaces.empty()) return edit(settings, content, relation);
    if (is_words(msgtype)) {
        auto words = body_of(settings, content, relation);
        return bot::Text{std::move(words), relation.thread, relation.replies_to};
    }
    auto const kind = attachment_kind(msgtype);
    if (!kind.empty()) {
        bot::Attachment attached{std::string(kind), string_of(content, "body"), relation.thread};
        if (auto name = string_of(content, "filename"); !name.empty()) attached.body = std::move(name);
        attached.encrypted = member(content, "file").is_object();
        if (!attached.encrypted) attached.source = string_of(content, "url");
        if (auto const& size = member(member(content, "info"), "size"); size.is_number_unsigned()) attached.size = size.get<std::size_t>();
        return attached;
    }
    if (!member(content, "msgtype").is_string()) throw Poison("message without a type");
    return std::nullopt;
}

std::optional<bot::Happening> reaction(const json& event) {
    if (was_redacted(event)) return std::nullopt;
    auto const& relates = member(member(event, "content"), "m.relates_to");
    auto const target = text(relates, "event_id");
    auto const key = text(relates, "key");
    if (text(relates, "rel_type") != "m.annotation" || target.empty() || key.empty())
        throw Poison("reaction to nothing");
    return bot::Reaction{std::string(target), std::string(key)};
}

std::optional<bot::Happening> redaction(const json& event) {
    auto target = string_of(member(event, "content"), "redacts");  // room version 11 and later
    if (target.empty()) target = string_of(event, "redacts");
    if (target.empty() && was_redacted(event)) return std::nullopt;
    if (target.empty()) throw Poison("redaction of nothing");
    return bot::Redaction{std::move(target)};
}

bot::Invitation invitation(const Settings& settings, const json& event) {
    bot::Invitation asked;
    asked.direct = flag(member(event, "content"), "is_direct");
    auto const& state = beside(event, "invite_room_state");
    asked.encrypted = state.is_array() && std::ranges::any_of(state, [](const json& item) {
                          return text(item, "type") == "m.room.encryption";
                      });
    if (!server_allowed(settings, text(event, "sender"))) {
        asked.reason = "server_not_allowed";
    } else if (is_group_room(settings, text(event, "room_id")) || (asked.direct && settings.join_direct_chats)) {
        asked.welcome = true;
    } else {
        asked.reason = asked.direct ? "not_allowed" : "not_direct";
    }
    return asked;
}

std::optional<bot::Happening> membership(const Settings& settings, const json& event) {
    auto const now = text(member(event, "content"), "membership");
    auto const before = text(beside(event, "prev_content"), "membership");
    if (is_us(settings, text(event, "state_key"))) {
        if (now == "invite") return invitation(settings, event);
        if (now == "leave" || now == "ban") return bot::Left{};
        if (now != "join") return std::nullopt;
        if (before == "join") return std::nullopt;  // a new name or picture
        return bot::Joined{};
    }
    // Somebody who was never in cannot leave us alone: a refused invitation, the end of a ban.
    if ((now == "leave" || now == "ban") && before == "join") return bot::Left{};
    return std::nullopt;
}

std::optional<bot::Happening> moved(const Settings& settings, const json& event) {
    auto const sender = text(event, "sender");
    auto to = string_of(member(event, "content"), "replacement_room");
    if (to.empty() || text(event, "state_key") != "" || !server_allowed(settings, sender))
        return std::nullopt;
    // The operator names group rooms: to a place that they did not name we do not follow one.
    if (is_group_room(settings, text(event, "room_id")) && !is_group_room(settings, to)) return std::nullopt;
    return bot::Moved{std::move(to), std::string(server_of(sender))};
}

std::optional<bot::Happening> happening(const Settings& settings, const json& event, bool& addressed) {
    auto const type = text(event, "type");
    bool const is_state = member(event, "state_key").is_string();
    if (type == "m.room.message") return message(settings, event, addressed);
    if (type == "m.reaction") return reaction(event);
    if (type == "m.room.redaction") return redaction(event);
    if (type == "m.room.member" && is_state) return membership(settings, event);
    if (type == "m.room.tombstone" && is_state) return moved(settings, event);
    if (type == "m.room.encryption" && is_state) return bot::Unreadable{};
    if (type == "m.room.encrypted") {
        if (was_redacted(event)) return std::nullopt;
        return bot::Unreadable{};
    }
    bool const is_poll = type == "m.poll.start" || type == "org.matrix.msc3381.poll.start";
    if ((is_poll || type == "m.sticker" || type == "m.location") && !was_redacted(event)) {
        auto const& content = member(event, "content");
        auto const* const kind = is_poll ? "poll" : type == "m.sticker" ? "sticker" : "location";
        return bot::Attachment{kind, string_of(content, "body"), relation_of(content).thread};
    }
    return std::nullopt;
}

}  // namespace

std::string_view without_quotation(std::string_view body) {
    // The old form always names the author; other lines with '>' are the person's own.
    if (!body.starts_with("> <@") && !body.starts_with("> * <@")) return body;
    while (body.starts_with('>')) {
        auto const end = body.find('\n');
        if (end == std::string_view::npos) return {};
        body.remove_prefix(end + 1);
    }
    if (body.starts_with('\n')) body.remove_prefix(1);
    return body;
}

std::optional<bot::Inbound> normalize(
    const Settings& settings, std::string_view raw, bot::Instant received_at
) {
    if (net::check_json(raw) != net::JsonVerdict::ok) throw Poison("not JSON");
    auto const event = json::parse(raw, nullptr, false);
    if (!event.is_object()) throw Poison("no JSON object");
    auto const sender = text(event, "sender");
    if (!sender.starts_with('@') || sender.size() > 255 || server_of(sender).empty())
        throw Poison("no sender");
    if (!concerns_us(settings, event)) return std::nullopt;
    bool addressed = false;
    auto what = happening(settings, event, addressed);
    if (!what) return std::nullopt;
    bot::Inbound inbound;
    inbound.channel = "matrix";
    inbound.conversation = string_of(event, "room_id");
    inbound.event_id = string_of(event, "event_id");
    bool const is_departure = std::holds_alternative<bot::Left>(*what);
    inbound.sender = is_departure ? string_of(event, "state_key") : std::string(sender);
    inbound.one_to_one = !is_group_room(settings, inbound.conversation);
    inbound.addressed = inbound.one_to_one || addressed;
    inbound.waited = waited(event);
    inbound.received_at = received_at;
    inbound.what = std::move(*what);
    return inbound;
}

}  // namespace adapters::matrix
