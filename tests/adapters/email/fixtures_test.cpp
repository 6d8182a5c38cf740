// The mails under tests/fixtures/email, and those of ../shared when it is there, field by field as expected.json says.
#include "adapters/email/inspect.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

namespace adapters::email {
namespace fixtures_test {

using nlohmann::json;
namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Identity us(const json& want) {
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    us.authserv_id = want.value("authserv_id", "mx.phare.test");
    us.trusted_sealers = {"listes.example"};
    return us;
}

/// Runs of white space as one space, as the manifest says; `none` drops them.
std::string plain(const std::string& text, bool none = false) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t step = 0;
        if (static_cast<unsigned char>(text[i]) <= ' ') step = 1;
        else if (text.compare(i, 2, "\xC2\xA0") == 0) step = 2;
        else if (text.compare(i, 3, "\xE2\x80\xAF") == 0 || text.compare(i, 3, "\xEF\xBB\xBF") == 0) step = 3;
        if (step == 0) {
            out += text[i++];
            continue;
        }
        if (!none && !out.empty() && out.back() != ' ') out += ' ';
        i += step;
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

bool is_right(const std::string& field, const json& want, const json& got) {
    json const& expected = want.at(field);
    json const said = got.value(field, json());
    if (!expected.is_string() || field == "cls" || field == "auth") return said == expected;
    std::string const text = said.is_string() ? said.get<std::string>() : "";
    bool const html = want.value("family", "") == "reply-html";
    if (plain(text, html) == plain(expected.get<std::string>(), html)) return true;
    return field == "visible" && want.contains("visible_alt") && plain(text) == plain(want.at("visible_alt").get<std::string>());
}

struct Score {
    std::size_t right = 0, total = 0, wrong_true = 0, replies = 0, exact = 0, leaks = 0, losses = 0;
};

/// What is quoted in these mails, and never anybody's own words.
constexpr std::string_view quoted_words = "il nous manque votre âge";

/// Whether a word of `wanted` is missing in `said`.
bool loses(const std::string& said, const std::string& wanted) {
    std::istringstream words(wanted);
    for (std::string word; words >> word;)
        if (said.find(word) == std::string::npos) return true;
    return false;
}

Score score(const fs::path& folder) {
    static const std::vector<std::string> fields{
        "cls", "may_answer", "visible", "forwarded", "forwarded_from", "status", "hard", "action", "final_recipient", "original_message_id", "recipients", "verp",
        "attachments", "auth", "trusted_sender", "token", "thread_ids", "answer_to", "method", "uid", "subject", "sender", "from_name"};
    Score score;
    json const all = json::parse(bytes_of(folder / "expected.json"));
    for (auto const& [name, want] : all.items()) {
        if (!fs::exists(folder / name)) {
            ADD_FAILURE() << name << " is missing";
            continue;
        }
        std::optional<std::string> envelope;
        if (want.contains("envelope_from")) envelope = want.at("envelope_from").get<std::string>();
        auto const mail = mail_of_file(name, bytes_of(folder / name), envelope, Instant(std::chrono::seconds(1741000000)));
        json const got = json::parse(inspect_json(understand(mail, us(want))));
        for (auto const& field : fields) {
            if (!want.contains(field)) continue;
            ++score.total;
            bool const right = is_right(field, want, got);
            score.right += right;
            if (field == "may_answer" && !right && got.value("may_answer", false)) ++score.wrong_true;
            if (field == "visible" && name.find("reply/") != std::string::npos && !name.starts_with("public")) {
                ++score.replies;
                score.exact += right;
                std::string const said = plain(got.value("visible", ""));
                score.leaks += said.find(quoted_words) != std::string::npos;
                score.losses += loses(said, plain(want.value("visible_alt", want.at("visible").get<std::string>())));
            }
            if (!right)
                std::cout << name << ": " << field << "\n  want " << want.at(field).dump() << "\n  got  " << got.value(field, json()).dump() << '\n';
        }
    }
    std::cout << folder << ": " << score.right << " of " << score.total << " fields, " << score.exact << " of " << score.replies << " French replies, " << score.leaks << " leaks, " << score.losses << " losses\n";
    return score;
}

void hold(const Score& score) {
    EXPECT_GT(score.total, 100u);
    EXPECT_EQ(score.wrong_true, 0u) << "a wrong may_answer makes a loop";
    EXPECT_GE(static_cast<double>(score.right), 0.98 * static_cast<double>(score.total));
    EXPECT_EQ(score.leaks, 0u);
    EXPECT_EQ(score.losses, 0u) << "worse than a leak: it drops the question";
    EXPECT_GE(static_cast<double>(score.exact), 0.97 * static_cast<double>(score.replies));
}

TEST(EmailFixtures, OwnMailsGiveWhatIsExpected) { hold(score(fs::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/own")); }

TEST(EmailFixtures, MoreOwnMailsGiveWhatIsExpected) { hold(score(fs::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/own2")); }

TEST(EmailFixtures, ThirdSetOfOwnMailsGivesWhatIsExpected) { hold(score(fs::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/own3")); }

// Sixty clients' replies and more, traps, forwards, robots, bounces: written before looking at what was cut.
TEST(EmailFixtures, FourthSetOfOwnMailsGivesWhatIsExpected) { hold(score(fs::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/own4")); }
TEST(EmailFixtures, FifthSetOfOwnMailsGivesWhatIsExpected) { hold(score(fs::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/own5")); }

TEST(EmailFixtures, SharedMailsGiveWhatIsExpected) {
    fs::path folder = fs::path(PHARE_SHARED_DIR) / "fixtures/email";
    if (!fs::exists(folder)) folder = "/work/shared/fixtures/email";
    if (!fs::exists(folder)) GTEST_SKIP() << "NOT RUN: ../shared/fixtures/email is not here";
    hold(score(folder));
}

}  // namespace fixtures_test
}  // namespace adapters::email
