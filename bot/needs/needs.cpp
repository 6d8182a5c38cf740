#include "bot/needs/needs.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::needs {
namespace {

template <class List>
bool holds(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

bool is_known(const Need& need) {
    return need.month.size() == 7 && holds(departements, need.departement) && holds(themes, need.theme);
}

void Counts::add(std::string_view departement, std::string_view theme) { ++counts_[{std::string(departement), std::string(theme)}]; }

std::int64_t Counts::of(std::string_view departement, std::string_view theme) const {
    auto const found = counts_.find(std::pair{std::string(departement), std::string(theme)});
    return found == counts_.end() ? 0 : found->second;
}

std::string Counts::stored() const {
    auto out = nlohmann::json::object();
    for (auto const& [where, count] : counts_) out[where.first][where.second] = count;
    return out.dump();
}

std::optional<Counts> Counts::read(std::string_view stored) {
    auto const json = nlohmann::json::parse(stored, nullptr, false);
    if (!json.is_object()) return {};
    Counts counts;
    for (auto const& [departement, row] : json.items()) {
        if (!row.is_object()) return {};
        for (auto const& [theme, count] : row.items()) {
            if (!count.is_number_integer()) return {};
            counts.counts_[{departement, theme}] = count.get<std::int64_t>();
        }
    }
    return counts;
}

bool Published::is_empty() const {
    return std::none_of(cells.begin(), cells.end(), [](auto const& row) { return std::any_of(row.begin(), row.end(), [](auto const& cell) { return cell.has_value(); }); });
}

std::vector<Published> published(const std::map<std::string, Counts>& by_month, std::string_view this_month) {
    std::vector<Published> out;
    for (auto month = by_month.rbegin(); month != by_month.rend(); ++month) {
        if (month->first >= this_month) continue;
        Published shown;
        shown.month = month->first;
        for (std::size_t t = 0; t < themes.size(); ++t)
            for (std::size_t d = 0; d < departements.size(); ++d)
                if (auto const count = month->second.of(departements[d], themes[t]); count >= k) shown.cells[t][d] = count;
        out.push_back(std::move(shown));
    }
    return out;
}

}  // namespace bot::needs
