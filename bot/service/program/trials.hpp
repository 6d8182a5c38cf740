#pragma once
/// \file bot/service/program/trials.hpp
/// What can be tried without a server: conversations in the terminal and by mails from files, the demo.
///
/// Each \returns the exit code; throws WrongUsage and what the store throws. Data that no folder is named for are gone afterwards.

#include "bot/service/program/surroundings.hpp"

namespace bot::service::program {

int chat(const Arguments&);
int demo(const Arguments&);
int inspect_mail(const Arguments&, Instant now);
int answer_mail(const Arguments&);

}  // namespace bot::service::program
