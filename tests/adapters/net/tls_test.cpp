#include "adapters/net/http_client.hpp"
#include "tests/adapters/net/peer.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <unistd.h>

namespace adapters::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using tests::Listener;
using tests::Peer;
using tests::run;

template <class T, void (*Free)(T*)>
struct Freer {
    void operator()(T* p) const { Free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509, X509_free>>;

/// A self-signed certificate made for this run, as files that vanish with it.
class Identity {
  public:
    /// \param names as in subjectAltName: "IP:127.0.0.1,DNS:localhost". \param seconds until it expires; < 0:
    /// it has.
    explicit Identity(const std::string& names, long seconds = 3600)
        : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
        X509* const x = certificate_.get();
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
        X509_gmtime_adj(X509_getm_notBefore(x), -7200);
        X509_gmtime_adj(X509_getm_notAfter(x), seconds);
        X509_set_pubkey(x, key_.get());
        std::string const subject = "phare test";
        std::basic_string<unsigned char> const bytes(subject.begin(), subject.end());
        X509_NAME* const name = X509_get_subject_name(x);
        X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1, 0
        );
        X509_set_issuer_name(x, name);
        X509_EXTENSION* const extension =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(x, key_.get(), EVP_sha256());

        int const fd = ::mkstemp(path_.data());
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(::fdopen(fd, "w"), &std::fclose);
        PEM_write_X509(file.get(), x);
    }
    Identity(const Identity&) = delete;
    Identity& operator=(const Identity&) = delete;
    ~Identity() { ::unlink(path_.c_str()); }

    void give_to(asio::ssl::context& context) const {
        SSL_CTX_use_certificate(context.native_handle(), certificate_.get());
        SSL_CTX_use_PrivateKey(context.native_handle(), key_.get());
    }
    [[nodiscard]] const std::string& file() const { return path_; }

  private:
    Key key_;
    Certificate certificate_;
    std::string path_ = testing::TempDir() + "phare-tls-XXXXXX";
};

struct Outcome {
    error_code error;
    int status = 0;
    std::string server_name;  ///< as the client sent it
    std::string protocol;
};

/// One GET to a TLS server with `identity`, by a client that trusts `ca_file` and asks for `host`.
asio::awaitable<Outcome> try_tls(const Identity& identity, std::string ca_file, std::string host) {
    auto const executor = co_await asio::this_coro::executor;
    Listener listener(executor);
    Origin origin;
    origin.tls = true;
    origin.host = std::move(host);
    origin.port = std::to_string(listener.port());
    HttpClient client(executor, origin, ca_file);
    Outcome outcome;
    bool is_done = false;
    asio::co_spawn(
        executor,
        [&client] {
            Call call;
            call.target = "/";
            call.limit = 2s;
            return client.call(std::move(call));
        },
        [&](std::exception_ptr error, const boost::system::result<Answer>& answer) {
            EXPECT_FALSE(error);
            if (answer)
                outcome.status = answer->status;
            else
                outcome.error = answer.error();
            is_done = true;
        }
    );
    asio::ssl::context context(asio::ssl::context::tls_server);
    identity.give_to(context);
    Peer peer = co_await listener.accept();
    asio::ssl::stream<asio::ip::tcp::socket&> tls(peer.socket, context);
    error_code ec;
    co_await tls.async_handshake(
        asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, ec)
    );
    if (!ec) {
        const char* const name = SSL_get_servername(tls.native_handle(), TLSEXT_NAMETYPE_host_name);
        outcome.server_name = name == nullptr ? "" : name;
        outcome.protocol = SSL_get_version(tls.native_handle());
        std::string in(4096, '\0');
        co_await tls.async_read_some(asio::buffer(in), asio::redirect_error(asio::use_awaitable, ec));
        std::string const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        if (!ec)
            co_await asio::async_write(
                tls, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, ec)
            );
    }
    asio::steady_timer timer(executor);
    while (!is_done) {
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_return outcome;
}

TEST(Tls, TrustsTheGivenCertificate) {
    run([]() -> asio::awaitable<void> {
        Identity const identity("IP:127.0.0.1,DNS:localhost");
        auto const by_address = co_await try_tls(identity, identity.file(), "127.0.0.1");
        EXPECT_EQ(by_address.status, 200);
        EXPECT_EQ(by_address.server_name, "");
        EXPECT_EQ(by_address.protocol, "TLSv1.3");
        auto const by_name = co_await try_tls(identity, identity.file(), "localhost");
        EXPECT_EQ(by_name.status, 200);
        EXPECT_EQ(by_name.server_name, "localhost");
    });
}

TEST(Tls, RefusesEveryOtherCertificate) {
    run([]() -> asio::awaitable<void> {
        Identity const good("IP:127.0.0.1");
        Identity const other("IP:127.0.0.1");
        Identity const elsewhere("IP:127.0.0.2,DNS:other.test");
        Identity const expired("IP:127.0.0.1", -60);

        auto const unknown = co_await try_tls(good, "", "127.0.0.1");
        EXPECT_EQ(unknown.error, client_errc::tls_refused) << "trusted by nobody";
        auto const not_this_one = co_await try_tls(good, other.file(), "127.0.0.1");
        EXPECT_EQ(not_this_one.error, client_errc::tls_refused) << "same name, another key";
        auto const wrong_host = co_await try_tls(elsewhere, elsewhere.file(), "127.0.0.1");
        EXPECT_EQ(wrong_host.error, client_errc::tls_refused) << "trusted, but for another host";
        auto const wrong_name = co_await try_tls(elsewhere, elsewhere.file(), "localhost");
        EXPECT_EQ(wrong_name.error, client_errc::tls_refused);
        auto const too_old = co_await try_tls(expired, expired.file(), "127.0.0.1");
        EXPECT_EQ(too_old.error, client_errc::tls_refused);
        EXPECT_FALSE(may_have_been_sent(too_old.error));
    });
}

TEST(Tls, GivesUpOnPeersThatDoNotSpeakIt) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Listener listener(executor);
        Origin origin;
        origin.tls = true;
        origin.host = "127.0.0.1";
        origin.port = std::to_string(listener.port());
        HttpClient client(executor, origin);
        Call call;
        call.target = "/";
        call.limit = 40ms;  // the peer accepts (its backlog does) and says nothing
        auto const silent = co_await client.call(std::move(call));
        EXPECT_EQ(silent.error(), client_errc::unreachable);
        EXPECT_FALSE(may_have_been_sent(silent.error()));
    });
}

TEST(Tls, SaysWhenItsCertificatesCannotBeRead) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Origin origin;
        origin.tls = true;
        origin.host = "localhost";
        origin.port = "443";
        EXPECT_THROW(HttpClient(executor, origin, "/nonexistent/ca.pem"), std::system_error);
    });
}

}  // namespace
}  // namespace adapters::net
