#include "bot/desk/digest_words.hpp"

#include "bot/desk/money.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::desk {
namespace {

using steering::AlertLevel;
using steering::french;
using steering::french_percent;
using wording::Document;
using wording::joined;
using wording::Line;

std::string gap_of(const Scene& scene, const EpisodeId& id, const people::Destination& to) {
    auto const* const standing = scene.overview.find(id.objective);
    if (standing && amounts_hidden(scene, key_of(to), *standing)) return "non montré";
    return standing ? gap_words(spoken(*standing)) : "–";
}

}  // namespace

Document digest_document(const Scene& scene, const steering::DigestContent& digest, Day meeting_day, const people::Destination& to) {
    auto const& tools = scene.tools;
    auto const entry = [&](const char* what, std::string a, std::string b = "", std::string c = "", std::string d = "", std::string e = "", std::string f = "") {
        return desk::line(
            tools, "ordre_ligne",
            {{"quoi", what}, {"a", std::move(a)}, {"b", std::move(b)}, {"c", std::move(c)}, {"d", std::move(d)}, {"e", std::move(e)}, {"f", std::move(f)}}
        );
    };
    auto const amount = [&](const EpisodeId& id, double figure) {
        auto const* const standing = scene.overview.find(id.objective);
        return standing && amounts_hidden(scene, key_of(to), *standing) ? std::string("non montré") : french(figure);
    };
    auto const promise_entry = [&](const EpisodeId& id, const steering::Commitment& promise, std::string check) {
        return entry("engagement", object_of(tools, id), amount(id, promise.pace), person_words(promise.by), month_words(promise.from), std::move(check));
    };
    bool kept_back = false;  // an amount
    std::vector<Line> decide, watch, since;
    for (auto const& row : digest.table) {
        auto const& open = scene.after.open.at(row.episode);
        auto const* const standing = scene.overview.find(row.episode.objective);
        kept_back = kept_back || (standing && amounts_hidden(scene, key_of(to), *standing));
        bool const waits = std::find(digest.not_taken_on.begin(), digest.not_taken_on.end(), row.episode) != digest.not_taken_on.end();
        bool const called = std::find(digest.on_agenda.begin(), digest.on_agenda.end(), row.episode) != digest.on_agenda.end();
        auto line = entry(
            "table", object_of(tools, row.episode), std::string(steering::name_of(row.now)), gap_of(scene, row.episode, to),
            standing ? french_percent(risk(spoken(*standing), row.episode.kind), 0) : "–", day_words(open.opened),
            std::string(standing && !spoken(*standing).in_place_of.empty() ? ", d’après " + spoken(*standing).objective->source + ", l’autre source" : "") +
                std::string(waits ? ", sans prise en charge" : open.treatment.acknowledged ? ", prise en charge par " + person_words(open.treatment.acknowledged->by) : "") +
                (called ? ", inscrite à l’ordre du jour" : "")
        );
        (waits || called ? decide : watch).push_back(std::move(line));
    }
    for (auto const& objective : digest.doubtful_data) {
        auto const* const known = tools.find(objective);
        watch.push_back(entry("donnees", known ? known->label : objective));
    }
    for (auto const& [id, silence] : digest.silences) {
        bool const ends = std::any_of(digest.silences_ending.begin(), digest.silences_ending.end(), [&](auto const& each) { return each.first == id; });
        watch.push_back(entry(
            "silence", object_of(tools, id), day_words(silence.until), person_words(silence.by),
            ends ? ", soit avant le bureau suivant\u00a0: à reprendre ou à laisser finir" : ""
        ));
    }
    for (auto const& [id, promise] : digest.commitments) {
        bool const checked = std::any_of(digest.checks.begin(), digest.checks.end(), [&](auto const& each) { return each.first == id && each.second.kept(); });
        if (!checked) watch.push_back(promise_entry(id, promise, ", à vérifier au premier mois connu"));
    }
    for (auto const& [id, check] : digest.checks)
        watch.push_back(promise_entry(id, check.promise, (check.kept() ? ", tenu en " : ", non tenu en ") + month_words(check.month) + " (" + amount(id, check.seen) + ")"));
    for (auto const& row : digest.fresh) since.push_back(entry("nouvelle", object_of(tools, row.episode), std::string(steering::name_of(row.now))));
    for (auto const& row : digest.worse) since.push_back(entry("pire", object_of(tools, row.episode), std::string(steering::name_of(row.now))));
    for (auto const& row : digest.better) since.push_back(entry("mieux", object_of(tools, row.episode), std::string(steering::name_of(row.now))));
    for (auto const& row : digest.closed) since.push_back(entry("close", object_of(tools, row.episode)));
    std::vector<std::string> fine;
    for (auto const& objective : digest.fine)
        if (auto const* const known = tools.find(objective)) fine.push_back(known->label);
    auto document = say(
        tools, "ordre_du_jour",
        {{"date", day_words(meeting_day)},
         {"decisions", static_cast<std::int64_t>(decide.size())},
         {"vigilances", static_cast<std::int64_t>(watch.size())},
         {"bons", static_cast<std::int64_t>(fine.size())}}
    );
    if (!decide.empty()) document = joined(std::move(document), say(tools, "ordre_a_decider", {{"lignes", std::move(decide)}}));
    if (!watch.empty()) document = joined(std::move(document), say(tools, "ordre_a_surveiller", {{"lignes", std::move(watch)}}));
    if (!since.empty()) document = joined(std::move(document), say(tools, "ordre_depuis", {{"lignes", std::move(since)}}));
    if (!fine.empty()) document = joined(std::move(document), say(tools, "ordre_bons", {{"objectifs", wording::french_list(fine)}}));
    if (kept_back) document = joined(std::move(document), money_elsewhere(tools, scene.before, to.conversation));
    return document;
}

Document graded_document(const Tools& tools, const steering::YearGraded& graded) {
    return say(
        tools, "bilan_previsions",
        {{"annee", fmt::format("{}", graded.year)},
         {"previsions", static_cast<std::int64_t>(graded.grades.forecasts)},
         {"objectifs", static_cast<std::int64_t>(graded.objectives)},
         {"dedans", french_percent(graded.inside, 0)},
         {"brier", french(graded.grades.brier, 2)},
         {"tenus", static_cast<std::int64_t>(graded.reached)},
         {"fausses", static_cast<std::int64_t>(graded.false_alarms)},
         {"manques", static_cast<std::int64_t>(graded.objectives - graded.reached)},
         {"invisibles", static_cast<std::int64_t>(graded.unseen)}}
    );
}

}  // namespace bot::desk
