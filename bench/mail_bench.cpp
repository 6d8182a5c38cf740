// Mails understood per second over a folder, a 120 KB near-match of an attribution, a 6 MB bomb of empty parts, and the
// memory at its highest, each with a floor: exit status 1 where one is missed (a release build is meant). mail_bench FOLDER…
#include "adapters/email/understood.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace adapters::email;
using Clock = std::chrono::steady_clock;

// What issue 5 asks (120 KB of near-match under 50 ms, 6 MB of empty parts under a second and 100 MB), and a third of what was seen for
// the rest, so that a loaded machine does not cry wolf.
constexpr double least_mails_a_second = 300, most_ms_near_match = 50, most_ms_bomb = 1000, most_ms_text = 1500;
constexpr long most_mb_bomb = 100, most_mb_text = 400;

/// \returns whether it holds; says so.
bool holds(bool within, std::string_view what) {
    if (!within) fmt::print("MISSED: {}\n", what);
    return within;
}

long highest_mb() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

double milliseconds_of(const InboundMail& mail, const Identity& us) {
    auto const begin = Clock::now();
    auto const understood = understand(mail, us);
    auto const spent = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    fmt::print("  {} ({}): {:.2f} ms, {} bytes\n", word_of(understood.judgement.cls), understood.judgement.why, spent, mail.raw.size());
    return spent;
}

InboundMail of(std::string raw) {
    InboundMail mail;
    mail.raw = std::move(raw);
    return mail;
}

}  // namespace

int main(int argc, char** argv) {
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    us.authserv_id = "mx.phare.test";
    bool good = true;
    std::vector<InboundMail> mails;
    std::size_t bytes = 0;
    for (int i = 1; i < argc; ++i)
        for (auto const& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (entry.path().extension() != ".eml") continue;
            std::ifstream file(entry.path(), std::ios::binary);
            mails.push_back(of({std::istreambuf_iterator<char>(file), {}}));
            bytes += mails.back().raw.size();
        }
    if (!mails.empty()) {
        auto const begin = Clock::now();
        std::size_t rounds = 0;
        for (; Clock::now() - begin < std::chrono::seconds(3); ++rounds)
            for (auto const& mail : mails) (void)understand(mail, us);
        double const seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        double const a_second = static_cast<double>(rounds * mails.size()) / seconds;
        fmt::print("{} mails of {} bytes on average: {:.0f} mails/s\n", mails.size(), bytes / mails.size(), a_second);
        good = holds(a_second >= least_mails_a_second, "mails read per second") && good;
    }
    if (argc > 1) good = holds(!mails.empty(), "no .eml in these folders") && good;
    std::string const top = "From: a@b.example\r\nSubject: x\r\n";
    std::string near = top + "\r\n";
    while (near.size() < 120'000) near += "Le lun. 3 mars 2025 à 10:12, ";
    std::string lines = top + "\r\n";
    while (lines.size() < 120'000) lines += "Le lun. 3 mars 2025 à 10:12, X <a@b.example>\n";
    std::string bomb = top + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n";
    while (bomb.size() < 6'000'000) bomb += "--a\n\n\n";
    fmt::print("near-match on one line, near-matches line by line, 6 MB of empty parts, 24 MB of text:\n");
    for (auto& raw : {near, lines}) good = holds(milliseconds_of(of(raw), us) <= most_ms_near_match, "120 KB of near-match") && good;
    auto const before = highest_mb();
    good = holds(milliseconds_of(of(bomb), us) <= most_ms_bomb, "6 MB of empty parts: time") && good;
    good = holds(highest_mb() - before <= most_mb_bomb, "6 MB of empty parts: memory") && good;
    good = holds(milliseconds_of(of(top + "\r\n" + std::string(24u * 1024 * 1024, 'x')), us) <= most_ms_text, "24 MB of text: time") && good;
    fmt::print("memory at its highest: {} MB\n", highest_mb());
    good = holds(highest_mb() <= most_mb_text, "memory") && good;
    return good ? 0 : 1;
}
