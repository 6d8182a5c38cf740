#pragma once
/// \file bot/service/program/upkeep.hpp
/// What an operator does: registration, doctor, copies, people's data, addresses, tokens.
///
/// Each \returns the exit code; throws what the store and files throw.

#include "bot/service/program/surroundings.hpp"

namespace bot::service::program {

int registration(const Arguments&);
int doctor(const Arguments&, Instant now);
int backup(const Arguments&, Instant now);
int restore(const Arguments&, Instant now);
int export_room(const Arguments&);
int erase_room(const Arguments&, Instant now);
int mail_suppressed(const Arguments&);
int mail_unsuppress(const Arguments&, Instant now);
int mail_held(const Arguments&);
int token_create(const Arguments&, Instant now);
int token_list(const Arguments&);
int token_revoke(const Arguments&);

}  // namespace bot::service::program
