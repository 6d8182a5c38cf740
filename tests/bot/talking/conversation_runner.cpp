#include "tests/bot/talking/conversation_runner.hpp"

#include "bot/talking/memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace bot::talking::test {
namespace {

std::string with_plain_spaces(std::string text) {
    for (const std::string_view space : {"\u00a0", "\u202f"})
        for (auto i = text.find(space); i != std::string::npos; i = text.find(space, i))
            text.replace(i, space.size(), " ");
    return text;
}

Tools load() {
    Tools loaded;
    const std::filesystem::path root = PHARE_SOURCE_DIR;
    auto law = rules::law::Catalogue::load(root / "rules/catalogue");
    for (const auto& complaint : law.complaints) ADD_FAILURE() << complaint.text();
    loaded.catalogue = law.catalogue;
    std::string error;
    loaded.gazetteer = rules::places::Gazetteer::load(root / "rules/catalogue/lieux", error);
    EXPECT_TRUE(loaded.gazetteer) << error;
    loaded.reader = reading::Reader::load(root / "bot/reading/lexicons", loaded.gazetteer, error);
    EXPECT_TRUE(loaded.reader) << error;
    std::vector<std::string> errors;
    loaded.messages = wording::Messages::load(root / "bot/wording/texts", errors);
    for (const auto& complaint : errors) ADD_FAILURE() << complaint;
    return loaded;
}

std::string effect_name(const Wish& wish) {
    struct Name {
        std::string operator()(const Say& say) const { return say.urgent ? "say urgent" : "say"; }
        std::string operator()(const Replace&) const { return "replace"; }
        std::string operator()(const Retract&) const { return "retract"; }
        std::string operator()(const AcceptInvitation&) const { return "accept"; }
        std::string operator()(const DeclineInvitation& d) const { return "decline " + d.reason; }
        std::string operator()(const Leave&) const { return "leave"; }
        std::string operator()(const Follow& f) const { return "follow " + f.to; }
    };
    return std::visit(Name{}, wish);
}

/// What holds of every answer whatsoever.
void check_every_answer(const std::string& answer) {
    for (const auto* never : {"as droit", "avez droit", "'"})
        EXPECT_EQ(answer.find(never), std::string::npos) << never << " in: " << answer;
}

}  // namespace

const Tools& tools() {
    static const Tools loaded = load();
    return loaded;
}

reading::Day day(std::string_view iso) {
    const auto number = [&](std::size_t at, std::size_t length) {
        int n = 0;
        for (const char c : iso.substr(at, length)) n = n * 10 + (c - '0');
        return n;
    };
    return std::chrono::year(number(0, 4)) / number(5, 2) / number(8, 2);
}

std::string Conversation::take(const Inbound& inbound, const EventId& about) {
    at.now = Instant(at.today) + std::chrono::hours(13);
    at.earlier_answers = answers_[about];
    last = step(own, state, inbound, at);
    state = last.state;
    remember_files();
    const auto stored = state.stored();
    const auto again = State::from_stored(stored);
    EXPECT_TRUE(again.has_value());
    if (again) {
        EXPECT_EQ(again->stored(), stored);
    }

    std::string answer;
    for (const auto& wish : last.wishes) {
        if (const auto* retract = std::get_if<Retract>(&wish))
            std::erase(answers_[about], retract->outbox_id);
        const auto* say = std::get_if<Say>(&wish);
        const auto* replace = std::get_if<Replace>(&wish);
        if (say != nullptr) answers_[about.empty() ? inbound.event_id : about].push_back(++outbox_);
        const auto* document = say != nullptr       ? &say->document
                               : replace != nullptr ? &replace->document
                                                    : nullptr;
        if (document != nullptr) answer += (answer.empty() ? "" : "\n") + wording::plain_text(*document);
    }
    if (last.erase) answer += wording::plain_text(last.after_erasure);
    answer = with_plain_spaces(answer);
    check_every_answer(answer);
    return answer;
}

std::string Conversation::happens(Happening what, bool one_to_one, bool addressed) {
    Inbound inbound;
    inbound.channel = "test";
    inbound.conversation = "!room:test";
    inbound.event_id = "$" + std::to_string(++events_);
    inbound.sender = "@lea:test";
    inbound.one_to_one = one_to_one;
    inbound.addressed = addressed;
    EventId about = inbound.event_id;
    if (std::holds_alternative<Text>(what)) written_.push_back(inbound.event_id);
    if (const auto* edit = std::get_if<Edit>(&what)) about = edit->of;
    if (const auto* redaction = std::get_if<Redaction>(&what)) about = redaction->of;
    inbound.what = std::move(what);
    return take(inbound, about);
}

std::string Conversation::write(const std::string& text) {
    return happens(Text{text, {}, {}});
}
std::string Conversation::edit(std::size_t number, const std::string& text) {
    return happens(Edit{written_.at(number - 1), text, {}});
}
std::string Conversation::redact(std::size_t number) {
    return happens(Redaction{written_.at(number - 1)});
}

void Conversation::remember_files() {
    for (const auto& letter : last.letters)
        if (!letter.code.empty()) {
            files_.emplace(letter.code, letter.file);
            code_ = letter.code;
        }
    for (const auto& code : last.closes) files_.erase(code);
}

std::string Conversation::at_desk(std::string text) {
    if (const auto at_code = text.find("CODE"); at_code != std::string::npos) text.replace(at_code, 4, code_);
    Inbound inbound;
    inbound.channel = "test";
    inbound.conversation = "!desk:test";
    inbound.event_id = "$desk" + std::to_string(++events_);
    inbound.sender = "@conseillere:test";
    inbound.one_to_one = false;
    inbound.addressed = false;
    inbound.what = Text{text, {}, {}};
    Circumstances circumstances = at;
    circumstances.now = Instant(at.today) + std::chrono::hours(14);
    if (const auto named = reference_in(text))
        if (const auto file = files_.find(named->code); file != files_.end()) circumstances.file = file->second;
    last = step(own, desk_state_, inbound, circumstances);
    desk_state_ = last.state;
    std::string answer;
    for (const auto& wish : last.wishes)
        if (const auto* say = std::get_if<Say>(&wish)) answer += wording::plain_text(say->document);
    answer = with_plain_spaces(answer);
    check_every_answer(answer);
    return answer;
}

void Conversation::be_partner() {
    people_.partners = {"@lea:test"};
    own.people = std::make_shared<const people::People>(people_);
}

void Conversation::open_desk(const std::string& structure) {
    const people::Destination desk{"test", "!desk:test"};
    if (structure == "*")
        people_.any_desk = desk;
    else
        people_.desks[structure] = desk;
    own.people = std::make_shared<const people::People>(people_);
}

std::string Conversation::letters() const {
    std::string out;
    for (const auto& letter : last.letters) out += wording::plain_text(letter.document) + "\n";
    return with_plain_spaces(out);
}

std::string Conversation::fact(const std::string& name) const {
    const auto& facts = state.memory().facts;
    const auto found = facts.find(name);
    return found == facts.end() ? "-" : found->second.value;
}

std::string Conversation::effects() const {
    std::string out;
    for (const auto& wish : last.wishes) out += (out.empty() ? "" : ", ") + effect_name(wish);
    if (last.erase) out += (out.empty() ? "" : ", ") + std::string("erase");
    if (last.leads_given) out += (out.empty() ? "" : ", ") + std::string("leads");
    return out.empty() ? "silence" : out;
}

bool Conversation::happened(const std::string& effect) const {
    std::istringstream all(effects());
    for (std::string one; std::getline(all, one, ',');) {
        if (one.starts_with(' ')) one.erase(0, 1);
        if (one == effect || (one == "say urgent" && (effect == "urgent" || effect == "say"))) return true;
    }
    return false;
}

namespace {

/// "edit 1 20 ans" and the like.
std::string stage_direction(Conversation& conversation, const std::string& line) {
    std::istringstream words(line);
    std::string what, rest;
    words >> what;
    std::size_t number = 0;
    if (what == "edit" || what == "redact") words >> number;
    std::getline(words, rest);
    if (rest.starts_with(' ')) rest.erase(0, 1);
    const auto has = [&](const char* word) { return rest.find(word) != std::string::npos; };
    if (what == "edit") return conversation.edit(number, rest);
    if (what == "redact") return conversation.redact(number);
    if (what == "react") return conversation.happens(Reaction{"$bot", rest});
    if (what == "desk") return conversation.at_desk(rest);
    if (what == "joined") return conversation.happens(Joined{});
    if (what == "left") return conversation.happens(Left{});
    if (what == "unreadable") return conversation.happens(Unreadable{});
    if (what == "moved") return conversation.happens(Moved{rest, "test"});
    if (what == "attach") return conversation.happens(Attachment{rest, "photo.jpg", {}});
    if (what == "invite")
        return conversation.happens(Invitation{
            has("direct"), has("encrypted"), !has("unwelcome"), "not_allowed"});
    if (what == "group") return conversation.happens(Text{rest, {}, {}}, false, false);
    if (what == "called") return conversation.happens(Text{rest, {}, {}}, false, true);
    if (what == "later") {
        conversation.at.absorb = true;
        auto answer = conversation.write(rest);
        conversation.at.absorb = false;
        return answer;
    }
    if (what == "outage") {
        const auto noon = Instant(conversation.at.today) + std::chrono::hours(11);
        conversation.at.outage = Circumstances::Outage{noon, noon + std::chrono::minutes(75)};
        return {};
    }
    ADD_FAILURE() << "unknown stage direction: " << line;
    return {};
}

}  // namespace

void play(const std::filesystem::path& file) {
    std::ifstream in(file);
    ASSERT_TRUE(in) << file;
    Conversation conversation(day("2026-11-22"));
    std::string answer;
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        SCOPED_TRACE(file.filename().string() + ":" + std::to_string(number) + ": " + line);
        if (line.empty() || line.front() == '#') continue;
        const auto after = [&](std::size_t n) {
            return with_plain_spaces(line.size() > n ? line.substr(n) : std::string());
        };
        if (line.starts_with("today: ")) {
            conversation.at.today = day(line.substr(7));
        } else if (line == "canal: courriel") {
            conversation.at.slow = true;
        } else if (line == "role: partenaire") {
            conversation.be_partner();
        } else if (line.starts_with("desk: ")) {
            conversation.open_desk(line.substr(6));
        } else if (line.starts_with("~! ")) {
            EXPECT_EQ(conversation.letters().find(after(3)), std::string::npos) << conversation.letters();
        } else if (line.starts_with("~ ")) {
            EXPECT_NE(conversation.letters().find(after(2)), std::string::npos)
                << "letters:\n" << conversation.letters() << "\nanswer:\n" << answer;
        } else if (line.starts_with("> ")) {
            answer = conversation.write(line.substr(2));
            conversation.at.outage.reset();
        } else if (line.front() == '@') {
            answer = stage_direction(conversation, line.substr(1));
        } else if (line.starts_with("<! ")) {
            EXPECT_EQ(answer.find(after(3)), std::string::npos) << "answer:\n" << answer;
        } else if (line.starts_with("< ")) {
            EXPECT_NE(answer.find(after(2)), std::string::npos) << "answer:\n" << answer;
        } else if (line.starts_with("= ")) {
            std::istringstream words(line.substr(2));
            std::string name, value;
            words >> name >> value;
            EXPECT_EQ(conversation.fact(name), value);
        } else if (line.starts_with("* ")) {
            EXPECT_TRUE(conversation.happened(line.substr(2)))
                << "happened: " << conversation.effects() << "\nanswer:\n"
                << answer;
        } else {
            ADD_FAILURE() << "not a line of a conversation";
        }
    }
}

}  // namespace bot::talking::test
