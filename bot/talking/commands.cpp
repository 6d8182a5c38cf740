#include "bot/talking/commands.hpp"

#include "rules/places/gazetteer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace bot::talking {
namespace {

using reading::Intent;

constexpr std::array<std::pair<std::string_view, Command>, 56> words = {{
    {"pourquoi", Command::why},
    {"pk", Command::why},
    {"pq", Command::why},
    {"recommencer", Command::restart},
    {"recommence", Command::restart},
    {"on recommence", Command::restart},
    {"recommencons", Command::restart},
    {"je recommence", Command::restart},
    {"je veux recommencer", Command::restart},
    {"tout recommencer", Command::restart},
    {"repartir de zero", Command::restart},
    {"on repart de zero", Command::restart},
    {"on reprend a zero", Command::restart},
    {"nouvelle demande", Command::restart},
    {"nouveau profil", Command::restart},
    {"reset", Command::restart},
    {"tout reprendre a zero", Command::restart},
    {"effacer", Command::erase},
    {"efface", Command::erase},
    {"efface tout", Command::erase},
    {"tout effacer", Command::erase},
    {"effacer tout", Command::erase},
    {"supprime", Command::erase},
    {"supprimer", Command::erase},
    {"oublie moi", Command::erase},
    {"stop", Command::erase},
    {"mes donnees", Command::show_data},
    {"mes donnes", Command::show_data},
    {"ma fiche", Command::show_data},
    {"export", Command::export_data},
    {"exporter", Command::export_data},
    {"vie privee", Command::privacy},
    {"vie prive", Command::privacy},
    {"confidentialite", Command::privacy},
    {"aide", Command::help},
    {"menu", Command::help},
    {"help", Command::help},
    {"qui es tu", Command::help},
    {"humain", Command::human},
    {"conseiller", Command::human},
    {"un humain", Command::human},
    {"un conseiller", Command::human},
    {"parler a quelqu un", Command::human},
    {"passer", Command::pass},
    {"passe", Command::pass},
    {"je passe", Command::pass},
    {"je ne sais pas", Command::pass},
    {"je sais pas", Command::pass},
    {"jsp", Command::pass},
    {"corriger", Command::correct},
    {"corrige", Command::correct},
    {"une erreur", Command::correct},
    {"reprendre", Command::resume},
    {"plus simple", Command::simpler},
    {"plus court", Command::simpler},
    {"reprends", Command::resume},
}};

constexpr std::array<std::string_view, 20> languages = {
    "english",   "anglais",   "espanol",   "espagnol", "arabe",  "arabic", "ukrainien",
    "turc",      "portugais", "portugues", "pachto",   "farsi",  "dari",   "russe",
    "ukrainian", "allemand",  "italien",   "speak",    "hablar", "hablas"};

/// Folded, without punctuation at the ends and with single spaces.
std::string bare(std::string_view body) {
    std::string out;
    for (const char c : rules::places::Gazetteer::fold(body)) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    for (const std::string_view polite : {" stp", " svp", " s il te plait", " s il vous plait", " merci"})
        if (out.size() > polite.size() && out.ends_with(polite)) out.resize(out.size() - polite.size());
    return out;
}

bool has_word(std::string_view text, std::string_view word) {
    for (auto i = text.find(word); i != std::string_view::npos; i = text.find(word, i + 1)) {
        const bool starts = i == 0 || text[i - 1] == ' ';
        const auto end = i + word.size();
        if (starts && (end == text.size() || text[end] == ' ')) return true;
    }
    return false;
}

/// "pourquoi 2", "pk la 2", "pourquoi la deuxieme": the number of the lead.
int number_in(std::string_view text) {
    static constexpr std::array<std::string_view, 3> ordinals = {"premiere", "deuxieme", "troisieme"};
    for (std::size_t i = 0; i < ordinals.size(); ++i)
        if (has_word(text, ordinals[i])) return static_cast<int>(i) + 1;
    for (int n = 1; n <= 5; ++n)
        if (has_word(text, std::to_string(n))) return n;
    return 0;
}

Command of_intent(const reading::Reading& reading) {
    switch (reading.intent) {
        case Intent::expliquer_resultat:
            return Command::why;
        case Intent::recommencer:
            return Command::restart;
        case Intent::parler_humain:
            return Command::human;
        case Intent::passer_question:
            return Command::pass;
        case Intent::aide_bot:
            return Command::help;
        case Intent::donnees_personnelles:
            if (reading.data == reading::DataRequest::erase) return Command::erase;
            return reading.data == reading::DataRequest::show ? Command::show_data : Command::privacy;
        case Intent::corriger_info:
            return reading.facts.empty() && !reading.ambiguous ? Command::correct : Command::none;
        default:
            return Command::none;
    }
}

}  // namespace

Order order_of(std::string_view body, const reading::Reading& reading) {
    const std::string text = bare(body);
    const auto* word =
        std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == text; });
    if (word != words.end()) return {word->second, 0, true};
    const bool asks_why = text.starts_with("pourquoi ") || text.starts_with("pk ") || text.starts_with("pq ");
    if (asks_why && text.size() < 16) return {Command::why, number_in(text), true};
    if (reading.intent == Intent::preference_format) {
        for (const auto language : languages)
            if (reading.language != "fr" || has_word(text, language)) return {Command::language, 0, false};
        if (has_word(text, "simple") || has_word(text, "simplement") || has_word(text, "court") ||
            has_word(text, "courte"))
            return {Command::simpler, 0, false};
    }
    const auto command = of_intent(reading);
    // A question is no refusal to answer one.
    if (command == Command::pass && body.find('?') != std::string_view::npos) return {};
    return {command, number_in(text), false};
}

bool asks_for_place(std::string_view body) {
    static constexpr std::array<std::string_view, 9> words_of_places = {
        "horaire", "horaires", "adresse", "numero", "telephone", "tel", "ou est", "est ou", "ou se trouve"};
    const std::string text = bare(body);
    return std::any_of(words_of_places.begin(), words_of_places.end(), [&](auto word) {
        return has_word(text, word);
    });
}

bool goes_not_alone(std::string_view body) {
    static constexpr std::array<std::string_view, 9> alone = {
        "toute seule", "tout seul", "tte seule", "tt seul", "tte seul", "tt seule", "ose pas", "peur d y aller",
        "accompagne moi"};
    static constexpr std::array<std::string_view, 12> going = {"vais", "vai",   "aller", "irai", "y va",  "ose",
                                                              "venir", "rdv", "rendez vous", "peur", "viens", "va"};
    const std::string text = bare(body);
    const auto has = [&](auto word) { return has_word(text, word); };
    return std::any_of(alone.begin(), alone.end(), has) && std::any_of(going.begin(), going.end(), has);
}

std::string_view wish_in(std::string_view body) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> wishes = {{
        {"alternance", "alternance"}, {"apprentissage", "alternance"}, {"apprenti", "alternance"},
        {"patron", "alternance"},     {"formation", "formation"},      {"apprendre", "formation"},
        {"emploi", "emploi"},         {"travail", "emploi"},           {"travailler", "emploi"},
        {"boulot", "emploi"},         {"bosser", "emploi"},            {"taf", "emploi"},
        {"job", "emploi"},            {"permis", "permis"},            {"conduire", "permis"},
        {"logement", "logement"},     {"appart", "logement"},          {"loyer", "logement"},
    }};
    static constexpr std::array<std::string_view, 9> seeking = {
        "cherche", "veux", "voudrais", "trouver", "jveux", "jveu", "jcherche", "pour", "aide"};
    const std::string text = bare(body);
    const auto has = [&](auto word) { return has_word(text, word); };
    if (std::none_of(seeking.begin(), seeking.end(), has)) return {};
    for (const auto& [word, wish] : wishes)
        if (has_word(text, word)) return wish;
    return {};
}

bool asks_who_answers(std::string_view body) {
    static constexpr std::array<std::string_view, 9> you = {
        "t es", "tu es", "es tu", "vous etes", "etes vous", "c est", "je parle a", "jparle a", "tes"};
    static constexpr std::array<std::string_view, 11> what = {
        "vraie personne", "vrai personne", "un robot", "un bot", "une machine", "une ia", "un humain",
        "une personne", "quelqu un de reel", "un programme", "un vrai humain"};
    static constexpr std::array<std::string_view, 5> wanting = {"veux", "voudrais", "parler", "peux", "besoin"};
    const std::string text = bare(body);
    const auto has = [&](auto word) { return has_word(text, word); };
    return std::any_of(you.begin(), you.end(), has) && std::any_of(what.begin(), what.end(), has) &&
           std::none_of(wanting.begin(), wanting.end(), has);
}

bool names_the_agency(std::string_view body) {
    const std::string text = bare(body);
    return has_word(text, "france travail") || has_word(text, "pole emploi") || has_word(text, "ft");
}

}  // namespace bot::talking
