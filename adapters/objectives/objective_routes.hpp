#pragma once
/// \file adapters/objectives/objective_routes.hpp
/// The bureau's door over HTTP, for a listener of its own behind the tokens of the API (`phare token`):
///
///   POST /objectifs/imports             a CSV or XLSX file as body: read, not counted → 201 {"import","recu","refus"}
///                                       refus: CSV of the rows refused; refus_xlsx: the same, base64, if XLSX came
///   POST /objectifs/imports/3/oui       the rows of import 3 count → 200, or 409 with why not
///   POST /objectifs/imports/3/annuler   they no longer do
///
///   GET  /objectifs/etat?au=2020-11-25&objectif=AIJ-2020-NOR&forme=json
///                                       where they stand, as `phare objectives status` prints it → {"texte"}; money only
///                                       with a token that may see it; with &detail=oui&depuis=2020-10-12 that one in detail
///   GET  /objectifs/bureau.ics          meetings to come (RFC 5545)
///   POST /alertes/webhook               Alertmanager's or Grafana's webhook
///   POST /api/v2/alerts                 Prometheus itself, or whatever speaks Alertmanager's API
///
/// An alert is answered 200 once it is on disk; 400 (not retried) if it is none; 503 (retried) if it could not be stored.
///
/// Who sent it is the header `X-Phare-Par`, noted with the rows. An import is the token's that made it: to any other it
/// does not exist (404); the bureau decides about any in its room. An answer of 2xx means that it is on disk.
/// Threads: the loop's. Lifetime: the office outlives the server that has the routes.

#include "adapters/net/http_server.hpp"
#include "bot/office/office.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace adapters::objectives {

/// Id of the token that asks; empty: it is none any more, and the request is refused (401).
using Whose = std::function<std::string(const net::RequestHead&)>;
/// Asked before the body: a reply refuses the request (net::Route::admit).
using Admit = std::function<std::optional<net::Reply>(const net::RequestHead&)>;
struct Doors {
    Admit imports;   ///< scope imports:write
    Admit calendar;  ///< objectives:read
    Admit alerts;    ///< alerts:write
    Admit status;    ///< imports:write or objectives:read; without it there is no such route
    Admit money;     ///< money:read
    Whose importer;  ///< imports:write
};
[[nodiscard]] std::vector<net::Route> objective_routes(bot::office::Office&, const Doors&);

}  // namespace adapters::objectives
