#include "bot/reading/answers.hpp"

#include "bot/reading/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::reading {
namespace {

/// Words of a question, to the fact that it asks for. The first that fits counts: the more telling words stand first.
std::string fact_asked(std::string_view question) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 33> words{{
        {"age", "age"},
        {"naissance", "date_naissance"},
        {"rqth", "rqth"},
        {"handicap", "rqth"},
        {"qpv", "qpv"},
        {"prioritaire", "qpv"},
        {"permis", "permis"},
        {"vehicule", "vehicule"},
        {"enfants", "enfants"},
        {"enfant", "enfants"},
        {"nationalite", "nationalite"},
        {"sejour", "titre_sejour"},
        {"longtemps", "duree_sans_emploi_mois"},
        {"depuis", "duree_sans_emploi_mois"},
        {"inscrit", "inscrit_ft"},
        {"inscrite", "inscrit_ft"},
        {"diplome", "niveau_diplome"},
        {"diplomes", "niveau_diplome"},
        {"niveau", "niveau_diplome"},
        {"logement", "logement"},
        {"loge", "logement"},
        {"logee", "logement"},
        {"revenus", "revenu_mensuel"},
        {"ressources", "revenu_mensuel"},
        {"commune", "commune"},
        {"habitez", "commune"},
        {"habites", "commune"},
        {"ville", "commune"},
        {"locale", "suivi_ml"},
        {"secteur", "secteur"},
        {"metier", "secteur"},
        {"situation", "statut"},
        {"statut", "statut"},
    }};
    const auto text = split(question);
    for (const auto& [word, fact] : words)
        if (std::any_of(text.tokens.begin(), text.tokens.end(), [w = word](const Token& t) { return t.text == w; }))
            return std::string(fact);
    return {};
}

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::vector<QuotedQuestion> quoted_questions(std::string_view utf8) {
    std::vector<QuotedQuestion> all;
    if (utf8.find('>') == std::string_view::npos) return all;
    const auto own = own_lines(utf8);
    const auto is_own = [&](std::size_t begin) {
        return std::any_of(own.begin(), own.end(), [&](const Evidence& line) { return line.begin == begin; });
    };
    std::string asked;
    Evidence answer;
    const auto close = [&] {
        if (!asked.empty() && answer.end > answer.begin && !blank(utf8.substr(answer.begin, answer.end - answer.begin)))
            all.push_back({asked, answer});
        answer = {};
    };
    for (std::size_t begin = 0; begin < utf8.size();) {
        auto end = utf8.find('\n', begin);
        if (end == std::string_view::npos) end = utf8.size();
        auto line = utf8.substr(begin, end - begin);
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
        if (line.starts_with('>')) {
            close();
            while (!line.empty() && (line.front() == '>' || line.front() == ' ')) line.remove_prefix(1);
            asked = line.find('?') == std::string_view::npos ? std::string() : fact_asked(line);
        } else if (is_own(begin)) {
            // An answer is one line, or what stands before the next empty one.
            const bool over = answer.end > answer.begin && blank(line) && !blank(utf8.substr(answer.begin, answer.end - answer.begin));
            if (over) {
                close();
                asked.clear();
            } else if (!asked.empty()) {
                if (answer.end == answer.begin) answer.begin = begin;
                answer.end = end;
            }
        } else {
            break;  // an older mail, or the signature
        }
        begin = end + 1;
    }
    close();
    return all;
}

}  // namespace bot::reading
