#include "bot/commands/catalogue_diff.hpp"

#include "rules/law/catalogue_diff.hpp"

#include <ostream>

namespace bot::commands {
namespace {

std::shared_ptr<const rules::law::Catalogue> load(
    const std::filesystem::path& folder, std::ostream& messages
) {
    auto loaded = rules::law::Catalogue::load(folder);
    for (auto const& complaint : loaded.complaints)
        messages << folder.string() << "/" << complaint.text() << '\n';
    return std::move(loaded.catalogue);
}

}  // namespace

bool catalogue_diff(const CatalogueDiffOptions& options, std::ostream& out, std::ostream& messages) {
    auto const before = load(options.before, messages);
    auto const after = load(options.after, messages);
    if (!before || !after) return false;
    rules::law::DiffOptions const how{options.people, options.seed};
    out << rules::law::written(rules::law::compare(*before, *after, how), how);
    return true;
}

}  // namespace bot::commands
