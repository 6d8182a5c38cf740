#include "bot/delivery/reply.hpp"

#include "bot/delivery/commit.hpp"
#include "bot/delivery/links.hpp"
#include "bot/needs/book.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace bot::delivery {
namespace {

struct Posted {  // a letter, ready to be stored
    db::ConversationRef to;
    std::vector<Wire> wires;
    std::string code, file;
    std::chrono::hours expiry{};
};

}  // namespace

std::chrono::hours expiry(const Channel& by, std::chrono::hours otherwise) {
    return by.answers_expire().value_or(otherwise);
}

Reply reply_of(
    const Taken& taken,
    const Known& known,
    talking::Step step,
    const Channels& channels,
    const ReplyTerms& terms,
    const talking::Tools& tools
) {
    Channel& to = *find(channels, taken.home.channel);
    std::vector<std::pair<Wire, db::Precedence>> wires;
    for (auto const& wish : step.wishes)
        for (auto& wire : to.render(wish)) wires.emplace_back(std::move(wire), precedence_of(wish));
    std::vector<Posted> posted;
    for (auto& letter : step.letters) {
        Channel* const by = find(channels, letter.to.channel);
        if (by == nullptr) throw std::runtime_error("a letter by a channel that is switched off");
        Say said;
        said.document = std::move(letter.document);
        said.occasion = Say::Occasion::notice;
        said.title = std::move(letter.title);
        posted.push_back({{letter.to.channel, letter.to.conversation}, by->render(said), letter.code, letter.file.stored(), expiry(*by, terms.answers_expire)});
    }
    Instant const now = terms.now;
    auto const expires = micros(now + expiry(to, terms.answers_expire));
    Instant forget = step.state.expires(now, terms.today, tools);
    if (auto const kept = to.keeps()) forget = std::min<Instant>(forget, now + *kept);
    auto const forget_at = micros(forget);
    // All that is ever said to a question is filed under the question: an edit has no answers of its own.
    auto const* edit = std::get_if<Edit>(&taken.inbound.what);
    EventId const question = edit != nullptr ? edit->of : taken.inbound.event_id;
    std::string const stored = step.state.stored();
    Links links{known.place, known.stored, known.kept, known.state.shared() || step.state.shared(), {}, step.link_code, step.joins, taken.inbound.sender, {}};
    for (auto const& one : step.state.linked()) links.all.push_back({one.channel, one.conversation});
    if (step.joins)
        if (auto const code = linked_code(taken.inbound)) links.used = *code;
    bool const redacted = std::holds_alternative<Redaction>(taken.inbound.what);
    EventId const taken_back = redacted ? std::get<Redaction>(taken.inbound.what).of : EventId{};
    std::function<void(db::Transaction&)> aside;
    if (std::holds_alternative<Unsubscribed>(taken.inbound.what) || !taken.inbound.knows_before) aside = to.aside(taken.entry, now);
    Reply reply;
    reply.sends = !wires.empty() || !posted.empty();
    reply.unit = [entry = taken.entry,
                            home = taken.home,
                            links,
                            asked = std::move(step.needs),
                            aside,
                            question,
                            wires,
                            posted,
                            stored,
                            now,
                            expires,
                            forget_at,
                            taken_back](db::Transaction& t) {
        if (!t.finish(entry.seq, micros(now))) return;  // somebody was here before: nothing twice
        keep_state(t, home, links, stored, micros(now), forget_at);
        if (aside) aside(t);
        needs::count(t, asked, micros(now));
        if (!taken_back.empty()) t.forget_event(home, taken_back, micros(now));
        for (auto const& [wire, precedence] : wires)
            t.enqueue({home, wire.kind, wire.payload, question, wire.target, micros(now), expires, precedence}, micros(now));
        for (auto const& letter : posted) {
            for (auto const& wire : letter.wires)
                t.enqueue(
                    {letter.to, wire.kind, wire.payload, {}, wire.target, micros(now), micros(now + letter.expiry)}, micros(now)
                );
            // A code that is taken already stays whose it is: then no answer comes back, rather than a wrong one.
            if (!letter.code.empty() && !t.state(file_of(letter.code)))
                t.save_state(file_of(letter.code), letter.file, micros(now), forget_at);
        }
    };
    return reply;
}

}  // namespace bot::delivery
