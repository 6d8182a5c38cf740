#include "adapters/api/problem.hpp"

#include <nlohmann/json.hpp>

namespace adapters::api {

using Json = nlohmann::ordered_json;

namespace problems {

Problem not_found(std::string detail) { return {404, "not-found", "Rien à cette adresse", std::move(detail), {}}; }

Problem wrong_method() {
    return {405, "method-not-allowed", "Cette méthode n’est pas prévue ici", "L’en-tête Allow dit lesquelles le sont.", {}};
}

Problem no_token() {
    return {401, "unauthorized", "Jeton absent, inconnu ou retiré", "Authorization: Bearer phare_…", {}};
}

Problem wrong_scope(std::string_view needed) {
    return {403, "forbidden", "Ce jeton ne permet pas cela", "Portée nécessaire\u00A0: " + std::string(needed), {}};
}

Problem too_many() {
    return {429, "too-many-requests", "Trop de demandes", "L’en-tête Retry-After dit combien de secondes attendre.", {}};
}

Problem wrong_type(std::string_view expected) {
    return {415, "unsupported-media-type", "Ce type de contenu n’est pas prévu ici", "Content-Type attendu\u00A0: " + std::string(expected), {}};
}

Problem bad_parameter(std::vector<Wrong> wrong) {
    return {400, "bad-parameter", "Un paramètre n’est pas compris", {}, std::move(wrong)};
}

Problem bad_json(std::string detail) { return {400, "bad-json", "Le corps n’est pas le JSON attendu", std::move(detail), {}}; }

Problem said_twice(std::vector<Wrong> wrong) {
    return {400, "bad-json", "Le corps n’est pas le JSON attendu", "Une clé ou un identifiant y est deux fois.", std::move(wrong)};
}

Problem refused(std::vector<Wrong> wrong) {
    return {422, "unprocessable", "La demande est comprise mais ne peut pas être traitée", {}, std::move(wrong)};
}

Problem conflict(std::string detail) { return {409, "conflict", "L’état présent ne le permet pas", std::move(detail), {}}; }

Problem unavailable(std::string detail) { return {503, "unavailable", "Indisponible pour le moment", std::move(detail), {}}; }

Problem of_status(int status) {
    switch (status) {
        case 408:
            return {408, "timeout", "La demande n’est pas arrivée à temps", {}, {}};
        case 413:
            return {413, "too-large", "Le corps de la demande est trop grand", {}, {}};
        case 431:
            return {431, "headers-too-large", "Les en-têtes sont trop grands", {}, {}};
        case 500:
            return {500, "internal", "Une erreur de notre côté", {}, {}};
        case 503:
            return unavailable({});
        default:
            return {status, "bad-request", "Cette demande HTTP n’est pas acceptée", {}, {}};
    }
}

}  // namespace problems

net::Reply reply_of(const Problem& problem) {
    Json body{
        {"type", "urn:phare:problem:" + std::string(problem.type)},
        {"title", problem.title},
        {"status", problem.status}};
    if (!problem.detail.empty()) body["detail"] = problem.detail;
    if (!problem.wrong.empty()) {
        body["erreurs"] = Json::array();
        for (auto const& each : problem.wrong) {
            Json one = Json::object();
            if (!each.field.empty()) one["champ"] = each.field;
            one["message"] = each.message;
            body["erreurs"].push_back(std::move(one));
        }
    }
    net::Reply reply;
    reply.status = problem.status;
    reply.content_type = "application/problem+json";
    reply.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    reply.headers.emplace_back("Cache-Control", "no-store");
    if (problem.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply;
}

}  // namespace adapters::api
