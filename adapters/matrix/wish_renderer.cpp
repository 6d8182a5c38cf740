#include "adapters/matrix/wish_renderer.hpp"

#include "adapters/matrix/html_writer.hpp"
#include "adapters/matrix/json_fields.hpp"
#include "adapters/matrix/message_parts.hpp"
#include "adapters/net/base64.hpp"


#include <utility>

namespace adapters::matrix {
namespace {

using bot::delivery::Wire;
using nlohmann::json;

// Kept free beside the two texts: field names, relations (three ids of 255 bytes), the mark.
constexpr std::size_t frame_bytes = 3'000;

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json words(const bot::wording::Document& document) {
    json content;
    content["msgtype"] = "m.text";  // not m.notice: that one rings on no telephone
    content["body"] = bot::wording::plain_text(document);
    content["format"] = "org.matrix.custom.html";
    content["formatted_body"] = html(document);
    content["m.mentions"] = json::object();
    return content;
}

json relation(const bot::Say& say, bool first) {
    json relates;
    if (!say.thread.empty()) {
        relates["rel_type"] = "m.thread";
        relates["event_id"] = say.thread;
        relates["is_falling_back"] = true;  // for clients without threads; those with them show no reply
        relates["m.in_reply_to"]["event_id"] = say.in_reply_to.empty() ? say.thread : say.in_reply_to;
    } else if (!say.in_reply_to.empty() && first) {
        relates["m.in_reply_to"]["event_id"] = say.in_reply_to;
    }
    return relates;
}

json mentions(const bot::Say& say, std::size_t bytes) {
    json wanted = json::object();
    for (auto const& id : say.mentions) {
        if (!id.starts_with('@') || id.size() > 255 || id.size() > bytes) continue;
        bytes -= id.size();
        wanted["user_ids"].push_back(id);
    }
    return wanted;
}

/// A message of its own after the text, in the same thread: the bytes travel in the row and are uploaded at delivery.
Wire image(const bot::Say& say, const bot::wording::Picture& picture) {
    constexpr int side = 720;
    json content;
    content["msgtype"] = "m.image";
    content["body"] = picture.alternative;
    content["filename"] = "courbe.png";
    content["info"] = {{"mimetype", "image/png"}, {"w", side}, {"h", side}, {"size", picture.square.size()}};
    content["m.mentions"] = json::object();
    auto relates = relation(say, false);
    if (!relates.is_null()) content["m.relates_to"] = std::move(relates);
    json payload;
    payload["content"] = std::move(content);
    payload["png"] = adapters::net::to_base64(picture.square);
    return {"image", dumped(payload), std::nullopt};
}

/// Like the image: the bytes travel in the row.
Wire file(const bot::Say& say, const bot::File& given) {
    json content;
    content["msgtype"] = "m.file";
    content["body"] = given.name;
    content["filename"] = given.name;
    content["info"] = {{"mimetype", given.type}, {"size", given.bytes.size()}};
    content["m.mentions"] = json::object();
    auto relates = relation(say, false);
    if (!relates.is_null()) content["m.relates_to"] = std::move(relates);
    json payload;
    payload["content"] = std::move(content);
    payload["bytes"] = adapters::net::to_base64(given.bytes);
    return {"file", dumped(payload), std::nullopt};
}

std::vector<Wire> render(const bot::Say& say) {
    std::vector<Wire> wires;
    auto const document = harmless(say.document);
    auto const called = mentions(say, 4'000);
    auto const room = most_content_bytes - frame_bytes - dumped(called).size();
    bool first = true;
    for (auto const& part : parts(document, room)) {
        auto content = words(part);
        if (content["body"].get_ref<const std::string&>().empty()) continue;
        auto relates = relation(say, first);
        if (!relates.is_null()) content["m.relates_to"] = std::move(relates);
        if (first) content["m.mentions"] = called;
        wires.push_back({"message", dumped(content), std::nullopt});
        first = false;
    }
    if (document.picture && !document.picture->square.empty()) wires.push_back(image(say, *document.picture));
    for (auto const& each : say.files) wires.push_back(file(say, *each));
    return wires;
}

/// What does not fit into the edit follows as messages.
std::vector<Wire> render(const bot::Replace& replace) {
    std::vector<Wire> wires;
    auto pieces = parts(harmless(replace.document), most_content_bytes - frame_bytes, 2);
    for (auto const& part : pieces) {
        auto content = words(part);
        if (content["body"].get_ref<const std::string&>().empty()) continue;
        if (!wires.empty()) {
            wires.push_back({"message", dumped(content), std::nullopt});
            continue;
        }
        json edit;
        edit["msgtype"] = content["msgtype"];
        edit["body"] = "* " + content["body"].get<std::string>();
        edit["m.mentions"] = json::object();
        edit["m.new_content"] = std::move(content);
        edit["m.relates_to"]["rel_type"] = "m.replace";  // its event_id comes at delivery
        if (replace.remote_id.empty()) {
            wires.push_back({"edit", dumped(edit), replace.outbox_id});
        } else {
            edit["m.relates_to"]["event_id"] = replace.remote_id;
            wires.push_back({"edit", dumped(edit), std::nullopt});
        }
    }
    return wires;
}

/// After an erasure the rows are gone: then the event is named in the payload.
std::vector<Wire> render(const bot::Retract& retract) {
    if (retract.remote_id.empty()) return {{"redact", "{}", retract.outbox_id}};
    json payload;
    payload["event"] = retract.remote_id;
    return {{"redact", dumped(payload), std::nullopt}};
}
std::vector<Wire> render(const bot::AcceptInvitation&) {
    return {{"join", "{}", std::nullopt}};
}
std::vector<Wire> render(const bot::Leave&) {
    return {{"leave", "{}", std::nullopt}};
}

/// Clients show the reason to the person who invited us.
std::vector<Wire> render(const bot::DeclineInvitation& decline) {
    json body = json::object();
    if (decline.reason == "not_direct")
        body["reason"] = "Phare répond en discussion directe. Ouvre une discussion à deux avec Phare.";
    else if (decline.reason == "server_not_allowed")
        body["reason"] = "Phare ne répond pas encore aux comptes de ce serveur.";
    else if (decline.reason == "too_many_members")
        body["reason"] = "Il y a trop de monde dans ce salon pour Phare.";
    else
        body["reason"] = "Phare ne peut pas entrer dans ce salon.";
    return {{"leave", dumped(body), std::nullopt}};
}

std::vector<Wire> render(const bot::Follow& follow) {
    json body;
    body["room"] = follow.to;
    body["via"] = follow.via;
    return {{"follow", dumped(body), std::nullopt}};
}

}  // namespace

std::vector<Wire> render_wish(const bot::Wish& wish) {
    return std::visit([](auto const& one) { return render(one); }, wish);
}

}  // namespace adapters::matrix
