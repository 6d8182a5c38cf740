#include "bot/desk/lookup.hpp"

#include "bot/desk/typed.hpp"
#include "rules/figures/words.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace bot::desk {
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

}  // namespace

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

}  // namespace bot::desk
