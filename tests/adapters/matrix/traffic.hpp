#pragma once
/// \file tests/adapters/matrix/traffic.hpp
/// Real traffic of Synapse 1.160.0 (folder traffic/, nothing retouched) and the settings of the server it
/// comes from.

#include "adapters/matrix/event_normalizer.hpp"
#include "adapters/matrix/transaction.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace tests {

inline std::string traffic(const std::string& name) {
    std::ifstream file(
        std::string(PHARE_SOURCE_DIR) + "/tests/adapters/matrix/traffic/" + name, std::ios::binary
    );
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline adapters::matrix::Settings test_settings() {
    adapters::matrix::Settings settings;
    settings.server_name = "phare.test";
    settings.as_token = "as-secret";
    settings.hs_token = "hs-secret";
    return settings;
}

/// What becomes of a captured transaction: stored events, decoded in order; what is decoded to nothing is
/// left out.
inline std::vector<bot::Inbound> decoded(
    const std::string& name, const adapters::matrix::Settings& settings = test_settings()
) {
    auto const intake = adapters::matrix::split(settings, traffic(name + ".json"));
    EXPECT_TRUE(intake.bad.empty()) << name;
    std::vector<bot::Inbound> all;
    for (auto const& event : intake.events) {
        auto one = adapters::matrix::normalize(settings, event.raw, bot::Instant{});
        if (one) all.push_back(std::move(*one));
    }
    return all;
}

/// The only event of a captured transaction, as the kind that is expected of it.
template <class Kind>
std::optional<Kind> only(
    const std::string& name, const adapters::matrix::Settings& settings = test_settings()
) {
    auto const all = decoded(name, settings);
    EXPECT_EQ(all.size(), 1u) << name;
    if (all.size() != 1 || !std::holds_alternative<Kind>(all.front().what)) return std::nullopt;
    return std::get<Kind>(all.front().what);
}

}  // namespace tests
