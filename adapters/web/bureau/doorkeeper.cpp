#include "adapters/web/bureau/doorkeeper.hpp"

#include "adapters/web/secret.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/desk/typed.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace adapters::web::bureau {

namespace asio = boost::asio;
using bot::delivery::micros;
using db::Micros;

namespace {

constexpr std::string_view link_kind = "lien", session_kind = "session";

db::ConversationRef place_of(std::string_view kind, std::string_view secret) {
    return {std::string(storage_channel), std::string(kind) + " " + derived("bureau " + std::string(kind), secret)};
}

std::string written(const std::string& who, Micros until) { return nlohmann::json{{"w", who}, {"u", until}}.dump(); }

}  // namespace

struct Doorkeeper::Pass {
    std::string who;
    Micros until = 0;

    static std::optional<Pass> read(const std::optional<std::string>& stored) {
        if (!stored) return {};
        auto const json = nlohmann::json::parse(*stored, nullptr, false);
        if (!json.is_object() || !json.contains("w") || !json.contains("u")) return {};
        auto const &who = json["w"], &until = json["u"];
        if (!who.is_string() || !until.is_number_integer()) return {};
        return Pass{who.get<std::string>(), until.get<Micros>()};
    }
};

std::string tidy_identifier(std::string_view typed) {
    std::string out;
    for (char const c : typed)
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
    if (!out.starts_with('@'))  // mail addresses are compared in small letters
        std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

Doorkeeper::Doorkeeper(
    db::Store& store,
    bot::delivery::Alarm& alarm,
    bot::delivery::Postman& postman,
    const bot::people::Rights& rights,
    std::shared_ptr<const bot::wording::Messages> messages,
    std::vector<bot::delivery::Channel*> channels,
    std::string base
)
    : store_(store), alarm_(alarm), postman_(postman), rights_(rights), messages_(std::move(messages)), base_(std::move(base)) {
    for (auto* each : channels) channels_.emplace(each->name(), each);
}

bool Doorkeeper::reaches(std::string_view identifier) const {
    return !identifier.starts_with('@') && identifier.find('@') != std::string_view::npos && channels_.contains("email");
}

bot::Say Doorkeeper::invitation(std::string_view secret) const {
    bot::Say said;
    said.occasion = bot::Say::Occasion::notice;
    said.title = plain_text(messages_->say("tableau_courriel_objet", bot::wording::Register::vous));
    said.document = messages_->say(
        "tableau_courriel_lien", bot::wording::Register::vous,
        {{"adresse", base_ + "/bureau"},
         {"lien", base_ + "/bureau/entrer?lien=" + std::string(secret)},
         {"minutes", std::int64_t{link_life.count()}},
         {"heures", std::int64_t{session_life.count()}}}
    );
    return said;
}

bool Doorkeeper::is_asked(const bot::Inbound& inbound) const {
    auto const* const text = std::get_if<bot::Text>(&inbound.what);
    if (text == nullptr || !inbound.one_to_one || !inbound.knows_before || !channels_.contains(inbound.channel)) return false;
    return bot::desk::words_of(text->body) == std::vector<std::string>{"tableau", "de", "bord"} && rights_.may(inbound.sender, bot::people::Right::see_figures);
}

asio::awaitable<void> Doorkeeper::answer(db::InboxEntry entry, bot::Inbound inbound) {
    auto const secret = fresh_name();
    auto const now = micros(alarm_.stamp());
    auto const until = micros(alarm_.stamp() + link_life);
    auto said = invitation(secret);
    said.in_reply_to = inbound.event_id;
    auto const wires = channels_.find(inbound.channel)->second->render(said);
    db::ConversationRef const to{inbound.channel, inbound.conversation};
    db::Store::Unit unit = [seq = entry.seq, event = inbound.event_id, to, wires, place = place_of(link_kind, secret), state = written(inbound.sender, until), now, until](db::Transaction& t) {
        if (!t.finish(seq, now)) return;  // somebody was here before: nothing twice
        t.save_state(place, state, now, until);
        for (auto const& wire : wires) t.enqueue({to, wire.kind, wire.payload, event, wire.target, now, until}, now);
    };
    co_await write(std::move(unit));
    postman_.wake();
}

asio::awaitable<void> Doorkeeper::invite(std::string identifier) {
    if (!reaches(identifier) || !rights_.may(identifier, bot::people::Right::see_figures)) co_return;
    auto const secret = fresh_name();
    auto const now = alarm_.stamp();
    auto const until = micros(now + link_life);
    auto const wires = channels_.find("email")->second->render(invitation(secret));
    db::ConversationRef const to{"email", identifier};
    db::Store::Unit unit = [to, wires, place = place_of(link_kind, secret), state = written(identifier, until), at = micros(now), until](db::Transaction& t) {
        t.save_state(place, state, at, until);
        for (auto const& wire : wires) t.enqueue({to, wire.kind, wire.payload, {}, wire.target, at, until}, at);
    };
    co_await write(std::move(unit));
    postman_.wake();
}

asio::awaitable<std::optional<std::string>> Doorkeeper::enter(std::string secret) {
    std::optional<std::string> cookie;
    if (!is_name(secret)) co_return cookie;
    auto const link = place_of(link_kind, secret);
    std::string fresh = fresh_name();
    auto const session = place_of(session_kind, fresh);
    auto const now = micros(alarm_.stamp());
    auto const until = micros(alarm_.stamp() + session_life);
    auto const done = std::make_shared<bool>(false);
    auto const* const rights = &rights_;
    db::Store::Unit unit = [link, session, now, until, done, rights](db::Transaction& t) {
        *done = false;
        auto const given = Pass::read(t.state(link));
        if (!given || given->until <= now || !rights->may(given->who, bot::people::Right::see_figures)) return;
        t.save_state(link, "{}", now, now);  // used: purged with what is past its time
        t.save_state(session, written(given->who, until), now, until);
        *done = true;
    };
    co_await write(std::move(unit));
    if (*done) cookie = std::move(fresh);
    co_return cookie;
}

std::optional<Doorkeeper::Pass> Doorkeeper::pass(const db::ConversationRef& place) const {
    auto found = Pass::read(store_.read_state(place));
    if (found && found->until <= micros(alarm_.stamp())) found.reset();
    return found;
}

std::optional<std::string> Doorkeeper::who(std::string_view cookie) const {
    if (!is_name(cookie)) return {};
    auto const found = pass(place_of(session_kind, cookie));
    if (!found || !rights_.may(found->who, bot::people::Right::see_figures)) return {};
    return found->who;
}

asio::awaitable<void> Doorkeeper::leave(std::string cookie) {
    if (!is_name(cookie)) co_return;
    auto const place = place_of(session_kind, cookie);
    db::Store::Unit unit = [place, now = micros(alarm_.stamp())](db::Transaction& t) { t.save_state(place, "{}", now, now); };
    co_await write(std::move(unit));
}

asio::awaitable<void> Doorkeeper::leave_everywhere(std::string identifier) {
    std::vector<db::ConversationRef> theirs;
    for (auto const& place : store_.conversations(storage_channel))
        if (auto const found = Pass::read(store_.read_state(place)); found && found->who == identifier) theirs.push_back(place);
    db::Store::Unit unit = [theirs, now = micros(alarm_.stamp())](db::Transaction& t) {
        for (auto const& place : theirs) t.save_state(place, "{}", now, now);
    };
    co_await write(std::move(unit));
}

asio::awaitable<void> Doorkeeper::write(db::Store::Unit unit) {
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    if (failure) throw bot::delivery::not_stored(failure);
}

}  // namespace adapters::web::bureau
