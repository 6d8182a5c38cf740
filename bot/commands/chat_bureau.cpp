#include "bot/commands/chat_bureau.hpp"

#include "bot/commands/desk_config.hpp"
#include "bot/commands/objective_journal.hpp"
#include "bot/desk/answers.hpp"

namespace bot::commands {
namespace {

class FromJournal : public talking::Figures {
  public:
    FromJournal(std::shared_ptr<const desk::Tools> tools, desk::State state) : tools_(std::move(tools)), state_(std::move(state)) {}

    [[nodiscard]] bool concerns(std::string_view text, reading::Day today, bool following) const override {
        return desk::concerns(*tools_, text, today, following);
    }
    [[nodiscard]] std::vector<std::string> about(const talking::FiguresQuestion& question) const override { return desk::about(*tools_, question); }
    [[nodiscard]] std::optional<wording::Document> answer(const talking::FiguresQuestion& question, wording::Register) const override {
        return desk::answer(*tools_, state_, question);
    }

  private:
    std::shared_ptr<const desk::Tools> tools_;
    desk::State state_;
};

}  // namespace

ChatBureau chat_bureau(
    const Files& files, std::shared_ptr<const wording::Messages> messages, const std::filesystem::path& journal, const std::string& member
) {
    ChatBureau made;
    if (!journal.empty() && !std::filesystem::exists(journal)) {
        made.complaints.push_back(journal.string() + "\u00A0: ce journal n’existe pas. Faites-le avec phare objectives import FICHIER --journal " + journal.string() + " --oui");
        return made;
    }
    std::string error;
    auto ledger = read_journal(journal, error);
    if (!ledger) {
        made.complaints.push_back(error);
        return made;
    }
    Config::Desk config;
    config.members = {member};
    auto loaded = load_desk(files, config, std::move(messages), {});
    made.complaints = std::move(loaded.complaints);
    if (!loaded.tools) return made;
    desk::State state;
    state.ledger = *std::move(ledger);
    made.figures = std::make_shared<FromJournal>(std::move(loaded.tools), std::move(state));
    return made;
}

}  // namespace bot::commands
