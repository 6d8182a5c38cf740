#include "adapters/matrix/registration.hpp"

#include "adapters/matrix/doctor.hpp"
#include "adapters/matrix/homeserver_endpoint.hpp"
#include "adapters/matrix/retry_after.hpp"
#include "adapters/net/secret.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace registration_test {

using namespace adapters::matrix;
using namespace std::chrono_literals;
namespace net = adapters::net;

Settings settings() {
    Settings s;
    s.server_name = "phare.example.org";
    s.homeserver_url = "http://127.0.0.1:1";
    s.url = "http://127.0.0.1:29310";
    return s;
}

struct Folder {
    Folder()
        : path(
              std::filesystem::temp_directory_path() / ("phare-registration-" + std::to_string(::getpid()))
          ) {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

TEST(MatrixRegistration, WhatIsWrittenIsReadBack) {
    auto ours = with_fresh_tokens(settings());
    ours.id = "l'essai";
    ours.ip_ranges = {"127.0.0.1/32"};

    auto const read = parse_registration(registration_yaml(ours));

    EXPECT_EQ(read.id, "l'essai");
    EXPECT_EQ(read.url, ours.url);
    EXPECT_EQ(read.as_token, ours.as_token);
    EXPECT_EQ(read.hs_token, ours.hs_token);
    EXPECT_EQ(read.sender_localpart, "_phare_bot");
    EXPECT_FALSE(read.rate_limited);
    auto const merged = with_registration(settings(), read);
    EXPECT_EQ(merged.as_token, ours.as_token);
}

TEST(MatrixRegistration, TheNamespaceHoldsTheBotAndNobodyElse) {
    auto const read = parse_registration(registration_yaml(with_fresh_tokens(settings())));

    EXPECT_TRUE(namespace_holds(read, "@_phare_bot:phare.example.org"));
    EXPECT_FALSE(namespace_holds(read, "@alice:phare.example.org"));
    EXPECT_FALSE(namespace_holds(read, "@_phare_bot:phareXexample.org")) << "the point must be escaped";
    EXPECT_FALSE(namespace_holds(read, "@_phare_bot:phare.example.org.evil")) << "the end must be anchored";
}

TEST(MatrixRegistration, TokensAreFreshAndLong) {
    auto const one = net::fresh_secret();
    EXPECT_EQ(one.size(), 43u);
    EXPECT_NE(one, net::fresh_secret());
    EXPECT_TRUE(net::same_secret(one, one));
    EXPECT_FALSE(net::same_secret(one, one + "x"));
    EXPECT_FALSE(net::same_secret("", one));
}

TEST(MatrixRegistration, AnExistingFileIsKeptUnlessRotated) {
    Folder const folder;
    auto const file = folder.path / "registration.yaml";
    write_registration(file, registration_yaml(with_fresh_tokens(settings())), Overwrite::no);
    auto const first = read_registration(file);

    EXPECT_THROW(write_registration(file, "id: x\n", Overwrite::no), RegistrationError);
    EXPECT_EQ(read_registration(file).as_token, first.as_token);

    write_registration(file, registration_yaml(with_fresh_tokens(settings())), Overwrite::rotate);
    EXPECT_NE(read_registration(file).as_token, first.as_token);
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777u, 0600u);
}

TEST(MatrixRegistration, WhatIsBrokenIsSaidWithItsLine) {
    EXPECT_THROW(static_cast<void>(parse_registration("")), RegistrationError);
    EXPECT_THROW(static_cast<void>(parse_registration("id: x\n")), RegistrationError);
    EXPECT_THROW(static_cast<void>(parse_registration("- a\n")), RegistrationError);
    try {
        static_cast<void>(parse_registration("id: x\nurl: [\n"));
        ADD_FAILURE() << "accepted";
    } catch (const RegistrationError& e) {
        EXPECT_GE(e.line, 2);
    }
    EXPECT_THROW(
        static_cast<void>(parse_registration(
            "id: x\nas_token: a\nhs_token: a\nsender_localpart: s\nnamespaces: {users: []}\n"
        )),
        RegistrationError
    ) << "one token for both directions";
}

TEST(MatrixDoctor, FilesThatDoNotFit) {
    Folder const folder;
    auto const file = folder.path / "registration.yaml";
    EXPECT_EQ(exit_code(examine_files(settings(), file)), 30);
    try {
        write_registration(folder.path / "no" / "such" / "registration.yaml", registration_yaml(with_fresh_tokens(settings())), Overwrite::no);
        ADD_FAILURE() << "made a folder for a secret";
    } catch (const RegistrationError& error) {
        EXPECT_NE(std::string(error.what()).find("ce dossier n’existe pas"), std::string::npos) << error.what();
    }

    write_registration(file, registration_yaml(with_fresh_tokens(settings())), Overwrite::no);
    EXPECT_EQ(exit_code(examine_files(settings(), file)), 0);

    auto elsewhere = settings();
    elsewhere.url = "http://127.0.0.1:1234";
    EXPECT_EQ(exit_code(examine_files(elsewhere, file)), 31);
    auto renamed = settings();
    renamed.server_name = "autre.example.org";
    EXPECT_EQ(exit_code(examine_files(renamed, file)), 32);

    std::ofstream(file
    ) << "id: phare\nurl: 'http://127.0.0.1:29310'\nas_token: a\nhs_token: h\nsender_localpart: _phare_bot\n"
         "namespaces:\n  users:\n    - {exclusive: true, regex: '@_phare_.*'}\n";
    EXPECT_EQ(exit_code(examine_files(settings(), file)), 33);
}

TEST(MatrixDoctor, EachAnswerToAPingHasItsCode) {
    auto const code =
        [](int status, const std::string& body, const std::string& errcode, const std::string& error = "") {
            CsReply reply;
            reply.status = status;
            reply.body = body;
            reply.errcode = errcode;
            reply.error = error;
            reply.is_json = true;
            auto const finding = judge_ping(reply, settings());
            EXPECT_EQ(finding.ok, finding.remedy.empty());
            return finding.code;
        };
    EXPECT_EQ(code(200, R"({"duration_ms":3})", ""), 0);
    EXPECT_EQ(code(400, "{}", "M_URL_NOT_SET"), 70);
    EXPECT_EQ(code(502, "{}", "M_CONNECTION_FAILED"), 71);
    EXPECT_EQ(code(502, "{}", "M_CONNECTION_FAILED", "AlreadyCalled: Tried to cancel"), 0)
        << "Synapse's own bug";
    EXPECT_EQ(code(504, "{}", "M_CONNECTION_TIMEOUT"), 72);
    EXPECT_EQ(code(502, R"({"status":403,"body":"{}"})", "M_BAD_STATUS"), 73);
    EXPECT_EQ(code(502, R"({"status":500,"body":"{}"})", "M_BAD_STATUS"), 74);
    EXPECT_EQ(code(429, "{}", "M_LIMIT_EXCEEDED"), 75);
    EXPECT_EQ(code(403, "{}", "M_FORBIDDEN"), 62);
    EXPECT_EQ(code(500, "{}", "M_UNKNOWN"), 54);
}

TEST(RetryAfter, SecondsAndDates) {
    constexpr auto now = "Sun, 06 Nov 1994 08:49:07 GMT";
    EXPECT_EQ(retry_after("30", now), 30s);
    EXPECT_EQ(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), 30s);
    EXPECT_EQ(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), 0s) << "already past";
    EXPECT_EQ(retry_after("999999", now), 1h);
    EXPECT_EQ(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", ""), std::nullopt)
        << "a date without a clock to compare";
    for (auto const* const bad : {"", "-1", "1.5", "soon", "Sun, 99 Nov 1994 08:49:37 GMT"})
        EXPECT_EQ(retry_after(bad, now), std::nullopt) << bad;
}

TEST(HomeserverToken, NoneIs401WrongIs403) {
    auto const status = [](std::initializer_list<std::string> authorizations, std::string query = "") {
        net::RequestHead head;
        for (auto const& value : authorizations) head.headers.emplace_back("authorization", value);
        head.query = std::move(query);
        auto const refusal = refuse_token(head, "secret");
        return refusal ? refusal->status : 200;
    };
    EXPECT_EQ(status({}), 401);
    EXPECT_EQ(status({"Bearer secret"}), 200);
    EXPECT_EQ(status({"bearer secret"}), 200);
    EXPECT_EQ(status({"Bearer secre"}), 403);
    EXPECT_EQ(status({"Bearer secret2"}), 403);
    EXPECT_EQ(status({"Bearer "}), 403);
    EXPECT_EQ(status({"Basic secret"}), 403);
    EXPECT_EQ(status({"Bearer secret", "Bearer secret"}), 403) << "two headers are nobody's";
    EXPECT_EQ(status({}, "access_token=secret"), 403) << "the query alone was never enough";
    EXPECT_EQ(status({"Bearer secret"}, "access_token=secret"), 200);
    EXPECT_EQ(status({"Bearer secret"}, "x=1&access_token=other"), 403);
    net::RequestHead head;
    head.headers.emplace_back("authorization", "Bearer ");
    EXPECT_TRUE(refuse_token(head, "")) << "a service without a token lets nobody in";
}

}  // namespace registration_test
