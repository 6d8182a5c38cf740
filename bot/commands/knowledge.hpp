#pragma once
/// \file bot/commands/knowledge.hpp
/// Everything the bot knows before anybody writes: catalogue, places, lexicons, texts. Read once at start; a
/// broken file stops the start with its line.

#include "bot/talking/conversation.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bot::commands {

/// Folders of the data files.
struct Files {
    std::filesystem::path catalogue, lexicons, texts;
    /// `root` is a source tree or an installed share folder.
    [[nodiscard]] static Files under(const std::filesystem::path& root);
};

struct Knowledge {
    std::optional<talking::Tools> tools;  ///< nothing if there are complaints
    std::vector<std::string> complaints;
};
[[nodiscard]] Knowledge load_knowledge(const Files&, bool young_vous);

}  // namespace bot::commands
