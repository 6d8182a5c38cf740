#include "bot/service/face_doctor.hpp"

#include "adapters/objectives/alertmanager.hpp"
#include "bot/service/asking.hpp"
#include "bot/service/desk_side.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bot::service {

namespace asio = boost::asio;
using adapters::matrix::Finding;
using adapters::objectives::Alertmanager;
using commands::Config;

namespace {

using Findings = std::vector<Finding>;

/// Whoever shows no token is told of it so.
constexpr std::string_view problem_mark = "urn:phare:problem:";

Finding fine(std::string sentence, std::string hint = {}) { return {0, true, std::move(sentence), std::move(hint)}; }
Finding wrong(int code, std::string sentence, std::string remedy) { return {code, false, std::move(sentence), std::move(remedy)}; }

/// \param key of the configuration where its address stands, \param mark that its answer bears
Finding judge_face(const std::string& name, const char* key, const commands::Listen& listen, const std::string& path, std::string_view mark, bool running) {
    auto const where = fmt::format("{}:{}", listen.address, listen.port);
    if (auto const told = ask_http(listen, path)) {
        if (told->status != 0 && told->body.find(mark) != std::string::npos) return fine(fmt::format("{} répond ({})", name, where));
        return wrong(93, fmt::format("{}\u00A0: autre chose que phare répond à {}", name, where), fmt::format("Arrêtez l’autre programme (ss -ltnp), ou changez {}.port", key));
    }
    if (running)
        return wrong(94, fmt::format("{}\u00A0: le service tourne mais n’écoute pas à {}", name, where), "La configuration a changé depuis son démarrage\u00A0: systemctl restart phare");
    if (!can_listen(listen))
        return wrong(94, fmt::format("{}\u00A0: on ne peut pas écouter à {}", name, where), fmt::format("Corrigez {}\u00A0: une adresse de cette machine, un port libre, au-dessus de 1023", key));
    return fine(fmt::format("{}\u00A0: {} est libre", name, where));
}

/// The trap: behind TLS the browser says "Origin: https://…"; without web.url no form is ours, and the cookie lacks Secure.
void examine_address(const Config::Web& web, bool has_bureau, Findings& found) {
    if (web.url.empty() && web.is_behind_proxy)
        found.push_back(wrong(96, "web.proxies est écrit mais pas web.url\u00A0: derrière TLS, chaque envoi serait refusé (403) et le cookie n’aurait pas Secure", "Écrivez web.url: https://… , comme le public l’écrit"));
    else if (web.url.empty())
        found.push_back(fine(
            fmt::format("la page est servie sans TLS, pour essayer{}", has_bureau ? "\u00A0; les liens du bureau mèneraient à http://" + web.listen.address : ""),
            "Pour le public\u00A0: web.url: https://… et un proxy devant (guide-exploitant.md)"
        ));
    else if (web.url.starts_with("http://"))
        found.push_back(fine(web.url + "\u00A0: sans TLS, le cookie n’a pas Secure", "Écrivez web.url: https://… dès qu’un proxy chiffre"));
}

/// A mail address is sent a link by mail; who has a Matrix identifier asks the bot for one there.
void examine_bureau(const Config& config, Findings& found) {
    std::size_t named = 0;
    std::vector<std::string> left;
    for (auto const* group : {&config.desk->members, &config.desk->owners, &config.desk->data_owners})
        for (auto const& who : *group) {
            ++named;
            bool const by_matrix = who.starts_with('@');
            if (by_matrix ? !config.matrix : !config.email) left.push_back(who);
        }
    if (named == 0)
        found.push_back(fine("tableau de bord\u00A0: personne n’est nommé, personne n’entre", "Écrivez desk.members, desk.owners ou desk.data_owners"));
    else if (left.empty()) found.push_back(fine(fmt::format("tableau de bord\u00A0: {} personne(s) peuvent recevoir un lien", named)));
    else
        found.push_back(wrong(
            97, fmt::format("tableau de bord\u00A0: {} personne(s) sur {} ne peuvent recevoir aucun lien ({})", left.size(), named, left.front()),
            left.front().starts_with('@') ? "Écrivez le groupe matrix:, ou nommez ces personnes par leur adresse de courriel" : "Écrivez le groupe email:, ou nommez ces personnes par leur identifiant Matrix"
        ));
}

Finding judge_alertmanager(const Config::Desk& desk) {
    auto const& url = desk.alertmanager_url;
    try {
        asio::io_context loop(1);
        Alertmanager peer(loop.get_executor(), alertmanager_settings(desk));
        int status = 0;
        asio::co_spawn(loop, [&peer] { return peer.try_out(); }, [&status](std::exception_ptr failure, int answered) {
            if (failure) std::rethrow_exception(failure);
            status = answered;
        });
        loop.run();
        if (status >= 200 && status < 300) return fine(fmt::format("Alertmanager nous écoute ({})", url));
        if (status == 0 || status >= 500)
            return wrong(98, fmt::format("Alertmanager est injoignable ({})", url), "Vérifiez desk.alertmanager.url, et qu’il tourne\u00A0: systemctl status prometheus-alertmanager");
        return wrong(99, fmt::format("Alertmanager nous refuse ({}, réponse {})", url, status), "Vérifiez desk.alertmanager.url (avec son préfixe) et token_file");
    } catch (const std::exception& error) {  // a file of a token or of certificates
        return wrong(99, fmt::format("Alertmanager\u00A0: {}", error.what()), "Vérifiez desk.alertmanager.token_file et ca_file, et leurs droits");
    }
}

/// \returns whether the service runs, as its own port of supervision says it
bool runs(const commands::Listen& metrics) {
    if (metrics.port == 0) return false;
    auto const told = ask_http(metrics, "/readyz");
    return told && told->body.find("\"ready\"") != std::string::npos;
}

}  // namespace

std::vector<Finding> examine_faces(const Config& config) {
    Findings found;
    bool const running = runs(config.metrics);
    bool const has_bureau = config.web && config.desk;
    if (config.web) {
        if (config.web->listen.port != 0) found.push_back(judge_face("la page", "web.listen", config.web->listen, "/", "/icone.svg", running));
        examine_address(*config.web, has_bureau, found);
    }
    if (config.api && config.api->listen.port != 0)
        found.push_back(judge_face("l’API", "api.listen", config.api->listen, "/api/v1/measures", problem_mark, running));
    if (config.desk && config.desk->listen.port != 0)
        found.push_back(judge_face("les imports", "desk.imports.listen", config.desk->listen, "/objectifs/bureau.ics", problem_mark, running));
    if (has_bureau) examine_bureau(config, found);
    if (config.desk && !config.desk->alertmanager_url.empty()) found.push_back(judge_alertmanager(*config.desk));
    return found;
}

}  // namespace bot::service
