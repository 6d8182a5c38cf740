#include "bot/desk/lookup.hpp"

#include "bot/desk/typed.hpp"
#include "rules/figures/words.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace bot::desk {

namespace figures = rules::figures;

namespace {

using rules::steering::Objective;

constexpr std::size_t shortest_word = 3;

/// A word of a label that tells one objective from another.
bool tells(const std::string& word) {
    static constexpr std::array<std::string_view, 20> common{"jeunes", "suivis", "normandie", "entrees", "contrats", "moins", "ans",
                                                             "signes", "dedies", "contractualisation", "avec", "prescriptions",
                                                             "les", "des", "aux", "par", "pour", "sur", "dans", "une"};
    bool const number = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    return word.size() >= shortest_word && !number && std::find(common.begin(), common.end(), word) == common.end();
}

/// Whether two neighbours changed places and nothing else.
bool swapped(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    auto const [at, there] = std::mismatch(a.begin(), a.end(), b.begin());
    auto const i = static_cast<std::size_t>(at - a.begin());
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
}

/// Whether one letter is another, missing or too many.
bool one_letter_off(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    auto const i = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
    return a.substr(a.size() == b.size() && i < a.size() ? i + 1 : i) == b.substr(std::min(i + 1, b.size()));
}

}  // namespace

bool beside_a_name(std::string_view word) {
    static constexpr std::array<std::string_view, 17> all{"calvados", "eure", "manche", "orne", "seine", "maritime", "normandie", "mission", "missions",
                                                          "locale", "locales", "pole", "emploi", "france", "travail", "region", "cap"};
    return std::find(all.begin(), all.end(), word) != all.end();
}

Lookup::Lookup(std::span<const Objective> objectives) : objectives_(objectives), trees_(objectives) {
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        auto const& objective = objectives[i];
        measures_[figures::folded(objective.measure)].push_back(&objective);
        auto const note = [&](const std::string& word) {
            auto& places = words_[word];
            if (places.empty() || places.back().objective != i) places.push_back({i, 0});
            ++places.back().times;
        };
        for (auto const& word : words_of(objective.measure))  // a word of the measure counts twice
            if (word.size() >= shortest_word) note(word);
        for (auto const& word : words_of(objective.measure + " " + objective.label))
            if (tells(word)) note(word);
    }
}

const std::vector<const Objective*>& Lookup::of_measure(std::string_view code) const {
    static const std::vector<const Objective*> none;
    auto const found = measures_.find(figures::folded(code));
    return found == measures_.end() ? none : found->second;
}

std::vector<std::pair<std::size_t, const Objective*>> Lookup::in_common(std::string_view text) const {
    auto const said = words_of(text);
    std::map<std::size_t, std::size_t> hits;
    for (auto const& word : std::set<std::string>(said.begin(), said.end())) {
        auto const places = words_.find(word);
        if (places == words_.end()) continue;
        for (auto const& place : places->second) hits[place.objective] += place.times;
    }
    std::vector<std::pair<std::size_t, const Objective*>> found;
    found.reserve(hits.size());
    for (auto const& [objective, times] : hits) found.emplace_back(times, &objectives_[objective]);
    return found;
}

std::optional<Lookup::Near> Lookup::near(const std::vector<std::string>& words) const {
    static constexpr std::array<std::string_view, 3> words_of_their_own{"top", "aie", "ice"};
    constexpr std::size_t long_enough = 7;
    auto const none = [](const std::string& word) {
        return word.size() < shortest_word || beside_a_name(word) || word.find_first_of("0123456789") != std::string::npos;
    };
    for (auto const& word : words) {
        if (none(word) || knows(word) || std::find(words_of_their_own.begin(), words_of_their_own.end(), word) != words_of_their_own.end()) continue;
        std::set<std::string> meant;
        for (auto const& [known, places] : words_)
            if (!none(known) && (swapped(word, known) || (word.size() >= long_enough && known.size() >= long_enough && one_letter_off(word, known))))
                meant.insert(known);
        if (meant.size() == 1) return Near{word, *meant.begin()};
    }
    return {};
}

}  // namespace bot::desk
