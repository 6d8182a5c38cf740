#pragma once
/// \file adapters/email/wire/curl_option.hpp
/// `curl_easy_setopt` that does not fail in silence. For the .cpp files of this folder only: it shows <curl/curl.h>.

#include "adapters/email/wire/curl_handle.hpp"

#include <curl/curl.h>

#include <stdexcept>
#include <string>

namespace adapters::email::wire {

template <class Value>
void option(const CurlHandle& handle, CURLoption name, Value value) {
    if (auto const set = curl_easy_setopt(handle.get(), name, value); set != CURLE_OK)
        throw std::runtime_error("libcurl refuses option " + std::to_string(name) + ": " + curl_easy_strerror(set));
}

}  // namespace adapters::email::wire
