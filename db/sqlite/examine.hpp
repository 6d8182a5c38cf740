#pragma once
/// \file db/sqlite/examine.hpp
/// What would keep a service from opening a store, found without opening it: for `phare doctor`.

#include "db/sqlite/open.hpp"

namespace db::sqlite {

/// Changes nothing and stands in nobody's way. While another process has the store open, only the key file and the rights of this
/// account are looked at: the files are that process's alone. Otherwise both databases are read from end to end (seconds for a large
/// one), but for one whose log waits: the process that wrote it was killed, and the next start mends that.
/// \throws OpenError and its kind (errors.hpp), as `open` would; std::system_error for what this account may not read or write
void examine(const StoreOptions&);

}  // namespace db::sqlite
