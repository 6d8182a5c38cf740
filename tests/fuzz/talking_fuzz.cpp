// Arbitrary lines as one conversation, and as lines of a structure's desk: no crash, an answer in a few blocks, a
// state that comes back as it was stored, nothing sent without an offer before it. LINK: bot_commands bot_talking
#include "bot/commands/knowledge.hpp"
#include "bot/talking/conversation.hpp"

#include <algorithm>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace bot;

const talking::Tools& tools() {
    static const talking::Tools made = [] {
        auto knowledge = commands::load_knowledge(commands::Files::under(PHARE_SOURCE_DIR), false);
        if (!knowledge.tools) std::abort();
        people::Settings people;
        people.any_desk = {"test", "!desk"};
        knowledge.tools->people = std::make_shared<const people::People>(people);
        return *knowledge.tools;
    }();
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const bool desk = !text.empty() && text.front() == '@';
    talking::State state;
    talking::Circumstances at;
    at.today = std::chrono::year(2026) / 11 / 22;
    at.now = Instant(at.today);
    for (int lines = 0; lines < 12 && !text.empty(); ++lines) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        Inbound inbound;
        inbound.channel = "test";
        inbound.conversation = desk ? "!desk" : "!room";
        inbound.event_id = "$" + std::to_string(lines);
        inbound.sender = "@somebody";
        inbound.what = Text{std::string(line), {}, {}};
        const bool offered = state.stored().find("Souhaite faire le point") != std::string::npos;
        auto step = talking::step(tools(), std::move(state), inbound, at);
        if (!step.letters.empty() && !offered) std::abort();
        const auto stored = step.state.stored();
        const auto again = talking::State::from_stored(stored);
        if (!again || again->stored() != stored) std::abort();
        state = std::move(step.state);
    }
    return 0;
}
