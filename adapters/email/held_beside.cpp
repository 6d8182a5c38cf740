#include "adapters/email/held_beside.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/mail_inbound.hpp"
#include "adapters/email/mail_records.hpp"
#include "adapters/email/waiting_files.hpp"

#include <optional>
#include <string>

namespace adapters::email {

namespace {

std::optional<WaitingMail> waiting_at(db::Store& store, const db::ConversationRef& ref) try {
    return waiting_from(store.read_state(ref).value_or(std::string()));
} catch (const db::BrokenSeal&) {  // lost: nobody will read it
    return std::nullopt;
}

/// Whose conversation a mail that waits will be.
std::string conversation_of(const InboundMail& mail, const MailSettings& settings) {
    auto const read = understand(mail, settings.us);
    auto const inbound = inbound_of(mail, read, settings, repeat_key(mail));
    return inbound ? inbound->conversation : known_address(read.sender);
}

}  // namespace

std::vector<db::ConversationRef> held_beside(db::Store& store, const db::ConversationRef& conversation, const MailSettings& settings) {
    bool const proven = is_proven(conversation.id);
    std::vector<db::ConversationRef> out;
    if (proven) {
        out = {{conversation.channel, unproven(conversation.id)}, threads_ref(conversation.id), held_ref(conversation.id)};
        for (auto const& thread : threads_of(store, conversation.id)) out.push_back({conversation.channel, unproven(conversation.id, thread)});
    }
    for (auto const& ref : store.conversations(waiting_channel)) {
        auto const waiting = waiting_at(store, ref);
        if (!waiting) continue;
        auto const of = conversation_of(waiting->mail, settings);
        if (of == conversation.id || (proven && address_of(of) == conversation.id)) out.push_back(ref);
    }
    return out;
}

}  // namespace adapters::email
