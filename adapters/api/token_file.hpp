#pragma once
/// \file adapters/api/token_file.hpp
/// The file of tokens: read by the service, written by `phare token`, also while the service runs. Whoever writes
/// replaces the whole file, so a reader sees the old one or the new one. Beside it `FILE.used` keeps, for people, the
/// day on which each token last came; only the service writes that one.
///
/// Errors: writing throws std::system_error or std::runtime_error. Threads: one per object; processes: any number.

#include "adapters/api/tokens.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace adapters::api {

class TokenFile {
  public:
    explicit TokenFile(std::filesystem::path file);

    /// The book as the file is now: looked up at every call (one stat), so that a token that was taken away is refused
    /// by the next request. No file is an empty book. \returns null if it cannot be read or is damaged: let nobody in
    [[nodiscard]] std::shared_ptr<const TokenBook> now();

    /// Reads, lets `change` change, writes; one process at a time. The file is the folder's owner's alone (0600), so
    /// that root may make tokens for a service that runs as somebody else. Throws std::runtime_error if it is damaged.
    void change(const std::function<void(TokenBook&)>& change);

    /// Noted at most once a day and token. Losing it is no harm: never throws.
    void used(const std::string& id, const std::string& day) noexcept;
    [[nodiscard]] std::map<std::string, std::string> last_used() const;  ///< days by id

    [[nodiscard]] const std::filesystem::path& path() const { return file_; }

  private:
    struct Stamp {
        unsigned long device = 0, inode = 0;
        long long size = -1, seconds = 0, nanoseconds = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    [[nodiscard]] Stamp stamp(bool& missing) const;

    std::filesystem::path file_;
    Stamp seen_;
    std::shared_ptr<const TokenBook> book_;
    std::map<std::string, std::string> used_;
};

}  // namespace adapters::api
