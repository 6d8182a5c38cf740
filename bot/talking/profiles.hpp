#pragma once
/// \file bot/talking/profiles.hpp
/// Several profiles in one message of an adviser: "1) F, 19 ans, Elbeuf ; 2) H, 24 ans, Caen, bac+3".

#include "bot/talking/turn.hpp"

#include <string_view>

namespace bot::talking {

/// Answers each for itself, with the first three measures; nothing of them is kept, nor of the profile that stood before.
/// Profiles are parted by line, semicolon or number ("1)", "2."); what tells no age belongs to the one before.
/// \returns false if the message is no list of profiles.
bool answer_profiles(Turn&, std::string_view body);

}  // namespace bot::talking
