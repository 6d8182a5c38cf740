#include "adapters/email/mail_writer.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/base64.hpp"
#include "adapters/email/charset.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_token.hpp"

#include <date/date.h>

#include <algorithm>

namespace adapters::email {

namespace {

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_message_id(std::string_view id) {
    return id.size() > 4 && id.size() < 500 && id.front() == '<' && id.back() == '>' && is_plain_ascii(id) && id.find_first_of(" <>", 1) == id.size() - 1 && has(id, "@");
}

/// A display name: quoted, encoded if need be.
std::string mailbox(std::string_view name, std::string_view address) {
    if (name.empty()) return std::string(address);
    std::string clean;
    for (char const c : name)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) clean += c;
    if (!is_plain_ascii(clean)) return encoded_header(clean, 8) + " <" + std::string(address) + ">";
    std::string quoted = "\"";
    for (char const c : clean) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\" <" + std::string(address) + ">";
}

/// One part's header and body.
struct Piece {
    std::string header, body;
    [[nodiscard]] std::string text() const { return header + "\r\n" + body; }
};

Piece text_piece(std::string_view type, std::string_view text) {
    return {"Content-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n", quoted_printable(text)};
}

std::string file_name_parameter(std::string_view name) {
    std::string out = "filename*=utf-8''";
    for (char const c : name) {
        if (is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_') out += c;
        else out += "%" + to_hex(std::string_view(&c, 1));
    }
    return out;
}

std::string type_of(std::string_view type) {
    for (char const c : type)
        if (!is_alpha(c) && !is_digit(c) && std::string_view("/.+-_").find(c) == std::string_view::npos) return "application/octet-stream";
    return type.empty() ? "application/octet-stream" : std::string(type);
}

Piece file_piece(std::string_view name, std::string_view type, std::string_view bytes, std::string_view content_id) {
    bool const calendar = type == "text/calendar";  // RFC 5545 §8.1: the method stands here too
    std::string header = "Content-Type: " + type_of(type) + (calendar ? "; charset=utf-8; method=PUBLISH" : "") + "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ";
    header += content_id.empty() ? "attachment;\r\n " : "inline;\r\n ";
    header += file_name_parameter(name.substr(0, 150)) + "\r\n";
    if (!content_id.empty()) header += "Content-ID: <" + std::string(content_id) + ">\r\n";
    return {std::move(header), base64_lines(bytes) + "\r\n"};
}

/// Boundaries are made of the Message-ID: the same mail has the same ones, and base64 and QP cannot contain "=_".
Piece multipart(std::string_view kind, const std::string& seed, const std::vector<Piece>& pieces) {
    std::string const boundary = "=_" + std::string(kind.substr(0, 3)) + "_" + seed;
    std::string type = "Content-Type: multipart/" + std::string(kind) + ";\r\n boundary=\"" + boundary + "\"";
    if (kind == "related") type += ";\r\n type=\"multipart/alternative\"";  // RFC 2387 §3.1: of its root, the first part
    type += "\r\n";
    std::string body;
    for (auto const& piece : pieces) body += "--" + boundary + "\r\n" + piece.text() + "\r\n";
    return {std::move(type), body + "--" + boundary + "--\r\n"};
}

std::size_t letters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Columns under each other: the first one to the left, numbers to the right.
std::string table_text(const std::vector<std::vector<std::string>>& table) {
    std::vector<std::size_t> widths;
    for (auto const& row : table)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i) widths.push_back(0);
            widths[i] = std::max(widths[i], letters_in(row[i]));
        }
    std::string out;
    for (auto const& row : table) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string const room(widths[i] - letters_in(row[i]), ' ');
            line += i == 0 ? row[i] + room : "  " + room + row[i];
        }
        while (line.ends_with(' ')) line.pop_back();
        out += "\n" + line;
    }
    return table.empty() ? out : out + "\n";
}

Piece body_of(const OutgoingMail& mail, const std::string& seed) {
    std::string text = bot::wording::plain_text(mail.document) + "\n";
    if (auto const& picture = mail.document.picture) text += table_text(picture->table);
    if (!mail.footer.empty()) text += "\n" + mail.footer + "\n";
    Piece piece = multipart("alternative", seed, {text_piece("text/plain", text), text_piece("text/html", mail_html(mail.document, mail.pictures, mail.footer))});
    if (!mail.pictures.empty()) {
        std::vector<Piece> related{std::move(piece)};
        for (auto const& picture : mail.pictures) related.push_back(file_piece(picture.name, picture.type, picture.bytes, picture.content_id));
        piece = multipart("related", seed, related);
    }
    if (!mail.files.empty()) {
        std::vector<Piece> mixed{std::move(piece)};
        for (auto const& file : mail.files) mixed.push_back(file_piece(file.name, file.type, file.bytes, {}));
        piece = multipart("mixed", seed, mixed);
    }
    return piece;
}

bool is_https(std::string_view url) { return url.starts_with("https://") && url.size() < 900 && is_plain_ascii(url) && url.find_first_of(" <>") == std::string_view::npos; }

bool may_be_sent(const OutgoingMail& mail) {
    if (!is_address(mail.to) || !is_utf8(mail.to)) return false;
    if (!is_address(mail.from_address) || !is_plain_ascii(mail.from_address)) return false;
    for (auto const address : {&mail.reply_to, &mail.loop_mark, &mail.unsubscribe_mailto})
        if (!address->empty() && (!is_address(*address) || !is_plain_ascii(*address))) return false;
    for (auto const& picture : mail.pictures)
        if (!is_address(picture.content_id) || !is_plain_ascii(picture.content_id)) return false;
    return is_message_id(mail.message_id) && (mail.unsubscribe_url.empty() || is_https(mail.unsubscribe_url));
}

}  // namespace

std::string encoded_header(std::string_view utf8, std::size_t used) {
    std::string clean;
    for (char const c : utf8) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    if (is_plain_ascii(clean) && clean.size() + used <= 76 && !has(clean, "=?")) return clean;
    std::string out;
    constexpr std::size_t bytes_in_a_word = 45;  // 60 of base64 and 12 around it: at most 75 (RFC 2047 §2)
    for (std::size_t at = 0; at < clean.size();) {
        std::size_t const room = at == 0 && used + 13 < 60 ? std::min<std::size_t>(bytes_in_a_word, (76 - used - 13) / 4 * 3) : bytes_in_a_word;
        std::size_t end = std::min(clean.size(), at + std::max<std::size_t>(room, 6));
        while (end > at && end < clean.size() && (static_cast<unsigned char>(clean[end]) & 0xC0) == 0x80) --end;
        if (end == at) end = std::min(clean.size(), at + bytes_in_a_word);  // not UTF-8: cut anywhere
        if (!out.empty()) out += "\r\n ";
        out += "=?utf-8?B?" + to_base64(std::string_view(clean).substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

std::string quoted_printable(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out, line;
    auto const put = [&](std::string_view piece) {
        if (line.size() + piece.size() > 75) {
            out += line + "=\r\n";
            line.clear();
        }
        line += piece;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '\n') {
            out += line + "\r\n";
            line.clear();
            continue;
        }
        bool const at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        bool const from = line.empty() && text.substr(i, 5) == "From ";  // mbox files would put ">" before it
        bool const plain = (c > ' ' && c < 0x7f && c != '=' && !from && !(c == '.' && line.empty())) || ((c == ' ' || c == '\t') && !at_end);
        auto const byte = static_cast<unsigned char>(c);
        char const coded[3] = {'=', digits[byte >> 4], digits[byte & 15]};
        put(plain ? std::string_view(&text[i], 1) : std::string_view(coded, 3));
    }
    return out + line;
}

std::string message_id_of(std::string_view key, std::int64_t outbox_id, std::string_view domain) {
    std::string const local = "o" + std::to_string(outbox_id);
    return "<" + local + "." + to_base32(hmac_sha256(key, "message-id:" + local).substr(0, 10)) + "@" + std::string(domain) + ">";
}

bool is_message_id_of_ours(std::string_view key, std::string_view id, std::string_view domain) {
    id = trimmed(id);
    if (!id.starts_with("<o")) return false;
    std::int64_t number = 0;
    for (std::size_t i = 2; i < id.size() && is_digit(id[i]) && number < 1'000'000'000'000'000; ++i) number = number * 10 + (id[i] - '0');
    return same_secret(message_id_of(key, number, lowered(domain)), lowered(id));
}

std::string answer_subject(std::string_view theirs, const std::vector<std::string>& ours) {
    std::string_view bare = trimmed(theirs);
    for (bool again = true; again;) {
        again = false;
        for (std::string_view prefix : {"re:", "re :", "rép:", "aw:", "tr:", "fwd:", "fw:"})
            if (find_word(bare.substr(0, prefix.size()), prefix) == 0) bare = trimmed(bare.substr(prefix.size())), again = true;
    }
    for (auto const& own : ours)
        if (folded(own) == folded(bare)) return "Re: " + own;
    return "Re: Votre question";
}

std::optional<std::string> write_mail(const OutgoingMail& mail) {
    if (!may_be_sent(mail)) return std::nullopt;
    std::string out;
    auto const field = [&](std::string_view name, std::string_view value) { ((((out += name) += ": ") += value) += "\r\n"); };
    field("Date", date::format("%a, %d %b %Y %T +0000", date::floor<std::chrono::seconds>(mail.date)));
    field("From", mailbox(mail.from_name, mail.from_address));
    // An address with other letters stands in the envelope alone (RFC 6531): the mail itself stays ASCII, whoever carries it.
    field("To", is_plain_ascii(mail.to) ? std::string_view(mail.to) : "undisclosed-recipients:;");
    if (!mail.reply_to.empty()) field("Reply-To", mail.reply_to);
    field("Subject", encoded_header(mail.subject, 9));
    field("Message-ID", mail.message_id);
    if (is_message_id(mail.in_reply_to)) field("In-Reply-To", mail.in_reply_to);
    std::string references;
    std::size_t const first = mail.references.size() > 20 ? mail.references.size() - 20 : 0;
    for (std::size_t i = first; i < mail.references.size(); ++i)
        if (is_message_id(mail.references[i])) references += (references.empty() ? "" : "\r\n ") + mail.references[i];
    if (!references.empty()) field("References", references);
    field("Auto-Submitted", mail.kind == MailKind::answer ? "auto-replied" : "auto-generated");
    field("X-Auto-Response-Suppress", "All");
    if (!mail.loop_mark.empty()) field("X-Loop", mail.loop_mark);
    if (mail.kind == MailKind::alert && !mail.list_id.empty()) field("List-Id", "Alertes du plan jeunes <" + mail.list_id + ">");
    if (mail.kind == MailKind::alert) {
        std::string value = mail.unsubscribe_url.empty() ? std::string() : "<" + mail.unsubscribe_url + ">";
        if (!mail.unsubscribe_mailto.empty()) value += std::string(value.empty() ? "" : ",\r\n ") + "<mailto:" + mail.unsubscribe_mailto + ">";
        if (!value.empty()) field("List-Unsubscribe", value);
        if (!mail.unsubscribe_url.empty()) field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");  // RFC 8058: for the URL alone
    }
    field("MIME-Version", "1.0");
    std::string const seed = to_hex(hmac_sha256("boundary", mail.message_id).substr(0, 8));
    return out + body_of(mail, seed).text();
}

}  // namespace adapters::email
