#include "bot/desk/imports.hpp"

#include "bot/desk/money.hpp"
#include "rules/figures/import.hpp"
#include "rules/figures/receipt.hpp"

#include <algorithm>

namespace bot::desk {
namespace {

constexpr std::string_view xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// "chiffres.xlsx" → "chiffres": what a file that goes back is named after.
std::string bare_name(const std::string& name) {
    constexpr std::size_t longest = 60;
    auto bare = name.substr(0, std::min({name.rfind('.'), name.size(), longest}));
    std::erase_if(bare, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\'; });
    return bare.empty() ? "fichier" : bare;
}

}  // namespace

std::shared_ptr<const File> refused_rows(const Delivered& delivered, const std::string& name) {
    if (!delivered.annotated_xlsx.empty())
        return std::make_shared<const File>(File{"refus-" + bare_name(name) + ".xlsx", std::string(xlsx_type), delivered.annotated_xlsx});
    if (delivered.annotated.empty()) return nullptr;
    return std::make_shared<const File>(File{"refus-" + bare_name(name) + ".csv", "text/csv", delivered.annotated});
}

Delivered propose(
    const Tools& tools, State state, const std::string& bytes, const std::string& by, const std::string& where, Day today, bool amounts, figures::Claim claim
) {
    Delivered delivered;
    auto const hash = figures::file_hash(bytes);
    auto const preview = figures::preview(bytes, tools.mappings, tools.objectives, state.ledger.log_on(today), {today, by, hash});
    auto const of_money = [&](const std::string& objective) {
        auto const* const known = tools.find(objective);
        return known != nullptr && known->funded;
    };
    if (!amounts && std::any_of(preview.accepted.begin(), preview.accepted.end(), [&](auto const& row) { return of_money(row.publication.objective); })) {
        auto const refused = wording::joined(say(tools, "montant_pas_note"), money_elsewhere(tools, state, destination_of(where).conversation));
        delivered.receipt = wording::plain_text(refused);
        delivered.outcome.state = std::move(state);
        return delivered;
    }
    delivered.receipt = figures::receipt(preview, tools.objectives);
    if (!preview.refused.empty()) {
        delivered.annotated = figures::annotated(preview);
        if (figures::kind_of(bytes) == figures::FileKind::xlsx) delivered.annotated_xlsx = figures::annotated_workbook(preview);
    }
    delivered.known = preview.is_known();
    delivered.outcome.state = std::move(state);
    if (preview.refused_whole || preview.accepted.empty()) return delivered;
    auto& out = delivered.outcome;
    delivered.import = out.state.ledger.propose(figures::publications(preview), hash, by, today, std::move(claim));
    out.records.push_back(import_record(out.state.ledger.imports().back()));
    out.state.proposals[where] = delivered.import;
    out.changed = true;
    return delivered;
}

namespace {

/// \returns why the ledger refuses, in French.
std::optional<std::string> decide(
    Outcome& out, figures::LedgerRefusal (figures::Ledger::*decision)(int, Day), Deed deed, int import, const std::string& by, Day today, Instant now
) {
    int const sequence = deeds_in(out.state.ledger) + 1;
    if (auto const refused = (out.state.ledger.*decision)(import, today); refused != figures::LedgerRefusal::none)
        return std::string(figures::name_of(refused));
    out.records.push_back(deed_record(sequence, import, deed, today, by));
    out.state.counted_at = now;
    out.changed = true;
    return {};
}

}  // namespace

std::optional<std::string> confirm(Outcome& out, int import, const std::string& by, Day today, Instant now) {
    return decide(out, &figures::Ledger::confirm, Deed::confirmed, import, by, today, now);
}

std::optional<std::string> withdraw(Outcome& out, int import, const std::string& by, Day today, Instant now) {
    return decide(out, &figures::Ledger::withdraw, Deed::withdrawn, import, by, today, now);
}

}  // namespace bot::desk
