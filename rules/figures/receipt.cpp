#include "rules/figures/receipt.hpp"

#include "rules/figures/words.hpp"
#include "rules/figures/xlsx_writer.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace rules::figures {
namespace {

using steering::Objective;

constexpr std::string_view question = "Répondez OUI pour que ces chiffres comptent, ou renvoyez le fichier corrigé.\n";

/// Whole where it is whole.
std::string french(double value) { return steering::french(value, value == std::floor(value) ? 0 : 1); }

}  // namespace

std::string receipt(const Preview& preview, std::span<const Objective> objectives) {
    if (preview.refused_whole) {
        auto const& wrong = *preview.refused_whole;
        return "Fichier refusé" + (wrong.line > 0 ? " (ligne " + std::to_string(wrong.line) + ")" : std::string()) + ". " + wrong.message + "\n";
    }
    auto const lines = [](std::size_t n) { return french(static_cast<double>(n)) + (n > 1 ? " lignes" : " ligne"); };
    std::string text = lines(static_cast<std::size_t>(preview.rows_read)) + (preview.rows_read > 1 ? " lues (" : " lue (") + preview.mapping + ") : " +
                       french(static_cast<double>(preview.accepted.size())) + " en attente de votre accord, " +
                       french(static_cast<double>(preview.refused.size())) + " à corriger, " + french(preview.unchanged) + (preview.unchanged > 1 ? " déjà connues.\n" : " déjà connue.\n");
    struct Sums {
        double value = 0, newest = 0;  // newest: of the last month
        std::size_t rows = 0, revised = 0, confirmed = 0;
        steering::Month first, last;
    };
    std::map<std::string, Sums> sums;
    for (auto const& row : preview.accepted) {
        auto& sum = sums[row.publication.objective + " (" + row.publication.source + ")"];
        if (sum.rows == 0) sum.first = sum.last = row.publication.month;
        if (row.publication.month >= sum.last) sum.newest = row.publication.value;
        sum.first = std::min(sum.first, row.publication.month);
        sum.last = std::max(sum.last, row.publication.month);
        sum.value += row.publication.value;
        ++sum.rows;
        sum.revised += row.revises ? 1 : 0;
        sum.confirmed += row.confirms ? 1 : 0;
    }
    for (auto const& entry : sums) {
        auto const& name = entry.first;
        auto const& sum = entry.second;
        auto const objective = std::find_if(objectives.begin(), objectives.end(), [&](const Objective& o) { return name.starts_with(o.id + " "); });
        bool const state = objective != objectives.end() && objective->counting == steering::Counting::stock;
        text += "• " + name + " : " + french(state ? sum.newest : sum.value) +
                (objective != objectives.end() ? " " + std::string(steering::words_for(objective->unit, state ? sum.newest : sum.value)) : std::string()) +
                (state ? " à fin " + steering::written_month(sum.last) : ", de " + steering::written_month(sum.first) + " à " + steering::written_month(sum.last));
        if (state && sum.rows > 1) text += " (" + lines(sum.rows) + ", un état ne s’additionne pas)";
        if (sum.revised > 0) text += ", dont " + lines(sum.revised) + (sum.revised > 1 ? " qui révisent un mois connu" : " qui révise un mois connu");
        if (sum.confirmed > 0) text += ", dont " + lines(sum.confirmed) + (sum.confirmed > 1 ? " qui confirment un mois connu" : " qui confirme un mois connu");
        text += "\n";
    }
    for (std::size_t i = 0; i < preview.refused.size() && i < 5; ++i)
        text += "✘ ligne " + std::to_string(preview.refused[i].line) + " : " + preview.refused[i].problem + "\n";
    if (preview.refused.size() > 5) text += "… et " + lines(preview.refused.size() - 5) + " de plus, toutes dans le fichier annoté.\n";
    if (!preview.accepted.empty()) text += question;
    return text;
}

std::string without_question(std::string receipt) {
    if (receipt.ends_with(question)) receipt.resize(receipt.size() - question.size());
    return receipt;
}

std::string annotated_workbook(const Preview& preview) {
    std::vector<std::vector<std::string>> rows;
    auto const add = [&](std::vector<std::string> cells, std::string line, std::string problem) {
        cells.resize(preview.headers.size());
        cells.push_back(std::move(line));
        cells.push_back(std::move(problem));
        rows.push_back(std::move(cells));
    };
    add(preview.headers, "Ligne", "Problème");
    for (auto const& refused : preview.refused) add(refused.cells, std::to_string(refused.line), refused.problem);
    return workbook_of(rows, "À corriger");
}

std::string annotated(const Preview& preview) {
    std::string out = "\xEF\xBB\xBF";
    auto const row = [&](const std::vector<std::string>& cells, std::string_view line, std::string_view problem) {
        for (std::size_t i = 0; i < preview.headers.size(); ++i) out += csv_cell(i < cells.size() ? cells[i] : "") + ";";
        out += csv_cell(line) + ";" + csv_cell(problem) + "\r\n";
    };
    row(preview.headers, "Ligne", "Problème");
    for (auto const& refused : preview.refused) row(refused.cells, std::to_string(refused.line), refused.problem);
    return out;
}

}  // namespace rules::figures
