#include "bot/talking/ask.hpp"

#include "bot/talking/hand_over.hpp"
#include "bot/talking/together.hpp"
#include "rules/law/verdict.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::talking {
namespace {

constexpr std::size_t most_choices = 5;
constexpr int turns_before_leads = 3;
constexpr int enough_leads = 3;  // with so many open, they are shown before anything more is asked

/// Long lists are asked in a few groups; what a group stands for. The words stand in texts/questions.yaml.
struct Group {
    std::string_view field, texts;
    std::array<std::string_view, most_choices> values;  ///< empty: "I do not know"; unused ones are "-"
};
constexpr std::array<Group, 2> groups = {{
    {"niveau_diplome", "choix_diplome", {"aucun", "cap_bep", "bac", "", "-"}},
    {"statut", "choix_statut", {"neet", "lyceen", "etudiant", "apprenti", "salarie"}},
}};

/// Worth asking before the first leads, if they decide something; everything else waits until there is
/// something to show. The first two open or close most ways, so they come first.
constexpr std::array<std::string_view, 2> first = {"statut", "niveau_diplome"};
constexpr std::array<std::string_view, 2> then = {"inscrit_ft", "troisieme_terminee"};

bool was_asked(const Turn& turn, std::string_view field) {
    const auto& asked = turn.memory.asked;
    return std::find(asked.begin(), asked.end(), field) != asked.end();
}

void remember_asked(Turn& turn, std::string_view field) {
    turn.asked = true;
    if (!was_asked(turn, field)) turn.memory.asked.emplace_back(field);
}

const wording::Numbered* numbered_of(const wording::Document& document) {
    for (const auto& block : document.blocks)
        if (const auto* numbered = std::get_if<wording::Numbered>(&block)) return numbered;
    return nullptr;
}

/// The choices of a field and their words, in the same order.
std::vector<wording::Line> choices_of(Turn& turn, const law::Field& field, std::vector<Choice>& choices) {
    std::vector<wording::Line> lines;
    const auto fact = [&](std::string value, wording::Line line) {
        choices.push_back({Choice::Act::fact, field.name, std::move(value)});
        lines.push_back(std::move(line));
    };
    const auto pass = [&](wording::Line line) {
        choices.push_back({Choice::Act::pass, field.name, {}});
        lines.push_back(std::move(line));
    };
    const auto* group =
        std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.field == field.name; });
    if (group != groups.end()) {
        const auto texts = turn.tools.messages->say(group->texts, turn.formality());
        const auto* words = numbered_of(texts);
        for (std::size_t i = 0; words != nullptr && i < words->items.size() && group->values.at(i) != "-";
             ++i) {
            if (group->values.at(i).empty())
                pass(words->items[i]);
            else
                fact(std::string(group->values.at(i)), words->items[i]);
        }
    } else if (field.type == law::FieldType::boolean) {
        fact("oui", turn.line("choix_oui"));
        fact("non", turn.line("choix_non"));
        pass(turn.line("choix_ne_sait_pas"));
    } else if (field.type == law::FieldType::choice && field.values.size() <= most_choices) {
        for (std::size_t i = 0; i < field.values.size(); ++i)
            fact(field.values[i], wording::plain(field.labels.at(i)));
        if (lines.size() < most_choices) pass(turn.line("choix_ne_sait_pas"));
    }
    return lines;
}

bool place_known(const Turn& turn) {
    const auto& facts = turn.memory.facts;
    return facts.contains("commune") || facts.contains("departement") || turn.memory.outside;
}

/// Whether an open measure still waits for it.
bool decides(const Turn& turn, std::string_view name) {
    const auto field = turn.vocabulary().find(name);
    if (!field) return false;
    const auto verdicts = law::assess_all(*turn.tools.catalogue, turn.situation(), turn.at.today);
    return std::any_of(verdicts.begin(), verdicts.end(), [&](const law::Verdict& verdict) {
        const auto& missing = verdict.missing;
        return std::find(missing.begin(), missing.end(), *field) != missing.end();
    });
}

std::optional<law::FieldId> next_field(const Turn& turn) {
    auto situation = turn.situation();
    // What was asked once and not answered is let be, as if declined.
    for (const auto& name : turn.memory.asked)
        if (const auto field = turn.vocabulary().find(name); field && !situation.get(*field))
            situation.decline(*field);
    return law::next_question(*turn.tools.catalogue, situation, turn.at.today);
}

}  // namespace

void ask_field(Turn& turn, std::string_view name, std::string_view measure) {
    const auto id = turn.vocabulary().find(name);
    if (!id) return;
    const auto& field = turn.vocabulary().at(*id);
    const bool tu = turn.formality() == wording::Register::tu;
    Question question;
    question.field = field.name;
    question.measure = std::string(measure);
    question.yes_no = field.type == law::FieldType::boolean;
    auto lines = choices_of(turn, field, question.choices);
    const bool number = field.type == law::FieldType::integer || field.type == law::FieldType::number;
    const std::string because = turn.memory.simple ? std::string() : tu ? field.because_tu : field.because_vous;
    turn.say(
        "question",
        {{"question", tu ? field.question_tu : field.question_vous},
         {"forme", turn.memory.simple ? "court" : lines.empty() ? (number ? "nombre" : "mots") : "choix"},
         {"choix", std::move(lines)},
         {"avec_raison", because.empty() ? "non" : "oui"},
         {"raison", because}}
    );
    remember_asked(turn, field.name);
    turn.memory.question = std::move(question);
}

std::vector<Question> worth_asking_first(Turn& turn) {
    const auto& memory = turn.memory;
    std::vector<Question> out;
    const bool need_age = !memory.facts.contains("age") && !turn.declined("age");
    const bool need_place = !place_known(turn) && !turn.declined("commune");
    if (need_age || need_place) {
        Question question;
        question.field = need_age ? "age" : "commune";
        if (need_age && need_place) question.also = "commune";
        out.push_back(std::move(question));
    }
    for (const auto name : first) {
        const auto id = turn.vocabulary().find(name);
        if (!id || was_asked(turn, name) || turn.declined(name) || memory.facts.contains(name) || !decides(turn, name))
            continue;
        Question question;
        question.field = std::string(name);
        static_cast<void>(choices_of(turn, turn.vocabulary().at(*id), question.choices));
        out.push_back(std::move(question));
    }
    return out;
}

void put_one_of_several(Turn& turn, const Question& question, std::size_t number) {
    remember_asked(turn, question.field);
    if (!question.also.empty()) remember_asked(turn, question.also);
    const bool place_too = !question.also.empty();
    std::vector<wording::Line> lettered;
    std::string words;
    if (question.field == "age" || question.field == "commune") {
        words = turn.words(place_too ? "ensemble_age_lieu" : question.field == "age" ? "ensemble_age" : "ensemble_lieu");
    } else if (const auto id = turn.vocabulary().find(question.field)) {
        const auto& field = turn.vocabulary().at(*id);
        words = turn.formality() == wording::Register::tu ? field.question_tu : field.question_vous;
        std::vector<Choice> same;
        char letter = 'a';
        for (const auto& line : choices_of(turn, field, same)) {
            std::string text;
            for (const auto& span : line) text += span.text;
            lettered.push_back(turn.line("choix_lettre", {{"lettre", std::string(1, letter++)}, {"texte", text}}));
        }
    }
    turn.say(
        "question_ensemble",
        {{"numerotee", number == 0 ? "non" : "oui"},
         {"numero", std::to_string(number)},
         {"question", words},
         {"choix", std::move(lettered)}}
    );
}

bool ask_before_leads(Turn& turn) {
    if (turn.at.slow) return ask_together(turn);
    auto& memory = turn.memory;
    if (memory.turns >= turns_before_leads || memory.leads_given || turn.only_momentary) return false;
    const bool need_age = !memory.facts.contains("age") && !turn.declined("age");
    const bool need_place = !place_known(turn) && !turn.declined("commune");
    if (need_age || need_place) {
        turn.say(need_age && need_place ? "question_age_lieu" : need_age ? "question_age" : "question_lieu");
        memory.question = {};
        memory.question.field = need_age ? "age" : "commune";
        if (need_age && need_place) memory.question.also = "commune";
        if (need_age) remember_asked(turn, "age");
        if (need_place) remember_asked(turn, "commune");
        return true;
    }
    if (!turn.momentary.empty()) return false;  // said for this answer only: answer now
    for (const auto name : first) {
        if (was_asked(turn, name) || turn.declined(name) || memory.facts.contains(name) ||
            !decides(turn, name))
            continue;
        ask_field(turn, name);
        return true;
    }
    if (law::open_measures(*turn.tools.catalogue, turn.situation(), turn.at.today) >= enough_leads) return false;
    const auto next = next_field(turn);
    if (!next) return false;
    const auto& name = turn.vocabulary().at(*next).name;
    if (std::find(then.begin(), then.end(), name) == then.end()) return false;
    ask_field(turn, name);
    return true;
}

void ask_beside_leads(Turn& turn, std::span<const law::FieldId> missing) {
    auto& memory = turn.memory;
    if (turn.only_momentary) return;
    std::string name;
    if (!memory.facts.contains("age") && !turn.declined("age")) {
        name = "age";
    } else if (!place_known(turn) && !turn.declined("commune")) {
        name = "commune";
    }
    for (const auto id : missing) {
        const auto& field = turn.vocabulary().at(id);
        // A bare number answers the leads, so only words are asked for here.
        const bool number = field.type == law::FieldType::integer || field.type == law::FieldType::number;
        const auto& by = field.answered_by;
        const bool theirs = std::find(by.begin(), by.end(), law::Answerer::jeune) != by.end();
        const bool fresh = !was_asked(turn, field.name) && !turn.declined(field.name);
        if (name.empty() && theirs && fresh && !number && field.askable() && field.sensitivity < 2)
            name = field.name;
    }
    if (name.empty() || was_asked(turn, name)) return;
    const auto& field = turn.vocabulary().at(*turn.vocabulary().find(name));
    turn.say(
        "question_ouverte",
        {{"question", turn.formality() == wording::Register::tu ? field.question_tu : field.question_vous}}
    );
    remember_asked(turn, name);
    memory.question.field = name;
    memory.question.yes_no = field.type == law::FieldType::boolean;
}

void ask_which_place(Turn& turn, const reading::AmbiguousPlace& place) {
    Question question;
    question.field = "commune";
    std::vector<wording::Line> lines;
    for (const auto& code : place.candidates) {
        const auto* commune = turn.tools.gazetteer->by_code(code);
        if (commune == nullptr) continue;
        question.choices.push_back({Choice::Act::fact, "commune", code});
        lines.push_back(
            turn.line("lieu_choix", {{"commune", commune->name}, {"departement", commune->departement_name}})
        );
    }
    if (lines.size() > most_choices) {
        question.choices.clear();
        const bool postal = !place.name.empty() && place.name.find_first_not_of("0123456789 ") == std::string::npos;
        turn.say(postal ? "lieu_code_postal" : "lieu_trop", {{"nom", place.name}});
    } else {
        turn.say("lieu_ambigu", {{"nom", place.name}, {"choix", std::move(lines)}});
    }
    remember_asked(turn, "commune");
    turn.memory.question = std::move(question);
    turn.memory.unclear_place = rules::places::Gazetteer::fold(place.name);
}

namespace {

/// The places that were asked about, again.
std::vector<wording::Line> place_lines(const Turn& turn, const Question& question) {
    std::vector<wording::Line> lines;
    for (const auto& choice : question.choices)
        if (const auto* commune = turn.tools.gazetteer->by_code(choice.value))
            lines.push_back(turn.line(
                "lieu_choix", {{"commune", commune->name}, {"departement", commune->departement_name}}
            ));
    return lines;
}

void say_where_we_were(Turn& turn, const law::Field& field, std::vector<wording::Line> lines) {
    turn.say(
        "on_en_etait_a",
        {{"question", turn.formality() == wording::Register::tu ? field.question_tu : field.question_vous},
         {"choix", std::move(lines)}}
    );
}

}  // namespace

bool repeat_question(Turn& turn) {
    auto& question = turn.memory.question;
    if (question.field.empty()) return false;
    const bool need_place = !place_known(turn) && !turn.declined("commune");
    if (question.field == "age") {
        turn.say(need_place ? "question_age_lieu" : "question_age");
    } else if (question.field == "commune" && question.choices.empty()) {
        turn.say("question_lieu");
    } else if (const auto id = turn.vocabulary().find("commune"); question.field == "commune" && id) {
        say_where_we_were(turn, turn.vocabulary().at(*id), place_lines(turn, question));
    } else if (question.field != "commune" && (question.choices.empty() || question.choices.front().act == Choice::Act::fact)) {
        const std::string field = question.field, measure = question.measure;
        ask_field(turn, field, measure);
    } else {
        return false;
    }
    turn.asked = true;
    return true;
}

void return_to(Turn& turn, const Question& asked) {
    auto& question = turn.memory.question;
    if (turn.leads_given || turn.urgent || turn.erase) return;
    const auto first = [](const Question& q) {
        return q.choices.empty() ? std::string() : q.choices.front().field + "=" + q.choices.front().value;
    };
    const auto act = [](const Question& q) { return q.choices.empty() ? -1 : static_cast<int>(q.choices.front().act); };
    const bool same = question.field == asked.field && question.measure == asked.measure &&
                      first(question) == first(asked) && act(question) == act(asked);
    const bool other_stands = !same && (!question.field.empty() || !question.choices.empty() || !question.measure.empty());
    if (other_stands) return;
    if (!asked.choices.empty() && asked.choices.front().act == Choice::Act::lead) {
        // The numbers stay good, and an open question beside them is not put twice.
        if (turn.memory.leads_given && !turn.memory.leads.empty()) question = asked;
        return;
    }
    if (turn.asked || asked.field.empty() || asked.measure == for_hand_over || turn.memory.facts.contains(asked.field) ||
        turn.declined(asked.field) || turn.memory.outside)
        return;
    const auto id = turn.vocabulary().find(asked.field);
    if (!id) return;
    const auto& field = turn.vocabulary().at(*id);
    question = asked;
    std::vector<wording::Line> lines;
    if (asked.field == "commune") {
        lines = place_lines(turn, asked);
    } else if (!asked.choices.empty()) {
        question.choices.clear();
        lines = choices_of(turn, field, question.choices);
    }
    say_where_we_were(turn, field, std::move(lines));
}

reading::Context reading_context(const Turn& turn) {
    const auto& question = turn.memory.question;
    reading::Context context;
    context.today = turn.at.today;
    context.asked = question.field;
    context.choices = static_cast<int>(question.choices.size());
    context.yes_no_asked = question.yes_no;
    context.partner = turn.partner();
    const auto& memory = turn.memory;
    if (!question.field.empty())
        context.act = "demande:" + question.field;
    else if (!memory.leads.empty())
        context.act = "propose:mesures";
    else if (memory.greeted && memory.turns == 0)
        context.act = "accueil";
    if (memory.about_other && question.field.empty()) context.focus = "autre";
    for (const auto& [name, receipt] : memory.facts) context.known.push_back(name);
    context.unclear_place = memory.unclear_place;
    return context;
}

}  // namespace bot::talking
