#include "bot/talking/hand_over.hpp"

#include "bot/talking/service.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace bot::talking {
namespace {

using rules::places::Commune;
using wording::Line;

constexpr std::size_t most_offices = 5;
constexpr std::size_t most_agencies = 3;
constexpr int age_after_missions = 26;  // missions locales serve the 16 to 25

/// Somewhere to go, and perhaps to write to.
struct Office {
    std::string code, name, hours;
    Line line;
    bool mission = false;
};

/// Lists of offices write ' where French print has ’, and shout some words.
std::string typeset(const std::string& text) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        auto end = i;
        while (end < text.size() && capital(text[end])) ++end;
        const bool whole = (i == 0 || text[i - 1] == ' ' || text[i - 1] == '-' || text[i - 1] == '\'') &&
                           (end == text.size() || text[end] == ' ' || text[end] == '-' || text[end] == ',');
        if (end - i > 3 && whole) {
            out += text[i];
            for (auto j = i + 1; j < end; ++j) out += static_cast<char>(text[j] - 'A' + 'a');
            i = end;
            continue;
        }
        if (end > i) {
            out.append(text, i, end - i);
            i = end;
            continue;
        }
        out += text[i] == '\'' ? std::string("’") : std::string(1, text[i]);
        ++i;
    }
    return out;
}

const char* known(const std::string& text) {
    return text.empty() ? "non" : "oui";
}

/// Communes that stand for the place: the one, or all of the département.
std::vector<const Commune*> communes_of(const Turn& turn) {
    const auto& gazetteer = *turn.tools.gazetteer;
    if (const auto* asked = gazetteer.by_code(turn.place)) return {asked};
    const auto situation = turn.situation();
    if (const auto code = turn.known(situation, "commune"))
        if (const auto* commune = gazetteer.by_code(law::to_code(*code))) return {commune};
    std::vector<const Commune*> out;
    if (const auto departement = turn.known(situation, "departement"))
        for (const auto& commune : gazetteer.communes())
            if (commune.departement == law::to_code(*departement)) out.push_back(&commune);
    return out;
}

Office office_of(const Turn& turn, const rules::places::MissionLocale& mission) {
    const auto* seat = turn.tools.gazetteer->by_code(mission.seat_commune_code);
    Office office;
    office.code = mission.code;
    office.name = typeset(mission.name);
    office.hours = mission.hours;
    office.mission = true;
    office.line = turn.line(
        "lieu_mission_locale",
        {{"nom", office.name},
         {"avec_siege", seat != nullptr ? "oui" : "non"},
         {"siege", seat != nullptr ? seat->name : std::string()},
         {"avec_telephone", known(mission.phone)},
         {"telephone", mission.phone},
         {"avec_courriel", known(mission.mail)},
         {"courriel", mission.mail},
         {"avec_horaires", known(mission.hours)},
         {"horaires", mission.hours}}
    );
    return office;
}

Office office_of(const Turn& turn, const rules::places::Agency& agency) {
    Office office;
    office.code = agency.code;
    office.name = "France Travail, " + typeset(agency.name);
    const std::string address =
        agency.address + (agency.address.empty() ? "" : ", ") + agency.postal_code + " " + agency.town;
    office.line =
        turn.line("lieu_france_travail", {{"nom", typeset(agency.name)}, {"adresse", typeset(address)}});
    return office;
}

/// Those of the commune's own intercommunality, if any has its seat there.
std::vector<const rules::places::MissionLocale*> nearest(const Turn& turn, const Commune& commune) {
    auto all = turn.tools.gazetteer->missions_locales(commune);
    std::vector<const rules::places::MissionLocale*> near;
    for (const auto* mission : all) {
        const auto* seat = turn.tools.gazetteer->by_code(mission->seat_commune_code);
        if (seat != nullptr && !commune.epci_name.empty() && seat->epci_name == commune.epci_name)
            near.push_back(mission);
    }
    return near.empty() ? all : near;
}

std::vector<Office> offices_near(const Turn& turn) {
    std::vector<Office> offices;
    std::set<std::string> seen;
    const auto communes = communes_of(turn);
    const auto age = turn.known(turn.situation(), "age");
    const bool missions_wanted = turn.structure == "mission_locale";
    const bool too_old = age && age->raw >= age_after_missions && !missions_wanted;
    for (const auto* commune : communes) {
        if (too_old || turn.structure == "france_travail") break;
        for (const auto* mission : nearest(turn, *commune))
            if (offices.size() < most_offices && seen.insert(mission->code).second)
                offices.push_back(office_of(turn, *mission));
    }
    std::size_t agencies = missions_wanted && !offices.empty() ? most_agencies : 0;
    for (const auto* commune : communes)
        for (const auto* agency : turn.tools.gazetteer->agencies(*commune))
            if (agencies < most_agencies && seen.insert("ft" + agency->code).second) {
                offices.push_back(office_of(turn, *agency));
                ++agencies;
            }
    return offices;
}

const people::Destination* desk_of(const Turn& turn, const Office& office) {
    return turn.tools.people ? turn.tools.people->desk_of(office.code) : nullptr;
}

std::vector<Line> one_line(const std::string& text) {
    return text.empty() ? std::vector<Line>{} : std::vector<Line>{wording::plain(text)};
}

/// Addresses, and that nothing was sent.
void say_where(Turn& turn, const std::vector<Office>& offices) {
    std::vector<Line> lines;
    bool hours = true, can_write = false;
    for (const auto& office : offices) {
        lines.push_back(office.line);
        hours = hours && !office.hours.empty();
        can_write = can_write || desk_of(turn, office) != nullptr;
    }
    const bool theirs = !turn.only_momentary && !turn.memory.facts.empty() && !turn.partner() && turn.place.empty();
    turn.memory.question = {};
    turn.say(
        turn.partner() ? "contact_partenaire" : "humain",
        {{"plusieurs", offices.size() > 1 ? "oui" : "non"},
         {"lieux", std::move(lines)},
         {"horaires_connus", hours ? "oui" : "non"},
         {"ecrire", can_write && turn.memory.handed.empty() ? "oui" : can_write ? "deja" : "non"},
         {"avec_faits", theirs ? "oui" : "non"},
         {"resume", theirs ? one_line(request_words(turn)) : std::vector<Line>{}}}
    );
}

/// On a page that forgets soon, an answer of tomorrow finds nobody: that is said before anything is sent.
wording::Arguments with_kept_words(const Turn& turn, wording::Arguments arguments) {
    arguments.merge(kept_words(turn));
    return arguments;
}

void ask_consent(Turn& turn, const Office& office) {
    Question question;
    question.quoted = request_words(turn);
    question.also = office.code;
    for (const auto act : {Choice::Act::send, Choice::Act::call_back, Choice::Act::address})
        question.choices.push_back({act, {}, office.code});
    turn.say(
        "humain_accord",
        with_kept_words(
            turn,
            {{"structure", office.name},
             {"horaires_connus", known(office.hours)},
             {"horaires", office.hours},
             {"envoi", one_line(question.quoted)}}
        )
    );
    turn.memory.question = std::move(question);
}

void ask_which_office(Turn& turn, const std::vector<Office>& offices) {
    Question question;
    std::vector<Line> lines;
    for (const auto& office : offices) {
        question.choices.push_back({Choice::Act::office, {}, office.code});
        lines.push_back(office.line);
    }
    turn.say("humain_lequel", {{"choix", std::move(lines)}});
    turn.memory.question = std::move(question);
}

std::string iso(reading::Day day) {
    const std::chrono::year_month_day d(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()), static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
}

/// The letter is made of the very string that was quoted.
void send(Turn& turn, const Office& office, const std::string& quoted, const std::string& phone) {
    const auto* desk = desk_of(turn, office);
    if (desk == nullptr) {  // taken out of the configuration meanwhile
        say_where(turn, {office});
        return;
    }
    const auto code = reference_code(turn.inbound.conversation, turn.event);
    Letter letter;
    letter.to = *desk;
    letter.code = code;
    letter.title = turn.words("lettre_objet", {{"code", code}});
    letter.file = {{turn.inbound.channel, turn.inbound.conversation}, *desk, office.name};
    letter.document = turn.tools.messages->say(
        "lettre",
        wording::Register::vous,
        {{"code", code},
         {"structure", office.name},
         {"date", wording::french_date(turn.at.today)},
         {"envoi", one_line(quoted)},
         {"avec_telephone", known(phone)},
         {"telephone", phone}}
    );
    turn.letters.push_back(std::move(letter));
    turn.memory.handed = code;
    turn.memory.handed_to = office.name;
    turn.memory.handed_on = iso(turn.at.today);
    turn.no_way_back = true;  // an edited "1" takes no letter back
    turn.handed_over = true;
    turn.say(
        "transmis",
        with_kept_words(
            turn, {{"structure", office.name}, {"code", code}, {"rappel", phone.empty() ? "non" : "oui"}}
        )
    );
}

/// Ten digits, in whatever groups; "+33" for the first 0. Empty: none.
std::string phone_in(std::string_view body) {
    std::string digits;
    for (const char c : body) {
        if (c >= '0' && c <= '9') digits += c;
        if (digits.size() > 12) return {};
    }
    if (body.find("+33") != std::string_view::npos && digits.starts_with("33")) digits.replace(0, 2, "0");
    if (digits.size() == 11 && digits.starts_with("00")) digits.erase(0, 1);
    if (digits.size() != 10 || digits.front() != '0' || digits[1] == '0') return {};
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 2) out += (i == 0 ? "" : "\u00a0") + digits.substr(i, 2);
    return out;
}

}  // namespace

std::string request_words(const Turn& turn) {
    const auto& memory = turn.memory;
    std::string facts;
    const auto add = [&facts](const std::string& word) {
        if (!word.empty()) facts += (facts.empty() ? "" : ", ") + word;
    };
    for (const auto* field : {"age", "commune", "departement", "niveau_diplome", "statut"}) {
        const auto fact = memory.facts.find(field);
        const bool said = field == std::string_view("departement") && memory.facts.contains("commune");
        if (fact != memory.facts.end() && !said) add(fact_words(turn, field, fact->second.value));
    }
    if (!memory.wish.empty()) add(fact_words(turn, "souhait", memory.wish));
    const auto* measure = memory.about.empty() ? nullptr : turn.tools.catalogue->find(memory.about);
    return turn.words(
        "resume_demande",
        {{"avec_faits", facts.empty() ? "non" : "oui"},
         {"faits", facts},
         {"avec_mesure", measure != nullptr ? "oui" : "non"},
         {"mesure", measure != nullptr ? measure->presentation.title : std::string()}}
    );
}

void hand_over(Turn& turn, Reach reach) {
    turn.asked = true;  // somebody who wants a person is not asked the next question in the same breath
    const auto offices = offices_near(turn);
    if (offices.empty()) {
        turn.memory.question = {};
        if (turn.memory.outside || turn.declined("commune") || turn.only_momentary || turn.partner()) {
            turn.handed_over = true;
            turn.say(turn.memory.outside && !turn.only_momentary ? "humain_hors_normandie" : "humain_sans_lieu");
            return;
        }
        turn.memory.question.field = "commune";
        turn.memory.question.measure = std::string(for_hand_over);
        turn.say("humain_ou");
        return;
    }
    std::vector<Office> with_desk;
    for (const auto& office : offices)
        if (desk_of(turn, office) != nullptr) with_desk.push_back(office);
    // In a group nobody consents for anybody; for somebody else, neither.
    const bool may_send = reach == Reach::write_if_wanted && turn.inbound.one_to_one && !turn.only_momentary && !turn.partner() && turn.place.empty();
    if (may_send && !turn.memory.handed.empty()) {
        turn.say(
            "deja_transmis",
            {{"structure", turn.memory.handed_to},
             {"code", turn.memory.handed},
             {"date", day_words(turn.memory.handed_on)}}
        );
    }
    if (!may_send || with_desk.empty() || !turn.memory.handed.empty()) {
        turn.handed_over = true;
        // Missions locales and agencies are all that the directory has.
        if (!turn.structure.empty() && turn.structure != "mission_locale" && turn.structure != "france_travail") turn.say("structure_sans_adresse");
        say_where(turn, offices);
        return;
    }
    // One mission locale in charge is the one, whatever agencies there are beside it.
    const auto missions = std::count_if(with_desk.begin(), with_desk.end(), [](const auto& o) { return o.mission; });
    if (missions > 0) std::erase_if(with_desk, [](const auto& o) { return !o.mission; });
    if (with_desk.size() == 1)
        ask_consent(turn, with_desk.front());
    else
        ask_which_office(turn, with_desk);
}

void take_hand_over(Turn& turn, const Choice& choice, const Question& asked) {
    const auto offices = offices_near(turn);
    const auto office =
        std::find_if(offices.begin(), offices.end(), [&](const auto& o) { return o.code == choice.value; });
    if (office == offices.end()) {  // they have moved since
        hand_over(turn);
        return;
    }
    switch (choice.act) {
        case Choice::Act::office:
            ask_consent(turn, *office);
            break;
        case Choice::Act::send:
            send(turn, *office, asked.quoted, {});
            break;
        case Choice::Act::call_back:
            turn.memory.question = {};
            turn.memory.question.measure = std::string(for_phone);
            turn.memory.question.also = office->code;
            turn.memory.question.quoted = asked.quoted;
            turn.say("humain_numero");
            break;
        default:
            turn.handed_over = true;
            say_where(turn, {*office});
    }
}

bool take_phone(Turn& turn, std::string_view body, const Question& asked) {
    const auto phone = phone_in(body);
    if (phone.empty()) return false;
    const auto offices = offices_near(turn);
    const auto office =
        std::find_if(offices.begin(), offices.end(), [&](const auto& o) { return o.code == asked.also; });
    turn.memory.question = {};
    if (office == offices.end())
        hand_over(turn);
    else
        send(turn, *office, asked.quoted, phone);
    return true;
}

void relay(Turn& turn, const Referenced& named) {
    const auto& file = turn.at.file;
    const people::Destination here{turn.inbound.channel, turn.inbound.conversation};
    if (!file || file->desk != here || named.rest.empty()) {
        turn.say(file && file->desk == here ? "reponse_vide" : "fiche_inconnue", {{"code", named.code}});
        return;
    }
    const auto taken = rules::places::Gazetteer::fold(named.rest);
    Letter letter;
    letter.to = file->young;
    letter.document = turn.tools.messages->say(
        taken == "pris" || taken == "pris ." ? "demande_prise" : "reponse_structure",
        turn.tools.young_register,
        {{"structure", file->structure}, {"code", named.code}, {"texte", one_line(named.rest)}}
    );
    turn.letters.push_back(std::move(letter));
    turn.say("reponse_remise", {{"code", named.code}});
}

}  // namespace bot::talking
