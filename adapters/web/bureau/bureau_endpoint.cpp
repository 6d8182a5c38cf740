#include "adapters/web/bureau/bureau_endpoint.hpp"

#include "adapters/net/secret.hpp"
#include "adapters/web/bureau/assets.hpp"
#include "adapters/web/form.hpp"
#include "adapters/web/guard.hpp"
#include "adapters/web/secret.hpp"
#include "bot/board/csv.hpp"
#include "bot/board/note.hpp"
#include "bot/board/workbook.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/needs/book.hpp"
#include "bot/observing/log.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <tuple>

namespace adapters::web::bureau {

namespace asio = boost::asio;
using bot::people::Right;
using net::Reply;
using net::Request;
using net::RequestHead;

namespace {

constexpr std::size_t body_limit = 16 * 1024;
constexpr std::string_view root = "/bureau";

Reply see_other(std::string where) {
    Reply reply;
    reply.status = 303;
    reply.content_type.clear();
    reply.headers = {{"Location", std::move(where)}};
    return reply;
}

std::string value(const Fields& fields, std::string_view name) {
    auto const found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

/// What is made of a board and is no page.
bool is_document(std::string_view path) {
    return path == "/bureau/classeur.xlsx" || path == "/bureau/note.pdf" || path == "/bureau/objectifs.csv" || path == "/bureau/mois.csv";
}

std::string_view cookie_name(const Place& place) { return place.is_secure() ? "__Host-bureau" : "bureau"; }

}  // namespace

std::optional<Fields> fields_of(std::string_view encoded) {
    Fields fields;
    while (!encoded.empty()) {
        auto const pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
        auto const equals = std::min(pair.find('='), pair.size());
        auto spaced = std::string(pair);
        std::replace(spaced.begin(), spaced.end(), '+', ' ');
        std::string name, text;
        if (!net::percent_decode(std::string_view(spaced).substr(0, equals), name)) return {};
        if (!net::percent_decode(std::string_view(spaced).substr(std::min(spaced.size(), equals + 1)), text)) return {};
        if (!name.empty()) fields.emplace(std::move(name), harmless(text));
    }
    return fields;
}

BureauEndpoint::BureauEndpoint(
    asio::any_io_executor executor,
    db::Store& store,
    bot::office::Office& office,
    bot::delivery::Alarm& alarm,
    Doorkeeper& door,
    std::shared_ptr<const bot::wording::Messages> messages,
    BureauSettings settings
)
    : executor_(std::move(executor)),
      store_(store),
      office_(office),
      alarm_(alarm),
      door_(door),
      messages_(messages),
      label_(std::move(messages)),
      shelf_([this](bot::desk::Day as_of, bot::desk::Day today, bot::board::Viewer viewer) {
          return bot::board::board_on(office_.tools(), office_.state(), as_of, today, viewer);
      }),
      settings_(std::move(settings)),
      by_address_(settings_.requests),
      links_by_address_(settings_.links_of_address),
      links_by_identifier_(settings_.links_of_identifier),
      links_by_both_(settings_.links),
      entries_(settings_.entries) {}

std::vector<net::Route> BureauEndpoint::routes() {
    net::Route all;
    all.prefix = std::string(root);
    all.methods = {"GET", "POST"};
    all.body_limit = body_limit;
    all.admit = [this](const RequestHead& head) { return admit(head); };
    all.handle = [this](Request request) { return answer(std::move(request)); };
    return {all};
}

std::string BureauEndpoint::sign_in(const std::string& notice) const { return sign_in_page(label_, notice, door_.speaks("matrix")); }

Reply BureauEndpoint::html(int status, std::string page) const {
    Reply reply;
    reply.status = status;
    reply.content_type = "text/html; charset=utf-8";
    reply.body = std::move(page);
    return reply;
}

std::string BureauEndpoint::cookie(std::string_view value, bool drop) const {
    std::string out(cookie_name(settings_.place));
    out.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict");
    if (settings_.place.is_secure()) out += "; Secure";
    out += drop ? "; Max-Age=0" : "; Max-Age=" + std::to_string(std::chrono::seconds(session_life).count());
    return out;
}

std::optional<Reply> BureauEndpoint::admit(const RequestHead& head) {
    auto const address = address_of(head, settings_.place);
    if (by_address_.allow(address, alarm_.steady())) return std::nullopt;
    auto const wait = by_address_.wait(address, alarm_.steady());
    Reply reply = html(429, notice_page(label_, label_("trop_vite", {{"secondes", std::to_string(wait.count())}})));
    reply.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    guard(reply, content_security_policy(), settings_.place);
    return reply;
}

std::optional<BureauEndpoint::Visitor> BureauEndpoint::visitor(const RequestHead& head) const {
    auto given = cookie_in(head, cookie_name(settings_.place));
    if (!given) return {};
    auto who = door_.who(*given);
    if (!who) return {};
    Visitor visitor;
    visitor.token = derived("bureau form", *given);
    visitor.cookie = std::move(*given);
    visitor.who = std::move(*who);
    return visitor;
}

Visit BureauEndpoint::visit(const Visitor& visitor) const {
    Visit visit;
    visit.who = visitor.who, visit.token = visitor.token;
    visit.may_treat = office_.tools().rights.may(visitor.who, Right::treat_alerts);
    visit.last = alarm_.today(), visit.first = bot::board::first_day(office_.tools(), visit.last);
    return visit;
}

std::optional<bot::desk::Day> BureauEndpoint::day(const Fields& fields) const {
    auto const today = alarm_.today();
    auto const typed = value(fields, "vu");
    if (typed.empty()) return today;
    auto const read = bot::board::day_in(typed);
    if (!read || *read > today || *read < bot::board::first_day(office_.tools(), today)) return {};
    return read;
}

std::shared_ptr<const bot::board::Board> BureauEndpoint::board(const Visitor& visitor, bot::desk::Day as_of) const {
    bot::board::Viewer viewer;
    viewer.money = office_.tools().rights.may(visitor.who, Right::see_money);
    return shelf_.get(as_of, alarm_.today(), viewer, office_.revision());
}

std::vector<bot::needs::Published> BureauEndpoint::needs() const {
    return bot::needs::published(bot::needs::read_all(store_), bot::board::iso_day(alarm_.today()).substr(0, 7));
}

asio::awaitable<Reply> BureauEndpoint::answer(Request request) {
    Reply reply = co_await unguarded(std::move(request));
    guard(reply, content_security_policy(), settings_.place);
    co_return reply;
}

asio::awaitable<Reply> BureauEndpoint::unguarded(Request request) {
    Reply reply;
    if (request.head.path != root && !request.head.path.starts_with("/bureau/")) {
        reply = html(404, notice_page(label_, label_("introuvable")));
        co_return reply;
    }
    if (request.head.method != "POST") {
        reply = co_await get(std::move(request.head));
        co_return reply;
    }
    auto fields = fields_of(request.body);
    if (!fields || !comes_from_us(request.head, settings_.place)) {
        reply = html(fields ? 403 : 400, notice_page(label_, label_("illisible")));
        co_return reply;
    }
    try {
        reply = co_await post(std::move(request.head), std::move(*fields));
    } catch (const bot::delivery::NotStored&) {
        reply = html(503, notice_page(label_, label_("panne")));
        reply.headers.emplace_back("Retry-After", "10");
    }
    co_return reply;
}

asio::awaitable<Reply> BureauEndpoint::get(RequestHead head) {
    auto const fields = fields_of(head.query);
    Reply reply;
    if (!fields) {
        reply = html(400, notice_page(label_, label_("illisible")));
    } else if (head.path == "/bureau/entrer") {
        auto const secret = value(*fields, "lien");
        if (is_name(secret)) reply = html(200, enter_page(label_, secret));
        else reply = html(400, sign_in(label_("lien_perime")));
    } else if (auto const who = visitor(head)) {
        reply = show(*who, head, *fields);
    } else if (comes_from_elsewhere(head)) {
        reply = html(200, bounce_page(label_, head.target));
    } else if (head.path == root) {
        reply = html(200, sign_in(""));
    } else {
        reply = html(403, sign_in(label_("session_finie")));
    }
    co_return reply;
}

Reply BureauEndpoint::show(const Visitor& who, const RequestHead& head, const Fields& fields) const {
    auto seen = visit(who);
    if (fields.contains("note")) seen.notice = label_("note");
    if (head.path == "/bureau/besoins") return html(200, needs_page(label_, needs(), seen));
    int status = 200;
    auto as_of = day(fields);
    if (!as_of) {
        as_of = alarm_.today(), status = 400;
        seen.is_error = true, seen.wrong_day = value(fields, "vu");
        seen.notice = label_("jour_faux", {{"premier", bot::board::day_words(seen.first)}, {"dernier", bot::board::day_words(seen.last)}, {"exemple", bot::board::iso_day(seen.last)}});
    }
    if (head.path == root || (is_document(head.path) && status != 200)) return html(status, list_page(label_, *board(who, *as_of), seen));
    if (is_document(head.path)) {
        auto made = document_of(*board(who, *as_of), head.path, fields);
        return made ? std::move(*made) : html(404, notice_page(label_, label_("introuvable")));
    }
    if (head.path == "/bureau/objectif") return show_objective(who, value(fields, "id"), *as_of, std::move(seen), {}, status);
    return html(404, notice_page(label_, label_("introuvable")));
}

Reply BureauEndpoint::document(std::string_view type, const std::string& name, std::string bytes) const {
    Reply reply = html(200, std::move(bytes));
    reply.content_type = type;
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return reply;
}

std::optional<Reply> BureauEndpoint::document_of(const bot::board::Board& on, std::string_view path, const Fields& fields) const {
    auto const day = bot::board::iso_day(on.as_of), name = "objectifs-" + day;
    if (path == "/bureau/note.pdf") return document("application/pdf", name + ".pdf", bot::board::note_of(on, *messages_));
    if (path == "/bureau/objectifs.csv") return document("text/csv; charset=utf-8; header=present", name + ".csv", bot::board::csv_of(on, *messages_));
    if (path == "/bureau/mois.csv") {
        auto const* const row = on.find(value(fields, "id"));
        if (row == nullptr) return {};
        return document("text/csv; charset=utf-8; header=present", "mois-" + day + ".csv", bot::board::csv_of_months(*row, *messages_));
    }
    return document("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name + ".xlsx", bot::board::workbook_of(on, *messages_, needs()));
}

Reply BureauEndpoint::show_objective(
    const Visitor& who, const std::string& id, bot::desk::Day as_of, Visit seen, const Draft& draft, int status
) const {
    auto const on = board(who, as_of);
    auto const* const row = on->find(id);
    if (row == nullptr) return html(404, notice_page(label_, label_("introuvable")));
    return html(status, objective_page(label_, *on, *row, seen, draft));
}

asio::awaitable<Reply> BureauEndpoint::post(RequestHead head, Fields fields) {
    Reply reply;
    if (head.path == "/bureau/lien") {
        reply = invite(head, tidy_identifier(value(fields, "qui")));
        co_return reply;
    }
    if (head.path == "/bureau/entrer") {
        std::string secret = value(fields, "lien");
        reply = co_await enter(std::move(head), std::move(secret));
        co_return reply;
    }
    auto who = visitor(head);
    if (!who || !net::same_secret(value(fields, "jeton"), who->token)) {
        reply = html(403, sign_in(label_("session_finie")));
        co_return reply;
    }
    if (head.path == "/bureau/sortir") {
        bool const everywhere = value(fields, "quoi") == "tout";
        reply = co_await leave(std::move(*who), everywhere);
    } else if (head.path == "/bureau/traiter") {
        reply = co_await treat(std::move(*who), std::move(fields));
    } else {
        reply = html(404, notice_page(label_, label_("introuvable")));
    }
    co_return reply;
}

/// Counted before anybody is looked up: the answer says what happens, and is the same for whoever exists or not.
Reply BureauEndpoint::invite(const RequestHead& head, const std::string& identifier) {
    auto const address = address_of(head, settings_.place);
    auto const now = alarm_.steady();
    auto const both = identifier + "\n" + address;
    for (auto const& [limit, key, words] : {std::tuple(&links_by_address_, &address, "trop_vite"), std::tuple(&links_by_both_, &both, "trop_de_liens"), std::tuple(&links_by_identifier_, &identifier, "trop_de_liens")}) {
        if (limit->allow(*key, now)) continue;
        auto const wait = limit->wait(*key, now);
        Reply reply = html(429, sign_in(label_(words, {{"secondes", std::to_string(wait.count())}})));
        reply.headers.emplace_back("Retry-After", std::to_string(wait.count()));
        return reply;
    }
    // Sent after the answer, so that its time tells nobody whose address is known.
    asio::co_spawn(executor_, [this, identifier] { return door_.invite(identifier); }, [](std::exception_ptr failure) {
        using namespace bot::observing;
        if (failure) log(Level::error, What::store_error, {Field("task", "entree")});
    });
    return html(200, sent_page(label_));
}

asio::awaitable<Reply> BureauEndpoint::enter(RequestHead head, std::string secret) {
    Reply reply;
    if (!entries_.allow(address_of(head, settings_.place), alarm_.steady())) {
        reply = html(429, sign_in(label_("lien_perime")));
        co_return reply;
    }
    auto const given = co_await door_.enter(std::move(secret));
    if (!given) {
        reply = html(403, sign_in(label_("lien_perime")));
        co_return reply;
    }
    reply = see_other(std::string(root));
    reply.headers.emplace_back("Set-Cookie", cookie(*given, false));
    co_return reply;
}

asio::awaitable<Reply> BureauEndpoint::leave(Visitor who, bool everywhere) {
    if (everywhere) co_await door_.leave_everywhere(std::move(who.who));
    else co_await door_.leave(std::move(who.cookie));
    Reply reply = see_other(std::string(root));
    reply.headers.emplace_back("Set-Cookie", cookie("", true));
    co_return reply;
}

asio::awaitable<Reply> BureauEndpoint::treat(Visitor who, Fields fields) {
    auto const id = value(fields, "id");
    auto const refused = [&](int status, const std::string& why) {
        auto seen = visit(who);
        seen.notice = label_("refuse", {{"pourquoi", why}}), seen.is_error = true;
        return show_objective(who, id, alarm_.today(), std::move(seen), {value(fields, "episode"), value(fields, "motif"), value(fields, "jusque")}, status);
    };
    Reply reply;
    auto const episode = bot::board::episode_named(value(fields, "episode"));
    if (!office_.tools().rights.may(who.who, Right::treat_alerts)) {
        reply = refused(403, label_("sans_droit"));
        co_return reply;
    }
    constexpr std::size_t longest = 500;
    bool const unread = !episode || characters(value(fields, "motif")) > longest || (!value(fields, "jusque").empty() && !bot::board::day_in(value(fields, "jusque")));
    if (unread) {
        reply = html(400, notice_page(label_, label_("illisible")));
        co_return reply;
    }
    bot::desk::Treat order;
    order.id = *episode, order.by = who.who, order.reason = value(fields, "motif");
    order.until = bot::board::day_in(value(fields, "jusque"));
    order.gives_back = value(fields, "quoi") == "retirer";
    std::string const wrong = co_await office_.treat(std::move(order));
    if (wrong.empty()) reply = see_other("/bureau/objectif?id=" + net::percent_encode(id) + "&note=1");
    else reply = refused(422, wrong);
    co_return reply;
}

}  // namespace adapters::web::bureau
