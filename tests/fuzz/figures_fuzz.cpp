// LINK: rules_figures rules_steering rules_yaml
// Any bytes that a partner may send are read or refused, never half read: what is accepted has a line and a value
// that is finite and not negative, and every refused row says why.

#include "rules/figures/receipt.hpp"
#include "rules/steering/objective_file.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>

namespace {

struct Catalogue {
    std::vector<rules::steering::Objective> objectives;
    std::vector<rules::figures::Mapping> mappings;
};

const Catalogue& catalogue() {
    static const auto loaded = [] {
        auto const folder = std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs";
        return Catalogue{rules::steering::load_objectives(folder).objectives, rules::figures::load_mappings(folder / "sources").mappings};
    }();
    if (loaded.objectives.empty() || loaded.mappings.empty()) std::abort();
    return loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<const char*>(data), size);
    auto const preview = rules::figures::preview(
        bytes, catalogue().mappings, catalogue().objectives, {}, {*rules::steering::read_day("2021-12-31"), "fuzz", "0"}
    );
    if (preview.refused_whole && (!preview.accepted.empty() || preview.refused_whole->message.empty())) std::abort();
    for (auto const& row : preview.accepted)
        if (row.line < 1 || !std::isfinite(row.publication.value) || row.publication.value < 0) std::abort();
    for (auto const& row : preview.refused)
        if (row.problem.empty()) std::abort();
    if (rules::figures::receipt(preview, catalogue().objectives).empty() || rules::figures::annotated(preview).empty()) std::abort();
    return 0;
}
