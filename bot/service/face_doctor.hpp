#pragma once
/// \file bot/service/face_doctor.hpp
/// `phare doctor` about the faces that browsers and programs reach by HTTP: page, API, imports; whether the bureau can come in;
/// whether our alerts reach the Alertmanager. Codes stay what they are once given out (95: api_commands.hpp):
///
///   93 another program listens where a face of ours should     97 people of the bureau can be sent no link
///   94 a face cannot listen, or the running service does not    98 the Alertmanager cannot be reached
///   96 behind a proxy without web.url                           99 the Alertmanager refuses us, or its token or CA is not readable
///
/// Changes nothing: an empty list of alerts is what the Alertmanager is sent. Blocking, seconds a face at most. Threads: the caller's.

#include "adapters/matrix/doctor.hpp"
#include "bot/commands/config.hpp"

#include <vector>

namespace bot::service {

[[nodiscard]] std::vector<adapters::matrix::Finding> examine_faces(const commands::Config&);

}  // namespace bot::service
