#pragma once
/// \file adapters/web/page.hpp
/// The pages as HTML: the chat with the whole conversation, and the few pages of text beside it. The same bytes serve
/// with and without script. Threads: pure.

#include "adapters/web/html.hpp"
#include "adapters/web/texts.hpp"
#include "adapters/web/transcript.hpp"

#include <string>
#include <vector>

namespace adapters::web {

struct View {
    std::vector<Turn> turns;
    std::string token, key;  ///< of the form
    std::string draft;       ///< what could not be sent: stays in the field
    std::string notice;      ///< why; empty: nothing went wrong
    std::string kept_until{};  ///< until when the conversation is kept, in words; for pages without script. Empty: it has not begun
    bool can_be_kept = false;  ///< and a button puts it off
    bool waiting = false;    ///< an answer is on its way: the page without script looks again by itself
};
[[nodiscard]] std::string chat_page(const Texts&, const View&);
/// \param title a label of Texts
[[nodiscard]] std::string text_page(const Texts&, std::string_view title, const bot::wording::Document&);
/// One line, and the way back: what is not found, what is refused.
[[nodiscard]] std::string notice_page(const Texts&, const std::string& notice);
/// Comes back to the chat as a page of ours, so that the browser sends the cookie along.
[[nodiscard]] std::string bounce_page(const Texts&);

/// \param hide_choices  the last numbered list is shown as buttons instead
void write(Html&, const bot::wording::Document&, bool hide_choices = false);

}  // namespace adapters::web
