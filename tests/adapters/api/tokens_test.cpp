#include "adapters/api/token_file.hpp"

#include "adapters/net/rate_limit.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace adapters::api {
namespace tokens_test {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Tokens : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder); }
    void TearDown() override { fs::remove_all(folder); }
    fs::path folder = fs::temp_directory_path() / ("phare-tokens-" + std::to_string(::getpid()));
    fs::path file = folder / "tokens.json";
};

TEST(TokenBook, FindsByTheSecretAndKeepsOnlyItsDigest) {
    TokenBook book;
    auto const secret = fresh_token();
    auto const id = book.add(secret, "Mission locale", {Scope::eligibility, Scope::measures}, "2026-11-29").id;

    auto const again = TokenBook::read(book.written());
    ASSERT_TRUE(again);
    const Token* const found = again->find(secret);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->id, id);
    EXPECT_TRUE(found->may(Scope::measures));
    EXPECT_FALSE(found->may(Scope::imports_write));
    EXPECT_EQ(again->written().find(secret), std::string::npos);
    EXPECT_EQ(again->written().find(secret.substr(6)), std::string::npos);
    EXPECT_EQ(again->find(secret + "x"), nullptr);
    EXPECT_EQ(again->find(secret.substr(1)), nullptr);
    EXPECT_EQ(again->find(""), nullptr);
    EXPECT_EQ(again->find(found->digest), nullptr) << "who reads the file cannot come in with what stands there";
}

TEST(TokenBook, ATokenIs256RandomBits) {
    auto const one = fresh_token(), other = fresh_token();
    EXPECT_EQ(one.size(), std::string("phare_").size() + 43);
    EXPECT_TRUE(one.starts_with("phare_"));
    EXPECT_NE(one, other);
}

TEST(TokenBook, ScopesHaveTheirNames) {
    for (auto const scope : all_scopes()) EXPECT_EQ(scope_named(name_of(scope)), scope);
    EXPECT_EQ(scope_named("everything"), std::nullopt);
}

TEST(TokenBook, WhatIsNoBookIsRefusedWhole) {
    TokenBook book;
    book.add(fresh_token(), "a", {Scope::measures}, "2026-11-29");
    auto const good = book.written();
    EXPECT_TRUE(TokenBook::read(good));
    auto const changed = [&](const std::string& from, const std::string& to) {
        auto text = good;
        auto const at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    };
    for (auto const& bad : {std::string(), std::string("[]"), good.substr(0, good.size() / 2), changed("measures", "mesures"), changed("\"version\": 1", "\"version\": 2"),
                            changed("\"sha256\": \"", "\"sha256\": \"x"), changed("\"name\"", "\"nom\"")})
        EXPECT_FALSE(TokenBook::read(bad)) << bad;
    EXPECT_THROW(book.add(fresh_token(), "", {}, ""), std::invalid_argument);
    EXPECT_THROW(book.add(fresh_token(), "a\nb", {}, ""), std::invalid_argument);
    EXPECT_THROW(book.add(fresh_token(), std::string(81, 'n'), {}, ""), std::invalid_argument);
}

TEST_F(Tokens, AReaderSeesWhatAnotherProcessChangesAtOnce) {
    TokenFile service(file), command(file);
    EXPECT_TRUE(service.now()->tokens().empty()) << "no file: nobody comes in";
    auto const secret = fresh_token();
    std::string id;
    command.change([&](TokenBook& book) { id = book.add(secret, "a", {Scope::measures}, "2026-11-29").id; });
    EXPECT_NE(service.now()->find(secret), nullptr);

    command.change([&](TokenBook& book) { EXPECT_TRUE(book.remove(id)); });
    EXPECT_EQ(service.now()->find(secret), nullptr);

    command.change([&](TokenBook& book) { book.add(secret, "a", {Scope::measures}, "2026-11-29"); });
    EXPECT_NE(service.now()->find(secret), nullptr);
    fs::remove(file);
    EXPECT_EQ(service.now()->find(secret), nullptr);
}

TEST_F(Tokens, ADamagedFileLetsNobodyInAndIsNotWrittenOver) {
    TokenFile service(file);
    service.change([](TokenBook& book) { book.add(fresh_token(), "a", {Scope::measures}, "2026-11-29"); });
    std::ofstream(file) << "{";
    EXPECT_EQ(service.now(), nullptr);
    EXPECT_THROW(service.change([](TokenBook&) {}), std::runtime_error);
    EXPECT_EQ(content(file), "{");
}

TEST_F(Tokens, TheFileIsItsOwnersAlone) {
    TokenFile(file).change([](TokenBook& book) { book.add(fresh_token(), "a", {Scope::measures}, "2026-11-29"); });
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(Tokens, TwoWritersLoseNothing) {
    constexpr int each = 20;
    auto const work = [&] {
        for (int i = 0; i < each; ++i) TokenFile(file).change([](TokenBook& book) { book.add(fresh_token(), "a", {Scope::measures}, "2026-11-29"); });
    };
    std::thread one(work), other(work);
    one.join();
    other.join();
    EXPECT_EQ(TokenFile(file).now()->tokens().size(), 2U * each);
}

TEST_F(Tokens, TheDayOfLastUseStandsBesideAndNeverTheTime) {
    TokenFile service(file);
    service.used("abc", "2026-11-28");
    service.used("abc", "2026-11-29");
    EXPECT_EQ(TokenFile(file).last_used(), (std::map<std::string, std::string>{{"abc", "2026-11-29"}}));
    EXPECT_EQ(content(file.string() + ".used"), "{\"abc\":\"2026-11-29\"}\n");
    TokenFile nowhere(folder / "missing" / "tokens.json");
    nowhere.used("abc", "2026-11-29");  // cannot be written: no harm
    EXPECT_TRUE(nowhere.last_used().empty());
}

TEST(RateLimit, SaysHowManyAreLeft) {
    net::RateLimit limit({3, 60});
    net::Steady const start{};
    EXPECT_EQ(limit.left("a", start), 3U);
    EXPECT_TRUE(limit.allow("a", start));
    EXPECT_EQ(limit.left("a", start), 2U);
    EXPECT_EQ(limit.left("b", start), 3U);
    EXPECT_EQ(limit.left("a", start + std::chrono::seconds(1)), 3U);
}

}  // namespace tokens_test
}  // namespace adapters::api
