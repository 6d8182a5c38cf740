#include "adapters/matrix/doctor.hpp"

#include "adapters/matrix/json_fields.hpp"

#include <algorithm>
#include <utility>

namespace adapters::matrix {
namespace {

Finding good(std::string sentence) {
    return {0, true, std::move(sentence), {}};
}
Finding bad(int code, std::string sentence, std::string remedy) {
    return {code, false, std::move(sentence), std::move(remedy)};
}

Finding unreachable(const CsReply& reply, const Settings& settings) {
    auto const where = settings.homeserver_url;
    if (reply.failure == net::make_error_code(net::client_errc::tls_refused))
        return bad(
            51,
            "Le certificat du serveur Matrix est refusé (" + where + ").",
            "Vérifiez qu’il n’a pas expiré, que l’horloge de cette machine est juste (date), le nom dans matrix.homeserver, "
            "ou donnez l’autorité de certification dans matrix.ca_file."
        );
    if (reply.failure == net::make_error_code(net::client_errc::timed_out))
        return bad(
            52,
            "Le serveur Matrix ne répond pas dans le temps voulu (" + where + ").",
            "Regardez la charge du serveur Matrix et le réseau entre les deux."
        );
    if (reply.failure == net::make_error_code(net::client_errc::bad_reply))
        return bad(
            53,
            "Ce qui répond à " + where + " n’est pas un serveur Matrix.",
            "Corrigez matrix.homeserver : l’adresse de l’API client, sans /_matrix."
        );
    return bad(
        50,
        "Le serveur Matrix est injoignable (" + where + ").",
        "Vérifiez qu’il tourne et que matrix.homeserver est juste."
    );
}

Finding judge_versions(const CsReply& reply, const Settings& settings) {
    if (reply.status == 0) return unreachable(reply, settings);
    auto const answer = reply.is_json ? nlohmann::json::parse(reply.body, nullptr, false) : nlohmann::json();
    // Synapse looks at the token even here: a Matrix error is an answer of a homeserver, and the next step names it.
    if ((reply.ok() && member(answer, "versions").is_array()) || reply.errcode.starts_with("M_UNKNOWN_TOKEN"))
        return good("Le serveur Matrix répond.");
    if (reply.status == 429)
        return bad(75, "Le serveur Matrix limite nos appels.", "Attendez une minute, puis recommencez.");
    if (reply.status >= 500)
        return bad(
            54,
            "Le serveur Matrix répond par une erreur " + std::to_string(reply.status) + ".",
            "Lisez le journal du serveur Matrix."
        );
    return bad(
        53,
        "Ce qui répond à " + settings.homeserver_url + " n’est pas un serveur Matrix.",
        "Corrigez matrix.homeserver : l’adresse de l’API client, sans /_matrix."
    );
}

Finding judge_token(const CsReply& reply, const Settings& settings) {
    if (reply.status == 0) return unreachable(reply, settings);
    if (reply.status == 401 || reply.status == 403)
        return bad(
            60,
            "Le serveur Matrix refuse notre as_token.",
            "Donnez-lui ce fichier d’enregistrement (app_service_config_files), puis redémarrez-le."
        );
    auto const user = reply_field(reply, "user_id");
    if (user == settings.user_id()) return good("Le jeton as_token est accepté, nous sommes " + user + ".");
    if (!user.empty())
        return bad(
            61,
            "Le jeton as_token est celui de " + user + ", pas de " + settings.user_id() + ".",
            "Accordez matrix.server_name et matrix.sender avec le fichier d’enregistrement."
        );
    return bad(
        54,
        "Le serveur Matrix répond par une erreur " + std::to_string(reply.status) + ".",
        "Lisez le journal du serveur Matrix."
    );
}

Finding judge_registered(const CsReply& reply, const Settings& settings) {
    if (reply.ok() || reply.errcode == "M_USER_IN_USE") return good("Le compte du robot existe.");
    if (reply.status == 0) return unreachable(reply, settings);
    if (reply.errcode == "M_EXCLUSIVE")
        return bad(
            32,
            "Le compte " + settings.user_id() + " n’est pas dans l’espace réservé à Phare.",
            "Refaites le fichier d’enregistrement, puis redémarrez le serveur Matrix."
        );
    return bad(
        63,
        "Le compte " + settings.user_id() + " ne peut pas être créé (" + std::to_string(reply.status) + " " +
            reply.errcode + ").",
        "Lisez le journal du serveur Matrix."
    );
}

Finding judge_bad_status(const CsReply& reply, const Settings& settings) {
    auto const answer = nlohmann::json::parse(reply.body, nullptr, false);
    auto const& status = member(answer, "status");
    auto const code = status.is_number_integer() ? status.get<int>() : 0;
    if (code == 401 || code == 403)
        return bad(
            73,
            "Phare refuse le jeton hs_token que le serveur Matrix présente.",
            "Les deux doivent lire le même fichier d’enregistrement : redémarrez le serveur Matrix, puis "
            "Phare."
        );
    return bad(
        74,
        "Ce qui répond à " + settings.url + " n’est pas Phare, ou est en panne (état " +
            std::to_string(code) + ").",
        "Vérifiez url dans le fichier d’enregistrement et qui écoute à cette adresse."
    );
}

}  // namespace

Finding judge_ping(const CsReply& reply, const Settings& settings) {
    auto const reached = "Le serveur Matrix nous joint à " + settings.url + ".";
    if (reply.ok()) return good(reached);
    if (reply.status == 0) return unreachable(reply, settings);
    // Synapse answers so when a transaction to us is under way at that moment (synapse.md §3).
    if (reply.errcode == "M_CONNECTION_FAILED" && reply.error.find("AlreadyCalled") != std::string::npos)
        return good(reached);
    if (reply.errcode == "M_URL_NOT_SET")
        return bad(
            70,
            "Le fichier d’enregistrement ne donne pas d’url : le serveur Matrix ne peut pas nous appeler.",
            "Refaites-le avec l’adresse de Phare, puis redémarrez le serveur Matrix."
        );
    if (reply.errcode == "M_CONNECTION_FAILED")
        return bad(
            71,
            "Le serveur Matrix ne peut pas nous joindre à " + settings.url + ".",
            "Lancez « phare serve », vérifiez cette adresse et le pare-feu."
        );
    if (reply.errcode == "M_CONNECTION_TIMEOUT")
        return bad(
            72,
            "Le serveur Matrix nous appelle à " + settings.url + " mais n’a pas de réponse à temps.",
            "Vérifiez le réseau et la charge de la machine de Phare."
        );
    if (reply.errcode == "M_BAD_STATUS") return judge_bad_status(reply, settings);
    if (reply.status == 429)
        return bad(75, "Le serveur Matrix limite nos appels.", "Attendez une minute, puis recommencez.");
    if (reply.status == 403)
        return bad(
            62,
            "Le serveur Matrix ne connaît pas notre service sous le nom « " + settings.id + " ».",
            "Accordez id avec le fichier d’enregistrement que le serveur Matrix a lu."
        );
    return bad(
        54,
        "Le serveur Matrix répond par une erreur " + std::to_string(reply.status) + ".",
        "Lisez le journal du serveur Matrix."
    );
}

std::vector<Finding> examine_files(const Settings& settings, const std::filesystem::path& path) {
    std::vector<Finding> findings;
    Registration registration;
    try {
        registration = read_registration(path);
    } catch (const RegistrationError& e) {
        findings.push_back(bad(
            30,
            std::string("Le fichier d’enregistrement ne se lit pas\u00A0: ") + e.what() + ".",
            "Créez-le avec « phare matrix registration »."
        ));
        return findings;
    }
    findings.push_back(good("Le fichier d’enregistrement se lit."));
    if (!settings.url.empty() && registration.url != settings.url)
        findings.push_back(
            bad(31,
                "L’enregistrement donne l’adresse " + registration.url + ", la configuration " +
                    settings.url + ".",
                "Mettez la même adresse dans les deux, puis redémarrez le serveur Matrix.")
        );
    auto const user = "@" + registration.sender_localpart + ":" + settings.server_name;
    if (!namespace_holds(registration, user))
        findings.push_back(bad(
            32,
            "Le compte " + user + " n’est pas dans l’espace réservé à Phare.",
            "Vérifiez server_name, refaites le fichier d’enregistrement, puis redémarrez le serveur Matrix."
        ));
    if (registration.rate_limited)
        findings.push_back(
            bad(33,
                "L’enregistrement ne dit pas « rate_limited: false » : les réponses seront freinées.",
                "Ajoutez cette ligne, puis redémarrez le serveur Matrix.")
        );
    return findings;
}

boost::asio::awaitable<std::vector<Finding>> examine_homeserver(std::shared_ptr<CsClient> client) {
    std::vector<Finding> findings;
    auto const& settings = client->settings();
    auto const versions = co_await client->versions();
    findings.push_back(judge_versions(versions, settings));
    if (!findings.back().ok) co_return findings;
    auto const whoami = co_await client->whoami();
    findings.push_back(judge_token(whoami, settings));
    if (!findings.back().ok) co_return findings;
    auto const registered = co_await client->register_sender();
    findings.push_back(judge_registered(registered, settings));
    auto const ping = co_await client->ping();
    findings.push_back(judge_ping(ping, settings));
    co_return findings;
}

int exit_code(const std::vector<Finding>& findings) {
    auto const first = std::ranges::find(findings, false, &Finding::ok);
    return first == findings.end() ? 0 : first->code;
}

}  // namespace adapters::matrix
