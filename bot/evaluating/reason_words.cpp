#include "bot/evaluating/reason_words.hpp"

#include "rules/law/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
using law::Comparison;
using law::FieldType;

std::string value_words(const law::Vocabulary& vocabulary, law::FieldId id, law::Value value) {
    const law::Field& field = vocabulary.at(id);
    if (field.derivation == law::Derivation::region_from_departement)  // the only region with a code here
        return vocabulary.text(id, value) == "autre" ? "hors de Normandie"
                                                     : "Normandie (" + vocabulary.text(id, value) + ")";
    switch (field.type) {
        case FieldType::integer:
            // A year or a level is no quantity: no thousands apart.
            return field.unit.empty() ? std::to_string(value.raw) : law::written(100 * value.raw, field.unit);
        case FieldType::number:
            return law::written(value.raw, field.unit);
        case FieldType::choice: {
            auto const index = static_cast<std::size_t>(value.raw);
            return index < field.labels.size() ? field.labels[index] : vocabulary.text(id, value);
        }
        default:
            return vocabulary.text(id, value);
    }
}

std::string one_of(const law::Vocabulary& vocabulary, const law::Leaf& leaf) {
    std::string text;
    for (std::size_t i = 0; i < leaf.values.size(); ++i) {
        if (i > 0) text += i + 1 == leaf.values.size() ? " ou " : ", ";
        text += value_words(vocabulary, leaf.field, leaf.values[i]);
    }
    return text;
}

/// What is asked for: "25 ans au plus".
std::string requirement(const law::Vocabulary& vocabulary, const law::Explained& line, bool denied) {
    const law::Leaf& leaf = line.condition->leaf;
    bool const plain = leaf.comparison == Comparison::is || leaf.comparison == Comparison::one_of;
    if (plain && leaf.parameter.empty()) {
        if (vocabulary.at(leaf.field).type == FieldType::boolean) {
            bool const wanted = leaf.values.empty() || leaf.values.front().raw != 0;
            return wanted != denied ? "oui" : "non";
        }
        return (denied ? "autre chose que\u00A0: " : "") + one_of(vocabulary, leaf);
    }
    std::string const bound =
        leaf.parameter.empty() ? value_words(vocabulary, leaf.field, leaf.values.front()) : line.bound;
    switch (leaf.comparison) {
        case Comparison::less:
            return denied ? bound + " au moins" : "moins de " + bound;
        case Comparison::at_most:
            return denied ? "plus de " + bound : bound + " au plus";
        case Comparison::at_least:
            return denied ? "moins de " + bound : bound + " au moins";
        case Comparison::more:
            return denied ? bound + " au plus" : "plus de " + bound;
        case Comparison::is:
        case Comparison::one_of:
            break;
    }
    return (denied ? "autre chose que " : "") + bound;
}

struct Found {
    const law::Explained* line = nullptr;
    bool denied = false;
};

Found line_of(const law::Explained& tree, const law::Condition* wanted, bool denied) {
    if (tree.condition == wanted) return {&tree, denied};
    bool const below = denied != (tree.condition->kind == law::Condition::Kind::not_);
    for (const law::Explained& part : tree.parts)
        if (Found const found = line_of(part, wanted, below); found.line) return found;
    return {};
}

std::string sentence(const law::Vocabulary& vocabulary, const law::Measure& measure, const Found& found) {
    const law::Leaf& leaf = found.line->condition->leaf;
    std::string text = fmt::format(
        "{}\u00A0: {}\u00A0; il faut {}",
        vocabulary.at(leaf.field).name,
        found.line->value ? value_words(vocabulary, leaf.field, *found.line->value) : "inconnu",
        requirement(vocabulary, *found.line, found.denied)
    );
    const law::Source* const source = measure.source(found.line->source);
    if (source) text += fmt::format(" ({})", source->text);
    return text;
}

}  // namespace

std::vector<std::string> reason_words(
    const law::Vocabulary& vocabulary, const law::Verdict& verdict, const law::Explained& tree
) {
    std::vector<std::string> texts;
    for (const law::Condition* reason : verdict.reasons)
        if (Found const found = line_of(tree, reason, false); found.line)
            texts.push_back(sentence(vocabulary, *verdict.measure, found));
    return texts;
}

std::vector<std::string> missing_names(const law::Vocabulary& vocabulary, const law::Verdict& verdict) {
    std::vector<std::string> names;
    for (law::FieldId const id : verdict.missing) {
        const law::Field& field = vocabulary.at(id);
        // The region is never given: it follows from the département.
        std::string name =
            field.derivation == law::Derivation::region_from_departement ? "departement" : field.name;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace bot::evaluating
