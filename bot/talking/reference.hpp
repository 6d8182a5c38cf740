#pragma once
/// \file bot/talking/reference.hpp
/// The reference code of a request that was passed on, and what is kept under it so that an answer finds its
/// way back: two conversations and the structure's name, nothing about the person.
///
/// Threads: pure.

#include "bot/people/people.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bot::talking {

/// What codes that people copy are made of: no 0 O, no 1 I L, no B S beside 8 5.
inline constexpr std::string_view code_signs = "23456789ACDEFGHJKMNPQRTUVWXYZ";

/// "4F7-K2M9": no letter that is easily taken for another. From what is unique to the request (conversation
/// and event); says nothing about either.
[[nodiscard]] std::string reference_code(std::string_view conversation, std::string_view event);

/// A text that begins with a code, and the rest of it.
struct Referenced {
    std::string code, rest;
};
/// Case and a missing hyphen do not matter; "fiche" may stand before it.
[[nodiscard]] std::optional<Referenced> reference_in(std::string_view text);

struct OpenFile {
    people::Destination young, desk;
    std::string structure;  ///< its name, as the young person reads it
    [[nodiscard]] std::string stored() const;
    [[nodiscard]] static std::optional<OpenFile> from_stored(std::string_view);
    friend bool operator==(const OpenFile&, const OpenFile&) = default;
};

/// The channel name under which files are stored beside conversations.
inline constexpr std::string_view file_channel = "fiche";

}  // namespace bot::talking
