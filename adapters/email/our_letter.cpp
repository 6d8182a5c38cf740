#include "adapters/email/our_letter.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/answers_inside.hpp"
#include "adapters/email/letter.hpp"
#include "adapters/email/mail_inbound.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace adapters::email {

namespace {

std::optional<Letter> letter_of_row(db::Store& store, std::int64_t row, std::string_view address) try {
    auto const entry = row == 0 ? std::nullopt : store.outbox_entry(row);
    if (!entry || entry->conversation.channel != "email" || entry->payload.empty()) return std::nullopt;
    auto letter = letter_from(entry->payload);
    if (!letter || recipient_of(*letter, entry->conversation.id) != address) return std::nullopt;
    return letter;
} catch (const db::BrokenSeal&) {  // lost
    return std::nullopt;
}

}  // namespace

void read_beside_our_letter(Understood& read, db::Store& store, const MailSettings& settings) {
    if (!read.judgement.may_answer || !read.between.empty() || read.cut.empty() || read.judgement.cls == Class::forward) return;
    for (auto const& id : read.thread_ids) {
        auto const row = row_of(id, settings);
        if (row == 0) continue;
        auto const letter = letter_of_row(store, row, known_address(read.answer_to));
        if (!letter || letter->document.picture) return;  // it answers the newest of ours; a table's words are not in the document
        auto inside = answers_inside(read.cut, bot::wording::plain_text(letter->document));
        if (inside.empty()) return;
        if (!read.visible.empty()) read.between.push_back({0, read.visible});
        std::move(inside.begin(), inside.end(), std::back_inserter(read.between));
        return;
    }
}

}  // namespace adapters::email
