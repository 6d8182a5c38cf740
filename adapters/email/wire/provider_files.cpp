#include "adapters/email/wire/provider_files.hpp"

#include "adapters/email/wire/curl_option.hpp"

#include <stdexcept>

namespace adapters::email::wire {
namespace {

struct Body {
    std::string bytes;
    std::size_t most = 0;
    bool over = false;
};

std::size_t keep(char* data, std::size_t one, std::size_t count, void* into) {
    auto& body = *static_cast<Body*>(into);
    std::size_t const size = one * count;
    if (size > body.most - body.bytes.size()) {
        body.over = true;
        return 0;  // libcurl ends the transfer
    }
    body.bytes.append(data, size);
    return size;
}

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

std::string escaped(const CurlHandle& handle, std::string_view token) {
    std::unique_ptr<char, void (*)(void*)> const text(curl_easy_escape(handle.get(), token.data(), static_cast<int>(token.size())), curl_free);
    if (!text) throw std::runtime_error("libcurl: no memory");
    return text.get();
}

Download::Result judged(long status) {
    if (status == 200) return Download::Result::had;
    if (status == 401 || status == 403) return Download::Result::denied;
    if (status == 0 || status == 408 || status == 425 || status == 429 || status >= 500) return Download::Result::later;
    return Download::Result::gone;
}

struct Asked {
    Download download;
    std::string next;  ///< where the provider sends us on to; empty: nowhere
};

Asked ask(const ProviderApi& api, CurlHandle& handle, const std::string& url, const std::string& key, std::size_t most) {
    curl_easy_reset(handle.get());
    option(handle, CURLOPT_URL, url.c_str());
    option(handle, CURLOPT_PROTOCOLS_STR, api.base.starts_with("https://") ? "https" : "http,https");
    set_terms(handle, api.ca_file, api.connect_time, api.time, api.stop);
    option(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(most));
    std::unique_ptr<curl_slist, FreeList> const headers(curl_slist_append(nullptr, key.empty() ? "Accept: */*" : ("api-key: " + key).c_str()));
    if (!headers) throw std::runtime_error("libcurl: no memory");
    option(handle, CURLOPT_HTTPHEADER, headers.get());
    Body body;
    body.most = most;
    option(handle, CURLOPT_WRITEFUNCTION, &keep);
    option(handle, CURLOPT_WRITEDATA, static_cast<void*>(&body));
    CURLcode const code = curl_easy_perform(handle.get());
    Asked out;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &out.download.status);
    if (code == CURLE_FILESIZE_EXCEEDED || (body.over && out.download.status == 200)) {
        out.download.result = Download::Result::too_large;
    } else if (code != CURLE_OK && !body.over) {
        out.download.result = Download::Result::later;
    } else if (out.download.status >= 300 && out.download.status < 400) {
        char* to = nullptr;
        curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &to);
        if (to != nullptr) out.next = to;
        out.download.result = Download::Result::gone;
    } else {
        out.download.result = judged(out.download.status);
        if (out.download.result == Download::Result::had) out.download.bytes = std::move(body.bytes);
    }
    return out;
}

}  // namespace

Download download(const ProviderApi& api, std::string_view token, std::size_t most) {
    CurlHandle handle = bare_handle();
    auto asked = ask(api, handle, api.base + "/inbound/attachments/" + escaped(handle, token), api.key(), most);
    if (asked.next.empty()) return std::move(asked.download);
    // One step on, to where the files lie; never back to plain HTTP (CURLOPT_PROTOCOLS_STR).
    auto there = ask(api, handle, asked.next, {}, most);
    // The key had been taken: who refuses now means the link, which the next try is given anew.
    if (there.download.result == Download::Result::denied) there.download.result = Download::Result::later;
    return std::move(there.download);
}

}  // namespace adapters::email::wire
