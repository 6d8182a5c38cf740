#pragma once
/// \file adapters/web/bureau/pages.hpp
/// The bureau's pages as HTML: they work without script, in any width, with the keyboard, and say everything that a curve
/// shows in a table too. Threads: pure.

#include "adapters/web/html.hpp"
#include "bot/board/board.hpp"
#include "bot/needs/needs.hpp"
#include "bot/wording/messages.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::web::bureau {

/// The page's words: "titre" is the message tableau_titre.
class Labels {
  public:
    explicit Labels(std::shared_ptr<const bot::wording::Messages> messages) : messages_(std::move(messages)) {}
    [[nodiscard]] std::string operator()(std::string_view name, const bot::wording::Arguments& = {}) const;

  private:
    std::shared_ptr<const bot::wording::Messages> messages_;
};

/// Who looks, and what their forms carry.
struct Visit {
    std::string who, token;
    std::string notice;  ///< what happened to what they just did; empty: nothing
    bool is_error = false;
    bool may_treat = false;
    bot::desk::Day first{}, last{};  ///< the days that can be seen
    std::string wrong_day;      ///< what was typed for a day and is none of them; empty: all is well
};
/// What a form that was refused still holds.
struct Draft {
    std::string episode, reason, until;
};

/// \param by_matrix  whether a link can be had there too
[[nodiscard]] std::string sign_in_page(const Labels&, const std::string& notice, bool by_matrix);
[[nodiscard]] std::string sent_page(const Labels&);
/// \param secret of the link; the button, not the link, uses it
[[nodiscard]] std::string enter_page(const Labels&, std::string_view secret);
/// Comes back to `target` as a page of ours: a link in a mail was followed, and the cookie stayed at home.
[[nodiscard]] std::string bounce_page(const Labels&, std::string_view target);
[[nodiscard]] std::string notice_page(const Labels&, const std::string& notice);
[[nodiscard]] std::string list_page(const Labels&, const bot::board::Board&, const Visit&);
[[nodiscard]] std::string needs_page(const Labels&, const std::vector<bot::needs::Published>&, const Visit&);
[[nodiscard]] std::string objective_page(const Labels&, const bot::board::Board&, const bot::board::Row&, const Visit&, const Draft&);

}  // namespace adapters::web::bureau
