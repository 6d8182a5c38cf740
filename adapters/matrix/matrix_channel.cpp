#include "adapters/matrix/matrix_channel.hpp"

#include "adapters/matrix/delivery_verdict.hpp"
#include "adapters/matrix/event_normalizer.hpp"
#include "adapters/matrix/json_fields.hpp"
#include "adapters/matrix/wish_renderer.hpp"
#include "adapters/net/base64.hpp"
#include "bot/observing/log.hpp"

#include <boost/asio/co_spawn.hpp>


#include <utility>

namespace adapters::matrix {
namespace {

using bot::delivery::Attempt;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr int most_signs = 16;
constexpr std::string_view crowd_reason = R"({"reason":"Il y a trop de monde dans ce salon pour Phare."})";

Attempt refused(int status) {
    Attempt attempt;
    attempt.result = Attempt::Result::refused;
    attempt.status = status;
    return attempt;
}

boost::asio::awaitable<void> show_signs(
    std::shared_ptr<CsClient> client, std::string room, std::string event, bool typing
) {
    if (!event.empty()) {
        auto const receipt = co_await client->receipt(room, event);
        if (receipt.status == 0 || receipt.status == 429) co_return;  // no time for courtesies
    }
    if (typing) {
        auto const shown = co_await client->typing(room, 20s);
        static_cast<void>(shown);  // best effort: nobody misses it
    }
}

}  // namespace

std::string marked_event(const std::string& messages, const std::string& key) {
    auto const answer = json::parse(messages, nullptr, false);
    auto const& chunk = member(answer, "chunk");
    if (!chunk.is_array()) return {};
    for (auto const& event : chunk)
        if (text(member(event, "content"), marker_field) == key) return std::string(text(event, "event_id"));
    return {};
}

MatrixChannel::MatrixChannel(boost::asio::any_io_executor executor, std::shared_ptr<CsClient> client)
    : executor_(std::move(executor)), client_(std::move(client)) {}

std::optional<bot::Inbound> MatrixChannel::decode(const db::InboxEntry& entry) const {
    auto inbound = normalize(
        client_->settings(), entry.payload, bot::Instant(std::chrono::microseconds(entry.received_at))
    );
    if (inbound && (inbound->conversation != entry.conversation.id || inbound->event_id != entry.event_id))
        throw bot::delivery::Poison("stored under another name");
    return inbound;
}

std::vector<bot::delivery::Wire> MatrixChannel::render(const bot::Wish& wish) const {
    return render_wish(wish);
}

boost::asio::awaitable<Attempt> MatrixChannel::deliver(
    db::OutboxEntry entry, std::string target_remote_id, bool may_have_arrived
) {
    Attempt attempt;
    if (entry.kind == "message" || entry.kind == "edit") {
        attempt = co_await send(entry, target_remote_id, may_have_arrived);
    } else if (entry.kind == "image" || entry.kind == "file") {
        attempt = co_await send_media(entry, may_have_arrived);
    } else if (entry.kind == "redact") {
        attempt = co_await redact(entry, target_remote_id);
    } else if (entry.kind == "join") {
        attempt = co_await join(entry);
    } else if (entry.kind == "follow") {
        attempt = co_await follow(entry);
    } else if (entry.kind == "leave") {
        attempt = co_await leave(entry);
    } else {
        attempt = refused(0);
    }
    co_return attempt;
}

MatrixChannel::Awaitable MatrixChannel::send_media(const db::OutboxEntry& entry, bool may_have_arrived) {
    auto const payload = json::parse(entry.payload, nullptr, false);
    auto content = member(payload, "content");
    bool const image = entry.kind == "image";
    auto bytes = adapters::net::from_base64(text(payload, image ? "png" : "bytes"));
    std::string type(image ? std::string_view("image/png") : text(member(content, "info"), "mimetype"));
    std::string name(text(content, "filename"));
    if (!content.is_object() || bytes.empty()) co_return refused(0);
    if (!may_have_arrived) {  // else the send below looks for it first, and uploads nothing if it is there
        auto const uploaded = co_await client_->upload(std::move(bytes), std::move(type), std::move(name));
        auto const uri = reply_field(uploaded, "content_uri");
        if (!uploaded.ok() || uri.empty()) co_return verdict_on_event(uploaded);
        content["url"] = uri;
        db::OutboxEntry ready = entry;
        ready.payload = content.dump();
        std::string const no_target;
        Attempt const sent = co_await send(ready, no_target, false);
        co_return sent;
    }
    Attempt const found = co_await found_earlier(entry);
    if (found.result != Attempt::Result::later) co_return found;
    Attempt const again = co_await send_media(entry, false);
    co_return again;
}

boost::asio::awaitable<std::optional<std::string>> MatrixChannel::fetch(std::string source, std::size_t most) {
    auto downloaded = co_await client_->download(std::move(source), most);
    std::optional<std::string> bytes;
    if (downloaded.status == 200 && downloaded.body.size() <= most) bytes = std::move(downloaded.body);
    co_return bytes;
}

boost::asio::awaitable<std::optional<std::vector<std::string>>> MatrixChannel::members(std::string conversation) {
    auto const reply = co_await client_->joined_members(std::move(conversation));
    std::optional<std::vector<std::string>> all;
    if (!reply.ok()) co_return all;
    auto const body = json::parse(reply.body, nullptr, false);
    auto const joined = body.is_object() ? body.find("joined") : body.end();
    if (joined == body.end() || !joined->is_object()) co_return all;
    std::vector<std::string> others;
    bool we = false;  // a list without ourselves is no list of this room
    for (auto const& [who, about] : joined->items()) {
        if (is_us(client_->settings(), who)) we = true;
        else others.push_back(who);
    }
    if (we) all = std::move(others);
    co_return all;
}

/// \returns `later` if it is not there and may be sent
MatrixChannel::Awaitable MatrixChannel::found_earlier(const db::OutboxEntry& entry) {
    auto const earlier = co_await client_->own_messages(entry.conversation.id);
    if (!earlier.ok()) {
        auto verdict = verdict_on_event(earlier);
        // The look failed, the row did not: only a refusal to let us see the room is final.
        if (verdict.result != Attempt::Result::refused) verdict.result = Attempt::Result::unknown;
        co_return verdict;
    }
    Attempt found;
    found.status = earlier.status;
    found.remote_id = marked_event(earlier.body, entry.key);
    found.result = found.remote_id.empty() ? Attempt::Result::later : Attempt::Result::delivered;
    co_return found;
}

MatrixChannel::Awaitable MatrixChannel::send(
    const db::OutboxEntry& entry, const std::string& target, bool may_have_arrived
) {
    auto content = json::parse(entry.payload, nullptr, false);
    bool const is_edit = entry.kind == "edit";
    bool const named = is_edit && !text(member(content, "m.relates_to"), "event_id").empty();
    // What was never delivered cannot be edited; what we cannot read we did not write.
    if (!content.is_object() || (is_edit && !named && target.empty())) co_return refused(0);
    if (may_have_arrived) {
        Attempt const found = co_await found_earlier(entry);
        if (found.result != Attempt::Result::later) co_return found;
    }
    content[std::string(marker_field)] = entry.key;
    if (is_edit && !named) content["m.relates_to"]["event_id"] = target;
    auto body = content.dump();
    auto const reply = co_await client_->send(entry.conversation.id, entry.key, std::move(body));
    if (refuses_us(reply))
        bot::observing::log(
            bot::observing::Level::error, bot::observing::What::peer_refuses_us, {{"status", reply.status}}
        );
    co_return verdict_on_event(reply);
}

MatrixChannel::Awaitable MatrixChannel::redact(const db::OutboxEntry& entry, const std::string& target) {
    std::string event = target;
    if (event.empty()) event = text(json::parse(entry.payload, nullptr, false), "event");
    if (event.empty()) co_return refused(0);
    auto const reply = co_await client_->redact(entry.conversation.id, event, entry.key, "{}");
    co_return verdict_on_event(reply);
}

MatrixChannel::Awaitable MatrixChannel::join(const db::OutboxEntry& entry) {
    auto const reply = co_await client_->join(entry.conversation.id);
    auto verdict = verdict_on_join(reply, entry.tries);
    if (verdict.result != Attempt::Result::delivered) co_return verdict;
    std::string const room = entry.conversation.id;
    auto crowd = co_await leave_a_crowd(room, verdict);
    co_return crowd;
}

MatrixChannel::Awaitable MatrixChannel::leave_a_crowd(const std::string& room, const Attempt& joined) {
    auto const members = co_await client_->joined_members(room);
    Attempt verdict = joined;
    if (!members.ok()) {  // not known how many: we look again, joining twice is no harm
        verdict.result = Attempt::Result::later;
        co_return verdict;
    }
    auto const known = json::parse(members.body, nullptr, false);
    if (member(known, "joined").size() > client_->settings().max_members) {
        std::string reason(crowd_reason);
        auto const left = co_await client_->leave(room, std::move(reason));
        verdict = verdict_on_leave(left);
        if (verdict.result == Attempt::Result::delivered) verdict = refused(joined.status);
    }
    co_return verdict;
}

MatrixChannel::Awaitable MatrixChannel::follow(const db::OutboxEntry& entry) {
    auto const wish = json::parse(entry.payload, nullptr, false);
    std::string const room(text(wish, "room"));
    std::string via(text(wish, "via"));
    if (room.empty()) co_return refused(0);
    auto const reply = co_await client_->join(room, std::move(via));
    auto verdict = verdict_on_join(reply, entry.tries);
    if (verdict.result != Attempt::Result::delivered) co_return verdict;
    // Anybody with the power to close a room can name any other room: the new one must say where it comes
    // from.
    auto const creation = co_await client_->creation_of(room);
    if (!creation.ok()) {
        verdict.result = Attempt::Result::later;
        co_return verdict;
    }
    auto const create = json::parse(creation.body, nullptr, false);
    if (text(member(create, "predecessor"), "room_id") != entry.conversation.id) {
        std::string no_reason("{}");
        auto const left = co_await client_->leave(room, std::move(no_reason));
        verdict = verdict_on_leave(left);
        if (verdict.result == Attempt::Result::delivered) verdict = refused(reply.status);
        co_return verdict;
    }
    auto crowd = co_await leave_a_crowd(room, verdict);
    co_return crowd;
}

MatrixChannel::Awaitable MatrixChannel::leave(const db::OutboxEntry& entry) {
    auto const reply = co_await client_->leave(entry.conversation.id, entry.payload);
    co_return verdict_on_leave(reply);
}

void MatrixChannel::working_on(const std::string& conversation, const bot::EventId& event, bool slow) {
    if (*signs_ >= most_signs) return;
    ++*signs_;
    auto const work = [client = client_, conversation, event, slow] {
        return show_signs(client, conversation, event, slow);
    };
    boost::asio::co_spawn(executor_, work, [signs = signs_](std::exception_ptr failure) {
        --*signs;
        if (failure)
            bot::observing::log(
                bot::observing::Level::warning, bot::observing::What::task_failed, {{"task", "signs"}}
            );
    });
}

}  // namespace adapters::matrix
