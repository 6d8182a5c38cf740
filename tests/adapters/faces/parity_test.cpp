#include "adapters/email/mail_writer.hpp"
#include "adapters/matrix/html_writer.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>

namespace {

namespace talking = bot::talking;
namespace wording = bot::wording;

/// Tags away, the entities that our writers use written out.
std::string text_of(const std::string& html) {
    std::string out;
    for (std::size_t at = 0; at < html.size(); ++at) {
        if (html[at] == '<') {
            out += ' ';
            at = std::min(html.find('>', at), html.size() - 1);
            continue;
        }
        bool entity = false;
        for (auto const& [written, meant] : {std::pair{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&#8239;", "\u202f"}, {"&nbsp;", "\u00a0"}})
            if (html.compare(at, std::string_view(written).size(), written) == 0) {
                out += meant;
                at += std::string_view(written).size() - 1;
                entity = true;
                break;
            }
        if (!entity) out += html[at];
    }
    return out;
}

/// Where its links lead: hosts without "www.", since that is what plain text says of an address.
std::vector<std::string> hosts_of(const std::string& html) {
    constexpr std::string_view link = "href=\"https://";
    std::vector<std::string> all;
    for (auto at = html.find(link); at != std::string::npos; at = html.find(link, at + 1)) {
        auto const from = at + link.size();
        auto host = html.substr(from, html.find_first_of("/\"", from) - from);
        if (host.starts_with("www.")) host.erase(0, 4);
        all.push_back(std::move(host));
    }
    return all;
}

/// What a rendering must not lose or invent: every number, as its digits.
std::set<std::string> numbers_of(const std::string& text) {
    std::set<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
        if (end > at) all.insert(text.substr(at, end - at));
        at = std::max(end, at + 1);
    }
    return all;
}

/// Numbers of a list are drawn by the reader's program in HTML, and written out in plain text.
std::string without_list_numbers(const std::string& plain) {
    std::string out;
    for (std::size_t at = 0; at < plain.size();) {
        auto const end = std::min(plain.find('\n', at), plain.size());
        auto line = plain.substr(at, end - at);
        auto const first = line.find_first_not_of(' ');
        if (auto const dot = line.find(". "); first != std::string::npos && dot != std::string::npos && dot > first && dot - first <= 2 &&
                                              std::isdigit(static_cast<unsigned char>(line[first])) != 0)
            line.erase(0, dot + 2);
        out += line + '\n';
        at = end + 1;
    }
    return out;
}

/// What stands in an address behind its host is no figure: plain text writes it out, HTML has it in the link (`hosts_of`).
std::string without_addresses(std::string text) {
    for (auto at = text.find("https://"); at != std::string::npos; at = text.find("https://", at)) text.erase(at, text.find_first_of(" \n)", at) - at);
    return text;
}

void expect_same_facts(const wording::Document& document) {
    auto const plain = wording::plain_text(document);
    auto const numbers = numbers_of(without_addresses(without_list_numbers(plain)));
    for (auto const& [face, html] : {std::pair{"Matrix", adapters::matrix::html(document)}, {"mail", adapters::email::mail_html(document, {}, "")}}) {
        EXPECT_EQ(numbers, numbers_of(without_addresses(text_of(html)))) << face << '\n' << plain;
        for (auto const& host : hosts_of(html)) EXPECT_NE(plain.find(host), std::string::npos) << face << ": " << host << '\n' << plain;
    }
}

class Faces : public testing::TestWithParam<std::filesystem::path> {};

/// The fact-parity bar (ecosystem.md §6.1): whoever reads on another face reads the same figures, days and addresses.
TEST_P(Faces, SayTheSameFacts) {
    std::ifstream in(GetParam());
    talking::test::Conversation conversation(talking::test::today);
    int answers = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("today: ")) conversation.at.today = talking::test::day(line.substr(7));
        if (line == "role: partenaire") conversation.be_partner();
        if (!line.starts_with("> ")) continue;
        conversation.write(line.substr(2));
        for (auto const& wish : conversation.last.wishes)
            if (auto const* say = std::get_if<bot::Say>(&wish)) {
                SCOPED_TRACE(GetParam().filename().string() + ": " + line);
                expect_same_facts(say->document);
                ++answers;
            }
    }
    RecordProperty("answers", answers);
}

std::vector<std::filesystem::path> conversations() {
    std::vector<std::filesystem::path> all;
    for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(PHARE_SOURCE_DIR) / "tests/conversations"))
        if (entry.path().extension() == ".txt") all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    return all;
}

INSTANTIATE_TEST_SUITE_P(All, Faces, testing::ValuesIn(conversations()), [](auto const& about) {
    auto name = about.param.stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
