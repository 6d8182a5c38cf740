// Why a mail was refused, from codes and words. Everything that may pass is soft; only a dead address is hard.
#include "adapters/email/ascii.hpp"
#include "adapters/email/bounce.hpp"
#include "adapters/email/plain_text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {

constexpr std::array<std::string_view, 20> full{
    "couldn't create", "can't create output",
    "mailbox full", "mailbox is full", "quota", "disk space", "boite pleine", "boite aux lettres pleine", "boite de reception est pleine",
    "boite aux lettres est pleine", "boite aux lettres du destinataire est pleine", "over quota", "insufficient storage", "storage exceeded",
    "inbox is full", "mailbox size", "depasse la taille", "espace insuffisant", "espace de stockage", "out of storage"};
/// Faults of ours, of the moment, of a policy.
constexpr std::array<std::string_view, 44> passing{
    "spam", "blocked", "blacklist", "block list", "blocklist", "ube", "ofr_506", "ofr_999", "ofr_102", "ofr_103", "ofr_104", "ofr_105", "ofr_107", "ofr_108", "ofr_109",
    "lpn007", "service refuse", "essayer plus tard", "try again", "try later", "greylist", "grey list", "liste grise", "timed out", "timeout", "deferred", "rate limit",
    "too many", "temporar", "couldn't create", "client host rejected", "policy", "access denied", "not accepting", "authentication required", "5.7.26", "dmarc",
    "content rejected", "mail rejete", "reputation", "est bloque", "suspended", "disabled temporarily", "inactive"};
constexpr std::array<std::string_view, 52> dead{
    "user unknown", "unknown user", "unknown recipient", "no such user", "no such recipient", "no such mailbox", "no mailbox here", "does not exist", "doesn't exist",
    "do not exist", "invalid recipient", "recipient not found", "recipientnotfound", "mailbox not found", "mailbox unavailable", "utilisateur inconnu", "destinataire inconnu",
    "adresse inconnue", "boite inconnue", "compte inconnu", "n'existe pas", "n'existe plus", "adresse d au moins un destinataire invalide", "adresse invalide",
    "destinataire invalide", "adresse introuvable", "destinataire introuvable", "inexistant", "ofr_416", "ofr_427", "not listed in", "no longer on server", "no longer exists",
    "has moved", "address rejected", "not our customer", "invalid mailbox", "bad destination", "not recognized", "n'a pas ete trouve", "est introuvable", "unrouteable address", "host not found",
    "domain not found", "nom de domaine inconnu", "domaine inconnu", "not a valid", "n'est pas valide", "recipient unknown", "address unknown", "account does not", "is not known"};

}  // namespace

bool is_dead_address(std::string_view status, std::string_view said, std::string_view explained) {
    std::string const what = folded(said, 2000), around = folded(explained, 6000);
    if (has_any(what, full) || has_any(around, full)) return false;
    static constexpr std::array<std::string_view, 7> hard{"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"};
    bool const words_of_death = has_any(what, dead) || (what.empty() && has_any(around, dead));
    bool const words_of_hope = has_any(what, passing) || (what.empty() && has_any(around, passing));
    if (words_of_hope && !(words_of_death && std::find(hard.begin(), hard.end(), status) != hard.end())) return false;
    if (status.starts_with("5.7.") || status == "5.2.2" || status == "5.3.4") return false;
    if (std::find(hard.begin(), hard.end(), status) != hard.end()) return true;
    if (status.starts_with("2.")) return false;
    if (status.starts_with("4.") && status != "4.1.1") return false;  // a server that is not sure yet
    return words_of_death;
}

}  // namespace adapters::email
