#include "adapters/api/token_file.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace adapters::api {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

[[noreturn]] void fail(const fs::path& file) { throw std::system_error(errno, std::generic_category(), file.string()); }

struct Descriptor {
    explicit Descriptor(int number) : fd(number) {}
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int fd;
};

std::optional<std::string> content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) return std::nullopt;
    return text;
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

/// The whole file anew: a reader sees the old one or this one, and so does whoever looks after a power cut.
void replace(const fs::path& file, const std::string& text) {
    auto const folder = folder_of(file);
    auto const part = fs::path(file.string() + ".part");
    ::unlink(part.c_str());
    {
        Descriptor const out(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (out.fd < 0) fail(part);
        struct stat owner {};
        if (::geteuid() == 0 && ::stat(folder.c_str(), &owner) == 0 && ::fchown(out.fd, owner.st_uid, owner.st_gid) != 0) fail(part);
        for (std::size_t at = 0; at < text.size();) {
            auto const n = ::write(out.fd, text.data() + at, text.size() - at);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) fail(part);
            at += static_cast<std::size_t>(n);
        }
        if (::fsync(out.fd) != 0) fail(part);
    }
    if (::rename(part.c_str(), file.c_str()) != 0) fail(file);
    Descriptor const entry(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (entry.fd < 0 || ::fsync(entry.fd) != 0) fail(folder);
}

fs::path used_file(const fs::path& file) { return file.string() + ".used"; }

std::map<std::string, std::string> read_used(const fs::path& file) {
    std::map<std::string, std::string> days;
    auto const text = content_of(used_file(file));
    auto const json = text ? Json::parse(*text, nullptr, false) : Json();
    if (!json.is_object()) return days;
    for (auto const& [id, day] : json.items())
        if (day.is_string()) days[id] = day.get<std::string>();
    return days;
}

}  // namespace

TokenFile::TokenFile(fs::path file) : file_(std::move(file)), used_(read_used(file_)) {}

TokenFile::Stamp TokenFile::stamp(bool& missing) const {
    struct stat found {};
    missing = ::stat(file_.c_str(), &found) != 0 && errno == ENOENT;
    Stamp stamp;
    if (missing) return stamp;
    stamp.device = found.st_dev, stamp.inode = found.st_ino, stamp.size = found.st_size;
    stamp.seconds = found.st_mtim.tv_sec, stamp.nanoseconds = found.st_mtim.tv_nsec;
    return stamp;
}

std::shared_ptr<const TokenBook> TokenFile::now() {
    bool missing = false;
    auto const as_it_is = stamp(missing);
    if (missing) {
        seen_ = Stamp();
        book_ = std::make_shared<const TokenBook>();
    } else if (!book_ || !(as_it_is == seen_)) {
        auto const text = content_of(file_);
        auto read = text ? TokenBook::read(*text) : std::nullopt;
        // What could not be read is looked at again, in case it is mended in place.
        book_ = read ? std::make_shared<const TokenBook>(std::move(*read)) : nullptr;
        seen_ = as_it_is;
    }
    return book_;
}

void TokenFile::change(const std::function<void(TokenBook&)>& change) {
    // The folder itself is the lock: no file more, that root would leave behind and the service could not open.
    auto const folder = folder_of(file_);
    Descriptor const lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.fd < 0 || ::flock(lock.fd, LOCK_EX) != 0) fail(folder);
    TokenBook book;
    if (auto const text = content_of(file_)) {
        auto read = TokenBook::read(*text);
        if (!read) throw std::runtime_error(file_.string() + "\u00A0: abîmé. Mettez-le de côté et refaites des jetons (phare token create)");
        book = std::move(*read);
    } else if (fs::exists(file_)) {
        throw std::runtime_error(file_.string() + "\u00A0: ne se lit pas. Lancez cette commande sous le compte du service (runuser -u phare --) ou en root");
    }
    change(book);
    replace(file_, book.written());
}

void TokenFile::used(const std::string& id, const std::string& day) noexcept try {
    auto& last = used_[id];
    if (last == day) return;
    last = day;
    Json days = Json::object();
    for (auto const& [each, when] : used_) days[each] = when;
    replace(used_file(file_), days.dump() + "\n");
} catch (const std::exception&) {  // a full disk: the day is remembered until we end, and noted tomorrow
}

std::map<std::string, std::string> TokenFile::last_used() const { return read_used(file_); }

}  // namespace adapters::api
