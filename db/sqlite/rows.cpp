#include "db/sqlite/rows.hpp"

#include <array>
#include <initializer_list>

namespace db::sqlite {
namespace {

std::string pack(std::initializer_list<std::string_view> fields) {
    std::string out;
    for (const auto field : fields) {
        for (int i = 0; i < 4; ++i) out.push_back(static_cast<char>((field.size() >> (8 * i)) & 0xff));
        out.append(field);
    }
    return out;
}

template <std::size_t N>
std::array<std::string, N> unpack(std::string_view packed) {
    std::array<std::string, N> out;
    for (auto& field : out) {
        std::size_t size = 0;
        if (packed.size() < 4) throw BrokenSeal("une ligne scellée est trop courte");
        for (std::size_t i = 0; i < 4; ++i)
            size |= static_cast<std::size_t>(static_cast<unsigned char>(packed[i])) << (8 * i);
        packed.remove_prefix(4);
        if (size > packed.size()) throw BrokenSeal("une ligne scellée est coupée");
        field = packed.substr(0, size);
        packed.remove_prefix(size);
    }
    return out;
}

vault::Place place(std::string_view table, std::string_view column, std::int64_t row, const DataKey& key) {
    return {table, column, row, key.conversation};
}

// Before a payload whose precedence is not the usual one, or that itself begins with the mark: the mark, then one of these.
// Rows written before there were precedences have no mark; their payloads (JSON, mail, text) do not begin with one.
constexpr char mark = '\x01';
constexpr std::string_view precedences = ".!~";  // in the order of Precedence

std::string with_precedence(const NewOutbound& out) {
    if (out.precedence == Precedence::usual && !out.payload.starts_with(mark)) return out.payload;
    return std::string{mark, precedences.at(static_cast<std::size_t>(out.precedence))} + out.payload;
}

void take_precedence(OutboxEntry& row) {
    if (!row.payload.starts_with(mark)) return;
    const auto at = row.payload.size() < 2 ? std::string_view::npos : precedences.find(row.payload[1]);
    if (at == std::string_view::npos) return;
    row.precedence = static_cast<Precedence>(at);
    row.payload.erase(0, 2);
}

DataKey must_find(const FindKey& find, std::int64_t dek) {
    auto key = find(dek);
    if (!key) throw KeyGone("the key of a row is gone");
    return std::move(*key);
}

}  // namespace

std::string seal_inbox(vault::Vault& vault, const DataKey& key, std::int64_t seq, const NewInbound& in) {
    const auto packed = pack({in.conversation.channel, in.conversation.id, in.event_id, in.payload});
    return vault.seal(key.key, place("inbox", "body", seq, key), packed, vault::Vault::row_block);
}

std::string seal_outbox_ref(
    vault::Vault& vault, const DataKey& key, std::int64_t id, const NewOutbound& out
) {
    const auto packed = pack({out.conversation.channel, out.conversation.id, out.answers});
    return vault.seal(key.key, place("outbox", "ref", id, key), packed, vault::Vault::ref_block);
}

std::string seal_outbox_payload(
    vault::Vault& vault, const DataKey& key, std::int64_t id, const NewOutbound& out
) {
    return vault.seal(key.key, place("outbox", "payload", id, key), with_precedence(out), vault::Vault::row_block);
}

std::string seal_remote(
    vault::Vault& vault, const DataKey& key, std::int64_t id, std::string_view remote_id
) {
    return vault.seal(key.key, place("outbox", "remote", id, key), remote_id, vault::Vault::ref_block);
}

std::string seal_conversation_ref(vault::Vault& vault, const DataKey& key, const ConversationRef& ref) {
    const auto packed = pack({ref.channel, ref.id});
    return vault.seal(key.key, place("conversation", "ref", key.id, key), packed, vault::Vault::ref_block);
}

std::string seal_state(vault::Vault& vault, const DataKey& key, std::string_view state) {
    return vault.seal(key.key, place("conversation", "state", key.id, key), state, vault::Vault::row_block);
}

InboxEntry read_inbox(const Query& q, vault::Vault& vault, const FindKey& find) {
    InboxEntry out;
    out.seq = q.number(0);
    const auto key = must_find(find, q.number(1));
    auto [channel, id, event, payload] =
        unpack<4>(vault.open(key.key, place("inbox", "body", out.seq, key), q.bytes(2)));
    out.conversation = {std::move(channel), std::move(id)};
    out.event_id = std::move(event);
    out.payload = std::move(payload);
    out.received_at = q.number(3);
    out.attempts = static_cast<int>(q.number(4));
    return out;
}

OutboxEntry read_outbox(const Query& q, vault::Vault& vault, const FindKey& find, std::int64_t epoch) {
    OutboxEntry out;
    out.id = q.number(0);
    const auto key = must_find(find, q.number(1));
    auto [channel, id, answers] =
        unpack<3>(vault.open(key.key, place("outbox", "ref", out.id, key), q.bytes(2)));
    out.conversation = {std::move(channel), std::move(id)};
    out.answers = std::move(answers);
    if (!q.is_null(3)) {
        out.payload = vault.open(key.key, place("outbox", "payload", out.id, key), q.bytes(3));
        take_precedence(out);
    }
    if (!q.is_null(4))
        out.remote_id = vault.open(key.key, place("outbox", "remote", out.id, key), q.bytes(4));
    out.kind = q.bytes(6);
    out.key = q.bytes(7);
    if (!q.is_null(8)) out.target = q.number(8);
    out.created_at = q.number(9);
    out.not_before = q.number(10);
    out.expires_at = q.number(11);
    out.tries = static_cast<int>(q.number(12));
    out.state = static_cast<Delivery>(q.number(13));
    out.from_earlier_run = out.state == Delivery::pending && q.number(5) != epoch;
    return out;
}

ConversationRef open_conversation_ref(vault::Vault& vault, const DataKey& key, std::string_view sealed) {
    auto [channel, id] = unpack<2>(vault.open(key.key, place("conversation", "ref", key.id, key), sealed));
    return {std::move(channel), std::move(id)};
}

std::string open_state(vault::Vault& vault, const DataKey& key, std::string_view sealed) {
    return vault.open(key.key, place("conversation", "state", key.id, key), sealed);
}

}  // namespace db::sqlite
