#include "bot/desk/state.hpp"

#include "bot/desk/json.hpp"
#include "bot/desk/known.hpp"
#include "rules/steering/small_revisions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::desk {
namespace {

using nlohmann::json;

constexpr int form = 1;
constexpr std::string_view import_prefix = "import/", deed_prefix = "acte/";

json line_of(const steering::Publication& row) {
    json j{{"o", row.objective},
           {"s", row.source},
           {"m", steering::written_month(row.month)},
           {"v", row.value},
           {"p", steering::written_day(row.published_on)},
           {"st", static_cast<int>(row.standing)},
           {"r", steering::written_day(row.received_on)}};
    if (row.unattributed) j["u"] = *row.unattributed;
    if (!row.entered_by.empty()) j["b"] = row.entered_by;
    if (!row.file_hash.empty()) j["f"] = row.file_hash;
    if (!row.comment.empty()) j["c"] = row.comment;
    return j;
}

steering::Publication row_of(const json& j) {
    steering::Publication row;
    row.objective = j.at("o"), row.source = j.at("s"), row.value = j.at("v");
    row.month = steering::read_month(j.at("m").get<std::string>()).value();
    row.published_on = day_of(j.at("p")), row.received_on = day_of(j.at("r"));
    row.standing = static_cast<steering::Standing>(j.at("st").get<int>());
    if (j.contains("u")) row.unattributed = j.at("u").get<double>();
    row.entered_by = j.value("b", ""), row.file_hash = j.value("f", ""), row.comment = j.value("c", "");
    return row;
}

struct StoredDeed {
    int sequence = 0, import = 0;
    Deed deed = Deed::confirmed;
    Day day;
};

/// How late each source is, from our own log: series whose period has been over for long enough that nothing comes any
/// more. Until there are two such years of a source, what the program was given stands.
void learn_sources(steering::Steering& all, Day day) {
    constexpr std::chrono::days settled{180};
    constexpr std::size_t enough_months = 24;
    struct Closed {
        std::vector<std::span<const steering::Vintage>> series;
        std::size_t months = 0;
    };
    std::map<std::string, Closed, std::less<>> sources;
    for (auto const& objective : all.objectives) {
        if (objective.end() + settled > day) continue;
        auto const rows = all.log.series(objective.id, objective.source);
        if (rows.empty()) continue;
        auto& closed = sources[objective.source];
        closed.series.push_back(rows);
        closed.months += steering::known_on(rows, day).size();
    }
    for (auto const& [source, closed] : sources) {
        if (closed.months < enough_months) continue;
        all.sources[source] = steering::learn_completeness(closed.series);
        all.lags[source] = steering::learn_lag(closed.series);
    }
}

}  // namespace

void hold_revisions(steering::Steering& all, Day day) {
    std::set<std::string_view> others;
    for (auto const& objective : all.objectives)
        if (objective.funded || objective.counting == steering::Counting::stock) others.insert(objective.id);
    for (auto& waiting : steering::hold_small_revisions(all.log, [&](std::string_view id) { return !others.contains(id); }, day))
        all.waiting.insert(std::move(waiting));
}

steering::Steering State::steering(const Tools& tools, Day day) const { return steering(tools, day, ledger.log_on(day)); }

std::shared_ptr<const Known> State::known(const Tools& tools, Day day) const {
    return shelf ? shelf->on(*this, tools, day) : std::make_shared<const Known>(steering(tools, day), tools, day);
}

steering::Steering State::steering(const Tools& tools, Day day, steering::PublicationLog log) const {
    steering::Steering all;
    all.objectives = tools.objectives;
    all.log = std::move(log);
    hold_revisions(all, day);
    all.profiles = tools.profiles;
    all.sources = tools.sources;
    all.lags = tools.lags;
    all.model = model_on(models, tools.model, day);
    for (auto const& [objective, deeds] : rebased)
        for (auto const& deed : deeds) all.rebased[objective].push_back(deed.on);
    learn_sources(all, day);
    return all;
}

Record import_record(const figures::Import& import) {
    json rows = json::array();
    for (auto const& row : import.rows) rows.push_back(line_of(row));
    json j{{"form", form},           {"number", import.number},
           {"hash", import.file_hash}, {"by", import.by},
           {"day", written(import.proposed_on)}, {"rows", std::move(rows)}};
    if (!import.claim.owner.empty()) j["claim"] = {{"owner", import.claim.owner}, {"handle", import.claim.handle}};
    return {fmt::format("{}{:06}", import_prefix, import.number), j.dump()};
}

Record deed_record(int sequence, int import, Deed deed, Day day, std::string_view by) {
    json const j{{"form", form},
                 {"sequence", sequence},
                 {"import", import},
                 {"deed", static_cast<int>(deed)},
                 {"day", written(day)},
                 {"by", by}};
    return {fmt::format("{}{:06}", deed_prefix, sequence), j.dump()};
}

int deeds_in(const figures::Ledger& ledger) {
    int deeds = 0;
    for (auto const& import : ledger.imports())
        deeds += (import.confirmed_on ? 1 : 0) + (import.withdrawn_on ? 1 : 0);
    return deeds;
}

std::optional<figures::Ledger> ledger_of(std::vector<Record> records) try {
    std::vector<figures::Import> imports;
    std::vector<StoredDeed> deeds;
    for (auto const& record : records) {
        auto const j = json::parse(record.bytes);
        if (j.at("form") != form) return {};
        if (record.name.starts_with(import_prefix)) {
            figures::Import import;
            import.number = j.at("number"), import.file_hash = j.at("hash"), import.by = j.at("by");
            import.proposed_on = day_of(j.at("day"));
            std::vector<steering::Publication> rows;
            for (auto const& row : j.at("rows")) rows.push_back(row_of(row));
            import.rows = std::move(rows);
            if (j.contains("claim")) import.claim = figures::Claim(j["claim"].at("owner"), j["claim"].at("handle"));
            imports.push_back(std::move(import));
        } else if (record.name.starts_with(deed_prefix)) {
            deeds.push_back(
                {j.at("sequence"), j.at("import"), static_cast<Deed>(j.at("deed").get<int>()), day_of(j.at("day"))}
            );
        }
    }
    std::sort(imports.begin(), imports.end(), [](auto const& a, auto const& b) { return a.number < b.number; });
    std::sort(deeds.begin(), deeds.end(), [](auto const& a, auto const& b) { return a.sequence < b.sequence; });
    figures::Ledger ledger;
    for (auto& import : imports) {
        int const number = import.number;
        if (ledger.propose(std::move(import.rows), import.file_hash, import.by, import.proposed_on, std::move(import.claim)) != number) return {};
    }
    for (auto const& each : deeds) {
        auto const refused =
            each.deed == Deed::confirmed ? ledger.confirm(each.import, each.day) : ledger.withdraw(each.import, each.day);
        if (refused != figures::LedgerRefusal::none) return {};
    }
    return ledger;
} catch (const std::exception&) {  // not of our making, or not whole
    return {};
}

}  // namespace bot::desk
