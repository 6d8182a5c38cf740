#include "bot/service/mail_settings.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/held_beside.hpp"
#include "adapters/email/reply_token.hpp"
#include "db/durable_file.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <sys/random.h>

namespace bot::service {

namespace email = adapters::email;
using commands::MailConfig;

std::string secret_in(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line)) throw std::runtime_error(file.string() + "\u00A0: ce fichier ne se lit pas, ou il est vide. Écrivez le secret sur sa première ligne");
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty()) throw std::runtime_error(file.string() + "\u00A0: la première ligne est vide. Écrivez-y le secret");
    return line;
}

std::string mail_key(const commands::Config& config) {
    auto const& configured = config.email->key_file;
    auto const file = configured.empty() ? config.data.folder / "mail.key" : configured;
    constexpr std::size_t size = 32;
    if (!std::filesystem::exists(file)) {
        std::string fresh(size, '\0');
        if (::getrandom(fresh.data(), fresh.size(), 0) != static_cast<ssize_t>(size)) throw std::runtime_error("le système ne donne pas de hasard");
        db::sqlite::write_new_file(file, fresh);
    }
    auto key = db::sqlite::read_file(file, 4096);
    constexpr std::size_t least = 16;
    if (key.size() < least) throw std::runtime_error(file.string() + "\u00A0: la clé est trop courte. Écrivez-y 16 octets au moins");
    return key;
}

email::MailSettings mail_settings(const MailConfig& config) {
    email::MailSettings out;
    out.us.addresses = config.addresses;
    out.us.domain = config.domain;
    out.us.authserv_id = config.authserv_id;
    for (auto const& each : config.webhooks)
        if (!each.authserv_id.empty()) out.us.provider_authserv_ids.emplace(each.provider, each.authserv_id);
    out.us.trusted_sealers = config.sealers;
    out.name = config.name;
    out.address = config.address;
    out.public_url = config.public_url;
    return out;
}

commands::Beside mail_beside(const commands::Config& config) {
    if (!config.email) return [](db::Store&, const db::ConversationRef&) { return std::vector<db::ConversationRef>(); };
    auto settings = mail_settings(*config.email);
    settings.key = mail_key(config);
    return [settings](db::Store& store, const db::ConversationRef& of) {
        return of.channel == "email" ? email::held_beside(store, of, settings) : std::vector<db::ConversationRef>();
    };
}

email::wire::Server server_of(const MailConfig::Peer& peer) {
    using Ours = email::wire::Security;
    email::wire::Server out;
    out.host = peer.host;
    out.port = peer.port;
    switch (peer.security) {
        case MailConfig::Security::tls: out.security = Ours::implicit_tls; break;
        case MailConfig::Security::starttls: out.security = Ours::starttls; break;
        case MailConfig::Security::none: out.security = Ours::none; break;
    }
    out.ca_file = peer.ca_file;
    out.user = peer.user;
    if (!peer.token_file.empty()) out.token = [file = peer.token_file] { return secret_in(file); };
    if (!peer.password_file.empty()) out.password = secret_in(peer.password_file);
    return out;
}

MailSideSettings mail_side_settings(const commands::Config& config) {
    MailSideSettings out;
    out.mail = mail_settings(*config.email);
    out.mail.key = mail_key(config);
    if (config.email->smtp) out.relay = server_of(*config.email->smtp);
    out.hello = config.email->hello;
    out.mail_dir = config.email->mail_dir;
    return out;
}

email::ImapSettings imap_settings(const MailConfig::Imap& config, const email::Limits& limits) {
    email::ImapSettings out;
    out.server = [config] {
        auto server = server_of(config);
        server.time = std::chrono::minutes(2);  // of a login; a mailbox that is silent for longer is asked again later
        return server;
    };
    out.folder = config.folder;
    out.move_to = config.move_to;
    out.every = config.every;
    out.limits = limits;
    return out;
}

email::WebhookAccess webhook_access(const MailConfig& config, const email::Limits& limits) {
    email::WebhookAccess out;
    out.limits = limits;
    for (auto const& one : config.webhooks) {
        auto secret = secret_in(one.secret_file);
        if (one.provider == "mailgun") {
            out.mailgun_key = std::move(secret);
            continue;
        }
        if (secret.find(':') == std::string::npos) throw std::runtime_error(one.secret_file.string() + "\u00A0: ce secret n’a pas la bonne forme. Écrivez NOM:MOT-DE-PASSE, comme dans l’adresse donnée au prestataire");
        (one.provider == "postmark" ? out.postmark_login : out.brevo_login) = std::move(secret);
    }
    return out;
}

std::optional<email::wire::ProviderApi> provider_api(const MailConfig& config) {
    for (auto const& one : config.webhooks) {
        if (one.api_key_file.empty()) continue;
        email::wire::ProviderApi out;
        out.base = one.api_url.empty() ? "https://api.brevo.com/v3" : one.api_url;
        out.key = [file = one.api_key_file] { return secret_in(file); };
        return out;
    }
    return std::nullopt;
}

std::vector<std::string> provider_addresses(const MailConfig& config) {
    auto const host = config.public_url.empty() ? std::string("VOTRE-NOM") : config.public_url.substr(std::string_view("https://").size());
    std::vector<std::string> out;
    for (auto const& each : config.webhooks) {
        if (each.provider == "mailgun")
            out.push_back("Adresses à donner à Mailgun\u00A0: https://" + host + "/mail/mailgun/mime pour la route des courriels, https://" + host + "/mail/mailgun pour les événements.");
        else
            out.push_back(
                std::string("Adresse à donner à ") + (each.provider == "brevo" ? "Brevo" : "Postmark") + "\u00A0: https://NOM:MOT-DE-PASSE@" + host + "/mail/" + each.provider +
                " (ceux de " + each.secret_file.string() + ").");
    }
    return out;
}

namespace {

bool is_over(std::string_view key, const std::optional<email::Tagged>& tag, const Delivery& asked) {
    if (!tag || asked.sender.empty()) return false;
    auto const parts = email::reply_tag(tag->tag);
    return email::check_token(key, parts.token, {email::TokenPurpose::reply, asked.sender, parts.thread}, asked.today) == email::TokenVerdict::expired;
}

}  // namespace

email::RecipientVerdict verdict_on(const MailConfig& config, std::string_view key, const Delivery& asked) {
    using Verdict = email::RecipientVerdict;
    auto const tag = email::tagged(asked.recipient);
    auto const domain = email::lowered(email::domain_part(asked.recipient));
    std::string const plain = (tag ? tag->base : email::lowered(email::local_part(asked.recipient))) + "@" + domain;
    if (std::any_of(config.addresses.begin(), config.addresses.end(), [&](auto const& own) { return email::same_address(own, plain); }))
        return is_over(key, tag, asked) ? Verdict::ended : Verdict::known;
    // What List-Unsubscribe names; the token is looked at when the mail is read.
    bool const wish = tag && tag->base == "desabonnement" && email::same_word(domain, email::domain_part(config.address));
    return wish ? Verdict::known : Verdict::unknown;
}

}  // namespace bot::service
