#include "bot/service/house_doctor.hpp"

#include "db/sqlite/open.hpp"
#include "tests/support/folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace house_doctor_test {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

const bot::Instant today = std::chrono::sys_days(std::chrono::year{2026} / 11 / 29) + 12h;

class HouseDoctor : public testing::Test {
  protected:
    HouseDoctor() {
        fs::create_directories(folder_ / "copies" / "phare-20261129T060000Z");
        std::ofstream(folder_ / "font.ttf") << "x";
        config_.data.folder = folder_.path();
        config_.data.free_space_floor = 1;
        config_.backup.folder = folder_ / "copies";
        config_.metrics.port = 0;
    }
    int code() { return adapters::matrix::exit_code(bot::service::examine_house(config_, today, folder_ / "font.ttf")); }

    tests::Folder folder_;
    bot::commands::Config config_;
};

TEST_F(HouseDoctor, FindsNothingInATidyHouse) {
    EXPECT_EQ(code(), 0);
    config_.data.folder = folder_ / "not" / "yet";
    EXPECT_EQ(code(), 0);
}

TEST_F(HouseDoctor, EachTroubleHasACodeAndARemedy) {
    std::ofstream(folder_ / "file") << "x";
    config_.data.folder = folder_ / "file";
    EXPECT_EQ(code(), 20);
    config_.data.folder = folder_.path();
    fs::permissions(folder_.path(), fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(code(), 21);
    fs::permissions(folder_.path(), fs::perms::group_read, fs::perm_options::remove);
    config_.data.free_space_floor = std::uint64_t{1} << 60U;
    EXPECT_EQ(code(), 22);
    config_.data.free_space_floor = 1;
    std::ofstream(folder_ / "master.key") << "x";
    EXPECT_EQ(code(), 23);
    std::ofstream(folder_ / "phare.db") << "x";
    EXPECT_EQ(code(), 28) << "a phare.db without its keys.db";
    fs::remove(folder_ / "master.key"), fs::remove(folder_ / "phare.db");
    config_.backup.folder = folder_ / "not yet";
    EXPECT_EQ(code(), 0) << "the service will make it";
    config_.backup.folder = folder_ / "nowhere" / "near";
    EXPECT_EQ(code(), 24);
    config_.backup.folder = folder_ / "copies";
    fs::rename(folder_ / "copies" / "phare-20261129T060000Z", folder_ / "copies" / "phare-20261127T060000Z");
    EXPECT_EQ(code(), 25);
    fs::create_directories(folder_ / "copies" / "phare-20261129T060000Z");
    fs::remove(folder_ / "font.ttf");
    EXPECT_EQ(code(), 26);
    std::ofstream(folder_ / "font.ttf") << "x";
    config_.desk.emplace();
    config_.desk->listen.port = 9120;
    config_.desk->token_file = folder_ / "token";
    std::ofstream(folder_ / "token") << "short\n";
    EXPECT_EQ(code(), 27);
    for (auto const& finding : bot::service::examine_house(config_, today, folder_ / "font.ttf")) {
        EXPECT_EQ(finding.ok, finding.code == 0) << finding.sentence;
        EXPECT_TRUE(finding.ok || !finding.remedy.empty()) << finding.sentence;
    }
}

TEST_F(HouseDoctor, AClockThatIsBehindTheDataIsFound) {
    db::sqlite::StoreOptions options;
    options.folder = config_.data.folder = folder_ / "data";
    options.ballast_bytes = 0;
    db::sqlite::open(options)->close();
    config_.backup.folder.clear();
    auto const written = std::chrono::floor<bot::Instant::duration>(std::chrono::file_clock::to_sys(fs::last_write_time(options.folder / "phare.db")));
    auto const code_at = [this](bot::Instant now) { return adapters::matrix::exit_code(bot::service::examine_house(config_, now, folder_ / "font.ttf")); };

    EXPECT_EQ(code_at(written), 0);
    EXPECT_EQ(code_at(written - 1h), 29);
}

TEST_F(HouseDoctor, SaysWhetherTheServiceRuns) {
    auto const answered = [this](const std::string& answer) {
        asio::io_context loop;
        asio::ip::tcp::acceptor door(loop, {asio::ip::make_address("127.0.0.1"), 0});
        config_.metrics = {"127.0.0.1", door.local_endpoint().port()};
        std::thread service([&] {
            auto peer = door.accept();
            asio::streambuf request;
            boost::system::error_code ignored;
            asio::read_until(peer, request, "\r\n\r\n", ignored);
            asio::write(peer, asio::buffer(answer), ignored);
        });
        int const found = code();
        service.join();
        return found;
    };

    EXPECT_EQ(answered("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{\"ready\":true}\n"), 0);
    EXPECT_EQ(answered("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"ready\":false}\n"), 91);
    EXPECT_EQ(answered("HTTP/1.1 200 OK\r\n\r\n<html>Something else</html>\n"), 92);
    EXPECT_EQ(answered("220 mx.exemple.fr ESMTP\r\n"), 92);
    db::sqlite::StoreOptions options;
    options.folder = config_.data.folder = folder_ / "data";
    options.ballast_bytes = 0;
    {
        auto const held = db::sqlite::open(options);
        fs::last_write_time(options.folder / "phare.db", std::chrono::file_clock::from_sys(today));  // whatever day it is here
        EXPECT_EQ(code(), 91) << "somebody has the data and says nothing";
        EXPECT_EQ(answered("HTTP/1.1 200 OK\r\n\r\n{\"ready\":true}\n"), 0);
    }
    config_.data.folder = folder_.path();
    EXPECT_EQ(code(), 0);  // the door of the last one is closed: it does not run, which is no trouble by itself
}

}  // namespace house_doctor_test
