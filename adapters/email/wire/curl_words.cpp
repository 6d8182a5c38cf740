#include "adapters/email/wire/curl_words.hpp"

namespace adapters::email::wire {
namespace {

/// Numbers of OpenSSL's X509_V_ERR_…, which libcurl hands on.
std::string certificate_words(CURL* handle) {
    long result = 0;
    curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &result);
    switch (result) {
        case 9: return "certificat refusé\u00A0: il ne vaut pas encore, ou l’horloge de cette machine retarde";
        case 10: return "certificat refusé\u00A0: il a expiré, ou l’horloge de cette machine avance";
        case 2:
        case 18:
        case 19:
        case 20:
        case 21: return "certificat refusé\u00A0: fait par une autorité que cette machine ne connaît pas (ca_file)";
        case 0:
        case 62: return "certificat refusé\u00A0: il est à un autre nom que celui qui est appelé";
        default: return "certificat refusé (OpenSSL " + std::to_string(result) + ")";
    }
}

}  // namespace

std::string words_of(CURLcode code, CURL* handle) {
    switch (code) {
        case CURLE_LOGIN_DENIED: return "utilisateur ou secret refusé";
        case CURLE_USE_SSL_FAILED: return "le serveur n’offre pas le chiffrement demandé";
        case CURLE_SSL_CONNECT_ERROR: return "l’échange TLS échoue";
        case CURLE_PEER_FAILED_VERIFICATION: return certificate_words(handle);
        case CURLE_SSL_CACERT_BADFILE: return "le fichier ca_file ne se lit pas";
        case CURLE_COULDNT_RESOLVE_HOST: return "ce nom de machine n’existe pas";
        case CURLE_COULDNT_CONNECT: return "personne ne répond à cette adresse et à ce port";
        case CURLE_OPERATION_TIMEDOUT: return "pas de réponse à temps";
        default: return std::string("«\u00A0") + curl_easy_strerror(code) + "\u00A0»";
    }
}

}  // namespace adapters::email::wire
