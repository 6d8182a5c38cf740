#include "bot/talking/service.hpp"

#include "bot/wording/french.hpp"

#include <string>
#include <utility>

namespace bot::talking {
namespace {

std::vector<wording::Line> fact_lines(const Turn& turn) {
    std::vector<wording::Line> lines;
    for (const auto& [name, receipt] : turn.memory.facts)
        lines.push_back(turn.line(
            "donnee", {{"champ", field_words(turn, name)}, {"valeur", value_words(turn, name, receipt.value)}}
        ));
    if (!turn.memory.wish.empty())
        lines.push_back(turn.line(
            "donnee",
            {{"champ", field_words(turn, "souhait")},
             {"valeur", fact_words(turn, "souhait", turn.memory.wish)}}
        ));
    return lines;
}

State as_state(const Turn& turn) {
    State state;
    state.memory() = turn.memory;
    return state;
}

}  // namespace

wording::Arguments kept_words(const Turn& turn) {
    const auto kept = turn.at.kept;
    return {{"garde", kept ? "page" : "messagerie"}, {"duree", kept ? wording::french_duration(*kept) : ""}};
}

void show_data(Turn& turn) {
    auto lines = fact_lines(turn);
    if (lines.empty()) {
        turn.say("mes_donnees_vide");
        return;
    }
    const auto gone = as_state(turn).expires(turn.at.now, turn.at.today, turn.tools);
    const auto day = std::chrono::floor<std::chrono::days>(
        wording::paris_time(std::chrono::floor<std::chrono::seconds>(gone))
    );
    auto values = kept_words(turn);
    values.emplace("faits", std::move(lines));
    values.emplace("date", wording::french_date(day));
    turn.say("mes_donnees", values);
}

void export_data(Turn& turn) {
    std::vector<wording::Line> lines;
    const std::string text = as_state(turn).exported(turn.tools);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(wording::plain(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    turn.say("export", {{"fichier", std::move(lines)}});
}

void show_for_correction(Turn& turn) {
    auto lines = fact_lines(turn);
    if (lines.empty()) {
        turn.say("corriger_rien");
        return;
    }
    turn.memory.question = {};
    turn.say("corriger_quoi", {{"faits", std::move(lines)}});
}

void confirm_erasure(Turn& turn) {
    turn.memory.question = {};
    turn.memory.question.choices = {{Choice::Act::erase, {}, {}}, {Choice::Act::keep, {}, {}}};
    turn.say("effacer_confirmer");
}

}  // namespace bot::talking
