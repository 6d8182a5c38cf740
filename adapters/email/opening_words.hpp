#pragma once
/// \file adapters/email/opening_words.hpp
/// What somebody says who writes anew: the subject is part of it, and often all of it ("j'ai envie de mourir", and below
/// it "aidez moi svp"). Only a subject that says nothing ("question", "bonjour") may be left out. Pure; linear.

#include <string>
#include <string_view>

namespace adapters::email {

/// \param subject  decoded, of a mail that answers none of ours and is no forward
/// \param text     the writer's own words; may be empty
/// \param name     how From calls them, and `address`: a signature is no sentence
[[nodiscard]] std::string opening_words(std::string_view subject, std::string_view text, std::string_view name, std::string_view address);

}  // namespace adapters::email
