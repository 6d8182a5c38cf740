// libFuzzer target: Authentication-Results. Without our authserv-id in front nothing is ever a pass.
// LINK: adapters_email_core

#include "adapters/email/auth_results.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adapters::email;
    std::string value(reinterpret_cast<const char*>(data), size);
    auto const results = read_auth_results(value);
    std::string const header = "Authentication-Results: " + value + "\n\n";
    HeaderBlock const block = read_headers(header);
    std::string const sealers[] = {"sealer.example"};
    auto const verdict = auth_verdict(block, "mx.phare.test", "b.example", sealers);
    bool const ours = value.find_first_of("mM") != std::string::npos;
    if (!ours && verdict != AuthVerdict::none) std::abort();
    if (verdict == AuthVerdict::pass && value.find('=') == std::string::npos) std::abort();
    if (auth_verdict(block, "", "b.example", sealers) != AuthVerdict::none) std::abort();
    if (auth_verdict(block, "mx.phare.test", "", sealers) == AuthVerdict::pass) std::abort();
    return results.methods.size() > 64 ? (std::abort(), 0) : 0;
}
