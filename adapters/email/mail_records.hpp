#pragma once
/// \file adapters/email/mail_records.hpp
/// What the mail channel keeps in the store beside conversations, each sealed under a reference of its own: how often an
/// address was answered of late (gone after a day), and whether it gets mail at all.
///
/// All of it inside units, so that deciding and writing down are one. Errors: the store's.

#include "adapters/email/answer_budget.hpp"
#include "adapters/email/suppression.hpp"
#include "db/store.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

[[nodiscard]] db::ConversationRef answers_ref(std::string_view address_or_conversation);
[[nodiscard]] db::ConversationRef suppression_ref(std::string_view address);

/// May this answer go? If so it is counted, once however often the row is tried.
[[nodiscard]] AnswerDecision admit_answer(
    db::Transaction&, std::string_view to, std::string_view conversation, const AnswerAsked&, const AnswerLimits&
);

[[nodiscard]] AddressState address_state(db::Transaction&, std::string_view address);
[[nodiscard]] AddressState address_state(db::Store&, std::string_view address);
void note(db::Transaction&, std::string_view address, DeliveryFact, Instant now);

/// The threads of unproven conversations of an address (mail_inbound.hpp), so that erasing finds them. Forgotten after
/// `threads_kept`, when every conversation that nobody goes on with is gone.
constexpr std::chrono::days threads_kept{180};
[[nodiscard]] db::ConversationRef threads_ref(std::string_view address);
void note_thread(db::Transaction&, std::string_view address, std::string_view thread, Instant now);
[[nodiscard]] std::vector<std::string> threads_of(db::Store&, std::string_view address);

/// What never left, never arrived, or is late, for `phare mail held`: the last twenty of an address, for a month.
enum class HeldFor {
    too_many, same_again, refused, expired, late,
    foreign_letters  ///< the address is not ASCII, and the relay carries none such (no SMTPUTF8)
};
struct HeldMail {
    Instant when{};
    HeldFor why = HeldFor::too_many;
    std::int64_t row = 0;    ///< of the outbox
    bool alert = false;      ///< not an answer to what somebody wrote
};
constexpr std::string_view held_channel = "email.held";
[[nodiscard]] db::ConversationRef held_ref(std::string_view address);
/// The first word about a row holds; "late" until there is another.
void note_held(db::Transaction&, std::string_view address, const HeldMail&);
/// Oldest first.
[[nodiscard]] std::vector<HeldMail> held_of(db::Store&, std::string_view address);

/// That a try of this row of the outbox ended after the dot without a word: it is tried once more, with the same Message-ID,
/// by whichever run, then let be.
void note_ended_unknown(db::Transaction&, std::int64_t row, Instant now);
[[nodiscard]] bool ended_unknown(db::Transaction&, std::int64_t row);

/// \name Their stored forms: JSON. What cannot be read is as if it were not there.
///@{
[[nodiscard]] std::string stored_form(const AnswerHistory&);
[[nodiscard]] AnswerHistory answers_from(std::string_view);
[[nodiscard]] std::string stored_form(const AddressState&);
[[nodiscard]] AddressState address_from(std::string_view);
///@}

}  // namespace adapters::email
