#include "bot/reading/place.hpp"

#include <algorithm>
#include <array>

namespace bot::reading {
namespace {

using rules::places::Commune;
using rules::places::Gazetteer;

std::string_view without_article(std::string_view name) {
    for (const std::string_view article : {"le ", "la ", "les ", "l "})
        if (name.starts_with(article)) return name.substr(article.size());
    return name;
}

/// Where a long name can be cut: "forges | les eaux", "herouville | saint clair".
std::size_t cut(std::string_view name) {
    static constexpr std::array<std::string_view, 16> joints{
        " sur ",
        " sous ",
        " les ",
        " en ",
        " de ",
        " du ",
        " des ",
        " d ",
        " la ",
        " le ",
        " l ",
        " au ",
        " aux ",
        " saint ",
        " sainte ",
        " et "};
    std::size_t best = std::string_view::npos;
    // A saint's name is cut after his name, never before it.
    const std::size_t from =
        name.starts_with("saint ") || name.starts_with("sainte ") ? name.find(' ') + 1 : 0;
    for (const auto joint : joints) best = std::min(best, name.find(joint, from));
    return best;
}

/// As many words of the written name as the key has, from where the key begins: "saint pierre" →
/// "Saint-Pierre".
std::string shown_part(const std::string& written, std::string_view full, std::string_view key) {
    const auto skipped =
        std::count(full.begin(), full.begin() + static_cast<std::ptrdiff_t>(full.find(key)), ' ');
    const auto wanted = std::count(key.begin(), key.end(), ' ') + 1;
    std::string out;
    std::ptrdiff_t word = 0;
    for (std::size_t i = 0; i < written.size() && word < skipped + wanted; ++i) {
        const bool curly = written.compare(i, 3, "\xE2\x80\x99") == 0;
        const bool joint = written[i] == ' ' || written[i] == '-' || written[i] == '\'' || curly;
        if (joint) ++word;
        if (word >= skipped && word < skipped + wanted && !(joint && out.empty()))
            out += written.substr(i, curly ? 3 : 1);
        if (curly) i += 2;
    }
    return out;
}

constexpr std::size_t shortest_cut = 6;
constexpr std::size_t shortest_name_mended = 6;

}  // namespace

PlaceReader::PlaceReader(std::shared_ptr<const Gazetteer> gazetteer, const Lexicon& lexicon)
    : gazetteer_(std::move(gazetteer)), lexicon_(lexicon) {
    add_short_names();
    decide();
}

void PlaceReader::add_short_names() {
    const auto add =
        [&](std::string_view full, std::string_view key, const rules::places::NameHit& hit, bool exact) {
            auto& name = names_[std::string(key)];
            if (exact && !name.exact) {
                // A full name beats short forms of others, unless one of those is far bigger: then it must be
                // asked.
                std::erase_if(name.communes, [&](const Commune* c) {
                    return c->population <= hit.commune->population;
                });
                name.exact = true;
                name.shown = hit.name;
                name.former = hit.former;
            } else if (!exact && name.exact) {
                const int own = name.communes.empty() ? 0 : name.communes[0]->population;
                if (hit.commune->population <= own) return;
            }
            if (name.shown.empty()) name.shown = exact ? hit.name : shown_part(hit.name, full, key);
            if (std::find(name.communes.begin(), name.communes.end(), hit.commune) == name.communes.end())
                name.communes.push_back(hit.commune);
        };
    auto all = gazetteer_->folded_names();
    std::sort(all.begin(), all.end());  // the same tables at each start
    for (const auto full : all)
        for (const auto& hit : gazetteer_->by_name(full)) {
            // A former name that is a present commune's name elsewhere is rarely meant.
            if (hit.former && !gazetteer_->by_name(full)[0].former) continue;
            add(full, full, hit, true);
        }
    for (const auto full : all)
        for (const auto& hit : gazetteer_->by_name(full)) {
            const auto bare = without_article(full);
            if (bare != full) add(full, bare, hit, true);
            for (const auto form : {full, bare})
                if (const auto at = cut(form); at != std::string_view::npos && at >= shortest_cut)
                    if (!lexicon_.guard.contains(without_article(form.substr(0, at)))) add(full, form.substr(0, at), hit, false);
        }
    for (const auto& [alias, code] : lexicon_.place_names)
        if (const auto* commune = gazetteer_->by_code(code)) {
            auto& name = names_[alias];
            name = {commune->name, {commune}, true, false, false, commune->population};
        }
}

void PlaceReader::decide() {
    for (auto& [key, name] : names_) {
        for (const auto* commune : name.communes)
            name.population = std::max(name.population, commune->population);
        name.is_word = lexicon_.guard.contains(key);
        first_words_.insert(key.substr(0, key.find(' ')));
        if (key.size() >= shortest_name_mended && !name.is_word) {
            near_.emplace(key, key);
            for (std::size_t i = 1; i < key.size(); ++i) {
                auto shorter = key;
                near_.emplace(shorter.erase(i, 1), key);
            }
        }
    }
    longest_ = std::max(longest_, gazetteer_->longest_name_words());
}

const PlaceReader::Name* PlaceReader::find(std::string_view folded) const {
    const auto hit = names_.find(folded);
    return hit == names_.end() ? nullptr : &hit->second;
}

std::vector<const Commune*> PlaceReader::named(std::string_view folded) const {
    const auto* name = find(folded);
    return name == nullptr ? std::vector<const Commune*>{} : name->communes;
}

const PlaceReader::Name* PlaceReader::find_mended(std::string_view folded) const {
    if (folded.size() < shortest_name_mended - 1) return nullptr;
    std::string shorter;
    for (std::size_t i = 0; i < folded.size() && i < 40; ++i) {
        shorter = folded;
        if (i > 0) shorter.erase(i, 1);
        const auto hit = near_.find(shorter);
        if (hit != near_.end() && one_slip_apart(hit->second, folded)) return find(hit->second);
    }
    return nullptr;
}

}  // namespace bot::reading
