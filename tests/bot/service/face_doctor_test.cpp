#include "bot/service/face_doctor.hpp"

#include "tests/support/folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace face_doctor_test {

namespace asio = boost::asio;
using bot::commands::Listen;
using testing::HasSubstr;

/// Says the same to everybody, until it goes.
class Peer {
  public:
    explicit Peer(std::string answer) : door_(loop_, {asio::ip::make_address("127.0.0.1"), 0}), port_(door_.local_endpoint().port()) {
        thread_ = std::thread([this, answer = std::move(answer)] {
            for (;;) {
                boost::system::error_code error;
                asio::ip::tcp::socket caller(loop_);
                door_.accept(caller, error);
                if (error || over_) return;
                asio::streambuf request;
                asio::read_until(caller, request, "\r\n\r\n", error);
                asio::write(caller, asio::buffer(answer), error);
            }
        });
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() {
        over_ = true;
        asio::io_context apart;
        asio::ip::tcp::socket last(apart);
        boost::system::error_code ignored;
        last.connect({asio::ip::make_address("127.0.0.1"), port_}, ignored);
        thread_.join();
    }
    [[nodiscard]] Listen at() const { return {"127.0.0.1", port_}; }

  private:
    asio::io_context loop_;
    asio::ip::tcp::acceptor door_;
    std::uint16_t port_;
    std::atomic<bool> over_{false};
    std::thread thread_;
};

std::string http(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}
const std::string ready = http(200, "{\"ready\":true}\n"), page = http(200, "<link rel=\"icon\" href=\"/icone.svg\">"),
                  no_token = http(401, "{\"type\":\"urn:phare:problem:unauthorized\"}"), stranger = http(200, "<h1>It works!</h1>");

/// A port at which nobody listens.
Listen nobody() {
    asio::io_context loop;
    asio::ip::tcp::acceptor door(loop, {asio::ip::make_address("127.0.0.1"), 0});
    return {"127.0.0.1", door.local_endpoint().port()};
}

class FaceDoctor : public testing::Test {
  protected:
    FaceDoctor() {
        config_.metrics.port = 0;
        config_.web.emplace().listen.port = 0;
        config_.web->url = "https://aide.exemple.fr";
    }
    int code() {
        auto const findings = bot::service::examine_faces(config_);
        said_.clear();
        for (auto const& finding : findings) {
            said_ += finding.sentence + "\n" + finding.remedy + "\n";
            EXPECT_EQ(finding.ok, finding.code == 0) << finding.sentence;
            EXPECT_TRUE(finding.ok || !finding.remedy.empty()) << finding.sentence;
        }
        return adapters::matrix::exit_code(findings);
    }
    bot::commands::Config config_;
    std::string said_;
};

TEST_F(FaceDoctor, APortIsFreeOursOrAnothersAndARunningServiceAnswersThere) {
    config_.api.emplace();
    config_.desk.emplace();
    for (auto* listen : {&config_.web->listen, &config_.api->listen, &config_.desk->listen}) {
        config_.web->listen.port = config_.api->listen.port = config_.desk->listen.port = 0;
        bool const is_page = listen == &config_.web->listen;
        *listen = nobody();
        EXPECT_EQ(code(), 0) << said_;
        EXPECT_THAT(said_, HasSubstr("est libre"));
        {
            Peer const service(ready);
            config_.metrics = service.at();
            EXPECT_EQ(code(), 94) << "it runs and does not listen there: " << said_;
            config_.metrics.port = 0;
        }
        {
            Peer const ours(is_page ? page : no_token);
            *listen = ours.at();
            EXPECT_EQ(code(), 0) << said_;
            EXPECT_THAT(said_, HasSubstr("répond"));
        }
        for (auto const& other : {stranger, std::string("220 mx.exemple.fr ESMTP\r\n"), http(502, "Bad Gateway")}) {
            Peer const another(other);
            *listen = another.at();
            EXPECT_EQ(code(), 93) << said_;
        }
        asio::io_context loop;
        asio::ip::tcp::socket taken(loop, {asio::ip::make_address("127.0.0.1"), 0});  // held by somebody who does not listen
        *listen = {"127.0.0.1", taken.local_endpoint().port()};
        EXPECT_EQ(code(), 94) << said_;
    }
}

TEST_F(FaceDoctor, BehindAProxyTheAddressOfTheSiteIsNeeded) {
    config_.web->is_behind_proxy = true;
    EXPECT_EQ(code(), 0);
    config_.web->url.clear();
    EXPECT_EQ(code(), 96);
    EXPECT_THAT(said_, HasSubstr("403"));
    config_.web->is_behind_proxy = false;
    EXPECT_EQ(code(), 0) << "to try";
    EXPECT_THAT(said_, HasSubstr("web.url: https://"));
    config_.web->url = "http://aide.exemple.fr";
    EXPECT_EQ(code(), 0);
    EXPECT_THAT(said_, HasSubstr("Secure"));
}

TEST_F(FaceDoctor, WhoIsOfTheBureauMustBeReached) {
    config_.desk.emplace();
    EXPECT_EQ(code(), 0);
    EXPECT_THAT(said_, HasSubstr("personne n’entre"));
    config_.desk->members = {"prefete@exemple.fr", "@secretariat:exemple.fr"};
    EXPECT_EQ(code(), 97);
    EXPECT_THAT(said_, HasSubstr("2 personne(s) sur 2"));
    config_.email.emplace();
    EXPECT_EQ(code(), 97);
    EXPECT_THAT(said_, HasSubstr("1 personne(s) sur 2 ne peuvent recevoir aucun lien (@secretariat:exemple.fr)"));
    config_.matrix.emplace();
    EXPECT_EQ(code(), 0) << said_;
    config_.web.reset();
    config_.matrix.reset();
    EXPECT_EQ(code(), 0) << "without a page nobody needs a link";
}

TEST_F(FaceDoctor, TheAlertmanagerIsAsked) {
    config_.desk.emplace();
    auto const answered = [this](const std::string& answer) {
        Peer const peer(answer);
        config_.desk->alertmanager_url = "http://127.0.0.1:" + std::to_string(peer.at().port);
        return code();
    };
    EXPECT_EQ(answered(http(200, "")), 0) << said_;
    EXPECT_EQ(answered(http(401, "")), 99) << said_;
    EXPECT_EQ(answered(http(404, "")), 99) << said_;
    EXPECT_EQ(answered(http(503, "")), 98) << said_;
    config_.desk->alertmanager_url = "http://127.0.0.1:" + std::to_string(nobody().port);
    EXPECT_EQ(code(), 98) << said_;
    tests::Folder const folder;
    config_.desk->alertmanager_token_file = folder / "none";
    EXPECT_EQ(code(), 99) << said_;
}

}  // namespace face_doctor_test
