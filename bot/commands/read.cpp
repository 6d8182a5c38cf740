#include "bot/commands/read.hpp"

#include "bot/commands/families.hpp"
#include "bot/reading/facts.hpp"
#include "bot/reading/situation.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <istream>
#include <ostream>

namespace bot::commands {
namespace {

using nlohmann::json;
using reading::among;
using reading::Reading;
using reading::SchemaFact;

bool is_whole_number(std::string_view name) {
    return among(name, {"age", "age_min", "age_max", "revenu_mensuel", "enfants", "duree_sans_emploi_mois"});
}
bool is_yes_no(std::string_view name) {
    return among(
        name,
        {"qpv",     "inscrit_ft",      "suivi_ml",             "suivi_cap", "decrochage",   "handicap",
         "rsa",     "are",             "aah",                  "bourse",    "sans_ressources",
         "enceinte", "autorisation_travail", "parent_isole",   "ase",       "justice",      "vehicule",
         "hors_normandie", "hypothese"}
    );
}
bool is_list(std::string_view name) {
    return reading::is_list(name) || among(name, {"mesure", "mesure_exclue", "structure", "territoire"});
}

json value_of(std::string_view name, const std::string& value) {
    if (is_yes_no(name)) return value == "oui";
    if (is_whole_number(name)) return std::stoi(value);
    if (name == "seuil_pct") return std::stod(value);
    return value;
}

void put(json& to, const SchemaFact& fact) {
    if (fact.denied) {
        if (is_yes_no(fact.name))
            to[fact.name] = false;
        else if (among(fact.name, {"rqth", "permis"}))
            to[fact.name] = "non";
        else
            to["nie"][fact.name].push_back(value_of(fact.name, fact.value));
        return;
    }
    if (is_list(fact.name))
        to[fact.name].push_back(value_of(fact.name, fact.value));
    else
        to[fact.name] = value_of(fact.name, fact.value);
}

json as_json(const reading::Situation& situation) {
    json all = json::object();
    for (const auto& [person, known] : situation) {
        json facts = json::object();
        for (const auto& [name, value] : known.one) facts[name] = value_of(name, value);
        for (const auto& [name, values] : known.lists)
            for (const auto& value : values) facts[name].push_back(value_of(name, value));
        for (const auto& [name, values] : known.denied)
            for (const auto& value : values) facts["nie"][name].push_back(value_of(name, value));
        if (!facts.empty()) all[person] = std::move(facts);
    }
    return all;
}

std::string text_of(const json& value) {
    if (value.is_boolean()) return value.get<bool>() ? "oui" : "non";
    if (value.is_number()) return std::to_string(value.get<long>());
    return value.is_string() ? value.get<std::string>() : value.dump();
}

reading::Situation situation_of(const json& persons) {
    reading::Situation situation;
    for (const auto& [person, facts] : persons.items())
        for (const auto& [name, value] : facts.items()) {
            auto& known = situation[person];
            if (name == "nie") {
                for (const auto& [denied, values] : value.items())
                    for (const auto& v : values) known.denied[denied].push_back(text_of(v));
            } else if (value.is_array()) {
                for (const auto& v : value) known.lists[name].push_back(text_of(v));
            } else {
                known.one[name] = text_of(value);
            }
        }
    return situation;
}

reading::Day day_of(const std::string& iso) {
    return std::chrono::year{std::stoi(iso.substr(0, 4))} / std::stoi(iso.substr(5, 2)) / std::stoi(iso.substr(8, 2));
}

std::string default_person(const std::string& role) {
    return role == "jeune" ? "moi" : "usager";
}

/// What a conversation is about when a message comes.
struct Standing {
    std::string role, act, focus;
    reading::Day today{};
    reading::Situation situation;
};

reading::Context context_of(const Standing& at) {
    reading::Context context;
    context.today = at.today;
    context.partner = at.role != "jeune";
    context.office = at.role == "bureau";
    context.act = at.act;
    if (at.act.starts_with("demande:")) context.asked = at.act.substr(8);
    context.yes_no_asked = at.act.starts_with("confirme:");
    if (at.focus != default_person(at.role)) context.focus = at.focus;
    if (const auto known = at.situation.find(at.focus); known != at.situation.end()) {
        for (const auto& [name, value] : known->second.one) context.known.push_back(name);
        for (const auto& [name, values] : known->second.lists) context.known.push_back(name);
        const auto unclear = known->second.one.find("lieu_ambigu");
        if (unclear != known->second.one.end() && (at.act.starts_with("clarifie:") || context.asked == "commune" || context.asked == "departement"))
            context.unclear_place = unclear->second;
    }
    if (at.act.starts_with("clarifie:")) context.asked = "departement";
    return context;
}

/// Facts said again otherwise, or taken back.
json corrected(const json& slots, const std::vector<SchemaFact>& facts, const Standing& at, const std::string& person) {
    std::vector<std::string> known, all;
    const auto before = at.situation.find(person);
    for (const auto& fact : facts) {
        if (std::find(all.begin(), all.end(), fact.name) != all.end()) continue;
        all.push_back(fact.name);
        if (before != at.situation.end() &&
            (before->second.one.contains(fact.name) || before->second.lists.contains(fact.name)))
            known.push_back(fact.name);
    }
    if (known.empty() && slots.contains("nie"))
        for (const auto& [name, values] : slots["nie"].items()) known.push_back(name);
    return known.empty() ? json(all) : json(known);
}

json slots_of(const Reading& reading, const Standing& at) {
    json slots = json::object();
    const auto facts = reading::schema_facts(reading);
    for (const auto& fact : facts) put(slots, fact);
    for (const auto& slot : reading.slots) put(slots, {slot.name, slot.value, false});
    const auto person = reading.about.empty() ? at.focus : reading.about;
    if (!reading.about.empty() && reading.about != at.focus) slots["beneficiaire"] = reading.about;
    for (const auto& other : reading.others) {
        json more{{"beneficiaire", other.about.empty() ? default_person(at.role) : other.about}};
        for (const auto& fact : reading::schema_facts(other.facts)) put(more, fact);
        if (more.size() > 1) slots["autres"].push_back(std::move(more));
    }
    if (reading.hypothetical) slots["hypothese"] = true;
    if (reading.intent == reading::Intent::corriger_info && !facts.empty())
        slots["corrige"] = corrected(slots, facts, at, person);
    return slots;
}

std::string_view name(reading::Certainty certainty) {
    switch (certainty) {
        case reading::Certainty::exact: return "exact";
        case reading::Certainty::corrected: return "corrige";
        case reading::Certainty::deduced: return "deduit";
        case reading::Certainty::context: return "contexte";
    }
    return "exact";
}

/// Where each fact and slot comes from: the words as they were written, the rule, how sure.
json receipts(const Reading& reading, const std::string& text) {
    json all = json::array();
    const auto span = [&](const reading::Evidence& at) {
        return json{{"octets", {at.begin, at.end}}, {"extrait", text.substr(at.begin, at.end - at.begin)}};
    };
    const auto add = [&](const std::vector<reading::Fact>& facts, const std::string& about) {
        for (const auto& fact : facts) {
            auto receipt = span(fact.evidence);
            receipt.update({{"nom", fact.name}, {"valeur", fact.value}, {"regle", fact.rule}, {"classe", name(fact.certainty)}});
            if (fact.denied) receipt["nie"] = true;
            if (!about.empty()) receipt["personne"] = about;
            all.push_back(std::move(receipt));
        }
    };
    add(reading.facts, reading.about);
    for (const auto& other : reading.others) add(other.facts, other.about);
    for (const auto& slot : reading.slots) {
        auto receipt = span(slot.evidence);
        receipt.update({{"nom", slot.name}, {"valeur", slot.value}, {"regle", slot.rule}, {"classe", "exact"}});
        all.push_back(std::move(receipt));
    }
    return all;
}

int each_line(std::istream& in, std::ostream& complaints, const std::function<void(const json&)>& work) {
    int wrong = 0, number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            work(json::parse(line));
        } catch (const std::exception& e) {
            ++wrong;
            complaints << "ligne " << number << "\u00A0: ce n’est pas un message en JSON (" << e.what() << ")" << '\n';
        }
    }
    return wrong;
}

}  // namespace

int read_messages(
    const talking::Tools& tools, const Stopwatch& elapsed, std::istream& in, std::ostream& out, std::ostream& complaints) {
    return each_line(in, complaints, [&](const json& message) {
        Standing at;
        at.role = message.at("role").get<std::string>();
        at.today = day_of(message.at("now").get<std::string>());
        at.focus = default_person(at.role);
        if (const auto& context = message.at("context"); !context.is_null()) {
            at.act = context.value("bot_act", "");
            at.situation = situation_of(context.at("situation"));
            if (context.contains("focus") && context["focus"].is_string()) at.focus = context["focus"].get<std::string>();
        }
        const auto context = context_of(at);
        const auto text = message.at("text").get<std::string>();
        const auto begin = elapsed();
        const auto reading = tools.reader->read(text, context);
        const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(elapsed() - begin);
        const auto situation = reading::after_message(at.situation, reading, at.focus, at.today, *tools.gazetteer);
        json line{
            {"id", message.at("id")},
            {"intent", reading::name(reading.intent)},
            {"confidence", reading.confidence},
            {"oos_score", reading.out_of_scope},
            {"slots", slots_of(reading, at)},
            {"situation", as_json(situation)},
            {"crisis",
             {{"level", static_cast<int>(reading.danger.level)},
              {"type", reading.danger.type.empty() ? json(nullptr) : json(reading.danger.type)}}},
            {"recus", receipts(reading, text)},
            {"latency_us", micros.count()}};
        // A receipt may cut a character of a broken text: replaced, never thrown.
        out << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    });
}

int read_dialogues(const talking::Tools& tools, std::istream& in, std::ostream& out, std::ostream& complaints) {
    return each_line(in, complaints, [&](const json& dialogue) {
        Standing at;
        at.role = dialogue.at("role").get<std::string>();
        at.today = day_of(dialogue.at("now").get<std::string>());
        const auto person = default_person(at.role);
        at.focus = person;
        int level = 0;
        json intents = json::array();
        Reading last;
        reading::Situation supposed;
        for (const auto& turn : dialogue.at("turns")) {
            if (turn.at("who") == "bot") {
                at.act = turn.at("act").get<std::string>();
                continue;
            }
            last = tools.reader->read(turn.at("text").get<std::string>(), context_of(at));
            auto real = last;
            real.hypothetical = false;
            supposed = reading::after_message(at.situation, real, at.focus, at.today, *tools.gazetteer);
            at.situation = reading::after_message(at.situation, last, at.focus, at.today, *tools.gazetteer);
            at.focus = reading::focus_after(at.focus, person, last);
            level = std::max(level, static_cast<int>(last.danger.level));
            intents.push_back(reading::name(last.intent));
        }
        const auto& judged = last.hypothetical ? supposed : at.situation;
        const auto known = judged.find(at.focus);
        Occasion occasion;
        occasion.today = at.today;
        occasion.partner = at.role != "jeune";
        occasion.danger = level >= 2;
        occasion.intent = last.intent;
        json line{
            {"id", dialogue.at("id")},
            {"situation", as_json(at.situation)},
            {"familles", families(*tools.catalogue, *tools.gazetteer, known == judged.end() ? reading::Known{} : known->second, occasion)},
            {"crisis_level", level},
            {"turn_intents", intents}};
        out << line.dump() << '\n';
    });
}

}  // namespace bot::commands
