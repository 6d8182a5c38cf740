#include "bot/service/story/demo_story.hpp"

#include "bot/wording/french.hpp"
#include "rules/figures/xlsx_writer.hpp"
#include "rules/steering/months.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <vector>

namespace bot::service {

using namespace std::chrono_literals;

namespace {

// Rooms of several begin with "salon-".
const std::string bureau = "salon-bureau", aij = "salon-aij", training = "salon-formation";
const std::string lea = "lea-page-web", karim = "karim-matrix", anonymous = "anonyme-page-web";
const std::string member = "@secretariat:phare.exemple", owner = "@responsable:phare.exemple", stranger = "@passant:phare.exemple",
                  statistician = "@statistiques:phare.exemple";
const std::string figures_office = "Statistiques <chiffres@statistiques.exemple>";
const std::string agency = "Mme Martin <martin@agence.exemple>", adviser = "M. Petit <accueil@missionlocale.exemple>";

std::chrono::sys_days day(int y, unsigned m, unsigned d) { return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d); }

/// Months of 2020 as they were typed; invented.
struct Typed {
    const char* month;
    const char* number;
    std::chrono::sys_days on;
};
const std::vector<Typed>& typed() {
    static const std::vector<Typed> all{
        {"janvier", "270", day(2020, 2, 12)}, {"février", "265", day(2020, 3, 12)},  {"mars", "230", day(2020, 4, 14)},
        {"avril", "120", day(2020, 5, 12)},   {"mai", "150", day(2020, 6, 12)},      {"juin", "260", day(2020, 7, 15)},
        {"juillet", "250", day(2020, 8, 12)}, {"août", "240", day(2020, 9, 14)},     {"septembre", "500", day(2020, 10, 12)},
        {"novembre", "1\u202f900", day(2020, 12, 14)}, {"décembre", "900", day(2021, 1, 12)}};
    return all;
}


const std::vector<std::string> columns{
    "periode", "territoire", "operateur", "mesure", "indicateur", "tranche_age", "valeur", "cumul", "unite", "source", "extrait_le", "statut", "taux_remplissage", "commentaire"};

/// October comes in a workbook; the first time with a number that may be a thousand or a decimal.
std::string file_with(const std::string& number) {
    std::vector<std::vector<std::string>> const rows{
        columns,
        {"2020-10", "28", "PE", "AIJ", "suivis", "lt26", number, "0", "personnes", "SI_PE", "2020-11-12", "provisoire", "", "exemple fictif"}};
    return rules::figures::workbook_of(rows, "chiffres");
}

/// The other objectives of the year (rules/catalogue/objectifs/histoire), month by month; invented too. Prescriptions of one
/// network lag, contracts come late, the money goes a little faster than planned.
struct Series {
    std::vector<std::string> row;  // operateur, mesure, indicateur, tranche_age, unite, source
    std::array<int, 12> months;
};
const std::vector<Series>& all_series() {
    static const std::vector<Series> all{
        {{"ALL", "OTP_FORMATION", "entrees", "lt30", "personnes", "POP"}, {610, 640, 420, 150, 260, 560, 480, 350, 1100, 1250, 1150, 900}},
        {{"PE", "OTP_FORMATION", "prescriptions", "lt30", "personnes", "AIS"}, {430, 420, 300, 180, 300, 430, 380, 330, 560, 620, 560, 500}},
        {{"ML", "OTP_FORMATION", "prescriptions", "lt26", "personnes", "IMILO"}, {200, 190, 110, 40, 60, 120, 110, 90, 180, 210, 200, 190}},
        {{"ALL", "PEC_JEUNES", "contrats", "lt26", "personnes", "ASP"}, {150, 160, 110, 40, 60, 150, 170, 160, 300, 380, 400, 380}},
        {{"ML", "GARANTIE_JEUNES", "entrees", "lt26", "personnes", "IMILO"}, {255, 260, 215, 170, 200, 250, 240, 220, 300, 320, 310, 290}},
        {{"ML", "GARANTIE_JEUNES", "conseillers", "all", "personnes", "RH_ML"}, {44, 44, 45, 45, 46, 48, 50, 52, 55, 58, 61, 62}},
        {{"ALL", "ENVELOPPE", "montant_paye", "all", "k_euros", "CHORUS"}, {600, 640, 520, 330, 380, 620, 700, 690, 980, 1150, 1200, 1250}}};
    return all;
}

/// A month of all of them, as one workbook.
std::string workbook_of_month(unsigned month, std::chrono::sys_days sent) {
    std::vector<std::vector<std::string>> rows{columns};
    for (auto const& each : all_series()) {
        auto const& r = each.row;
        rows.push_back({fmt::format("2020-{:02}", month), "28", r[0], r[1], r[2], r[3], std::to_string(each.months.at(month - 1)), "0", r[4], r[5], rules::steering::written_day(sent), "definitif", "", "exemple fictif"});
    }
    return rules::figures::workbook_of(rows, "chiffres");
}

void open_rooms(Timeline& rooms) {
    rooms[bureau] = {"Le salon du bureau", "Tous ceux qui y sont font partie du bureau. Personnes et chiffres inventés.", {}};
    rooms[aij] = {"Le salon de l’AIJ", "Chiffres saisis chaque mois, alerte, engagement. Personnes et chiffres inventés.", {}};
    rooms[training] = {"Le salon de la formation", "Entrées et prescriptions, alerte prise en charge. Personnes et chiffres inventés.", {}};
    rooms[lea] = {"Léa, page web", "19 ans, Rouen. Personne inventée.", {}};
    rooms[karim] = {"Karim, Matrix", "24 ans, Le Havre. Personne inventée.", {}};
    rooms[anonymous] = {"Sans nom, page web", "Quelqu’un en danger. Personne inventée.", {}};
}

/// What follows each other in one conversation, a minute apart.
void talk(Stage& stage, Instant from, const std::string& channel, const std::string& room, const std::string& who, const std::vector<std::string>& lines) {
    for (auto const& line : lines) {
        stage.at(from, [&stage, channel, room, who, line] { stage.say(channel, room, who, line); });
        from += 1min;
    }
}

void write(Stage& stage, Instant when, const std::string& from, const std::string& subject, const std::string& text, const std::string& file = {}, const std::string& name = "aij-octobre.xlsx") {
    stage.at(when, [&stage, from, subject, text, file, name] {
        StoryMail mail;
        mail.from = from, mail.subject = subject, mail.text = text, mail.file = file;
        if (!file.empty()) mail.file_name = name;
        stage.mail(mail);
    });
}

/// Answers the last mail that they had from us, as a mail program does.
void answer(Stage& stage, Instant when, const std::string& from, const std::string& address, const std::string& text) {
    stage.at(when, [&stage, from, address, text] {
        StoryMail mail;
        mail.from = from, mail.text = text, mail.answers = stage.last_mail_to(address);
        if (!mail.answers.empty()) stage.mail(mail);
    });
}

void figures(Stage& stage) {
    for (auto const& each : typed()) {
        stage.at(each.on + 9h, [&stage, &each] { stage.say("matrix", aij, statistician, std::string("AIJ ") + each.month + " : " + each.number); });
        stage.at(each.on + 9h + 2min, [&stage] { stage.say("matrix", aij, statistician, "OUI"); });
    }
    write(stage, day(2020, 11, 12) + 9h, agency, "Chiffres AIJ d’octobre", "Bonjour,\nci-joint les chiffres d’octobre.\nMme Martin\n", file_with("2.300"));
    write(stage, day(2020, 11, 12) + 10h, agency, "Chiffres AIJ d’octobre, corrigés", "Bonjour,\nle fichier corrigé.\nMme Martin\n", file_with("2 300"));
    answer(stage, day(2020, 11, 12) + 10h + 20min, agency, "martin@agence.exemple", "OUI\n");
}

/// Once a month all other figures come by mail, and are confirmed within the hour.
void monthly_mails(Stage& stage) {
    for (unsigned month = 1; month <= 12; ++month) {
        auto const sent = month == 12 ? day(2021, 1, 13) : day(2020, month + 1, 13);
        auto const name = std::string(wording::french_month(std::chrono::month(month)));
        write(stage, sent + 14h, figures_office, "Chiffres de " + name, "Bonjour,\nci-joint les chiffres de " + name + ".\n", workbook_of_month(month, sent), "chiffres-" + std::to_string(month) + ".xlsx");
        answer(stage, sent + 14h + 20min, figures_office, "chiffres@statistiques.exemple", "OUI\n");
    }
}

/// The responsible person sees the alert in the room of the training measures and takes it on.
void training_alert(Stage& stage) {
    stage.at(day(2020, 6, 17) + 9h, [&stage] {
        auto const& room = stage.timeline()[training];
        auto const* told = room.last("ALERTE");
        if (told == nullptr) told = room.last("CRITIQUE");
        if (told == nullptr) return;
        auto const id = told->id;  // the room's lines move when one is added
        stage.react(training, owner, id, "👀");
    });
}

void alert(Stage& stage) {
    stage.at(day(2020, 9, 16) + 11h, [&stage] {
        auto const& room = stage.timeline()[aij];
        auto const* told = room.last("ALERTE");
        if (told == nullptr) told = room.last("CRITIQUE");
        if (told == nullptr) return;
        auto const id = told->id;
        stage.react(aij, stranger, id, "👀");
        stage.react(aij, owner, id, "👀");
    });
    stage.at(day(2020, 9, 17) + 11h, [&stage] {
        auto const* const taken = stage.timeline()[aij].last("Pris en charge par");
        if (taken == nullptr) return;
        auto const thread = taken->thread;
        stage.say("matrix", aij, owner, "900 par mois à partir de septembre", thread);
    });
    stage.at(day(2020, 11, 4) + 9h, [&stage] { stage.say("matrix", bureau, member, "liste des alertes"); });
    stage.at(day(2020, 11, 4) + 9h + 3min, [&stage] { stage.say("matrix", bureau, member, "AIJ vu comme le 25/06"); });
}

void young_people(Stage& stage) {
    // The page forgets a quarter of an hour after her last message: the answer comes before.
    talk(stage, day(2020, 11, 18) + 8h + 40min, "web", lea, "Léa",
         {"slt g 19 ans jfé rien depuis juin", "jsui a rouen", "g pas de diplome", "1", "pourquoi", "HUMAIN", "1"});
    answer(stage, day(2020, 11, 18) + 8h + 55min, adviser, "accueil@missionlocale.exemple", "Bonjour, je peux vous recevoir vendredi à 10 h. M. Petit\n");
    talk(stage, day(2020, 11, 19) + 12h + 10min, "matrix", karim, "@karim:phare.exemple",
         {"bonjour, j’ai 24 ans, j’habite au Havre, j’ai le bac", "je cherche un travail", "3", "merci"});
    talk(stage, day(2020, 11, 21) + 22h + 15min, "web", anonymous, "Sans nom", {"salut", "jen peu plus jai envie de mourir"});
}

}  // namespace

std::chrono::sys_days story_ends() { return day(2021, 3, 15); }

Instant story_begins() { return day(2020, 1, 20) + 11h; }

std::chrono::sys_days story_meeting() { return day(2020, 11, 4); }

bool in_story(std::string_view objective) { return objective == "AIJ-2020-NOR" || objective.find("-2020-EX") != std::string_view::npos; }

people::Settings story_people() {
    people::Settings people;
    people.partners = {member, owner, statistician, "martin@agence.exemple", "chiffres@statistiques.exemple", "accueil@missionlocale.exemple"};
    people.partner_rooms = {bureau, aij, training};
    people.any_desk = {"email", "accueil@missionlocale.exemple"};
    return people;
}

commands::Config::Desk story_desk() {
    commands::Config::Desk config;
    config.bureau_room = bureau;
    config.rooms.push_back({aij, {"AIJ-2020-NOR"}, {owner}, false});
    config.rooms.push_back({training, {"OTP-2020-EX", "OTP-2020-EX-PE", "OTP-2020-EX-ML"}, {owner}, false});
    config.story = true;
    config.members = {member, story_member};
    config.owners = {owner};
    config.data_owners = {statistician, "martin@agence.exemple", "chiffres@statistiques.exemple"};
    config.mail = {{"secretariat", {"secretariat@phare.exemple"}}, {"owners", {"responsable@phare.exemple"}}};
    for (auto const d : {day(2020, 1, 16), day(2020, 3, 12), day(2020, 5, 7), day(2020, 7, 2), day(2020, 9, 10), day(2020, 11, 5), day(2020, 12, 17), day(2021, 2, 11)})
        config.meetings.push_back({d, "bureau", {}, "Rouen"});
    return config;
}

void tell_story(Stage& stage) {
    open_rooms(stage.timeline());
    figures(stage);
    monthly_mails(stage);
    alert(stage);
    training_alert(stage);
    young_people(stage);
    stage.play_until(story_ends() + 11h);
}

}  // namespace bot::service
