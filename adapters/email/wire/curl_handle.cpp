#include "adapters/email/wire/curl_handle.hpp"

#include "adapters/email/wire/curl_option.hpp"

#include <sys/socket.h>

#include <stdexcept>

namespace adapters::email::wire {
namespace {

void start_library_once() {
    static CURLcode const started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl ne démarre pas");
}

int stop_if_told(void* told, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::atomic<bool>*>(told)->load() ? 1 : 0;
}

}  // namespace

void FreeCurl::operator()(CURL* handle) const noexcept {
    // libcurl says QUIT or LOGOUT and would wait minutes for a peer that is gone: it may speak, not listen.
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
    if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RD);
    curl_easy_cleanup(handle);
}

CurlHandle handle_for(const Server& server, const std::string& scheme, const std::string& path) {
    start_library_once();
    CurlHandle handle(curl_easy_init());
    if (!handle) throw std::runtime_error("libcurl ne répond pas");
    bool const wrapped = server.security == Security::implicit_tls;
    std::string const host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
    std::string const url =
        scheme + (wrapped ? "s://" : "://") + host + ":" + std::to_string(server.port) + path;
    option(handle, CURLOPT_URL, url.c_str());
    option(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps");
    option(handle, CURLOPT_PROXY, "");  // the environment decides nothing here
    option(handle, CURLOPT_NOSIGNAL, 1L);
    option(handle, CURLOPT_USE_SSL, static_cast<long>(server.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    option(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    option(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    option(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.ca_file.empty()) option(handle, CURLOPT_CAINFO, server.ca_file.c_str());
    if (!server.user.empty()) option(handle, CURLOPT_USERNAME, server.user.c_str());
    if (server.token)
        option(handle, CURLOPT_XOAUTH2_BEARER, server.token().c_str());
    else if (!server.password.empty())
        option(handle, CURLOPT_PASSWORD, server.password.c_str());
    option(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server.connect_time.count()));
    option(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(server.time.count()));
    // curl waits that long for each single answer.
    option(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(server.time.count() / 1000 + 1));
    option(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    if (server.stop) {
        option(handle, CURLOPT_NOPROGRESS, 0L);
        option(handle, CURLOPT_XFERINFOFUNCTION, &stop_if_told);
        option(handle, CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(server.stop.get())));
    }
    return handle;
}

}  // namespace adapters::email::wire
