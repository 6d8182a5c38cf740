#include "adapters/web/texts.hpp"

#include "bot/wording/french.hpp"
#include <algorithm>
#include <stdexcept>
#include <variant>

namespace adapters::web {

using bot::wording::Document;
using bot::wording::Paragraph;
using bot::wording::Span;

namespace {

/// Behind the words that end in a colon, last but one.
void add_contact(Document& document, const std::string& contact) {
    auto* const paragraph = document.blocks.size() < 2 ? nullptr : std::get_if<Paragraph>(&document.blocks[document.blocks.size() - 2]);
    if (paragraph == nullptr || paragraph->lines.empty()) throw std::logic_error("web_accessible_page");
    auto const url = contact.starts_with("https://") ? contact : "mailto:" + contact;
    paragraph->lines.back().push_back({Span::Style::plain, " ", {}});
    paragraph->lines.back().push_back({Span::Style::link, contact, url});
}

}  // namespace

Texts::Texts(
    std::shared_ptr<const bot::wording::Messages> messages,
    bot::wording::Register formality,
    Lifetime lifetime,
    Document urgent,
    const std::string& contact
)
    : messages_(std::move(messages)), register_(formality), urgent_(with_calls(std::move(urgent))) {
    auto const idle = bot::wording::french_duration(lifetime.idle);
    start_ = messages_->say("web_debut", register_, {{"duree", idle}});
    data_ = messages_->say("web_donnees_page", register_, {{"duree", idle}, {"maximum", bot::wording::french_duration(lifetime.most)}});
    accessibility_ = messages_->say("web_accessible_page", register_, {{"avec", contact.empty() ? "non" : "oui"}});
    if (!contact.empty()) add_contact(accessibility_, contact);
}

std::string Texts::label(std::string_view name) const {
    return plain_text(messages_->say("web_" + std::string(name), register_));
}

std::string Texts::too_fast(std::chrono::seconds wait) const {
    return plain_text(messages_->say("web_trop_vite", register_, {{"secondes", std::to_string(wait.count())}}));
}

std::string Texts::kept_until(std::chrono::sys_seconds end, bool can_be_put_off) const {
    return plain_text(messages_->say(can_be_put_off ? "web_garde" : "web_garde_fini", register_, {{"heure", bot::wording::french_hour(end)}}));
}

std::string Texts::near_end(std::chrono::minutes left, bool can_be_put_off) const {
    auto const name = can_be_put_off ? "web_bientot" : "web_bientot_fini";
    return plain_text(messages_->say(name, register_, {{"duree", bot::wording::french_duration(std::max(left, std::chrono::minutes(1)))}}));
}

}  // namespace adapters::web
