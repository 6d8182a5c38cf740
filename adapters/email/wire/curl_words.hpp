#pragma once
/// \file adapters/email/wire/curl_words.hpp
/// How a transfer ended, in French for an operator; libcurl's own words are English.

#include <curl/curl.h>

#include <string>

namespace adapters::email::wire {

/// \param handle  of the transfer: it knows what was wrong with a certificate
[[nodiscard]] std::string words_of(CURLcode, CURL* handle);

}  // namespace adapters::email::wire
