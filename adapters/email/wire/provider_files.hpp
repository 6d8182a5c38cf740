#pragma once
/// \file adapters/email/wire/provider_files.hpp
/// A file that a mail provider keeps for us and gives for a token and the account's API key: GET BASE/inbound/attachments/TOKEN with the
/// header `api-key` (Brevo, developers.brevo.com/reference/get-inbound-email-attachment).
///
/// Blocks: for a worker's thread. TLS as everywhere (curl_handle.hpp); plain HTTP to this machine only. Where the provider sends us on to
/// another address, that one is asked without the key.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace adapters::email::wire {

struct ProviderApi {
    ProviderApi() = default;
    std::string base;                  ///< "https://api.brevo.com/v3", no slash at the end; http for this machine only (the configuration sees to it)
    std::function<std::string()> key;  ///< asked for before each file, so that a new one counts at once; may throw std::runtime_error
    std::string ca_file;               ///< further trusted certificates (PEM); empty: the system's
    std::chrono::milliseconds connect_time{10'000};
    std::chrono::milliseconds time{60'000};                ///< one file, everything included
    std::shared_ptr<const std::atomic<bool>> stop{};       ///< true: what is under way ends within a second; null: never
};

struct Download {
    enum class Result {
        had,
        later,      ///< no connection, no answer, or the provider has trouble (429, 5xx)
        denied,     ///< the key is refused (401, 403): later as well, but a person must do something
        gone,       ///< no such file, for good
        too_large   ///< more than was asked for; nothing is kept
    };
    Result result = Result::later;
    std::string bytes;
    long status = 0;  ///< of HTTP; 0: no answer
};

/// Throws std::runtime_error where libcurl itself or the key's file fails.
[[nodiscard]] Download download(const ProviderApi&, std::string_view token, std::size_t most);

}  // namespace adapters::email::wire
