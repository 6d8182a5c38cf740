#pragma once
/// \file db/vault/master_key.hpp
/// The one secret that must not be lost: 32 random bytes in a file of its own (or 64 hexadecimal digits),
/// readable by its owner only. Better on another volume than the data, and never in a backup of the data.
/// Errors: sqlite::WrongKey with a sentence that says what to do.

#include "db/vault/secret.hpp"

#include <filesystem>

namespace db::vault {

[[nodiscard]] Secret load_master_key(const std::filesystem::path& file);
/// Makes a new key; the file must not exist.
[[nodiscard]] Secret create_master_key(const std::filesystem::path& file);

}  // namespace db::vault
