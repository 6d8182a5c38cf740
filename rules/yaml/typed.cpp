/// Typed looks at nodes, and the advice that goes with a wrong word.

#include "rules/yaml/complain.hpp"
#include "rules/yaml/number.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>
#include <numeric>

namespace rules::yaml {
namespace {

std::string what_stands_there(const Node& node) {
    switch (node.kind()) {
        case Node::Kind::absent:
            return "il n’y a rien ici";
        case Node::Kind::list:
            return "c’est une liste";
        case Node::Kind::map:
            return "c’est un groupe de clés";
        case Node::Kind::scalar:
            break;
    }
    return guillemets(node.scalar()) + " ne convient pas";
}

/// Optimal string alignment distance on bytes: insertion, deletion, change, exchange of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

}  // namespace

std::string guillemets(std::string_view word) {
    return "«\u00A0" + std::string(word) + "\u00A0»";
}

void complain(Complaints& complaints, const Place& place, std::string message, std::string advice) {
    complaints.push_back({place, std::move(message), std::move(advice)});
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : known) {
        if (candidate.size() > word.size() + best_distance || word.size() > candidate.size() + best_distance)
            continue;
        std::size_t const d = distance(word, candidate);
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
    if (std::string const near = nearest(word, known); !near.empty())
        return "Voulez-vous dire " + guillemets(near) + "\u00A0?";
    if (known.empty()) return "Aucun nom n’est déclaré ici";
    if (known.size() > 30) return "Prendre un nom déclaré dans vocabulaire.yaml, ou l’y ajouter";
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    return "Noms connus\u00A0: " + list;
}

std::optional<std::string> text(const Node& node, Complaints& complaints) {
    if (node.kind() == Node::Kind::scalar && !node.scalar().empty()) return node.scalar();
    if (node.kind() == Node::Kind::scalar && !node.quoted())
        return std::nullopt;  // an empty value: complained of
    complain(complaints, node.place(), "un texte est attendu, " + what_stands_there(node), "Écrire un texte");
    return std::nullopt;
}

std::optional<std::int64_t> integer(const Node& node, Complaints& complaints) {
    if (node.kind() == Node::Kind::scalar && !node.quoted()) {
        auto const value = parse_hundredths(node.scalar());
        if (value && *value % 100 == 0) return *value / 100;
    }
    complain(
        complaints,
        node.place(),
        "un nombre entier est attendu, " + what_stands_there(node),
        "Écrire par exemple 18"
    );
    return std::nullopt;
}

std::optional<std::int64_t> hundredths(const Node& node, Complaints& complaints) {
    if (node.kind() == Node::Kind::scalar) {
        if (auto const value = parse_hundredths(node.scalar())) return value;
    }
    complain(
        complaints,
        node.place(),
        "un nombre est attendu, " + what_stands_there(node),
        "Écrire par exemple 561.68, deux décimales au plus"
    );
    return std::nullopt;
}

std::optional<bool> yes_no(const Node& node, Complaints& complaints) {
    if (node.kind() == Node::Kind::scalar && node.scalar() == "oui") return true;
    if (node.kind() == Node::Kind::scalar && node.scalar() == "non") return false;
    complain(
        complaints, node.place(), "oui ou non est attendu, " + what_stands_there(node), "Écrire oui ou non"
    );
    return std::nullopt;
}

std::optional<std::chrono::sys_days> day(const Node& node, Complaints& complaints) {
    if (node.kind() == Node::Kind::scalar) {
        if (auto const value = parse_day(node.scalar())) return value;
    }
    complain(
        complaints,
        node.place(),
        "une date est attendue, " + what_stands_there(node),
        "Écrire année-mois-jour, par exemple 2020-09-01, un jour qui existe"
    );
    return std::nullopt;
}

std::vector<std::string> texts(const Node& node, Complaints& complaints) {
    std::vector<std::string> found;
    if (node.kind() == Node::Kind::list) {
        for (const Node& item : node.items())
            if (auto word = text(item, complaints)) found.push_back(std::move(*word));
    } else if (auto word = text(node, complaints)) {
        found.push_back(std::move(*word));
    }
    return found;
}

void only_keys(const Node& map, std::initializer_list<std::string_view> known, Complaints& complaints) {
    for (const auto& [key, value] : map.entries()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::vector<std::string> const names(known.begin(), known.end());
        complain(complaints, map.key_place(key), "clé inconnue " + guillemets(key), did_you_mean(key, names));
    }
}

}  // namespace rules::yaml
