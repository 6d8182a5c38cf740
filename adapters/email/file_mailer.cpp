#include "adapters/email/file_mailer.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace adapters::email {

FileMailer::FileMailer(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
}

wire::SmtpOutcome FileMailer::submit(const wire::Submission& mail, std::int64_t name) {
    wire::SmtpOutcome out;
    out.phase = wire::SmtpPhase::data;
    auto const file = folder_ / fmt::format("{:06}.eml", name);
    auto const unfinished = folder_ / fmt::format(".{:06}.part", name);
    {
        std::ofstream to(unfinished, std::ios::binary | std::ios::trunc);
        // What a delivering server would put before it: the envelope.
        to << "Return-Path: <" << mail.envelope_from << ">\r\nDelivered-To: " << mail.recipient << "\r\n" << mail.message;
        to.flush();
        if (!to) return out;
    }
    std::error_code failed;
    std::filesystem::rename(unfinished, file, failed);
    if (failed) return out;
    out.result = wire::SmtpOutcome::Result::accepted;
    out.phase = wire::SmtpPhase::after_dot;
    out.code = 250;
    return out;
}

}  // namespace adapters::email
