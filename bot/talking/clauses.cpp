#include "bot/talking/clauses.hpp"

#include <algorithm>

namespace bot::talking {
namespace {

using law::Comparison;
using law::Condition;
using law::Explained;
using law::Truth;

void collect(const Explained& node, bool negated, std::vector<Clause>& out) {
    if (node.condition->kind == Condition::Kind::leaf) out.push_back({&node, negated});
    const bool below = negated != (node.condition->kind == Condition::Kind::not_);
    for (const auto& part : node.parts) collect(part, below, out);
}

Comparison turned(Comparison comparison) {
    switch (comparison) {
        case Comparison::less:
            return Comparison::at_least;
        case Comparison::at_most:
            return Comparison::more;
        case Comparison::at_least:
            return Comparison::less;
        case Comparison::more:
            return Comparison::at_most;
        case Comparison::is:
        case Comparison::one_of:
            break;
    }
    return comparison;
}

const law::Leaf& leaf_of(const Clause& clause) {
    return clause.explained->condition->leaf;
}

Comparison comparison_of(const Clause& clause) {
    return clause.negated ? turned(leaf_of(clause).comparison) : leaf_of(clause).comparison;
}

bool is_yes_no(const Turn& turn, const Clause& clause) {
    return turn.vocabulary().at(leaf_of(clause).field).type == law::FieldType::boolean;
}

std::string comparison_name(const Turn& turn, const Clause& clause) {
    switch (comparison_of(clause)) {
        case Comparison::is:
            return clause.negated && !is_yes_no(turn, clause) ? "pas" : "est";
        case Comparison::one_of:
            return clause.negated ? "pas_parmi" : "parmi";
        case Comparison::less:
            return "moins";
        case Comparison::at_most:
            return "au_plus";
        case Comparison::at_least:
            return "au_moins";
        case Comparison::more:
            break;
    }
    return "plus";
}

std::string bound_words(const Turn& turn, const Clause& clause) {
    const auto& leaf = leaf_of(clause);
    const auto& field = turn.vocabulary().at(leaf.field);
    if (is_yes_no(turn, clause)) {
        const bool wanted = (leaf.values.empty() || leaf.values.front().raw != 0) != clause.negated;
        return value_words(turn, field.name, wanted ? "oui" : "non");
    }
    if (!leaf.parameter.empty()) {
        std::string bound = clause.explained->bound;
        for (auto i = bound.find(' '); i != std::string::npos; i = bound.find(' ', i))
            bound.replace(i, 1, "\u00a0");
        return bound;
    }
    std::string out;
    for (std::size_t i = 0; i < leaf.values.size(); ++i) {
        if (i > 0) out += i + 1 == leaf.values.size() ? " ou " : ", ";
        out += value_words(turn, field.name, turn.vocabulary().text(leaf.field, leaf.values[i]));
    }
    return out;
}

const char* state_name(Truth truth) {
    return truth == Truth::yes ? "oui" : truth == Truth::no ? "non" : "inconnu";
}

wording::Line leaf_line(const Turn& turn, const Clause& clause) {
    const auto& field = turn.vocabulary().at(leaf_of(clause).field);
    const auto& value = clause.explained->value;
    const bool said = turn.memory.facts.contains(field.name) ||
                      std::any_of(turn.momentary.begin(), turn.momentary.end(), [&](const auto& f) {
                          return f.name == field.name;
                      });
    return turn.line(
        "raison",
        {{"etat", state_name(clause.truth())},
         {"exigence", requirement_words(turn, clause)},
         {"avec_reponse",
          !value ? "non"
          : said ? "oui"
                 : "deduit"},
         {"reponse",
          value ? value_words(turn, field.name, turn.vocabulary().text(leaf_of(clause).field, *value))
                : std::string()}}
    );
}

/// The whole node in one phrase, for "one of".
std::string phrase(const Turn& turn, const Explained& node, bool negated) {
    switch (node.condition->kind) {
        case Condition::Kind::leaf:
            return requirement_words(turn, {&node, negated});
        case Condition::Kind::to_verify:
            return node.condition->to_verify;
        case Condition::Kind::not_:
            return phrase(turn, node.parts.front(), !negated);
        default:
            break;
    }
    const bool together = (node.condition->kind == Condition::Kind::all) != negated;
    std::string out;
    for (const auto& part : node.parts)
        out += (out.empty() ? "" : together ? " et " : " ou ") + phrase(turn, part, negated);
    return out;
}

void add_lines(const Turn& turn, const Explained& node, bool negated, std::vector<wording::Line>& lines) {
    using Kind = Condition::Kind;
    const auto kind = node.condition->kind;
    if (kind == Kind::leaf) {
        lines.push_back(leaf_line(turn, {&node, negated}));
    } else if (kind == Kind::to_verify && node.truth != Truth::unknown) {
        add_lines(turn, node.parts.front(), negated, lines);  // verified already: its constat says so
    } else if (kind == Kind::to_verify) {
        lines.push_back(turn.line("raison_a_verifier", {{"quoi", node.condition->to_verify}}));
    } else if (kind == Kind::not_) {
        add_lines(turn, node.parts.front(), !negated, lines);
    } else if ((kind == Kind::all) != negated && kind != Kind::at_least) {
        for (const auto& part : node.parts) add_lines(turn, part, negated, lines);
    } else {
        // One of several: the one that holds is reason enough.
        const auto wanted = negated ? Truth::no : Truth::yes;
        const auto holds = std::find_if(node.parts.begin(), node.parts.end(), [&](const auto& p) {
            return p.truth == wanted;
        });
        if (kind == Kind::any && holds != node.parts.end()) {
            add_lines(turn, *holds, negated, lines);
            return;
        }
        std::string choices;
        for (const auto& part : node.parts)
            choices += (choices.empty() ? "" : "\u00a0; ") + phrase(turn, part, negated);
        const auto truth = negated ? law::negated(node.truth) : node.truth;
        lines.push_back(turn.line("raison_une_de", {{"etat", state_name(truth)}, {"choix", choices}}));
    }
}

}  // namespace

std::vector<Clause> clauses_of(const Explained& tree) {
    std::vector<Clause> out;
    collect(tree, false, out);
    return out;
}

Bound bound_of(const Clause& clause) {
    switch (comparison_of(clause)) {
        case Comparison::less:
        case Comparison::at_most:
            return Bound::upper;
        case Comparison::at_least:
        case Comparison::more:
            return Bound::lower;
        case Comparison::is:
        case Comparison::one_of:
            break;
    }
    return Bound::none;
}

std::string requirement_words(const Turn& turn, const Clause& clause) {
    return turn.words(
        "exigence",
        {{"champ", field_words(turn, turn.vocabulary().at(leaf_of(clause).field).name)},
         {"comparaison", comparison_name(turn, clause)},
         {"borne", bound_words(turn, clause)}}
    );
}

std::string limit_words(const Turn& turn, const Clause& clause) {
    return turn.words(
        "limite", {{"comparaison", comparison_name(turn, clause)}, {"borne", bound_words(turn, clause)}}
    );
}

std::string condition_words(const Turn& turn, const Explained& tree) {
    using Kind = Condition::Kind;
    if (tree.condition->kind != Kind::all) return phrase(turn, tree, false);
    std::string out;
    for (const auto& part : tree.parts) out += (out.empty() ? "" : "\u00a0; ") + phrase(turn, part, false);
    return out;
}

std::vector<wording::Line> reason_lines(const Turn& turn, const Explained& tree) {
    std::vector<wording::Line> lines;
    add_lines(turn, tree, false, lines);
    return lines;
}

}  // namespace bot::talking
