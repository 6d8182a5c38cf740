#include "db/durable_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace db::sqlite {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

void fail(const std::string& doing, const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), "impossible " + doing + " " + path.string());
}

void sync_folder(const std::filesystem::path& folder) {
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) fail("d’enregistrer le dossier", folder);
}

void sync_file(const std::filesystem::path& file) {
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) fail("d’enregistrer", file);
}

void write_new_file(const std::filesystem::path& file, std::string_view content) {
    const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) fail("de faire", file);
    while (!content.empty()) {
        const auto written = ::write(fd.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("d’écrire", file);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(fd.get()) != 0) fail("d’enregistrer", file);
    sync_folder(file.parent_path().empty() ? "." : file.parent_path());
}

std::string read_file(const std::filesystem::path& file, std::size_t limit) {
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) fail("de lire", file);
    std::string out(limit, '\0');
    std::size_t size = 0;
    while (size < limit) {
        const auto got = ::read(fd.get(), out.data() + size, limit - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("de lire", file);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    out.resize(size);
    return out;
}

void make_folder(const std::filesystem::path& folder) {
    if (std::filesystem::is_directory(folder)) return;
    if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail("de faire le dossier", folder);
    sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
}

void give_to_owner(const std::filesystem::path& folder, const std::filesystem::path& made) {
    struct stat owner {}, info {};
    if (::geteuid() != 0 || ::stat(folder.c_str(), &owner) != 0 || owner.st_uid == 0) return;
    if (::lstat(made.c_str(), &info) != 0 || info.st_uid != 0 || (!S_ISDIR(info.st_mode) && info.st_nlink != 1)) return;
    if (::lchown(made.c_str(), owner.st_uid, owner.st_gid) != 0) fail("de donner à son compte", made);
}

}  // namespace db::sqlite
