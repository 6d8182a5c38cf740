#include "adapters/web/chat_endpoint.hpp"

#include "adapters/net/secret.hpp"
#include "adapters/web/assets.hpp"
#include "adapters/web/guard.hpp"
#include "adapters/web/secret.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/delivery/links.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace adapters::web {

namespace asio = boost::asio;
using bot::observing::Count;
using net::Reply;
using net::Request;
using net::RequestHead;

namespace {

constexpr std::size_t most_characters = 4000;
constexpr std::size_t body_limit = 64 * 1024;
constexpr std::size_t shortest_key = 16, longest_key = 64;

bool is_key(std::string_view key) {
    return key.size() >= shortest_key && key.size() <= longest_key && std::ranges::all_of(key, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_';
           });
}

constexpr std::string_view go_on = "CONTINUER";  // of the page alone: the bot is not told

/// What a button may post: the number of a choice, or a word that the bot knows.
bool is_choice(std::string_view choice) {
    return (choice.size() == 1 && choice[0] >= '1' && choice[0] <= '9') || choice == "HUMAIN" || choice == "EFFACER" || choice == go_on;
}

/// An event of the stream that is no turn: words to show, and what the button below them says.
std::string event(std::string_view name, const std::string& words, const std::string& button) {
    nlohmann::json json{{"t", words}};
    if (!button.empty()) json["c"] = button;
    return "event: " + std::string(name) + "\ndata: " + json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n\n";
}

bool is_form(const RequestHead& head) {
    auto const type = net::header(head.headers, "content-type");
    return type.substr(0, type.find(';')) == "application/x-www-form-urlencoded";
}

bool wants_json(const RequestHead& head) {
    return net::header(head.headers, "accept") == "application/json";
}

Reply problem(int status, const std::string& title) {  // RFC 9457
    Reply reply;
    reply.status = status;
    reply.content_type = "application/problem+json";
    reply.body = nlohmann::json{{"type", "about:blank"}, {"title", title}, {"status", status}}.dump();
    return reply;
}

Reply see_other(std::string where) {
    Reply reply;
    reply.status = 303;
    reply.content_type.clear();
    reply.headers.emplace_back("Location", std::move(where));
    return reply;
}

/// The id after which a stream goes on: what the browser saw last, else what the page held.
std::int64_t last_seen(const RequestHead& head) {
    std::string_view text = net::header(head.headers, "last-event-id");
    constexpr std::string_view parameter = "depuis=";
    if (text.empty() && head.query.starts_with(parameter)) text = std::string_view(head.query).substr(parameter.size());
    std::int64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() ? std::max<std::int64_t>(0, id) : 0;
}

/// A place among the streams, given back at the end; the count outlives whoever still holds a place.
class StreamPlace {
  public:
    StreamPlace(std::shared_ptr<StreamCount> count, std::string session, std::string address)
        : count_(std::move(count)), session_(std::move(session)), address_(std::move(address)) {
        ++count_->all;
        ++count_->by_session[session_];
        ++count_->by_address[address_];
    }
    StreamPlace(const StreamPlace&) = delete;
    StreamPlace& operator=(const StreamPlace&) = delete;
    ~StreamPlace() {
        --count_->all;
        if (--count_->by_session[session_] == 0) count_->by_session.erase(session_);
        if (--count_->by_address[address_] == 0) count_->by_address.erase(address_);
    }

  private:
    std::shared_ptr<StreamCount> count_;
    std::string session_, address_;
};

}  // namespace

bool StreamCount::has_room(const ChatSettings& settings, const std::string& session, const std::string& address) const {
    auto const held = [](auto const& counts, const std::string& whose) {
        auto const found = counts.find(whose);
        return found == counts.end() ? std::size_t{0} : found->second;
    };
    return all < settings.streams && held(by_session, session) < settings.streams_per_session &&
           held(by_address, address) < settings.streams_per_address;
}

ChatEndpoint::ChatEndpoint(
    asio::any_io_executor executor,
    db::Store& store,
    bot::delivery::Alarm& alarm,
    Hub& hub,
    Texts texts,
    std::function<void()> on_admitted,
    ChatSettings settings
)
    : executor_(std::move(executor)),
      store_(store),
      alarm_(alarm),
      hub_(hub),
      texts_(std::move(texts)),
      on_admitted_(std::move(on_admitted)),
      settings_(std::move(settings)),
      by_session_(settings_.messages),
      by_address_(settings_.requests) {}

Reply ChatEndpoint::html(int status, std::string page) const {
    Reply reply;
    reply.status = status;
    reply.content_type = "text/html; charset=utf-8";
    reply.body = std::move(page);
    return reply;
}

Reply ChatEndpoint::guarded(Reply reply) const {
    guard(reply, content_security_policy(), settings_.place);
    return reply;
}

std::optional<Reply> ChatEndpoint::admit(const RequestHead& head) {
    auto const address = address_of(head, settings_.place);
    if (by_address_.allow(address, alarm_.steady())) return std::nullopt;
    auto const wait = by_address_.wait(address, alarm_.steady());
    auto const words = texts_.too_fast(wait);
    Reply reply = wants_json(head) ? problem(429, words) : html(429, notice_page(texts_, words));
    reply.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return guarded(std::move(reply));
}

std::vector<net::Route> ChatEndpoint::routes() {
    net::Route all;
    all.prefix = "/";
    all.methods = {"GET", "POST"};
    all.body_limit = body_limit;
    all.admit = [this](const RequestHead& head) { return admit(head); };
    all.handle = [this](Request request) { return root(std::move(request)); };
    net::Route events = all;
    events.prefix = "/flux";
    events.methods = {"GET"};
    events.handle = nullptr;
    events.stream = [this](Request request, net::ReplyStream& out) { return stream(std::move(request), out); };
    return {all, events};
}

net::HttpServer::Answers ChatEndpoint::answers() const {
    net::HttpServer::Answers answers;
    answers.not_found = [this](const RequestHead&) { return guarded(html(404, notice_page(texts_, texts_.label("inconnue")))); };
    answers.wrong_method = [this](const RequestHead&) { return guarded(html(405, notice_page(texts_, texts_.label("refus")))); };
    answers.refused = [this](int status) {
        auto const* const what = status == 413 ? "trop_long" : status >= 500 ? "panne" : "refus";
        return guarded(html(status, notice_page(texts_, texts_.label(what))));
    };
    return answers;
}

asio::awaitable<Reply> ChatEndpoint::root(Request request) {
    bool const is_post = request.head.method == "POST";
    Reply reply;
    if (request.head.path != "/") {
        reply = is_post ? html(405, notice_page(texts_, texts_.label("refus"))) : beside(request.head);
    } else if (is_post) {
        reply = co_await take(std::move(request));
    } else {
        reply = show(request.head);
    }
    guard(reply, content_security_policy(), settings_.place);
    co_return reply;
}

Reply ChatEndpoint::beside(const RequestHead& head) const {
    if (head.path == "/urgence") return html(200, text_page(texts_, "urgence", texts_.urgent()));
    if (head.path == "/donnees") return html(200, text_page(texts_, "donnees", texts_.data()));
    if (head.path == "/accessibilite") return html(200, text_page(texts_, "accessible", texts_.accessibility()));
    if (head.path == "/quitter") return leave(head);
    if (head.path != "/icone.svg") return html(404, notice_page(texts_, texts_.label("inconnue")));
    Reply reply;
    reply.content_type = "image/svg+xml";
    reply.body = icon;
    reply.headers = {{"Cache-Control", "max-age=604800"}};
    return reply;
}

Reply ChatEndpoint::leave(const RequestHead& head) const {
    Reply reply = see_other(settings_.leave_to);
    if (comes_from_elsewhere(head)) return reply;  // nobody else's link ends a session
    reply.headers.emplace_back("Set-Cookie", drop_cookie(settings_.place));
    reply.headers.emplace_back("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    return reply;
}

ChatEndpoint::Looked ChatEndpoint::look(const std::string& conversation) const {
    auto const rows = store_.rows_of({std::string(channel_name), conversation});
    Looked looked;
    looked.end = end_of(rows, settings_.lifetime);
    looked.is_over = looked.end.is_past(bot::delivery::micros(alarm_.stamp()));
    if (!looked.is_over) looked.turns = transcript(rows, hub_.arrived_up_to(conversation));
    return looked;
}

View ChatEndpoint::view_of(Looked looked) const {
    View view;
    view.turns = std::move(looked.turns);
    if (view.turns.empty() || looked.end.at == 0) return view;
    view.can_be_kept = looked.end.can_be_put_off;
    view.kept_until = texts_.kept_until(std::chrono::floor<std::chrono::seconds>(bot::delivery::instant(looked.end.at)), looked.end.can_be_put_off);
    return view;
}

Reply ChatEndpoint::show(const RequestHead& head) {
    auto session = session_in(head, settings_.place);
    if (!session && comes_from_elsewhere(head)) return html(200, bounce_page(texts_));
    View view;
    bool is_new = !session.has_value();
    if (session) {
        Looked looked = look(session->conversation);
        is_new = looked.is_over;
        view = view_of(std::move(looked));
        if (is_new) view.notice = texts_.label("fin");
        view.waiting = waits_for_us(view.turns);
    }
    if (is_new) session = fresh_session();
    view.token = session->token;
    view.key = fresh_name();
    Reply reply = html(200, chat_page(texts_, view));
    if (is_new) reply.headers.emplace_back("Set-Cookie", set_cookie(*session, settings_.place));
    return reply;
}

Reply ChatEndpoint::refuse(
    const RequestHead& head, int status, const std::string& why, const Session& session, const Form& form
) const {
    if (wants_json(head)) return problem(status, why);
    View view;
    try {
        view = view_of(look(session.conversation));
    } catch (const std::exception&) {  // the store is away: the words typed are kept all the same
        bot::observing::log(bot::observing::Level::error, bot::observing::What::store_error, {{"task", "page"}});
    }
    view.token = session.token;
    view.key = is_key(form.key) ? form.key : fresh_name();  // the same key: what arrived after all is not doubled
    view.draft = form.message;
    view.notice = why;
    return html(status, chat_page(texts_, view));
}

asio::awaitable<Reply> ChatEndpoint::take(Request request) {
    RequestHead const& head = request.head;
    auto given = session_in(head, settings_.place);
    bool is_new = !given.has_value();
    Session session = given ? *given : fresh_session();
    auto form = is_form(head) ? form_of(request.body) : std::nullopt;
    if (!form) {
        Reply reply = wants_json(head) ? problem(400, texts_.label("refus"))
                                       : html(400, notice_page(texts_, texts_.label("refus")));
        co_return reply;
    }
    if (is_new || !comes_from_us(head, settings_.place) || !net::same_secret(form->token, session.token)) {
        // Where a stranger's page sent it, the words are not shown to be sent on either.
        if (!comes_from_us(head, settings_.place)) *form = Form();
        Reply reply = refuse(head, 403, texts_.label("a_renvoyer"), session, *form);
        if (is_new) reply.headers.emplace_back("Set-Cookie", set_cookie(session, settings_.place));
        co_return reply;
    }
    std::string const text = harmless(form->choice.empty() ? form->message : form->choice);
    if (!is_key(form->key) || (!form->choice.empty() && !is_choice(form->choice))) {
        Reply reply = refuse(head, 400, texts_.label("refus"), session, *form);
        co_return reply;
    }
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        Reply reply = refuse(head, 422, texts_.label("vide"), session, *form);
        co_return reply;
    }
    if (characters(text) > most_characters) {
        Reply reply = refuse(head, 422, texts_.label("trop_long"), session, *form);
        co_return reply;
    }
    if (!by_session_.allow(session.conversation, alarm_.steady())) {
        auto const wait = by_session_.wait(session.conversation, alarm_.steady());
        Reply reply = refuse(head, 429, texts_.too_fast(wait), session, *form);
        reply.headers.emplace_back("Retry-After", std::to_string(wait.count()));
        co_return reply;
    }
    bool const is_json = wants_json(head);
    bool const keeps = form->choice == go_on;
    std::exception_ptr failure;
    std::string conversation = session.conversation;
    try {
        // Past its time: the words begin another conversation, which the old name does not lead to.
        if (look(session.conversation).is_over) {
            session = fresh_session();
            conversation = session.conversation;
            is_new = true;
        }
        if (!store_.accepts_intake()) throw db::NoSpace("intake is closed");
    } catch (const std::exception&) {
        failure = std::current_exception();
    }
    auto const admitted = std::make_shared<bool>(false);
    if (!failure && keeps) {
        failure = co_await keep(conversation);
    } else if (!failure) {
        auto const now = bot::delivery::micros(alarm_.stamp());
        db::ConversationRef const ref{std::string(channel_name), conversation};
        auto const event = derived("message", conversation + "\n" + form->key + "\n" + text);
        db::Store::Unit unit = [ref, event, text, now, admitted](db::Transaction& tx) {
            *admitted = tx.admit({ref, event, text, now}).has_value();
            if (!*admitted) return;
            auto const row = tx.enqueue({ref, std::string(kind_heard), text, {}, std::nullopt, now, 0}, now);
            tx.delivered(row, event, now);
        };
        failure = co_await bot::delivery::commit(store_, std::move(unit));
    }
    if (failure) {
        bot::observing::count(Count::intake_refused);
        bot::observing::log(bot::observing::Level::error, bot::observing::What::intake_refused, {{"events", 1}});
        Reply reply = refuse(head, 503, texts_.label("panne"), session, *form);
        if (is_new) reply.headers.emplace_back("Set-Cookie", set_cookie(session, settings_.place));
        reply.headers.emplace_back("Retry-After", "10");
        co_return reply;
    }
    if (!keeps) bot::observing::count(*admitted ? Count::events_admitted : Count::events_duplicate);
    if (*admitted) {
        hub_.changed(conversation);
        on_admitted_();
    }
    Reply reply;
    if (is_json) {
        reply.status = 202;
        reply.body = "{}";
    } else if (keeps && !form->message.empty()) {  // without script: what was being typed stays in the field
        View view = view_of(look(conversation));
        view.token = session.token;
        view.key = form->key;
        view.draft = form->message;
        reply = html(200, chat_page(texts_, view));
    } else {
        co_await wait_for_answer(conversation);
        reply = see_other("/#fin");
    }
    if (is_new) reply.headers.emplace_back("Set-Cookie", set_cookie(session, settings_.place));
    co_return reply;
}

asio::awaitable<std::exception_ptr> ChatEndpoint::keep(std::string conversation) {
    auto const now = bot::delivery::micros(alarm_.stamp());
    auto const forgotten = now + std::chrono::microseconds(settings_.lifetime.idle).count();
    db::ConversationRef const ref{std::string(channel_name), conversation};
    db::Store::Unit unit = [ref, now, forgotten](db::Transaction& tx) {
        if (!bot::delivery::keep_on(tx, ref, now, forgotten)) return;  // it has not begun, or is erased already
        auto const row = tx.enqueue({ref, std::string(kind_kept), ".", {}, std::nullopt, now, 0}, now);
        tx.delivered(row, {}, now);
    };
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    if (!failure) hub_.changed(conversation);
    co_return failure;
}

asio::awaitable<void> ChatEndpoint::wait_for_answer(std::string conversation) {
    auto const until = alarm_.steady() + settings_.answer_wait;
    while (!hub_.is_stopped()) {
        auto const version = hub_.version(conversation);
        bool waits = false;
        try {
            waits = waits_for_us(look(conversation).turns);
        } catch (const std::exception&) {  // the page looks again by itself
        }
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - alarm_.steady());
        if (!waits || left.count() <= 0) co_return;
        co_await hub_.wait(conversation, version, left);
    }
}

asio::awaitable<void> ChatEndpoint::stream(Request request, net::ReplyStream& out) {
    RequestHead const& head = request.head;
    auto const session = head.path == "/flux" ? session_in(head, settings_.place) : std::nullopt;
    auto address = address_of(head, settings_.place);
    bool const is_ours = session && !comes_from_elsewhere(head);
    bool const crowded = is_ours && !streams_->has_room(settings_, session->conversation, address);
    if (!is_ours || crowded) {
        Reply no = problem(is_ours ? 503 : 403, texts_.label("refus"));
        if (is_ours) no.headers.emplace_back("Retry-After", "30");
        guard(no, content_security_policy(), settings_.place);
        [[maybe_unused]] bool const told = co_await out.begin(std::move(no));
        co_return;
    }
    std::string const conversation = session->conversation;
    StreamPlace const place(streams_, conversation, std::move(address));
    Reply yes;
    yes.content_type = "text/event-stream";
    yes.body = "retry: 3000\n\n";
    guard(yes, content_security_policy(), settings_.place);
    yes.headers.emplace_back("X-Accel-Buffering", "no");  // nginx would hold the events back
    bool open = co_await out.begin(std::move(yes));
    std::int64_t seen = last_seen(head);
    bool warned = false;
    auto silent_since = alarm_.steady();
    while (open && !hub_.is_stopped()) {
        auto const version = hub_.version(conversation);
        std::string news;
        bool is_over = false;
        try {
            auto const looked = look(conversation);
            // Purged meanwhile: what this page shows is no longer there either.
            is_over = looked.is_over || (looked.end.at == 0 && seen > 0);
            auto const left = std::chrono::ceil<std::chrono::minutes>(std::chrono::microseconds(looked.end.at - bot::delivery::micros(alarm_.stamp())));
            bool const is_near = looked.end.at != 0 && left <= settings_.lifetime.warned;
            if (is_near && !warned) news += event("temps", texts_.near_end(left, looked.end.can_be_put_off), looked.end.can_be_put_off ? texts_.label("continuer") : "");
            if (!is_near && warned) news += event("temps", "", "");
            warned = is_near;
            for (auto const& turn : looked.turns) {
                if (turn.id <= seen) continue;
                seen = turn.id;
                news += "id: " + std::to_string(turn.id) +
                        "\ndata: " + turn_json(turn, looked.turns.front().id) + "\n\n";
            }
        } catch (const std::exception&) {
            co_return;  // the browser comes again
        }
        if (is_over) {
            std::string last = event("fin", texts_.label("ferme"), texts_.label("recharger"));
            [[maybe_unused]] bool const told = co_await out.write(std::move(last));
            co_return;
        }
        if (news.empty() && alarm_.steady() - silent_since >= settings_.heartbeat) news = ":\n\n";
        if (!news.empty()) {
            silent_since = alarm_.steady();
            open = co_await out.write(std::move(news));
            continue;
        }
        co_await hub_.wait(conversation, version, settings_.heartbeat);
    }
}

}  // namespace adapters::web
