#include "bot/talking/commands.hpp"

#include "rules/places/gazetteer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace bot::talking {
namespace {

using reading::Intent;

constexpr std::array<std::pair<std::string_view, Command>, 66> orders = {{
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
    {"retour", Command::leads},
    {"revenir", Command::leads},
    {"liste", Command::leads},
    {"la liste", Command::leads},
    {"les pistes", Command::leads},
    {"mes pistes", Command::leads},
    {"on en etait ou", Command::leads},
    {"alors on en etait ou", Command::leads},
    {"on en est ou", Command::leads},
    {"ou on en etait", Command::leads},
}};

constexpr std::array<std::string_view, 20> languages = {
    "english",   "anglais",   "espanol",   "espagnol", "arabe",  "arabic", "ukrainien",
    "turc",      "portugais", "portugues", "pachto",   "farsi",  "dari",   "russe",
    "ukrainian", "allemand",  "italien",   "speak",    "hablar", "hablas"};

/// Folded, words with single spaces, without politeness at the end.
std::string bare(std::string_view body) {
    auto out = plain_words(body);
    for (const std::string_view polite : {" stp", " svp", " s il te plait", " s il vous plait", " merci"})
        if (out.size() > polite.size() && out.ends_with(polite)) out.resize(out.size() - polite.size());
    return out;
}

/// "pourquoi 2", "pk la 2", "pourquoi la deuxieme": the number of the lead.
int number_in(std::string_view text) {
    static constexpr std::array<std::string_view, 3> ordinals = {"premiere", "deuxieme", "troisieme"};
    for (std::size_t i = 0; i < ordinals.size(); ++i)
        if (has_words(text, ordinals[i])) return static_cast<int>(i) + 1;
    for (int n = 1; n <= 5; ++n)
        if (has_words(text, std::to_string(n))) return n;
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

std::string plain_words(std::string_view body) {
    std::string out;
    for (const char c : rules::places::Gazetteer::fold(body)) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

bool has_words(std::string_view text, std::string_view words) {
    for (auto i = text.find(words); i != std::string_view::npos; i = text.find(words, i + 1)) {
        const bool starts = i == 0 || text[i - 1] == ' ';
        const auto end = i + words.size();
        if (starts && (end == text.size() || text[end] == ' ')) return true;
    }
    return false;
}

Order order_of(std::string_view body, const reading::Reading& reading) {
    const std::string text = bare(body);
    const auto* word =
        std::find_if(orders.begin(), orders.end(), [&](const auto& w) { return w.first == text; });
    if (word != orders.end()) return {word->second, 0, true};
    const bool asks_why = text.starts_with("pourquoi ") || text.starts_with("pk ") || text.starts_with("pq ");
    if (asks_why && text.size() < 16) return {Command::why, number_in(text), true};
    // "CORRIGER mon âge": what is wrong is shown; with the right value it is a fact of its own.
    if (text.starts_with("corriger ") && text.size() < 28 && reading.facts.empty()) return {Command::correct, 0, true};
    if (reading.intent == Intent::preference_format) {
        for (const auto language : languages)
            if (reading.language != "fr" || has_words(text, language)) return {Command::language, 0, false};
        if (has_words(text, "simple") || has_words(text, "simplement") || has_words(text, "court") ||
            has_words(text, "courte"))
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
        return has_words(text, word);
    });
}

bool goes_not_alone(std::string_view body) {
    static constexpr std::array<std::string_view, 9> alone = {
        "toute seule", "tout seul", "tte seule", "tt seul", "tte seul", "tt seule", "ose pas", "peur d y aller",
        "accompagne moi"};
    static constexpr std::array<std::string_view, 12> going = {"vais", "vai",   "aller", "irai", "y va",  "ose",
                                                              "venir", "rdv", "rendez vous", "peur", "viens", "va"};
    const std::string text = bare(body);
    const auto has = [&](auto word) { return has_words(text, word); };
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
    static constexpr std::array<std::string_view, 13> seeking = {"cherche",  "veux",  "voudrais", "trouver", "jveux", "jveu", "jcherche",
                                                                 "pour",     "aide",  "aides",    "et le",   "et un", "et l"};
    const std::string text = bare(body);
    const auto has = [&](auto word) { return has_words(text, word); };
    if (std::none_of(seeking.begin(), seeking.end(), has)) return {};
    for (const auto& [word, wish] : wishes)
        if (has_words(text, word)) return wish;
    return {};
}

bool asks_who_answers(std::string_view body) {
    static constexpr std::array<std::string_view, 9> you = {
        "t es", "tu es", "es tu", "vous etes", "etes vous", "c est", "je parle a", "jparle a", "tes"};
    static constexpr std::array<std::string_view, 10> what = {
        "vraie personne", "vrai personne", "un robot", "un bot", "une machine", "une ia", "un humain",
        "quelqu un de reel", "un programme", "un vrai humain"};
    static constexpr std::array<std::string_view, 5> wanting = {"veux", "voudrais", "parler", "peux", "besoin"};
    const std::string text = bare(body);
    const auto has = [&](auto word) { return has_words(text, word); };
    return std::any_of(you.begin(), you.end(), has) && std::any_of(what.begin(), what.end(), has) &&
           std::none_of(wanting.begin(), wanting.end(), has);
}

bool names_the_agency(std::string_view body) {
    const std::string text = bare(body);
    return has_words(text, "france travail") || has_words(text, "pole emploi") || has_words(text, "ft");
}

}  // namespace bot::talking
