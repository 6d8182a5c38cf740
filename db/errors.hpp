#pragma once
/// \file db/errors.hpp
/// Why a store cannot be opened. Each message is one sentence for an operator.

#include <stdexcept>

namespace db::sqlite {

struct OpenError : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// Another process holds the folder. What to do: stop it.
struct SecondInstance : OpenError {
    using OpenError::OpenError;
};
/// The file was written by a newer program. What to do: run that one.
struct NewerSchema : OpenError {
    using OpenError::OpenError;
};
/// The master key is missing, badly protected, or not the one of these files.
struct WrongKey : OpenError {
    using OpenError::OpenError;
};
/// SQLite did not take a setting that durability or erasure rests on.
struct BrokenPragma : OpenError {
    using OpenError::OpenError;
};
/// The files are a copy from a backup, and erasures since then were not replayed.
struct RestoreNotAccepted : OpenError {
    using OpenError::OpenError;
};
/// A file is missing, is not ours, or is damaged.
struct BrokenFiles : OpenError {
    using OpenError::OpenError;
};

}  // namespace db::sqlite
