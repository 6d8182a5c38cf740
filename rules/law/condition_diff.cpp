#include "rules/law/catalogue_diff.hpp"

#include "rules/law/french_quote.hpp"

#include <algorithm>

namespace rules::law {
namespace {

std::string joined(const std::vector<Condition>& parts) {
    std::string text;
    for (const Condition& part : parts) text += (text.empty() ? "" : "\u00A0; ") + shown(part);
    return "(" + text + ")";
}

/// How alike two different clauses are: the best pair is taken for one clause that changed.
int likeness(const Condition& a, const Condition& b) {
    if (a.kind != b.kind) return 0;
    if (a.kind == Condition::Kind::leaf) {
        auto const word = [](const std::string& line) { return line.substr(0, line.find(' ')); };
        if (word(a.leaf.written) != word(b.leaf.written)) return 0;
        return a.leaf.comparison == b.leaf.comparison ? 3 : 2;
    }
    if (a.kind == Condition::Kind::to_verify) return 1;
    int shared = 1;
    for (const Condition& x : a.parts)
        for (const Condition& y : b.parts)
            if (shown(x) == shown(y))
                shared += 2;
            else if (likeness(x, y) > 1)
                ++shared;
    return shared > 1 ? shared : 0;
}

std::string name_of(Condition::Kind kind) {
    switch (kind) {
        case Condition::Kind::all:
            return "toutes";
        case Condition::Kind::any:
            return "une";
        case Condition::Kind::not_:
            return "non";
        case Condition::Kind::at_least:
            return "au_moins";
        default:
            return {};
    }
}

/// \param where "" at the top, else the groups that the clause stands in.
void describe(
    const Condition& before,
    const Condition& after,
    const std::string& where,
    std::vector<std::string>& sentences
) {
    if (shown(before) == shown(after)) return;
    bool const groups = before.kind == after.kind && before.kind != Condition::Kind::to_verify &&
                        !before.parts.empty() && !after.parts.empty();
    if (!groups) {
        sentences.push_back(
            "la condition " + quoted(shown(before)) + " devient " + quoted(shown(after)) + where
        );
        return;
    }
    if (before.kind == Condition::Kind::at_least && before.count != after.count)
        sentences.push_back(
            "il faut " + std::to_string(after.count) + " conditions au lieu de " +
            std::to_string(before.count) + " parmi " + joined(after.parts) + where
        );
    std::vector<const Condition*> gone, come;
    for (const Condition& part : after.parts) come.push_back(&part);
    for (const Condition& part : before.parts) {
        auto const same = std::find_if(come.begin(), come.end(), [&](const Condition* c) {
            return shown(*c) == shown(part);
        });
        if (same == come.end())
            gone.push_back(&part);
        else
            come.erase(same);
    }
    bool const top = where.empty() && before.kind == Condition::Kind::all;
    std::string const inside = top ? where : ", dans " + quoted(name_of(before.kind)) + where;
    for (const Condition* old : gone) {
        auto const best =
            std::max_element(come.begin(), come.end(), [&](const Condition* a, const Condition* b) {
                return likeness(*old, *a) < likeness(*old, *b);
            });
        if (best == come.end() || likeness(*old, **best) == 0) {
            sentences.push_back("condition retirée\u00A0: " + quoted(shown(*old)) + inside);
            continue;
        }
        describe(*old, **best, inside, sentences);
        come.erase(best);
    }
    for (const Condition* added : come)
        sentences.push_back("condition ajoutée\u00A0: " + quoted(shown(*added)) + inside);
}

}  // namespace

std::string shown(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::leaf:
            return condition.leaf.written;
        case Condition::Kind::to_verify:
            return "à vérifier\u00A0: " + condition.to_verify +
                   (condition.parts.empty() ? "" : ", ou constat " + joined(condition.parts));
        case Condition::Kind::at_least:
            return "au moins " + std::to_string(condition.count) + " parmi " + joined(condition.parts);
        default:
            return name_of(condition.kind) + " " + joined(condition.parts);
    }
}

void describe_conditions(
    const Condition& before, const Condition& after, std::vector<std::string>& sentences
) {
    describe(before, after, "", sentences);
}

}  // namespace rules::law
