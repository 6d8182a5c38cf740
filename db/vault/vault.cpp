#include "db/vault/vault.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <cstring>
#include <fstream>

namespace db::vault {
namespace {

constexpr unsigned char format = 1;
constexpr unsigned char key_epoch = 1;  // of the master key; a rotation counts it up
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t head_size = 2 + nonce_size;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using Cipher = std::unique_ptr<EVP_CIPHER, Freed<EVP_CIPHER_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC, Freed<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Freed<EVP_MAC_CTX_free>>;
using Kdf = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;

void must(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(std::string("OpenSSL failed: ") + what);
}

const unsigned char* u8(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* u8(std::string& text, std::size_t at) {
    return reinterpret_cast<unsigned char*>(text.data()) + at;
}
int length(std::size_t size) {
    return static_cast<int>(size);
}

Secret derive(const Secret& master, std::string_view purpose) {
    Kdf kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    must(kdf != nullptr, "HKDF");
    KdfContext context(EVP_KDF_CTX_new(kdf.get()));
    must(context != nullptr, "HKDF context");
    std::string digest = "SHA256";
    Secret input = master;
    std::string salt = "phare";
    std::string info(purpose);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, input.data(), Secret::size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), salt.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
        OSSL_PARAM_construct_end()};
    Secret out;
    must(EVP_KDF_derive(context.get(), out.data(), Secret::size, params) == 1, "HKDF derive");
    return out;
}

/// An HMAC-SHA256 under one key, ready to be used again.
class Hmac {
  public:
    Hmac(EVP_MAC* mac, const Secret& key) : context_(EVP_MAC_CTX_new(mac)) {
        must(context_ != nullptr, "HMAC context");
        std::string digest = "SHA256";
        OSSL_PARAM params[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
            OSSL_PARAM_construct_end()};
        must(EVP_MAC_init(context_.get(), key.data(), Secret::size, params) == 1, "HMAC key");
    }

    Digest operator()(std::initializer_list<std::string_view> parts) {
        must(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1, "HMAC start");
        for (auto part : parts)
            must(EVP_MAC_update(context_.get(), u8(part), part.size()) == 1, "HMAC update");
        Digest out;
        std::size_t size = 0;
        must(EVP_MAC_final(context_.get(), out.data(), &size, out.size()) == 1, "HMAC end");
        must(size == out.size(), "HMAC size");
        return out;
    }

  private:
    MacContext context_;
};

Mac fetch_hmac() {
    Mac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    must(mac != nullptr, "HMAC");
    return mac;
}

void append_number(std::string& out, std::uint64_t number, int bytes_count) {
    for (int i = 0; i < bytes_count; ++i) out.push_back(static_cast<char>((number >> (8 * i)) & 0xff));
}

std::string authenticated(const Place& place) {
    std::string out;
    out.reserve(64 + place.table.size() + place.column.size());
    out.push_back(static_cast<char>(format));
    out.push_back(static_cast<char>(key_epoch));
    out.append(place.table).push_back('\0');
    out.append(place.column).push_back('\0');
    append_number(out, static_cast<std::uint64_t>(place.row), 8);
    out.append(bytes(place.conversation));
    return out;
}

}  // namespace

struct Vault::Contexts {
    explicit Contexts(const Secret& master)
        : mac(fetch_hmac()),
          lookup(mac.get(), derive(master, "lookup")),
          ledger(mac.get(), derive(master, "ledger")),
          gcm(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)),
          cipher(EVP_CIPHER_CTX_new()) {
        must(gcm != nullptr && cipher != nullptr, "AES-256-GCM");
    }

    std::string seal(const Secret& key, const Place& place, std::string_view plain) {
        std::string out(head_size + plain.size() + tag_size, '\0');
        out[0] = static_cast<char>(format);
        out[1] = static_cast<char>(key_epoch);
        random_bytes(u8(out, 2), nonce_size);
        const std::string aad = authenticated(place);
        int done = 0;
        auto* const c = cipher.get();
        must(EVP_EncryptInit_ex2(c, gcm.get(), key.data(), u8(out, 2), nullptr) == 1, "seal start");
        must(EVP_EncryptUpdate(c, nullptr, &done, u8(aad), length(aad.size())) == 1, "seal aad");
        must(EVP_EncryptUpdate(c, u8(out, head_size), &done, u8(plain), length(plain.size())) == 1, "seal");
        must(EVP_EncryptFinal_ex(c, u8(out, head_size + plain.size()), &done) == 1, "seal end");
        must(
            EVP_CIPHER_CTX_ctrl(
                c, EVP_CTRL_AEAD_GET_TAG, length(tag_size), u8(out, head_size + plain.size())
            ) == 1,
            "seal tag"
        );
        return out;
    }

    std::string open(const Secret& key, const Place& place, std::string_view sealed) {
        if (sealed.size() < head_size + tag_size || static_cast<unsigned char>(sealed[0]) != format ||
            static_cast<unsigned char>(sealed[1]) != key_epoch)
            throw BrokenSeal("une valeur scellée n’a pas de forme connue");
        const auto body = sealed.substr(head_size, sealed.size() - head_size - tag_size);
        std::string tag(sealed.substr(sealed.size() - tag_size));
        std::string out(body.size(), '\0');
        const std::string aad = authenticated(place);
        int done = 0;
        auto* const c = cipher.get();
        must(EVP_DecryptInit_ex2(c, gcm.get(), key.data(), u8(sealed.substr(2)), nullptr) == 1, "open start");
        must(EVP_DecryptUpdate(c, nullptr, &done, u8(aad), length(aad.size())) == 1, "open aad");
        must(EVP_DecryptUpdate(c, u8(out, 0), &done, u8(body), length(body.size())) == 1, "open");
        must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, length(tag_size), u8(tag, 0)) == 1, "open tag");
        if (EVP_DecryptFinal_ex(c, u8(out, out.size()), &done) != 1) {
            OPENSSL_cleanse(out.data(), out.size());
            throw BrokenSeal("une valeur scellée ne porte pas son sceau");
        }
        return out;
    }

    Mac mac;
    Hmac lookup, ledger;
    Cipher gcm;
    CipherContext cipher;
};

void random_bytes(unsigned char* out, std::size_t size) {
    must(RAND_bytes(out, length(size)) == 1, "random bytes");
}

Secret random_key() {
    Secret key;
    must(RAND_priv_bytes(key.data(), length(Secret::size)) == 1, "random key");
    return key;
}

Digest sha256(std::string_view text) {
    Digest out;
    unsigned int size = 0;
    must(EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr) == 1, "SHA-256");
    return out;
}

Digest sha256_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + "\u00A0: ne se lit pas");
    const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    must(context && EVP_DigestInit_ex2(context.get(), EVP_sha256(), nullptr) == 1, "SHA-256");
    std::string piece(1 << 16, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto size = static_cast<std::size_t>(in.gcount());
        must(EVP_DigestUpdate(context.get(), piece.data(), size) == 1, "SHA-256 update");
    }
    if (!in.eof()) throw std::runtime_error(file.string() + "\u00A0: ne se lit pas");
    Digest out;
    unsigned int size = 0;
    must(EVP_DigestFinal_ex(context.get(), out.data(), &size) == 1, "SHA-256 end");
    return out;
}

std::string base32(const Digest& digest, std::size_t wanted) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    std::string out;
    unsigned int held = 0;
    int bits = 0;
    for (const unsigned int byte : digest) {
        held = (held << 8 | byte) & 0xffff;
        bits += 8;
        while (bits >= 5 && out.size() < wanted) {
            bits -= 5;
            out.push_back(alphabet[(held >> bits) & 31]);
        }
    }
    return out;
}

std::string hex(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

Vault::Vault(const Secret& master)
    : contexts_(std::make_unique<Contexts>(master)), wrap_(derive(master, "wrap")) {}
Vault::~Vault() = default;

Digest Vault::conversation(const ConversationRef& ref) {
    return contexts_->lookup(
        {std::string_view("conversation\0", 13), ref.channel, std::string_view("\0", 1), ref.id}
    );
}

Digest Vault::event(std::string_view channel, std::string_view event_id) {
    return contexts_->lookup({std::string_view("event\0", 6), channel, std::string_view("\0", 1), event_id});
}

Digest Vault::ledger(const Digest& conversation) {
    return contexts_->ledger({bytes(conversation)});
}

std::string Vault::wrap(const Secret& data_key, std::int64_t id, const Digest& conversation) {
    const std::string_view plain(reinterpret_cast<const char*>(data_key.data()), Secret::size);
    return contexts_->seal(wrap_, {"data_key", "wrapped", id, conversation}, plain);
}

Secret Vault::unwrap(std::string_view wrapped, std::int64_t id, const Digest& conversation) {
    std::string plain = contexts_->open(wrap_, {"data_key", "wrapped", id, conversation}, wrapped);
    if (plain.size() != Secret::size) throw BrokenSeal("une clé scellée n’a pas la bonne taille");
    Secret key;
    std::memcpy(key.data(), plain.data(), Secret::size);
    OPENSSL_cleanse(plain.data(), plain.size());
    return key;
}

std::string Vault::proof_of_key() {
    return contexts_->seal(wrap_, {"vault", "proof", 1, {}}, "phare");
}

bool Vault::is_proof(std::string_view sealed) {
    try {
        return contexts_->open(wrap_, {"vault", "proof", 1, {}}, sealed) == "phare";
    } catch (const BrokenSeal&) {
        return false;
    }
}

std::string Vault::seal(const Secret& key, const Place& place, std::string_view plain, std::size_t block) {
    std::string padded;
    const std::size_t size = (4 + plain.size() + block - 1) / block * block;
    padded.reserve(size);
    append_number(padded, plain.size(), 4);
    padded.append(plain).resize(size, '\0');
    std::string out = contexts_->seal(key, place, padded);
    OPENSSL_cleanse(padded.data(), padded.size());
    return out;
}

std::string Vault::open(const Secret& key, const Place& place, std::string_view sealed) {
    std::string padded = contexts_->open(key, place, sealed);
    std::size_t size = 0;
    if (padded.size() < 4) throw BrokenSeal("une valeur scellée est trop courte");
    for (std::size_t i = 0; i < 4; ++i)
        size |= static_cast<std::size_t>(static_cast<unsigned char>(padded[i])) << (8 * i);
    if (size > padded.size() - 4) throw BrokenSeal("une valeur scellée annonce plus qu’elle ne porte");
    return padded.substr(4, size);
}

}  // namespace db::vault
