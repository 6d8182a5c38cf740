/// The fast reader against yaml-cpp: what it takes for its own it reads alike, event for event.

#include "rules/yaml/plain_yaml.hpp"

#include <gtest/gtest.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

namespace rules::yaml {

void PrintTo(const Event& event, std::ostream* out) {
    *out << static_cast<int>(event.kind) << " " << event.line << ":" << event.column << " &" << event.anchor
         << " [" << event.value << "]";
}

namespace {

namespace fs = std::filesystem;

/// Null and tagged nodes are never the fast reader's: they end the comparison.
struct NotComparable {};

class Recorder final : public YAML::EventHandler {
  public:
    std::vector<Event> events;

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override { throw NotComparable{}; }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        events.push_back({Event::Kind::alias, mark.line, mark.column, false, anchor, {}});
    }
    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value
    ) override {
        if (tag != "!" && tag != "?") throw NotComparable{};
        events.push_back({Event::Kind::scalar, mark.line, mark.column, tag == "!", anchor, value});
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        start(Event::Kind::list_start, mark, tag, anchor);
    }
    void OnSequenceEnd() override { events.push_back({Event::Kind::list_end, 0, 0, false, 0, {}}); }
    void OnMapStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        start(Event::Kind::map_start, mark, tag, anchor);
    }
    void OnMapEnd() override { events.push_back({Event::Kind::map_end, 0, 0, false, 0, {}}); }

  private:
    void start(Event::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (tag != "?") throw NotComparable{};
        events.push_back({kind, mark.line, mark.column, false, anchor, {}});
    }
};

/// Nothing: yaml-cpp refuses it, or reads what the fast reader must leave to it.
std::optional<std::vector<Event>> as_yaml_cpp_reads(const std::string& text) {
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        Recorder recorder;
        if (!parser.HandleNextDocument(recorder)) return std::nullopt;
        Recorder second;
        if (parser.HandleNextDocument(second)) return std::nullopt;
        return recorder.events;
    } catch (const YAML::Exception&) {
        return std::nullopt;
    } catch (const NotComparable&) {
        return std::nullopt;
    }
}

std::vector<std::string> files() {
    std::vector<std::string> texts;
    for (const char* folder :
         {"/rules/catalogue", "/tests/rules/law", "/bot/wording/texts", "/bot/reading/lexicons"})
        for (const auto& entry : fs::recursive_directory_iterator(std::string(PHARE_SOURCE_DIR) + folder)) {
            if (entry.path().extension() != ".yaml") continue;
            std::ifstream in(entry.path());
            texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
    return texts;
}

TEST(PlainYaml, ReadsOurFilesAsYamlCppDoes) {
    std::size_t own = 0, all = 0;
    for (const std::string& text : files()) {
        ++all;
        auto const fast = plain_events(text);
        if (!fast) continue;
        ++own;
        auto const slow = as_yaml_cpp_reads(text);
        ASSERT_TRUE(slow) << text.substr(0, 200);
        ASSERT_EQ(*fast, *slow) << text.substr(0, 200);
    }
    EXPECT_GT(own * 10, all * 8) << "hardly worth it: " << own << " of " << all;
}

/// A few wrong characters where they hurt most.
std::string damaged(std::string text, std::mt19937_64& random) {
    static const std::vector<std::string> bits{
        ":",  ": ", " ",    "  ", "\n",  "- ",   "-",    "{",    "}",    "[", "]", ",",
        "\"", "'",  "#",    " #", "&a ", "*a",   "?",    "!",    "|",    ">", "%", "@",
        "\\", "~",  "null", "é",  "---", "\n\n", "a: b", "\n  ", "\n- ", "''"};
    // A short piece of the file, so that one blow is felt.
    std::size_t const from = random() % (text.size() + 1);
    std::size_t start = text.rfind('\n', from);
    start = start == std::string::npos ? 0 : start + 1;
    std::size_t end = start;
    for (std::size_t lines = 1 + random() % 12; lines > 0 && end < text.size(); --lines)
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    text = text.substr(start, end - start);
    for (std::size_t blows = random() % 3; blows > 0; --blows) {
        std::size_t const at = random() % (text.size() + 1);
        if (random() % 3 == 0)
            text.erase(at, 1 + random() % 3);
        else
            text.insert(at, bits[random() % bits.size()]);
    }
    return text;
}

TEST(PlainYaml, ReadsDamagedPiecesAsYamlCppDoesOrNotAtAll) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    auto const texts = files();
    int compared = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string const text = damaged(texts[random() % texts.size()], random);
        auto const fast = plain_events(text);
        if (!fast) continue;
        auto const slow = as_yaml_cpp_reads(text);
        ASSERT_TRUE(slow) << "[" << text << "]";
        ASSERT_EQ(*fast, *slow) << "[" << text << "]";
        ++compared;
    }
    EXPECT_GT(compared, 2'000);
}

TEST(PlainYaml, LeavesTheRestToYamlCpp) {
    for (const char* const text :
         {"",
          "a:",
          "a: |\n  x\n",
          "a: x\n  y\n",
          "? a\n: b\n",
          "!t a: b\n",
          "--- \na: b\n",
          "a: {b}\n",
          "[a: b]\n",
          "a: \"x\n y\"\n",
          "a: ~\n",
          "a: *b\n",
          "a: {b: c,}\n",
          "\ta: b\n",
          "%YAML 1.2\n",
          "a: b: c\n",
          "a: - b\n",
          "a: b\n c: d\n",
          "a: \"\\n\"\n"})
        EXPECT_FALSE(plain_events(text)) << text;
}

}  // namespace
}  // namespace rules::yaml
