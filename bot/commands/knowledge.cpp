#include "bot/commands/knowledge.hpp"

namespace bot::commands {

Files Files::under(const std::filesystem::path& root) {
    if (std::filesystem::exists(root / "rules" / "catalogue"))
        return {
            root / "rules" / "catalogue",
            root / "bot" / "reading" / "lexicons",
            root / "bot" / "wording" / "texts"};
    return {root / "catalogue", root / "lexicons", root / "texts"};
}

Knowledge load_knowledge(const Files& files, bool young_vous) {
    Knowledge result;
    talking::Tools tools;
    auto loaded = rules::law::Catalogue::load(files.catalogue);
    for (auto const& complaint : loaded.complaints) result.complaints.push_back(complaint.text());
    tools.catalogue = std::move(loaded.catalogue);

    std::string error;
    tools.gazetteer = rules::places::Gazetteer::load(files.catalogue / "lieux", error);
    if (!tools.gazetteer) result.complaints.push_back(error);
    if (tools.gazetteer) {
        tools.reader = reading::Reader::load(files.lexicons, tools.gazetteer, error);
        if (!tools.reader) result.complaints.push_back(error);
    }
    tools.messages = wording::Messages::load(files.texts, result.complaints);
    tools.young_register = young_vous ? wording::Register::vous : wording::Register::tu;
    if (result.complaints.empty()) result.tools = std::move(tools);
    return result;
}

}  // namespace bot::commands
