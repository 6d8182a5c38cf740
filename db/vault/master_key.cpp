#include "db/vault/master_key.hpp"

#include "db/durable_file.hpp"
#include "db/errors.hpp"
#include "db/vault/vault.hpp"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace db::vault {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Secret load_master_key(const std::filesystem::path& file) {
    struct stat info {};
    const bool is_there = ::stat(file.c_str(), &info) == 0;
    if (!is_there && errno == EACCES) sqlite::fail("de lire", file);
    if (!is_there)
        throw sqlite::WrongKey(
            file.string() + "\u00A0: la clé principale n’y est pas. Remettez celle de cette base\u00A0: sans elle rien ne peut être lu."
        );
    // A credential of systemd may be root's, with an access list for us alone: that shows as a group that reads.
    bool const is_handed_over = info.st_uid == 0 && info.st_gid == 0 && ::geteuid() != 0 && (info.st_mode & (S_IWGRP | S_IXGRP)) == 0;
    if (!S_ISREG(info.st_mode) || (info.st_mode & S_IRWXO) != 0 || ((info.st_mode & S_IRWXG) != 0 && !is_handed_over))
        throw sqlite::WrongKey(
            file.string() + "\u00A0: d’autres comptes peuvent lire la clé principale. Lancez chmod 600 " + file.string() +
            " (et demandez-vous qui a pu la copier)."
        );
    std::string content = sqlite::read_file(file, 128);
    Secret key;
    bool good = content.size() == Secret::size;
    if (good) std::memcpy(key.data(), content.data(), Secret::size);
    if (content.size() == 65 && content.back() == '\n') content.pop_back();
    if (content.size() == 2 * Secret::size) {
        good = true;
        for (std::size_t i = 0; i < Secret::size; ++i) {
            const int high = hex_digit(content[2 * i]), low = hex_digit(content[2 * i + 1]);
            good = good && high >= 0 && low >= 0;
            key.data()[i] = static_cast<unsigned char>((high & 15) << 4 | (low & 15));
        }
    }
    OPENSSL_cleanse(content.data(), content.size());
    if (!good)
        throw sqlite::WrongKey(
            file.string() + "\u00A0: ce n’est pas une clé principale. Elle fait 32 octets, ou 64 chiffres hexadécimaux."
        );
    return key;
}

Secret create_master_key(const std::filesystem::path& file) {
    const Secret key = random_key();
    sqlite::write_new_file(file, {reinterpret_cast<const char*>(key.data()), Secret::size});
    return key;
}

}  // namespace db::vault
