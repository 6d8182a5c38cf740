#include "bot/commands/evaluate.hpp"
#include "bot/commands/progress.hpp"
#include "bot/evaluating/outcome_json.hpp"
#include "bot/evaluating/told_json.hpp"

#include <nlohmann/json.hpp>

#include <istream>
#include <ostream>

namespace bot::commands {
namespace {

namespace law = rules::law;
using evaluating::Person;
using evaluating::trimmed;
using Json = nlohmann::ordered_json;

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
            Person const person = evaluating::read_person(told_json, words, reader, {"id"});
            why = person.problem;
            if (person.place_left_open) ++report.places_left_open;
            if (why.empty()) {
                answer["results"] = Json::object();
                for (const law::Measure* measure : measures)
                    answer["results"][measure->id] = evaluating::outcome_json(catalogue, *measure, person);
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
