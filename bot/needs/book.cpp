#include "bot/needs/book.hpp"

namespace bot::needs {
namespace {

constexpr db::Micros kept = db::Micros{25} * 31 * 24 * 3600 * 1'000'000;  // two years of months, to compare with

db::ConversationRef record_of(const std::string& month) { return {std::string(storage_channel), month}; }

std::optional<std::string> state_of(db::Transaction& t, const db::ConversationRef& ref) try {
    return t.state(ref);
} catch (const db::BrokenSeal&) {
    return {};
}

}  // namespace

void count(db::Transaction& t, const std::vector<Need>& all, db::Micros now) {
    for (auto const& need : all) {
        if (!is_known(need)) continue;
        auto const ref = record_of(need.month);
        auto const stored = state_of(t, ref);
        auto counts = Counts::read(stored.value_or("{}")).value_or(Counts());
        counts.add(need.departement, need.theme);
        t.save_state(ref, counts.stored(), now, now + kept);
    }
}

std::map<std::string, Counts> read_all(db::Store& store) {
    std::map<std::string, Counts> all;
    for (auto const& ref : store.conversations(storage_channel)) {
        try {
            if (auto const stored = store.read_state(ref))
                if (auto counts = Counts::read(*stored)) all.emplace(ref.id, std::move(*counts));
        } catch (const db::BrokenSeal&) {  // that month is lost, the others are not
        }
    }
    return all;
}

}  // namespace bot::needs
