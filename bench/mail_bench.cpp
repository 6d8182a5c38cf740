// Mails understood per second over a folder, a 120 KB near-match of an attribution, a 6 MB bomb of empty parts, 24 MB of text, and the
// memory at its highest. Exit status 1 where a bar is missed (a release build is meant). mail_bench FOLDER…
//
// Bars that issue 5 names are milliseconds and megabytes. The others are ratios, so that a slow or loaded machine changes nothing: each is
// measured beside GMime alone (gmime_peer.hpp) in the same run, mail by mail in turn.
#include "adapters/email/understood.hpp"
#include "bench/gmime_peer.hpp"

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

constexpr double most_ms_near_match = 50, most_ms_bomb = 1000;  // issue 5
constexpr long most_mb_bomb = 100, most_mb_text = 250;          // issue 5; our own, seen: 187
constexpr double most_times_gmime = 4, most_times_gmime_text = 8;  // seen, loaded and not: 2.1 to 2.3, 2.8 to 4.2

double milliseconds_since(Clock::time_point begin) { return std::chrono::duration<double, std::milli>(Clock::now() - begin).count(); }

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
    auto const spent = milliseconds_since(begin);
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
        double ours = 0, peers = 0;
        std::size_t rounds = 0, decoded = 0;
        for (; Clock::now() - begin < std::chrono::seconds(4); ++rounds)
            for (auto const& mail : mails) {
                auto at = Clock::now();
                auto const read = understand(mail, us);
                ours += milliseconds_since(at);
                if (read.refusal) continue;  // the peer would take seconds and gigabytes over a bomb
                at = Clock::now();
                decoded += bench::decoded_by_gmime(mail.raw);
                peers += milliseconds_since(at);
            }
        auto const read = static_cast<double>(rounds * mails.size());
        fmt::print(
            "{} mails of {} bytes on average: {:.0f} mails/s understood, {:.2f} times what GMime takes to decode them ({} bytes)\n", mails.size(),
            bytes / mails.size(), read * 1000 / ours, ours / peers, decoded / rounds
        );
        good = holds(ours <= most_times_gmime * peers, "mails read per second") && good;
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
    auto const text = of(top + "\r\n" + std::string(24u * 1024 * 1024, 'x'));
    auto const peer_begin = Clock::now();
    std::size_t const decoded = bench::decoded_by_gmime(text.raw);
    double const peer = milliseconds_since(peer_begin), ours = milliseconds_of(text, us);
    fmt::print("  GMime alone: {:.2f} ms, {} bytes decoded; {:.1f} times that\n", peer, decoded, ours / peer);
    good = holds(ours <= most_times_gmime_text * peer, "24 MB of text: time") && good;
    fmt::print("memory at its highest: {} MB\n", highest_mb());
    good = holds(highest_mb() <= most_mb_text, "memory") && good;
    return good ? 0 : 1;
}
