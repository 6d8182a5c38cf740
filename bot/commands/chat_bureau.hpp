#pragma once
/// \file bot/commands/chat_bureau.hpp
/// `phare chat --bureau [--journal F]`: the bureau's questions on objectives tried in the terminal, on the figures of a
/// journal (`phare objectives import --journal`) and without a service. Questions only: nothing is sent, nothing is kept.
///
/// Threads: as talking::Figures.

#include "bot/commands/knowledge.hpp"
#include "bot/talking/figures.hpp"
#include "bot/wording/messages.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bot::commands {

struct ChatBureau {
    std::shared_ptr<const talking::Figures> figures;  ///< null if there are complaints
    std::vector<std::string> complaints;
};
/// \param journal empty: no figures at all  \param member who may see everything
[[nodiscard]] ChatBureau chat_bureau(
    const Files&, std::shared_ptr<const wording::Messages>, const std::filesystem::path& journal, const std::string& member
);

}  // namespace bot::commands
