// Mails understood per second over a folder, a 120 KB near-match of an attribution, a 6 MB bomb of empty parts, and the
// memory at its highest. mail_bench FOLDER…
#include "adapters/email/understood.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace adapters::email;
using Clock = std::chrono::steady_clock;

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
        fmt::print("{} mails of {} bytes on average: {:.0f} mails/s\n", mails.size(), bytes / mails.size(), static_cast<double>(rounds * mails.size()) / seconds);
    }
    std::string const top = "From: a@b.example\r\nSubject: x\r\n";
    std::string near = top + "\r\n";
    while (near.size() < 120'000) near += "Le lun. 3 mars 2025 à 10:12, ";
    std::string lines = top + "\r\n";
    while (lines.size() < 120'000) lines += "Le lun. 3 mars 2025 à 10:12, X <a@b.example>\n";
    std::string bomb = top + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n";
    while (bomb.size() < 6'000'000) bomb += "--a\n\n\n";
    fmt::print("near-match on one line, near-matches line by line, 6 MB of empty parts, 24 MB of text:\n");
    for (auto& raw : {near, lines, bomb, top + "\r\n" + std::string(24u * 1024 * 1024, 'x')}) (void)milliseconds_of(of(raw), us);
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    fmt::print("memory at its highest: {} MB\n", used.ru_maxrss / 1024);
    return 0;
}
