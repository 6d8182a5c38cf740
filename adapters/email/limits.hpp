#pragma once
/// \file adapters/email/limits.hpp
/// What a mail may be at most before anything looks into it (reference: email.md §2.3, "mal-*" mails).

#include <cstddef>

namespace adapters::email {

struct Limits {
    std::size_t raw_bytes = 25u * 1024 * 1024;
    std::size_t parts = 500;
    std::size_t depth = 50;                 ///< multiparts and messages inside one another
    std::size_t header_lines = 2000;        ///< of one header block
    std::size_t header_bytes = 256u * 1024; ///< of one header block
    std::size_t addresses = 1000;           ///< of one address field
    std::size_t references = 200;           ///< message ids in References
};

}  // namespace adapters::email
