#include "bot/reading/danger.hpp"

#include "bot/reading/number.hpp"

#include <algorithm>

namespace bot::reading {
namespace {

bool is_no(std::string_view word) {
    return word == "pas" || word == "jamais" || word == "aucunement";
}
bool is_subject(std::string_view word) {
    return word == "je" || word == "il" || word == "elle" || word == "on" || word == "tu" || word == "moi";
}

bool begins_anew(const Word& word) {
    return word.clause || word.text == "que" || word.text == "et" || word.text == "mais" ||
           word.text == "il" || word.text == "elle" || word.text == "je" || word.text == "on" ||
           word.text == "ils" || word.text == "donc" || word.text == "alors" || word.text == "car";
}

/// "je veux pas mourir": a no inside what matched, or right before it when the match begins with the verb.
bool negated(const Analysis& a, const Found::Hit& hit) {
    if (hit.negative) return false;
    for (auto w = hit.first; w <= hit.last; ++w)
        if (is_no(a.words[w].text)) {
            // "pas que" adds, it does not deny; after "pas et …", "pas mais …" something else begins.
            if (w == hit.last || !begins_anew(a.words[w + 1])) return true;
        }
    return hit.first > 0 && !is_subject(a.words[hit.first].text) && is_no(a.words[hit.first - 1].text) &&
           !a.words[hit.first].clause;
}

bool same_sentence(const Analysis& a, std::uint32_t from, std::uint32_t to) {
    if (from > to) std::swap(from, to);
    for (auto w = from + 1; w <= to; ++w)
        if (a.words[w].sentence) return false;
    return true;
}

bool can_be_imminent(std::string_view type) {
    return type == "suicide" || type == "automutilation" || type == "menace_autrui" ||
           type.substr(0, 8) == "violence";
}

}  // namespace

Danger read_danger(const Lexicon& lexicon, const Analysis& a, const Found& found) {
    Danger danger;
    bool imminent = false;
    bool withdrawn = false;
    for (const auto& hit : found.marks) {
        imminent = imminent || lexicon.marks[hit.rule].mark == Mark::imminent;
        withdrawn = withdrawn || (lexicon.marks[hit.rule].mark == Mark::withdrawn && !negated(a, hit));
    }
    const bool laughs = std::any_of(found.marks.begin(), found.marks.end(), [&](const Found::Hit& hit) {
        return lexicon.marks[hit.rule].mark == Mark::laughter;
    });
    danger.withdrawn = withdrawn;
    for (const auto& hit : found.dangers) {
        const auto& rule = lexicon.dangers[hit.rule];
        auto level = rule.level;
        bool idiom = false;
        bool past = false;
        for (const auto& mark : found.marks) {
            const auto kind = lexicon.marks[mark.rule].mark;
            if (kind == Mark::idiom) idiom = idiom || (mark.first <= hit.last && hit.first <= mark.last);
            // "il y a deux mois que …" lasts.
            const bool lasts = mark.last + 1 < a.words.size() && a.words[mark.last + 1].text == "que";
            if (kind == Mark::past) past = past || (!lasts && same_sentence(a, mark.first, hit.first));
        }
        // "je vais tuer mon frère il a pris ma place mdr": anger at others with a laugh is talk; a laugh about oneself is not.
        if (idiom || (laughs && rule.type == "menace_autrui" && level == DangerLevel::danger)) {
            danger.softened = true;
            continue;
        }
        const bool lowered = (past && rule.past_counts_less) || (rule.negation_lowers && negated(a, hit));
        if (lowered) {
            danger.softened = true;
            level = DangerLevel::distress;
        } else if (level == DangerLevel::danger && imminent && can_be_imminent(rule.type)) {
            level = DangerLevel::immediate;
        }
        if (withdrawn) level = std::min(level, DangerLevel::distress);
        if (level > danger.level) {
            danger.level = level;
            danger.type = rule.type;
            danger.third_person = rule.third_person;
            danger.evidence = a.span(hit.first, hit.last);
        }
    }
    return danger;
}

void check_witnesses(const Lexicon& lexicon, rules::yaml::Complaints& complaints) {
    const auto read = [&](const Witness& witness, Found& found) {
        auto analysis = lexicon.speller.write_out(split(witness.text));
        gather_numbers(analysis);
        lexicon.patterns.name(analysis.words);
        found = look(lexicon, analysis);
        return read_danger(lexicon, analysis, found);
    };
    const auto complain = [&](const Witness& witness, const std::string& why) {
        complaints.push_back(
            {witness.place, "\"" + witness.text + "\" " + why, "Change the pattern, never the witness alone."}
        );
    };
    Found found;
    for (const auto& witness : lexicon.must_alarm) {
        const auto danger = read(witness, found);
        const auto& rule = lexicon.dangers[witness.rule];
        const bool own = std::any_of(found.dangers.begin(), found.dangers.end(), [&](const auto& hit) {
            return hit.rule == witness.rule;
        });
        if (!own)
            complain(witness, "is not matched by its pattern");
        else if (danger.level < rule.level)
            complain(witness, "reads as level " + std::to_string(static_cast<int>(danger.level)));
    }
    for (const auto& witness : lexicon.must_not_alarm)
        if (const auto danger = read(witness, found); danger.level >= DangerLevel::danger)
            complain(witness, "alarms (" + danger.type + ")");
    for (const auto& witness : lexicon.must_be_calm)
        if (const auto danger = read(witness, found); danger.level != DangerLevel::none)
            complain(witness, "is not calm (" + danger.type + ")");
}

}  // namespace bot::reading
