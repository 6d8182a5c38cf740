// `phare objectives import` against a door that answers as the service does, and against none.

#include "adapters/net/base64.hpp"
#include "adapters/net/http_server.hpp"
#include "bot/service/import_command.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <thread>

#include <unistd.h>

namespace bot::service {
namespace import_command_test {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace net = adapters::net;
using commands::ObjectivesEnd;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string token = "un-jeton-de-test-assez-long";

/// The running service, on a thread of its own.
class Service {
  public:
    Service() {
        net::Route route;
        route.prefix = "/objectifs/imports";
        route.methods = {"POST"};
        route.body_limit = 1U << 20U;
        route.handle = [this](net::Request request) -> asio::awaitable<net::Reply> {
            net::Reply reply;
            asked.push_back(request.head.path + " " + std::string(net::header(request.head.headers, "x-phare-par")));
            if (net::header(request.head.headers, "authorization") != "Bearer " + token) {
                reply.status = 401;
            } else if (request.head.path == "/objectifs/imports") {
                received = request.body;
                reply.status = first_status;
                reply.body = first.dump();
            } else {
                reply.status = order_status;
                reply.body = json{{"erreur", "cet import compte déjà"}}.dump();
            }
            co_return reply;
        };
        net::Route status;
        status.prefix = "/objectifs/etat";
        status.methods = {"GET"};
        status.handle = [](net::Request request) -> asio::awaitable<net::Reply> {
            net::Reply reply;
            bool const known = request.head.query.find("PERSONNE") == std::string::npos;
            reply.status = known ? 200 : 404;
            reply.body = known ? json{{"texte", "demandé : " + request.head.query + "\n"}}.dump() : json{{"erreur", "aucun objectif"}}.dump();
            co_return reply;
        };
        server_ = std::make_unique<net::HttpServer>(loop_.get_executor(), std::vector<net::Route>{route, status});
        port = server_->listen("127.0.0.1", 0);
        thread_ = std::thread([this] { loop_.run(); });
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    ~Service() {
        asio::post(loop_, [this] { server_.reset(); });
        work_.reset();
        thread_.join();
    }
    std::uint16_t port = 0;
    int first_status = 201, order_status = 200;
    json first{{"import", 3}, {"recu", "2 lignes lues\n"}};
    std::vector<std::string> asked;
    std::string received;

  private:
    asio::io_context loop_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{loop_.get_executor()};
    std::unique_ptr<net::HttpServer> server_;
    std::thread thread_;
};

class Importing : public testing::Test {
  protected:
    void SetUp() override {
        folder = fs::temp_directory_path() / ("phare-import-" + std::to_string(::getpid()) + "-" + testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(folder);
        std::ofstream(folder / "token") << token << "\n";
        std::ofstream(folder / "chiffres.csv") << "periode;valeur\n";
        wish.token_file = folder / "token", wish.file = folder / "chiffres.csv", wish.by = "dreets";
    }
    void TearDown() override { fs::remove_all(folder); }
    ObjectivesEnd run(const std::string& typed = {}) {
        out.str({}), messages.str({});
        std::istringstream in(typed);
        return import_to_service(wish, in, out, messages);
    }
    fs::path folder;
    ServiceImport wish;
    std::ostringstream out, messages;
};

TEST_F(Importing, YesSendsTheFileAndCountsIt) {
    Service service;
    wish.port = service.port, wish.yes = true;
    EXPECT_EQ(run(), ObjectivesEnd::done) << messages.str();
    EXPECT_EQ(service.received, "periode;valeur\n");
    EXPECT_EQ(service.asked, (std::vector<std::string>{"/objectifs/imports dreets", "/objectifs/imports/3/oui dreets"}));
    EXPECT_THAT(out.str(), HasSubstr("2 lignes lues"));
    EXPECT_THAT(out.str(), HasSubstr("--annuler 3"));
}

TEST_F(Importing, TheReceiptAsksForNoYesThatIsGivenAndAKnownFileIsNoFailure) {
    Service service;
    service.first["recu"] = "2 lignes lues\nRépondez OUI pour que ces chiffres comptent, ou renvoyez le fichier corrigé.\n";
    wish.port = service.port, wish.yes = true;
    EXPECT_EQ(run(), ObjectivesEnd::done) << messages.str();
    EXPECT_THAT(out.str(), testing::Not(HasSubstr("Répondez OUI")));
    service.first = {{"import", 0}, {"recu", "2 lignes lues, 2 déjà connues.\n"}};
    service.first_status = 200;
    EXPECT_EQ(run(), ObjectivesEnd::done) << messages.str();
    EXPECT_THAT(out.str(), HasSubstr("déjà connues"));
}

TEST_F(Importing, WhoeverSitsThereIsAskedAndNobodyElse) {
    Service service;
    wish.port = service.port;
    EXPECT_EQ(run("OUI\n"), ObjectivesEnd::done);
    EXPECT_EQ(service.asked.size(), 1U) << "a pipe is nobody";
    EXPECT_THAT(out.str(), HasSubstr("--confirmer 3"));
    wish.ask = true;
    EXPECT_EQ(run("non\n"), ObjectivesEnd::done);
    EXPECT_EQ(service.asked.size(), 2U);
    EXPECT_EQ(run("OUI\n"), ObjectivesEnd::done);
    EXPECT_EQ(service.asked.size(), 4U);
    wish.confirm = 3;
    service.order_status = 409;
    EXPECT_EQ(run(), ObjectivesEnd::unusable);
    EXPECT_THAT(messages.str(), HasSubstr("cet import compte déjà"));
}

TEST_F(Importing, RefusedRowsAreWrittenBesideTheFile) {
    Service service;
    wish.port = service.port, wish.yes = true;
    service.first["refus"] = "periode;Problème\n";
    EXPECT_EQ(run(), ObjectivesEnd::some_refused);
    EXPECT_TRUE(fs::exists(folder / "chiffres.csv.refus.csv"));
    service.first["refus_xlsx"] = net::to_base64(std::string("PK\x03\x04\0x", 6));
    EXPECT_EQ(run(), ObjectivesEnd::some_refused);
    EXPECT_EQ(fs::file_size(folder / "chiffres.csv.refus.xlsx"), 6U);
}

TEST_F(Importing, AServiceThatIsNotThereIsSaidWithWhatToDo) {
    {
        Service gone;
        wish.port = gone.port;
    }
    wish.yes = true;
    EXPECT_EQ(run(), ObjectivesEnd::unreachable);
    EXPECT_THAT(messages.str(), HasSubstr("Rien n’a été envoyé"));
    EXPECT_THAT(messages.str(), HasSubstr("systemctl start phare"));
    EXPECT_THAT(messages.str(), HasSubstr("--journal"));
    wish.port = 0;
    EXPECT_EQ(run(), ObjectivesEnd::no_way);
    EXPECT_THAT(messages.str(), HasSubstr("n’ouvre pas d’adresse d’import"));
}

TEST_F(Importing, WhereTheObjectivesStandIsAskedOfTheService) {
    Service service;
    wish.port = service.port;
    EXPECT_EQ(status_of_service(wish, {"2020-11-25", "AIJ-2020-NOR", true}, out, messages), ObjectivesEnd::done) << messages.str();
    EXPECT_EQ(out.str(), "demandé : forme=json&au=2020-11-25&objectif=AIJ-2020-NOR\n");
    out.str({});
    EXPECT_EQ(status_of_service(wish, {"", "AIJ-2020-NOR", false, true, "2020-10-12"}, out, messages), ObjectivesEnd::done) << messages.str();
    EXPECT_EQ(out.str(), "demandé : forme=texte&objectif=AIJ-2020-NOR&detail=oui&depuis=2020-10-12\n");
    EXPECT_EQ(status_of_service(wish, {"", "PERSONNE", false}, out, messages), ObjectivesEnd::unusable);
    EXPECT_THAT(messages.str(), HasSubstr("aucun objectif"));
    EXPECT_EQ(status_of_service(wish, {"", "A&B", false}, out, messages), ObjectivesEnd::unusable) << "no second question in a name";
    wish.port = 0;
    EXPECT_EQ(status_of_service(wish, {}, out, messages), ObjectivesEnd::no_way);
    EXPECT_THAT(messages.str(), HasSubstr("--journal"));
}

TEST_F(Importing, AWrongTokenAndAFileRefusedAsAWhole) {
    Service service;
    wish.port = service.port, wish.yes = true;
    std::ofstream(folder / "token") << "un-autre-jeton-que-le-vrai\n";
    EXPECT_EQ(run(), ObjectivesEnd::refuses_us);
    EXPECT_THAT(messages.str(), HasSubstr("jeton"));
    std::ofstream(folder / "token") << token << "\n";
    service.first_status = 422;
    service.first = {{"import", 0}, {"recu", "Fichier refusé. Colonne inconnue\n"}};
    EXPECT_EQ(run(), ObjectivesEnd::unusable);
    EXPECT_THAT(out.str(), HasSubstr("Colonne inconnue"));
    EXPECT_THAT(out.str(), Not(HasSubstr("OUI")));
    wish.file = folder / "absent.csv";
    EXPECT_EQ(run(), ObjectivesEnd::unusable);
    EXPECT_THAT(messages.str(), HasSubstr("ne s’ouvre pas"));
}

}  // namespace import_command_test
}  // namespace bot::service
