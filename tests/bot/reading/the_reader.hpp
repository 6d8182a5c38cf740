#pragma once
/// \file tests/bot/reading/the_reader.hpp
/// One reader for all tests of a binary, and a short way to say what a text reads as.

#include "bot/reading/reading.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>

namespace bot::reading {

inline const std::filesystem::path lexicons =
    std::filesystem::path(PHARE_SOURCE_DIR) / "bot/reading/lexicons";

inline std::shared_ptr<const rules::places::Gazetteer> the_gazetteer() {
    static const auto loaded = [] {
        std::string error;
        auto made = rules::places::Gazetteer::load(
            std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/lieux", error
        );
        if (!made) throw std::runtime_error(error);
        return made;
    }();
    return loaded;
}

inline const Reader& the_reader() {
    static const auto loaded = [] {
        std::string error;
        auto made = Reader::load(lexicons, the_gazetteer(), error);
        if (!made) throw std::runtime_error(error);
        return made;
    }();
    return *loaded;
}

inline Context on_16_march_2026(std::string asked = {}) {
    Context context;
    context.today = std::chrono::year{2026} / 3 / 16;
    context.asked = std::move(asked);
    return context;
}

inline Reading read(std::string_view text, std::string asked = {}) {
    return the_reader().read(text, on_16_march_2026(std::move(asked)));
}

/// "age=19 commune=76540 !niveau_diplome=bac", in the order of the text; "!": denied.
inline std::string facts_of(const Reading& reading) {
    std::string all;
    for (const auto& fact : reading.facts) {
        if (!all.empty()) all += ' ';
        all += (fact.denied ? "!" : "") + fact.name + '=' + fact.value;
    }
    return all;
}

}  // namespace bot::reading
