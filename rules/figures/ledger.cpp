#include "rules/figures/ledger.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace rules::figures {

std::string file_hash(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string text;
    for (auto const byte : digest) text += fmt::format("{:02x}", byte);
    return text;
}

std::string_view name_of(LedgerRefusal refusal) {
    switch (refusal) {
        case LedgerRefusal::none:
            return "";
        case LedgerRefusal::no_such_import:
            return "aucun import ne porte ce numéro";
        case LedgerRefusal::already_counts:
            return "cet import compte déjà";
        case LedgerRefusal::already_withdrawn:
            return "cet import a été annulé ; renvoyez le fichier";
        case LedgerRefusal::same_file_counts:
            return "ce fichier a déjà été importé";
        case LedgerRefusal::nothing_to_count:
            return "aucune ligne de ce fichier ne peut compter";
    }
    return "";
}

const Import* Ledger::claimed(std::string_view owner, std::string_view handle) const {
    if (owner.empty() || handle.empty()) return nullptr;
    auto const found = std::find_if(imports_.begin(), imports_.end(), [&](const Import& each) {
        return each.claim.owner == owner && each.claim.handle == handle;
    });
    return found == imports_.end() ? nullptr : &*found;
}

const Import* Ledger::claimed(std::string_view owner, int number) const {
    if (owner.empty() || number < 1 || number > static_cast<int>(imports_.size())) return nullptr;
    auto const& import = imports_[static_cast<std::size_t>(number) - 1];
    return import.claim.owner == owner ? &import : nullptr;
}

int Ledger::propose(Rows rows, std::string file_hash, std::string by, steering::Day today, Claim claim) {
    Import import;
    import.claim = std::move(claim);
    import.number = static_cast<int>(imports_.size()) + 1;
    import.rows = std::move(rows);
    import.file_hash = std::move(file_hash);
    import.by = std::move(by);
    import.proposed_on = today;
    imports_.push_back(std::move(import));
    return imports_.back().number;
}

LedgerRefusal Ledger::confirm(int number, steering::Day today) {
    if (number < 1 || number > static_cast<int>(imports_.size())) return LedgerRefusal::no_such_import;
    auto& import = imports_[static_cast<std::size_t>(number) - 1];
    if (import.withdrawn_on) return LedgerRefusal::already_withdrawn;
    if (import.confirmed_on) return LedgerRefusal::already_counts;
    if (import.rows.empty()) return LedgerRefusal::nothing_to_count;
    bool const twice = std::any_of(imports_.begin(), imports_.end(), [&](const Import& other) {
        return other.confirmed_on && !other.withdrawn_on && other.file_hash == import.file_hash;
    });
    if (twice) return LedgerRefusal::same_file_counts;
    import.confirmed_on = today;
    return LedgerRefusal::none;
}

LedgerRefusal Ledger::withdraw(int number, steering::Day today) {
    if (number < 1 || number > static_cast<int>(imports_.size())) return LedgerRefusal::no_such_import;
    auto& import = imports_[static_cast<std::size_t>(number) - 1];
    if (import.withdrawn_on) return LedgerRefusal::already_withdrawn;
    import.withdrawn_on = today;
    return LedgerRefusal::none;
}

std::optional<steering::Day> Ledger::changed_on(std::string_view objective, steering::Day until) const {
    std::optional<steering::Day> last;
    for (auto const& import : imports_) {
        bool const about = std::any_of(import.rows.begin(), import.rows.end(), [&](auto const& row) { return row.objective == objective; });
        if (!about || !import.confirmed_on) continue;
        for (auto const& day : {import.confirmed_on, import.withdrawn_on})
            if (day && *day <= until && (!last || *day > *last)) last = day;
    }
    return last;
}

std::vector<Rows> Ledger::counting_on(steering::Day day) const {
    std::vector<Rows> counting;
    for (auto const& import : imports_) {
        if (!import.confirmed_on || *import.confirmed_on > day) continue;
        if (import.withdrawn_on && *import.withdrawn_on <= day) continue;
        counting.push_back(import.rows);
    }
    return counting;
}

steering::PublicationLog Ledger::log_on(steering::Day day) const {
    steering::PublicationLog log;
    for (auto const& rows : counting_on(day))
        for (auto const& row : rows) log.append(row);
    return log;
}

}  // namespace rules::figures
