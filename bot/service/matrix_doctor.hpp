#pragma once
/// \file bot/service/matrix_doctor.hpp
/// `phare doctor` about Matrix: the files, then the homeserver, in the words and codes of adapters/matrix/doctor.hpp.
///
/// Blocking. Threads: the caller's. Errors: RegistrationError.

#include "adapters/matrix/doctor.hpp"
#include "bot/commands/config.hpp"

#include <vector>

namespace bot::service {

[[nodiscard]] std::vector<adapters::matrix::Finding> examine_matrix(const commands::Config::Matrix&);

}  // namespace bot::service
