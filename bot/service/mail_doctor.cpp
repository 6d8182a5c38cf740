#include "bot/service/mail_doctor.hpp"

#include "bot/service/findings.hpp"
#include "bot/service/mail_settings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace bot::service {

namespace asio = boost::asio;
namespace email = adapters::email;
using adapters::matrix::Finding;
using boost::system::error_code;
using commands::MailConfig;
using namespace std::chrono_literals;

namespace {

Finding good(std::string sentence, std::string hint = {}) {
    return {0, true, std::move(sentence), std::move(hint)};
}
Finding bad(int code, std::string sentence, std::string remedy) {
    return {code, false, std::move(sentence), std::move(remedy)};
}

enum class Place { free, ours, others, closed };

/// Whoever listens there greets first.
template <class Socket>
Place who_listens(Socket& socket, const typename Socket::endpoint_type& at) {
    error_code error;
    socket.connect(at, error);
    if (error) return Place::free;
    timeval const patience{2, 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::string greeting(4, '\0');
    auto const got = ::recv(socket.native_handle(), greeting.data(), greeting.size(), MSG_WAITALL);
    return got == 4 && greeting == "220 " ? Place::ours : Place::others;
}

Place at_socket(const std::filesystem::path& file) {
    asio::io_context apart;
    asio::local::stream_protocol::socket socket(apart);
    auto const found = who_listens(socket, asio::local::stream_protocol::endpoint(file.string()));
    if (found != Place::free) return found;
    return ::access(file.parent_path().c_str(), W_OK | X_OK) == 0 ? Place::free : Place::closed;
}

Place at_port(const commands::Listen& listen) {
    asio::io_context apart;
    error_code error;
    asio::ip::tcp::endpoint const at(asio::ip::make_address(listen.address, error), listen.port);
    if (error) return Place::closed;
    asio::ip::tcp::socket socket(apart);
    if (auto const found = who_listens(socket, at); found != Place::free) return found;
    asio::ip::tcp::acceptor acceptor(apart);
    acceptor.open(at.protocol(), error);
    acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
    acceptor.bind(at, error);
    return error ? Place::closed : Place::free;
}

Finding judge_lmtp(const MailConfig::Lmtp& lmtp) {
    bool const file = !lmtp.socket.empty();
    std::string const where = file ? lmtp.socket.string() : lmtp.listen.address + ":" + std::to_string(lmtp.listen.port);
    switch (file ? at_socket(lmtp.socket) : at_port(lmtp.listen)) {
        case Place::free: return good("LMTP peut écouter (" + where + ").");
        case Place::ours: return good("Un serveur LMTP répond déjà (" + where + ")\u00A0: le service tourne.");
        case Place::others:
            return bad(89, "Un autre programme écoute à la place de LMTP (" + where + ").", "Arrêtez-le, ou changez email.lmtp.");
        case Place::closed: break;
    }
    return bad(
        80, "LMTP ne peut pas écouter (" + where + ").",
        file ? "Le dossier doit exister et appartenir au compte du service (systemd\u00A0: RuntimeDirectory=phare)." : "Choisissez une autre adresse ou un autre port dans email.lmtp."
    );
}

Finding judge_imap(const MailConfig::Imap& config) {
    using email::wire::ImapTrouble;
    auto server = server_of(config);
    server.connect_time = 10s;
    server.time = 20s;
    try {
        email::wire::ImapMailbox box(std::move(server), config.folder);
        if (!config.move_to.empty() && !box.has(config.move_to))
            return bad(83, "Le dossier " + config.move_to + " n’existe pas dans la boîte " + config.user + "\u00A0: les courriels pris n’y vont pas, ils sont marqués comme lus.", "Créez-le, ou corrigez email.imap.move_to.");
        return good("La boîte " + config.user + " s’ouvre (" + config.host + ", " + config.folder + ").");
    } catch (const ImapTrouble& trouble) {
        if (trouble.kind == ImapTrouble::Kind::unreachable)
            return bad(82, "Le serveur IMAP est injoignable (" + config.host + ":" + std::to_string(config.port) + ")\u00A0: " + trouble.what() + ".", "Vérifiez email.imap.host, port, et le réseau.");
        return bad(83, "Le serveur IMAP nous refuse (" + config.host + ")\u00A0: " + trouble.what() + ".", "Vérifiez ce que ces mots nomment\u00A0: email.imap.user, son mot de passe ou jeton, le certificat (host, ca_file), folder.");
    }
}

std::string certificate_command(const MailConfig::Peer& relay) {
    bool const upgraded = relay.security == MailConfig::Security::starttls;
    return std::string("openssl s_client ") + (upgraded ? "-starttls smtp " : "") + "-connect " + relay.host + ":" + std::to_string(relay.port) +
           " </dev/null | openssl x509 -noout -subject -dates";
}

Finding judge_smtp(const MailConfig& config) {
    using Result = email::wire::SmtpOutcome::Result;
    using Phase = email::wire::SmtpPhase;
    auto server = server_of(*config.smtp);
    server.connect_time = 10s;
    server.time = 20s;
    std::string const where = config.smtp->host + ":" + std::to_string(config.smtp->port);
    email::wire::SmtpRelay relay(std::move(server), config.hello);
    auto const outcome = relay.try_out();
    if (outcome.result == Result::accepted) return good("Le relais SMTP nous accepte (" + where + ").");
    if (outcome.phase == Phase::securing)
        return bad(85, "La connexion au relais SMTP ne peut pas être chiffrée (" + where + ")\u00A0: " + outcome.why + ".", "Vérifiez email.smtp.security, host et ca_file. Voir le certificat\u00A0: " + certificate_command(*config.smtp));
    std::string const code = outcome.code == 0 ? "" : ", réponse " + std::to_string(outcome.code) + (outcome.enhanced.empty() ? "" : " " + outcome.enhanced);
    if (outcome.result == Result::relay_wrong)
        return bad(86, "Le relais SMTP refuse notre identification (" + where + code + ").", "Vérifiez l’utilisateur et son mot de passe ou jeton.");
    if (outcome.code >= 400)
        return bad(84, "Le relais SMTP répond mais ne prend rien pour l’instant (" + where + code + ").", "Attendez quelques minutes, puis demandez à qui le tient pourquoi il refuse.");
    return bad(84, "Le relais SMTP est injoignable (" + where + ")\u00A0: " + outcome.why + ".", "Vérifiez email.smtp.host, port, et le réseau.");
}

Finding judge_http(const commands::Listen& listen) {
    std::string const where = listen.address + ":" + std::to_string(listen.port);
    switch (at_port(listen)) {
        case Place::free: return good("Le port des liens et webhooks est libre (" + where + ").");
        case Place::ours:
        case Place::others: return good("Un programme répond déjà au port des liens et webhooks (" + where + ").", "Si le service est arrêté, c’en est un autre\u00A0: changez email.listen.");
        case Place::closed: break;
    }
    return bad(88, "Le port des liens et webhooks ne peut pas être ouvert (" + where + ").", "Changez email.listen.");
}

/// Asked for a file that does not exist: who is told so has a key that counts.
Finding judge_files(email::wire::ProviderApi api) {
    using Result = email::wire::Download::Result;
    api.connect_time = 10s;
    api.time = 20s;
    constexpr std::size_t a_refusal = 4096;
    auto const got = email::wire::download(api, "phare-doctor", a_refusal);
    if (got.result == Result::denied)
        return bad(90, "L’API de Brevo refuse notre clé (" + api.base + ", HTTP " + std::to_string(got.status) + ")\u00A0: les fichiers des partenaires n’arrivent pas.", "Vérifiez api_key_file, et chez Brevo les adresses IP autorisées.");
    if (got.result == Result::later)
        return bad(90, "L’API de Brevo ne répond pas comme prévu (" + api.base + (got.status == 0 ? "" : ", HTTP " + std::to_string(got.status)) + ")\u00A0: les fichiers des partenaires attendent.", "Vérifiez le réseau et le pare-feu vers cette adresse, et api_url.");
    return good("L’API de Brevo accepte notre clé (" + api.base + ")\u00A0: les fichiers CSV et XLSX des partenaires arrivent.");
}

Finding judge_folder(const std::filesystem::path& folder) {
    std::error_code unknown;
    auto there = folder;  // or what it will be made in
    while (!there.empty() && !std::filesystem::exists(there, unknown) && there != there.parent_path()) there = there.parent_path();
    if (there.empty()) there = ".";
    if (std::filesystem::is_directory(there, unknown) && ::access(there.c_str(), W_OK | X_OK) == 0)
        return good("Les courriels sortants seront des fichiers de " + folder.string() + ".", "Rien ne part\u00A0: c’est pour essayer (email.mail_dir).");
    return bad(87, "Le dossier des courriels ne peut pas être écrit (" + folder.string() + ").", "Corrigez email.mail_dir ou ses droits.");
}

/// Whatever everybody on this machine may read is no secret. (systemd's credentials are its own affair.)
void examine_secrets(const MailConfig& mail, std::vector<Finding>& findings) {
    std::vector<std::filesystem::path> secrets;
    for (auto const& peer : {mail.smtp, mail.imap ? std::optional<MailConfig::Peer>(*mail.imap) : std::nullopt})
        if (peer) secrets.insert(secrets.end(), {peer->password_file, peer->token_file});
    for (auto const& webhook : mail.webhooks) secrets.insert(secrets.end(), {webhook.secret_file, webhook.api_key_file});
    for (auto const& file : secrets)
        if (is_open_to_all(file))
            findings.push_back(bad(81, file.string() + "\u00A0: tous les comptes de cette machine peuvent lire ce secret.", "chmod 600 " + file.string() + ", et au compte du service\u00A0; changez ce secret si d’autres ont pu le lire."));
}

}  // namespace

std::vector<Finding> examine_mail(const commands::Config& config) {
    auto const& mail = *config.email;
    std::vector<Finding> findings;
    auto const examine = [&](const std::function<Finding()>& step) {
        try {
            findings.push_back(step());
        } catch (const std::runtime_error& error) {  // a file of a secret, or libcurl
            findings.push_back(bad(81, error.what(), "Un fichier par secret, lisible par le compte du service (chmod 600)."));
        }
    };
    examine_secrets(mail, findings);
    if (mail.lmtp) examine([&] { return judge_lmtp(*mail.lmtp); });
    if (mail.imap) examine([&] { return judge_imap(*mail.imap); });
    if (mail.needs_http())
        examine([&] {
            static_cast<void>(webhook_access(mail, email::Limits()));
            return judge_http(mail.listen);
        });
    if (auto const api = provider_api(mail)) {
        examine([&] { return judge_files(*api); });
    } else if (std::any_of(mail.webhooks.begin(), mail.webhooks.end(), [](auto const& one) { return one.provider == "brevo"; })) {
        findings.push_back(good(
            "Sans clé de l’API de Brevo, les fichiers des partenaires n’arrivent que par leur nom, et l’expéditeur en est prévenu.",
            "Écrivez webhooks: {brevo: {secret_file: …, api_key_file: …}}, ou faites déposer les chiffres autrement."
        ));
    }
    for (auto& sentence : provider_addresses(mail))
        findings.push_back(good(std::move(sentence), mail.public_url.empty() ? "Écrivez email.public_url pour la lire en entier." : ""));
    if (config.desk && !config.desk->mail.empty() && mail.public_url.empty())
        findings.push_back(good(
            "Sans email.public_url, les alertes du bureau n’ont pas de désabonnement en un clic\u00A0: seulement par courriel.",
            "Écrivez email.public_url, et laissez passer /desabonnement/ dans votre proxy (packaging/proxies)."
        ));
    if (!mail.mail_dir.empty())
        examine([&] { return judge_folder(mail.mail_dir); });
    else
        examine([&] { return judge_smtp(mail); });
    if (mail.authserv_id.empty())
        findings.push_back(good(
            "Sans email.authserv_id, personne n’est reconnu à son adresse\u00A0: chacun n’a que des réponses publiques.",
            "Donnez le nom que votre serveur frontal écrit dans Authentication-Results."
        ));
    return findings;
}

}  // namespace bot::service
