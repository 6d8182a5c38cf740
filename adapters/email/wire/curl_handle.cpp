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

CurlHandle bare_handle() {
    start_library_once();
    CurlHandle handle(curl_easy_init());
    if (!handle) throw std::runtime_error("libcurl ne répond pas");
    return handle;
}

void set_terms(
    const CurlHandle& handle, const std::string& ca_file, std::chrono::milliseconds connect_time, std::chrono::milliseconds time,
    const std::shared_ptr<const std::atomic<bool>>& stop
) {
    option(handle, CURLOPT_PROXY, "");  // the environment decides nothing here
    option(handle, CURLOPT_NOSIGNAL, 1L);
    option(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    option(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    option(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!ca_file.empty()) option(handle, CURLOPT_CAINFO, ca_file.c_str());
    option(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_time.count()));
    option(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(time.count()));
    if (!stop) return;
    option(handle, CURLOPT_NOPROGRESS, 0L);
    option(handle, CURLOPT_XFERINFOFUNCTION, &stop_if_told);
    option(handle, CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(stop.get())));
}

CurlHandle handle_for(const Server& server, const std::string& scheme, const std::string& path) {
    CurlHandle handle = bare_handle();
    bool const wrapped = server.security == Security::implicit_tls;
    std::string const host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
    std::string const url =
        scheme + (wrapped ? "s://" : "://") + host + ":" + std::to_string(server.port) + path;
    option(handle, CURLOPT_URL, url.c_str());
    option(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps");
    set_terms(handle, server.ca_file, server.connect_time, server.time, server.stop);
    option(handle, CURLOPT_USE_SSL, static_cast<long>(server.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!server.user.empty()) option(handle, CURLOPT_USERNAME, server.user.c_str());
    if (server.token)
        option(handle, CURLOPT_XOAUTH2_BEARER, server.token().c_str());
    else if (!server.password.empty())
        option(handle, CURLOPT_PASSWORD, server.password.c_str());
    // curl waits that long for each single answer.
    option(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(server.time.count() / 1000 + 1));
    option(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    return handle;
}

}  // namespace adapters::email::wire
