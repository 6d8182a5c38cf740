#pragma once
/// \file bot/commands/catalogue_diff.hpp
/// `phare catalogue diff OLD NEW`: what changed between two catalogue folders, in sentences, situations and
/// people.

#include <cstdint>
#include <filesystem>
#include <iosfwd>

namespace bot::commands {

struct CatalogueDiffOptions {
    std::filesystem::path before, after;
    std::size_t people = 10'000;
    std::uint64_t seed = 1;
};

/// \param messages complaints on a folder that does not load. \returns false after a complaint.
[[nodiscard]] bool catalogue_diff(const CatalogueDiffOptions&, std::ostream& out, std::ostream& messages);

}  // namespace bot::commands
