#include "adapters/email/wire/imap_mailbox.hpp"

#include "adapters/email/wire/curl_option.hpp"
#include "adapters/email/wire/curl_words.hpp"
#include "adapters/email/wire/modified_utf7.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::email::wire {
namespace {

using Kind = ImapTrouble::Kind;

/// A folder's name as a quoted string (RFC 3501 §5.1.3, §9).
std::string quoted(const std::string& name) {
    auto const on_the_wire = modified_utf7(name);
    if (!on_the_wire) throw ImapTrouble(Kind::denied, "un nom de dossier qui n’est pas de l’UTF-8");
    std::string out = "\"";
    for (char const c : *on_the_wire) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace

ImapMailbox::ImapMailbox(Server server, const std::string& folder)
    : server_(std::move(server)), handle_(handle_for(server_, "imap", "/")) {
    option(handle_, CURLOPT_CONNECT_ONLY, 1L);
    CURLcode const code = curl_easy_perform(handle_.get());
    switch (code) {
        case CURLE_OK:
            break;
        case CURLE_LOGIN_DENIED:
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            throw ImapTrouble(Kind::denied, words_of(code, handle_.get()));
        default:
            throw ImapTrouble(Kind::unreachable, words_of(code, handle_.get()));
    }
    for (auto const& response : command("SELECT " + quoted(folder)))
        if (auto const validity = uid_validity_in(response.line)) uid_validity_ = *validity;
    if (uid_validity_ == 0) throw ImapTrouble(Kind::denied, "ce dossier n’a pas de UIDVALIDITY");
}

std::vector<ImapMailbox::Waiting> ImapMailbox::search(const std::string& criterion, std::uint32_t above) {
    std::vector<std::uint32_t> uids;
    for (auto const& response : command("UID SEARCH " + criterion))
        if (auto const found = search_in(response.line)) uids.insert(uids.end(), found->begin(), found->end());
    std::erase_if(uids, [above](std::uint32_t uid) { return uid <= above; });
    std::sort(uids.begin(), uids.end());
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
    std::vector<Waiting> out;
    constexpr std::size_t at_once = 200;  // a command line stays short
    for (std::size_t i = 0; i < uids.size(); i += at_once) {
        std::string set;
        for (std::size_t k = i; k < std::min(i + at_once, uids.size()); ++k)
            set += (set.empty() ? "" : ",") + std::to_string(uids[k]);
        for (auto const& response : command("UID FETCH " + set + " (UID RFC822.SIZE)")) {
            auto const uid = fetched_number(response.line, "UID");
            auto const size = fetched_number(response.line, "RFC822.SIZE");
            if (uid && size && *uid > above) out.push_back({*uid, *size});
        }
    }
    std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return a.uid < b.uid; });
    return out;
}

void ImapMailbox::refresh() {
    static_cast<void>(command("NOOP"));
}

std::vector<ImapMailbox::Waiting> ImapMailbox::newer_than(std::uint32_t uid) {
    return search("UID " + std::to_string(std::uint64_t{uid} + 1) + ":*", uid);
}

std::vector<ImapMailbox::Waiting> ImapMailbox::since(const std::string& day) {
    return search("SINCE " + day, 0);
}

std::string ImapMailbox::fetch(std::uint32_t uid) {
    for (auto& response : command("UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[])"))
        if (fetched_number(response.line, "UID") == uid && !response.literals.empty())
            return std::move(response.literals.front());
    return {};
}

void ImapMailbox::mark_seen(std::uint32_t uid) {
    static_cast<void>(command("UID STORE " + std::to_string(uid) + " +FLAGS.SILENT (\\Seen)"));
}

void ImapMailbox::move(std::uint32_t uid, const std::string& folder) {
    static_cast<void>(command("UID MOVE " + std::to_string(uid) + " " + quoted(folder)));
}

bool ImapMailbox::has(const std::string& folder) try {
    static_cast<void>(command("STATUS " + quoted(folder) + " (UIDVALIDITY)"));
    return true;
} catch (const ImapTrouble& trouble) {
    if (trouble.kind != Kind::refused) throw;
    return false;
}

std::vector<ImapResponse> ImapMailbox::command(const std::string& words) {
    std::string const tag = "p" + std::to_string(++tag_);
    send(tag + " " + words + "\r\n");
    std::vector<ImapResponse> answers;
    for (;;) {
        while (auto response = reader_.next()) {
            std::string const line = response->line;
            if (line.starts_with("* BYE")) throw ImapTrouble(Kind::unreachable, "le serveur dit BYE");
            if (!line.starts_with(tag + " ")) {
                answers.push_back(std::move(*response));
                continue;
            }
            if (line.compare(tag.size() + 1, 2, "OK") == 0) return answers;
            throw ImapTrouble(Kind::refused, words.substr(0, words.find(' ')) + " est refusé");
        }
        receive();
    }
}

void ImapMailbox::wait_for(bool readable) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &socket);
    if (socket == CURL_SOCKET_BAD) throw ImapTrouble(Kind::unreachable, "la connexion est coupée");
    pollfd wanted{socket, static_cast<short>(readable ? POLLIN : POLLOUT), 0};
    auto left = server_.connect_time;
    constexpr std::chrono::milliseconds look{500};  // whether we are told to stop
    for (; left.count() > 0; left -= look) {
        int const ready = ::poll(&wanted, 1, static_cast<int>(std::min(left, look).count()));
        if (ready > 0) return;
        if (ready < 0) break;
        if (server_.stop && server_.stop->load()) throw ImapTrouble(Kind::unreachable, "arrêt demandé");
    }
    throw ImapTrouble(Kind::unreachable, "le serveur ne répond pas");
}

void ImapMailbox::send(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t sent = 0;
        CURLcode const code = curl_easy_send(handle_.get(), bytes.data(), bytes.size(), &sent);
        if (code == CURLE_AGAIN) {
            wait_for(false);
        } else if (code != CURLE_OK) {
            throw ImapTrouble(Kind::unreachable, words_of(code, handle_.get()));
        } else {
            bytes.remove_prefix(sent);
        }
    }
}

void ImapMailbox::receive() {
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        std::size_t got = 0;
        CURLcode const code = curl_easy_recv(handle_.get(), buffer.data(), buffer.size(), &got);
        if (code == CURLE_AGAIN) {
            wait_for(true);
            continue;
        }
        if (code != CURLE_OK || got == 0) throw ImapTrouble(Kind::unreachable, "la connexion est coupée");
        if (!reader_.feed({buffer.data(), got})) throw ImapTrouble(Kind::refused, "la réponse du serveur n’est pas de l’IMAP");
        return;
    }
}

}  // namespace adapters::email::wire
