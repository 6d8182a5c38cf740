#include "bot/commands/evaluate.hpp"
#include "bot/commands/person_reader.hpp"
#include "bot/commands/progress.hpp"
#include "bot/commands/reason_words.hpp"
#include "rules/yaml/number.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <istream>
#include <ostream>

namespace bot::commands {
namespace {

namespace law = rules::law;
using Json = nlohmann::ordered_json;

constexpr auto draft_reserve =
    "Brouillon\u00A0: les règles de cette mesure ne sont pas vérifiées, ne pas les annoncer";
constexpr std::size_t longest_line = std::size_t{1} << 20;

/// One line, at most 1 MiB kept. \returns false at the end.
bool read_line(std::istream& in, std::string& line, bool& too_long) {
    line.clear();
    too_long = false;
    std::streambuf* const bytes = in.rdbuf();
    int c = bytes->sbumpc();
    if (c == std::char_traits<char>::eof()) return false;
    for (; c != std::char_traits<char>::eof() && c != '\n'; c = bytes->sbumpc()) {
        if (line.size() < longest_line)
            line += static_cast<char>(c);
        else
            too_long = true;
    }
    if (line.ends_with('\r')) line.pop_back();
    return true;
}

/// A fact as a cell would write it. \returns nothing for what no cell can hold.
std::optional<std::string> cell_text(const Json& value) {
    if (value.is_null()) return std::string();
    if (value.is_boolean()) return std::string(value.get<bool>() ? "oui" : "non");
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number()) return value.dump();
    return std::nullopt;
}

/// Of a draft nothing is said flatly.
void mark_as_draft(Json& result, const law::Verdict& verdict) {
    result["draft"] = true;
    if (verdict.outcome != law::Outcome::eligible && verdict.outcome != law::Outcome::eligible_sous_reserve)
        return;
    result["outcome"] = law::name(law::Outcome::eligible_sous_reserve);
    result["reserves"].push_back(draft_reserve);
}

Json result_of(const law::Catalogue& catalogue, const law::Measure& measure, const Person& person) {
    const law::Vocabulary& vocabulary = catalogue.vocabulary();
    law::Verdict const verdict = law::assess(catalogue, measure, person.situation, person.day);
    Json result{{"outcome", law::name(verdict.outcome)}};
    if (verdict.amount) {
        result["amount"] = static_cast<double>(verdict.amount->hundredths) / 100.0;
        result["unit"] = verdict.amount->unit;
        if (verdict.amount->ceiling) result["ceiling"] = true;
    }
    auto const missing = missing_names(vocabulary, verdict);
    result["missing"] = missing;
    result["reasons"] = Json::array();
    if (!verdict.reasons.empty())
        if (auto const tree = law::explain(catalogue, measure, person.situation, person.day))
            result["reasons"] = reason_words(vocabulary, verdict, *tree);
    if (!verdict.reserves.empty()) result["reserves"] = verdict.reserves;
    for (const std::string& name : missing)
        if (auto const& question = vocabulary.at(*vocabulary.find(name)).question_vous; !question.empty())
            result["questions"].push_back(question);
    if (verdict.closed_since) result["closed_since"] = rules::yaml::written_day(*verdict.closed_since);
    if (verdict.closed_since)
        for (const law::Measure& other : catalogue.measures())
            if (std::find(other.replaces.begin(), other.replaces.end(), measure.id) != other.replaces.end())
                result["replaced_by"].push_back(other.id);
    if (verdict.opens_on) result["opens_on"] = rules::yaml::written_day(*verdict.opens_on);
    if (measure.publication != law::Publication::verifie) mark_as_draft(result, verdict);
    return result;
}

/// What the line tells. \returns what is wrong, empty if nothing. `texts` holds what `told` refers to.
std::string read_told(
    const Json& line,
    const ColumnWords& words,
    std::vector<std::string>& texts,
    std::vector<PersonReader::Told>& told
) {
    if (!line.is_object()) return "un objet JSON est attendu";
    for (const auto& [key, value] : line.items())
        if (key != "id" && key != "date" && key != "situation")
            return fmt::format(
                "clé inconnue «\u00A0{}\u00A0»\u00A0; id, date et situation sont attendus", key
            );
    if (!line.contains("situation") || !line["situation"].is_object())
        return "«\u00A0situation\u00A0» manque ou n’est pas un objet";
    std::vector<Meaning> meanings;
    auto const add = [&](const Meaning& meaning, const Json& value) {
        auto text = cell_text(value);
        meanings.push_back(meaning);
        texts.push_back(text.value_or(""));
        return text.has_value();
    };
    if (line.contains("date") && !add(Mark::date, line["date"]))
        return "«\u00A0date\u00A0» n’est pas un texte";
    for (const auto& [name, value] : line["situation"].items()) {
        auto const meaning = words.meaning(name);
        if (!meaning) {
            std::string const near = words.nearest(name);
            return fmt::format(
                "fait inconnu «\u00A0{}\u00A0»{}",
                name,
                near.empty() ? "" : "\u00A0; vouliez-vous dire «\u00A0" + near + "\u00A0»\u00A0?"
            );
        }
        if (std::find(meanings.begin(), meanings.end(), *meaning) != meanings.end())
            return fmt::format("«\u00A0{}\u00A0» est dit deux fois", name);
        if (!add(*meaning, value))
            return fmt::format("«\u00A0{}\u00A0» n’est ni un texte, ni un nombre, ni vrai ou faux", name);
    }
    for (std::size_t i = 0; i < meanings.size(); ++i) told.emplace_back(meanings[i], texts[i]);
    return {};
}

}  // namespace

EvaluateReport evaluate_json_lines(
    std::istream& in,
    std::ostream& out,
    const law::Catalogue& catalogue,
    const std::vector<const law::Measure*>& measures,
    const PersonReader& reader,
    const ColumnWords& words,
    Progress& progress
) {
    EvaluateReport report;
    std::string line;
    std::int64_t number = 0, bytes = 0;
    bool too_long = false;
    while (read_line(in, line, too_long)) {
        ++number;
        bytes += static_cast<std::int64_t>(line.size()) + 1;
        if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        if (trimmed(line).empty()) continue;
        ++report.rows;
        Json answer = Json::object();
        std::string why;
        Json const told_json = too_long ? Json() : Json::parse(line, nullptr, false);
        if (too_long || told_json.is_discarded()) {
            why = too_long ? "la ligne dépasse 1 Mio" : "ce n’est pas du JSON";
        } else {
            if (told_json.is_object() && told_json.contains("id")) answer["id"] = told_json["id"];
            std::vector<std::string> texts;
            std::vector<PersonReader::Told> told;
            why = read_told(told_json, words, texts, told);
            if (why.empty()) {
                Person const person = reader.read(told);
                why = person.problem;
                if (person.place_left_open) ++report.places_left_open;
                if (why.empty()) {
                    answer["results"] = Json::object();
                    for (const law::Measure* measure : measures)
                        answer["results"][measure->id] = result_of(catalogue, *measure, person);
                }
            }
        }
        if (!why.empty()) {
            ++report.refused;
            answer["line"] = number;
            answer["error"] = why;
        }
        out << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
        if (report.rows % 64 == 0) progress.at(bytes, report.rows);
    }
    progress.end();
    if (report.refused > 0) report.end = EvaluateReport::End::some_refused;
    return report;
}

}  // namespace bot::commands
