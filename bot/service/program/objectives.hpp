#pragma once
/// \file bot/service/program/objectives.hpp
/// `phare objectives …`. Each \returns the exit code; throws WrongUsage, and what bot/commands and the service throw.

#include "bot/service/program/surroundings.hpp"

namespace bot::service::program {

int objectives_replay(const Arguments&);
/// Of the running service, or of data and a journal that are named.
int objectives_status(const Arguments&, Instant now);
int objectives_import(const Arguments&, Instant now);

}  // namespace bot::service::program
