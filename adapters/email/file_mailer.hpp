#pragma once
/// \file adapters/email/file_mailer.hpp
/// `--mail-dir`: each mail becomes a file that any mail program opens. Nothing leaves the machine.

#include "adapters/email/mailer.hpp"

#include <filesystem>

namespace adapters::email {

class FileMailer final : public Mailer {
  public:
    /// Makes the folder. Throws std::filesystem::filesystem_error.
    explicit FileMailer(std::filesystem::path folder);
    /// Writes "000042.eml", whole or not at all; a second try writes the same file again.
    [[nodiscard]] wire::SmtpOutcome submit(const wire::Submission&, std::int64_t name) override;

  private:
    std::filesystem::path folder_;
};

}  // namespace adapters::email
