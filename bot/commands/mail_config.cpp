#include "bot/commands/mail_config.hpp"

#include "bot/commands/config_values.hpp"

#include <algorithm>
#include <array>

namespace bot::commands {

namespace {

using Security = MailConfig::Security;

void complain(yaml::Complaints& complaints, const yaml::Node& at, std::string what, std::string remedy) {
    complaints.push_back({at.place(), std::move(what), std::move(remedy)});
}

bool is_address(const std::string& text) {
    auto const at = text.find('@');
    return at != std::string::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string::npos &&
           text.find_first_of(" \t\r\n<>,;:\"") == std::string::npos;
}

void address_into(const yaml::Node& node, std::string& into, yaml::Complaints& complaints) {
    text_into(node, into, complaints);
    if (node && !is_address(into)) complain(complaints, node, yaml::guillemets(into) + " n’est pas une adresse de courriel", "Écrivez orientation@exemple.fr");
}

void path_into(const yaml::Node& node, std::filesystem::path& into, yaml::Complaints& complaints) {
    std::string text = into.string();
    text_into(node, text, complaints);
    into = text;
}

void security_into(const yaml::Node& node, Security& into, yaml::Complaints& complaints) {
    std::string word;
    text_into(node, word, complaints);
    if (word == "tls") into = Security::tls;
    else if (word == "starttls") into = Security::starttls;
    else if (word == "none") into = Security::none;
    else complain(complaints, node, yaml::guillemets(word) + " n’est pas une sorte de chiffrement", "Écrivez tls, starttls ou none");
}

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool is_api_url(const std::string& url) {
    bool const secure = url.starts_with("https://");
    if (!secure && !url.starts_with("http://")) return false;
    auto const rest = url.substr(secure ? 8 : 7);
    auto const authority = rest.substr(0, rest.find('/'));
    auto const bracket = authority.find(']');
    auto const host = bracket == std::string::npos ? authority.substr(0, authority.find(':')) : authority.substr(1, bracket - 1);
    return !host.empty() && !url.ends_with('/') && rest.find_first_of("?#@ \t\r\n\"\\") == std::string::npos && (secure || is_loopback(host));
}

/// What every server that we call has. `ports`: for tls, starttls, none.
void peer(const yaml::Node& node, MailConfig::Peer& into, Security usual, std::array<std::uint16_t, 3> ports, yaml::Complaints& complaints) {
    needed(node, "host", into.host, complaints);
    into.security = usual;
    if (auto const word = node["security"]) security_into(word, into.security, complaints);
    into.port = ports.at(static_cast<std::size_t>(into.security));
    if (auto const at = node["port"]) port(at, into.port, complaints);
    text_into(node["user"], into.user, complaints);
    text_into(node["ca_file"], into.ca_file, complaints);
    secret_into(node["password_file"], into.password_file, complaints);
    secret_into(node["token_file"], into.token_file, complaints);
    if (into.security == Security::none && !is_loopback(into.host))
        complain(complaints, node, "sans chiffrement, messages et mots de passe pourraient être lus en route vers " + yaml::guillemets(into.host), "Écrivez security: starttls ou tls\u00A0; none n’est permis que vers cette machine");
    bool const secret = !into.password_file.empty() || !into.token_file.empty();
    if (into.user.empty() == secret)
        complain(complaints, node, "un utilisateur va avec un secret, et un secret avec un utilisateur", "Écrivez user et password_file (ou token_file), ou aucun des deux");
}

MailConfig::Imap imap(const yaml::Node& node, yaml::Complaints& complaints) {
    these_keys(node, {"host", "port", "security", "user", "password_file", "token_file", "ca_file", "folder", "move_to", "every"}, complaints);
    MailConfig::Imap out;
    peer(node, out, Security::tls, {993, 143, 143}, complaints);
    if (out.user.empty()) complain(complaints, node, "une boîte de courriel sans utilisateur", "Écrivez user et password_file (ou token_file)");
    text_into(node["folder"], out.folder, complaints);
    text_into(node["move_to"], out.move_to, complaints);
    if (auto const every = node["every"])
        if (auto const value = duration(every, complaints)) {
            if (*value < std::chrono::seconds(5)) complain(complaints, every, "les hébergeurs bloquent qui demande plus d’une fois toutes les cinq secondes", "Écrivez 20 s");
            out.every = *value;
        }
    return out;
}

MailConfig::Lmtp lmtp(const yaml::Node& node, yaml::Complaints& complaints) {
    these_keys(node, {"socket", "address", "port"}, complaints);
    MailConfig::Lmtp out;
    path_into(node["socket"], out.socket, complaints);
    text_into(node["address"], out.listen.address, complaints);
    if (auto const at = node["port"]) port(at, out.listen.port, complaints);
    bool const tcp = static_cast<bool>(node["port"]);
    if (tcp != out.socket.empty()) complain(complaints, node, "LMTP écoute à un seul endroit", "Écrivez socket: /run/phare/lmtp.sock, ou bien port: 2424");
    if (!is_loopback(out.listen.address))
        complain(complaints, node, "LMTP n’a pas de mot de passe\u00A0: qui le joint peut écrire à tout le monde", "Écrivez 127.0.0.1, ou un socket\u00A0; Postfix se tient devant");
    constexpr std::size_t longest_socket = 107;  // sun_path
    if (out.socket.string().size() > longest_socket) complain(complaints, node, "le chemin du socket est trop long", "Écrivez un chemin de 107 octets au plus");
    return out;
}

std::vector<MailConfig::Webhook> webhooks(const yaml::Node& node, yaml::Complaints& complaints) {
    these_keys(node, {"postmark", "mailgun", "brevo"}, complaints);
    std::vector<MailConfig::Webhook> out;
    for (auto const& [provider, file] : node.entries()) {
        MailConfig::Webhook one;
        one.provider = provider;
        if (file.kind() == yaml::Node::Kind::map) {
            bool const fetches = provider == "brevo";  // the others post the files themselves
            if (fetches) these_keys(file, {"secret_file", "authserv_id", "api_key_file", "api_url"}, complaints);
            else these_keys(file, {"secret_file", "authserv_id"}, complaints);
            secret_into(file["secret_file"], one.secret_file, complaints);
            text_into(file["authserv_id"], one.authserv_id, complaints);
            if (fetches) {
                secret_into(file["api_key_file"], one.api_key_file, complaints);
                text_into(file["api_url"], one.api_url, complaints);
                if (auto const url = file["api_url"]; url && !is_api_url(one.api_url))
                    complain(complaints, url, "la clé de l’API ne part pas vers " + yaml::guillemets(one.api_url), "Écrivez https://api.exemple.fr/v3, sans barre à la fin\u00A0; http n’est permis que vers cette machine");
                if (file["api_url"] && one.api_key_file.empty())
                    complain(complaints, file, "une adresse d’API sans clé", "Écrivez api_key_file: /etc/phare/brevo-api, ou ôtez api_url");
            }
            if (!file["secret_file"]) complain(complaints, file, "un prestataire sans secret\u00A0: n’importe qui pourrait nous écrire en son nom", "Écrivez secret_file: /etc/phare/" + provider);
        } else {
            secret_into(file, one.secret_file, complaints);
        }
        out.push_back(std::move(one));
    }
    return out;
}

void check_whole(const yaml::Node& node, const MailConfig& config, yaml::Complaints& complaints) {
    if (!config.lmtp && !config.imap && config.webhooks.empty())
        complain(complaints, node, "aucun courriel ne pourrait arriver", "Écrivez lmtp, imap ou webhooks\u00A0; `phare config example` montre comment");
    if (!config.smtp && config.mail_dir.empty())
        complain(complaints, node, "aucune réponse ne pourrait partir", "Écrivez smtp (ou mail_dir, pour essayer)");
    if (config.smtp && !config.smtp->token_file.empty() && config.smtp->security == Security::none)
        complain(complaints, node, "un jeton (token_file) sans chiffrement", "Écrivez security: starttls");
}

}  // namespace

std::optional<MailConfig> read_mail_config(const yaml::Node& node, yaml::Complaints& complaints) {
    auto const before = complaints.size();
    these_keys(
        node,
        {"address", "name", "addresses", "domain", "authserv_id", "sealers", "key_file", "lmtp", "imap", "webhooks", "smtp", "mail_dir",
         "hello", "listen", "public_url"},
        complaints
    );
    MailConfig config;
    needed(node, "address", config.address, complaints);
    if (auto const address = node["address"]) address_into(address, config.address, complaints);
    config.hello = config.address.substr(std::min(config.address.size(), config.address.find('@') + 1));
    // Whatever comes from this domain is our own mail, never answered: so it is not that of the address, where colleagues are.
    config.domain = "phare." + config.hello;
    text_into(node["name"], config.name, complaints);
    config.addresses = {config.address};
    if (auto const more = node["addresses"])
        for (auto const& each : yaml::texts(more, complaints)) {
            if (!is_address(each)) complain(complaints, more, yaml::guillemets(each) + " n’est pas une adresse de courriel", "Écrivez contact@exemple.fr");
            if (each != config.address) config.addresses.push_back(each);
        }
    text_into(node["domain"], config.domain, complaints);
    text_into(node["hello"], config.hello, complaints);
    text_into(node["authserv_id"], config.authserv_id, complaints);
    if (auto const sealers = node["sealers"]) config.sealers = yaml::texts(sealers, complaints);
    secret_into(node["key_file"], config.key_file, complaints);
    if (auto const in = node["lmtp"]) config.lmtp = lmtp(in, complaints);
    if (auto const in = node["imap"]) config.imap = imap(in, complaints);
    if (auto const in = node["webhooks"]) config.webhooks = webhooks(in, complaints);
    if (auto const out = node["smtp"]) {
        these_keys(out, {"host", "port", "security", "user", "password_file", "token_file", "ca_file"}, complaints);
        config.smtp.emplace();
        peer(out, *config.smtp, Security::starttls, {465, 587, 25}, complaints);
    }
    path_into(node["mail_dir"], config.mail_dir, complaints);
    listen(node["listen"], config.listen, complaints);
    text_into(node["public_url"], config.public_url, complaints);
    if (!config.public_url.empty() && (!config.public_url.starts_with("https://") || config.public_url.ends_with('/')))
        complain(complaints, node["public_url"], yaml::guillemets(config.public_url) + " ne peut pas figurer dans un courriel", "Écrivez https://phare.exemple.fr, sans barre à la fin");
    if (complaints.size() == before) check_whole(node, config, complaints);
    if (complaints.size() != before) return std::nullopt;
    return config;
}

std::string example_mail_config() {
    return R"(
# email:                                  # le courriel, à côté de Matrix ou seul
#   address: orientation@exemple.fr       # où les gens écrivent, et d’où phare répond
#   name: Phare
#   # addresses: [contact@exemple.fr]     # autres adresses qui arrivent à phare
#   # domain: phare.exemple.fr            # de nos Message-ID et de personne d’autre ; phare.exemple.fr sans cette ligne
#   authserv_id: mx.exemple.fr            # votre serveur frontal, qui dit qui a vraiment écrit (Authentication-Results)
#   # sealers: [listes.exemple.fr]        # ceux qui font suivre et dont le sceau ARC compte
#   lmtp: {socket: /run/phare/lmtp.sock}  # derrière Postfix ; ou {port: 2424}
#   # imap:                               # ou une boîte hébergée, qui n’est qu’à phare
#   #   host: imap.exemple.fr
#   #   user: orientation@exemple.fr
#   #   password_file: /etc/phare/imap-password
#   #   # token_file: /run/phare/imap-token       # à la place : un jeton OAuth (XOAUTH2), relu à chaque connexion ;
#   #   #                                         # une minuterie à vous le renouvelle avant sa fin (README)
#   #   security: tls                     # tls (993) ou starttls (143)
#   #   folder: INBOX
#   #   move_to: Traités                  # où vont les courriels pris ; marqués comme lus sans cette ligne
#   #   every: 20 s
#   # webhooks:                           # ou un prestataire : postmark, mailgun ou brevo (README, « With a provider »)
#   #   postmark: /etc/phare/postmark     # première ligne : NOM:MOT-DE-PASSE ; mailgun : sa « HTTP webhook signing key »
#   #   # postmark: {secret_file: /etc/phare/postmark, authserv_id: mx.prestataire.fr}   # à la place : on le croit sur qui écrit
#   #   # brevo: {secret_file: /etc/phare/brevo, api_key_file: /etc/phare/brevo-api}   # avec sa clé d’API, qui sert à chercher les CSV et XLSX
#   #   # adresses à lui donner : https://NOM:MOT-DE-PASSE@phare.exemple.fr/mail/postmark (de même /mail/brevo),
#   #   # et pour Mailgun https://phare.exemple.fr/mail/mailgun/mime (courriels), https://phare.exemple.fr/mail/mailgun (événements)
#   smtp:                                 # par qui les courriels partent
#     host: smtp.exemple.fr
#     security: starttls                  # starttls (587) ou tls (465), exigé et vérifié. none : vers cette machine seule (25)
#     user: orientation@exemple.fr
#     password_file: /etc/phare/smtp-password   # ou token_file, comme plus haut
#     # ca_file: /etc/phare/ca.pem        # autres certificats de confiance
#   # hello: phare.exemple.fr             # le nom que nous disons au relais (EHLO) ; le domaine de address sans cette ligne
#   # mail_dir: /tmp/mails                # les réponses y deviennent des fichiers, rien ne part : pour essayer
#   # key_file: /etc/phare/mail.key       # secret de nos adresses de réponse ; fait dans le dossier des données sans cette ligne
#   # listen: {address: 127.0.0.1, port: 29320}   # pour les webhooks et le désabonnement en un clic, derrière votre proxy
#   # public_url: https://phare.exemple.fr        # où il est joint de l’extérieur
)";
}

}  // namespace bot::commands
