#pragma once
/// \file adapters/web/texts.hpp
/// The page's own words, taken once from the bot's message files (bot/wording/texts/page_web.yaml).
/// Threads: immutable once made.

#include "adapters/web/transcript.hpp"
#include "bot/wording/messages.hpp"

#include <memory>
#include <string>

namespace adapters::web {

class Texts {
  public:
    /// \param urgent where to call, from the catalogue's verified numbers alone. Throws std::logic_error on a missing text.
    /// \param contact a mail address or a page (https://) of whoever answers for accessibility; may be empty
    Texts(
        std::shared_ptr<const bot::wording::Messages>,
        bot::wording::Register,
        Lifetime,
        bot::wording::Document urgent,
        const std::string& contact = {}
    );
    /// A label: "titre" is the message web_titre.
    [[nodiscard]] std::string label(std::string_view name) const;
    [[nodiscard]] std::string too_fast(std::chrono::seconds wait) const;
    [[nodiscard]] std::string kept_until(std::chrono::sys_seconds end, bool can_be_put_off) const;  ///< said in the hour of Paris
    [[nodiscard]] std::string near_end(std::chrono::minutes left, bool can_be_put_off) const;
    [[nodiscard]] const bot::wording::Document& start() const { return start_; }
    [[nodiscard]] const bot::wording::Document& data() const { return data_; }
    [[nodiscard]] const bot::wording::Document& accessibility() const { return accessibility_; }
    [[nodiscard]] const bot::wording::Document& urgent() const { return urgent_; }

  private:
    std::shared_ptr<const bot::wording::Messages> messages_;
    bot::wording::Register register_;
    bot::wording::Document start_, data_, accessibility_, urgent_;
};

}  // namespace adapters::web
