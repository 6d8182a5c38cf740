#pragma once
/// \file db/durable_file.hpp
/// Small files beside the databases, written so that a power cut keeps or never shows them.
/// Errors: std::system_error that names the path.

#include <filesystem>
#include <string>
#include <string_view>

namespace db::sqlite {

/// A file descriptor that is closed at the end.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

[[noreturn]] void fail(const std::string& doing, const std::filesystem::path& path);

void sync_folder(const std::filesystem::path& folder);
void sync_file(const std::filesystem::path& file);
/// Creates with O_EXCL and mode 0600, writes, syncs the file and its folder.
void write_new_file(const std::filesystem::path& file, std::string_view content);
[[nodiscard]] std::string read_file(const std::filesystem::path& file, std::size_t limit);
/// Makes the folder (0700) if it is missing.
void make_folder(const std::filesystem::path& folder);
/// Root works for whoever owns `folder`: what root made there becomes theirs, so that the service can use it. Does nothing for other
/// accounts, for what is missing, and for a file that has a second name somewhere.
void give_to_owner(const std::filesystem::path& folder, const std::filesystem::path& made);

}  // namespace db::sqlite
