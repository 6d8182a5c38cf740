#include "adapters/email/mail_records.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace adapters::email {

namespace {

using nlohmann::json;

constexpr std::chrono::days held_kept{30};
constexpr std::chrono::days unknown_kept{32};  // as long as any row of ours is tried

db::ConversationRef unknown_ref(std::int64_t row) { return {"email.unknown", std::to_string(row)}; }

db::Micros micros(Instant at) { return at.time_since_epoch().count(); }
Instant instant(db::Micros at) { return Instant(std::chrono::microseconds(at)); }

std::string read(db::Transaction& t, const db::ConversationRef& ref) try {
    return t.state(ref).value_or(std::string());
} catch (const db::BrokenSeal&) {  // it is lost: as if nothing had been written
    return {};
}

struct Begun {
    std::string thread;
    Instant begun{};
};
std::vector<Begun> threads_from(std::string_view stored) try {
    std::vector<Begun> out;
    if (stored.empty()) return out;
    for (auto const& one : json::parse(stored)) out.push_back({one.at(0).get<std::string>(), instant(one.at(1).get<db::Micros>())});
    return out;
} catch (const json::exception&) {
    return {};
}

std::vector<HeldMail> held_from(std::string_view stored) try {
    std::vector<HeldMail> out;
    if (stored.empty()) return out;
    for (auto const& one : json::parse(stored)) {
        int const why = one.at(1).get<int>();
        if (why < 0 || why > static_cast<int>(HeldFor::foreign_letters)) continue;
        out.push_back({instant(one.at(0).get<db::Micros>()), static_cast<HeldFor>(why), one.at(2).get<std::int64_t>(), one.at(3).get<bool>()});
    }
    return out;
} catch (const json::exception&) {
    return {};
}

AnswerHistory answers(db::Transaction& t, std::string_view of) { return answers_from(read(t, answers_ref(of))); }

}  // namespace

db::ConversationRef answers_ref(std::string_view of) {
    // A robot that gives each of its mails another tag is one robot.
    auto const tag = tagged(of);
    return {"email.answers", tag ? known_address(tag->base + "@" + std::string(domain_part(of))) : known_address(of)};
}
db::ConversationRef held_ref(std::string_view address) { return {std::string(held_channel), known_address(address)}; }
db::ConversationRef threads_ref(std::string_view address) { return {"email.threads", known_address(address)}; }
db::ConversationRef suppression_ref(std::string_view address) { return {"email.suppressed", known_address(address)}; }

AnswerDecision admit_answer(
    db::Transaction& t, std::string_view to, std::string_view conversation, const AnswerAsked& asked, const AnswerLimits& limits
) {
    AnswerHistory const sender = answers(t, to);
    bool const same = lowered(to) == lowered(conversation);
    AnswerHistory const of_conversation = same ? sender : answers(t, conversation);
    auto const decision = may_send(sender, of_conversation, asked, limits);
    if (decision.verdict != AnswerVerdict::send) return decision;
    auto const keep = [&](std::string_view of, const AnswerHistory& history) {
        for (auto const& one : history)
            if (one.row == asked.row) return;
        t.save_state(
            answers_ref(of), stored_form(with_answer(history, {asked.now, asked.text_hash, asked.row})), micros(asked.now),
            micros(asked.now + std::chrono::hours(25))
        );
    };
    keep(to, sender);
    if (!same) keep(conversation, of_conversation);
    return decision;
}

AddressState address_state(db::Transaction& t, std::string_view address) { return address_from(read(t, suppression_ref(address))); }

AddressState address_state(db::Store& store, std::string_view address) try {
    return address_from(store.read_state(suppression_ref(address)).value_or(std::string()));
} catch (const db::BrokenSeal&) {
    return {};
}

void note(db::Transaction& t, std::string_view address, DeliveryFact fact, Instant now) {
    auto const before = address_state(t, address);
    auto const state = after(before, fact, now);
    bool const nothing = state.reason == SuppressedFor::nothing;
    if (nothing && state.soft.empty() && before.reason == SuppressedFor::nothing && before.soft.empty()) return;
    // A suppressed address stays so until somebody undoes it; failures are forgotten after their seven days.
    t.save_state(suppression_ref(address), stored_form(state), micros(now), nothing ? micros(now + std::chrono::days(8)) : 0);
}

void note_thread(db::Transaction& t, std::string_view address, std::string_view thread, Instant now) {
    constexpr std::size_t most = 500;  // of two months: a robot's; the oldest are gone by themselves first
    auto threads = threads_from(read(t, threads_ref(address)));
    std::erase_if(threads, [&](auto const& one) { return one.thread == thread || one.begun + threads_kept < now; });
    if (threads.size() >= most) threads.erase(threads.begin());
    threads.push_back({std::string(thread), now});
    json out = json::array();
    for (auto const& one : threads) out.push_back({one.thread, micros(one.begun)});
    t.save_state(threads_ref(address), out.dump(), micros(now), micros(now + threads_kept));
}

void note_held(db::Transaction& t, std::string_view address, const HeldMail& mail) {
    constexpr std::size_t most = 20;
    auto held = held_from(read(t, held_ref(address)));
    std::erase_if(held, [&](auto const& one) { return one.when + held_kept < mail.when; });
    auto const known = std::find_if(held.begin(), held.end(), [&](auto const& one) { return one.row == mail.row; });
    if (known != held.end() && (known->why != HeldFor::late || mail.why == HeldFor::late)) return;
    if (known != held.end()) held.erase(known);
    if (held.size() >= most) held.erase(held.begin());
    held.push_back(mail);
    json out = json::array();
    for (auto const& one : held) out.push_back({micros(one.when), static_cast<int>(one.why), one.row, one.alert});
    t.save_state(held_ref(address), out.dump(), micros(mail.when), micros(mail.when + held_kept));
}

std::vector<HeldMail> held_of(db::Store& store, std::string_view address) try {
    return held_from(store.read_state(held_ref(address)).value_or(std::string()));
} catch (const db::BrokenSeal&) {
    return {};
}

void note_ended_unknown(db::Transaction& t, std::int64_t row, Instant now) {
    t.save_state(unknown_ref(row), "1", micros(now), micros(now + unknown_kept));
}

bool ended_unknown(db::Transaction& t, std::int64_t row) { return !read(t, unknown_ref(row)).empty(); }

std::vector<std::string> threads_of(db::Store& store, std::string_view address) try {
    std::vector<std::string> out;
    for (auto& one : threads_from(store.read_state(threads_ref(address)).value_or(std::string()))) out.push_back(std::move(one.thread));
    return out;
} catch (const db::BrokenSeal&) {
    return {};
}

std::string stored_form(const AnswerHistory& history) {
    json out = json::array();
    for (auto const& one : history) out.push_back({micros(one.when), one.text_hash, one.row});
    return out.dump();
}

AnswerHistory answers_from(std::string_view stored) try {
    AnswerHistory out;
    if (stored.empty()) return out;
    for (auto const& one : json::parse(stored))
        out.push_back({instant(one.at(0).get<db::Micros>()), one.at(1).get<std::uint64_t>(), one.at(2).get<std::int64_t>()});
    return out;
} catch (const json::exception&) {
    return {};
}

std::string stored_form(const AddressState& state) {
    json soft = json::array();
    for (auto const when : state.soft) soft.push_back(micros(when));
    return json{{"reason", static_cast<int>(state.reason)}, {"since", micros(state.since)}, {"soft", std::move(soft)}}.dump();
}

AddressState address_from(std::string_view stored) try {
    AddressState out;
    if (stored.empty()) return out;
    auto const in = json::parse(stored);
    int const reason = in.at("reason").get<int>();
    if (reason < 0 || reason > static_cast<int>(SuppressedFor::unsubscribed)) return out;
    out.reason = static_cast<SuppressedFor>(reason);
    out.since = instant(in.at("since").get<db::Micros>());
    for (auto const& when : in.at("soft")) out.soft.push_back(instant(when.get<db::Micros>()));
    return out;
} catch (const json::exception&) {
    return {};
}

}  // namespace adapters::email
