#include "bot/talking/profiles.hpp"

#include "bot/talking/leads.hpp"
#include "bot/talking/merge.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bot::talking {
namespace {

using wording::Line;

constexpr std::size_t most_profiles = 5;
constexpr std::size_t measures_each = 3;
constexpr int youngest = 14;  // a younger age in a profile is a child's

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "2)", "2.", "2 -" or "- " where a piece may begin: how long the mark is, 0 if none stands there.
std::size_t mark_at(std::string_view body, std::size_t at) {
    const bool opens = at == 0 || body[at - 1] == '\n' || body[at - 1] == ' ' || body[at - 1] == ';' || body[at - 1] == ':';
    if (!opens || at + 1 >= body.size() || !is_digit(body[at])) return 0;
    if (body[at + 1] == ')' || body[at + 1] == '/') return 2;
    const bool line = at == 0 || body[at - 1] == '\n';
    return line && (body[at + 1] == '.' || body[at + 1] == '-') ? 2 : 0;
}

std::vector<std::string> pieces_of(std::string_view body) {
    std::vector<std::string> out(1);
    for (std::size_t i = 0; i < body.size(); ++i) {
        const auto mark = mark_at(body, i);
        if (mark > 0 || body[i] == '\n' || body[i] == ';') {
            out.emplace_back();
            i += mark > 0 ? mark - 1 : 0;
            continue;
        }
        out.back() += body[i];
    }
    std::erase_if(out, [](const std::string& piece) { return piece.find_first_not_of(" \t\r-") == std::string::npos; });
    return out;
}

struct Profile {
    std::string text;
    std::vector<reading::Fact> facts;
};

std::vector<Profile> profiles_in(const Turn& turn, std::string_view body) {
    reading::Context context;
    context.today = turn.at.today;
    context.partner = true;
    const auto read = [&](const std::string& text) { return usable_facts(turn, turn.tools.reader->read(text, context)); };
    std::vector<Profile> out;
    for (auto& piece : pieces_of(body)) {
        const auto age = age_in(turn, read(piece));
        if (age && *age >= youngest)
            out.push_back({std::move(piece), {}});
        else if (!out.empty())
            out.back().text += ", " + piece;
    }
    if (out.size() < 2) return {};
    for (auto& profile : out) profile.facts = read(profile.text);
    return out;
}

std::string told(const Turn& turn) {
    std::string facts;
    const auto add = [&](const std::string& words) { facts += (facts.empty() ? "" : ", ") + words; };
    for (const auto& words : telling_facts_words(turn)) add(words);
    for (const auto& fact : turn.momentary)
        if (telling_rank(fact.name) == telling_rank("") && !fact.denied && fact.certainty != reading::Certainty::deduced) add(fact_words(turn, fact.name, fact.value));
    return facts;
}

}  // namespace

bool answer_profiles(Turn& turn, std::string_view body) {
    auto profiles = profiles_in(turn, body);
    if (profiles.empty()) return false;
    if (profiles.size() > most_profiles) profiles.resize(most_profiles);
    turn.memory.forget_person();
    turn.only_momentary = true;
    turn.say("profils", {{"nombre", static_cast<std::int64_t>(profiles.size())}});
    std::optional<law::Day> checked;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        turn.momentary = std::move(profiles[i].facts);
        std::vector<Line> lines;
        for (const auto& proposal : proposals(turn)) {
            if (proposal.side_help || lines.size() >= measures_each) continue;
            lines.push_back(mobilisable_line(turn, proposal));
            const auto& day = proposal.judged.verdict.measure->verified_on;
            if (day && (!checked || *day < *checked)) checked = day;
        }
        const auto facts = told(turn);
        wording::Arguments arguments{{"numero", std::to_string(i + 1)}, {"avec_faits", facts.empty() ? "non" : "oui"}, {"faits", facts}};
        const bool none = lines.empty();
        if (!none) arguments["mesures"] = std::move(lines);
        turn.say(none ? "profil_un_rien" : "profil_un", arguments);
    }
    turn.momentary.clear();
    turn.asked = true;
    turn.leads_given = true;
    turn.say("profils_suite", {{"date_connue", checked ? "oui" : "non"}, {"date", checked ? wording::french_date(*checked) : std::string()}});
    return true;
}

}  // namespace bot::talking
