#include "adapters/email/webhook.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/base64.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/transfer.hpp"
#include "adapters/email/understood.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace adapters::email {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds mailgun_window{120};

/// A mail from fields: header first, then text and HTML as alternatives, then files.
class Assembled {
  public:
    void field(std::string_view name, std::string_view value) {
        if (name.empty() || find_word(name, "content-") == 0 || same_word(name, "mime-version")) return;  // of parts that are gone
        for (char const c : name)
            if (c <= ' ' || c == ':' || static_cast<unsigned char>(c) >= 0x7f) return;
        header_ += name;
        header_ += ": ";
        for (char const c : value)
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') header_ += c;
        header_ += "\r\n";
        names_.push_back(lowered(name));
    }
    /// Only if the header list did not have it.
    void fallback(std::string_view name, std::string_view value) {
        if (!value.empty() && std::find(names_.begin(), names_.end(), lowered(name)) == names_.end()) field(name, value);
    }
    void text(std::string_view type, std::string_view content) {
        if (content.empty()) return;
        texts_ += "--phare-alt\r\nContent-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_lines(content) + "\r\n";
    }
    void file(std::string_view name, std::string_view type, std::string_view content_id, std::string_view base64) {
        std::string safe_type;
        for (char const c : type)
            if (is_alpha(c) || is_digit(c) || std::string_view("/.+-_").find(c) != std::string_view::npos) safe_type += c;
        files_ += "--phare-mix\r\nContent-Type: " + (safe_type.empty() ? "application/octet-stream" : safe_type) + "\r\nContent-Disposition: ";
        files_ += content_id.empty() ? "attachment" : "inline";
        files_ += "; filename*=utf-8''";
        for (char const c : name)
            if (is_alpha(c) || is_digit(c) || c == '.' || c == '-') files_ += c;
            else files_ += "%" + to_hex(std::string_view(&c, 1));
        files_ += "\r\n";
        if (!content_id.empty()) {
            std::string id;
            for (char const c : content_id)
                if (c > ' ' && c != '<' && c != '>' && c < 0x7f) id += c;
            files_ += "Content-ID: <" + id + ">\r\n";
        }
        files_ += "Content-Transfer-Encoding: base64\r\n\r\n";
        last_body_ = files_.size();
        files_ += base64_lines(from_base64(base64)) + "\r\n";
    }
    /// The bytes of the last file are not here yet.
    void comes_later(std::string token, std::size_t size) { elsewhere_.push_back({std::move(token), last_body_, size}); }
    /// \pre before `raw`
    [[nodiscard]] std::vector<FileElsewhere> elsewhere() const {
        auto out = elsewhere_;
        for (auto& file : out) file.at += before_files().size();
        return out;
    }
    std::string raw() && {
        return before_files() + files_ + "--phare-mix--\r\n";
    }

  private:
    [[nodiscard]] std::string before_files() const {
        return header_ + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=phare-mix\r\n\r\n--phare-mix\r\nContent-Type: multipart/alternative; boundary=phare-alt\r\n\r\n" +
               texts_ + "--phare-alt--\r\n";
    }

    std::string header_, texts_, files_;
    std::size_t last_body_ = 0;
    std::vector<FileElsewhere> elsewhere_;
    std::vector<std::string> names_;
};

std::string text_at(const json& object, const char* name) {
    auto const found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// "<a@b>" or "a@b"; "" for "<>".
std::string bare_address(std::string_view value) {
    value = trimmed(value);
    if (value.starts_with('<')) value.remove_prefix(1);
    if (value.ends_with('>')) value.remove_suffix(1);
    return std::string(trimmed(value));
}

/// The last value of a field: providers double some, and only the last is signed.
std::string last(const FormFields& fields, std::string_view name) {
    std::string value;
    for (auto const& field : fields)
        if (same_word(field.name, name)) value = field.value;
    return value;
}

WebhookPost refused(int status) {
    WebhookPost post;
    post.status = status;
    return post;
}

}  // namespace

WebhookPost read_postmark(std::string_view text, Instant now) {
    json const post = json::parse(text, nullptr, false);
    if (!post.is_object() || text_at(post, "MessageID").empty()) return refused(400);
    InboundMail mail;
    mail.source = "postmark";
    mail.received_at = now;
    mail.provider_ids["message_id"] = text_at(post, "MessageID");
    if (auto to = bare_address(text_at(post, "OriginalRecipient")); !to.empty()) mail.envelope_to.push_back(std::move(to));
    Assembled built;
    if (auto const headers = post.find("Headers"); headers != post.end() && headers->is_array())
        for (auto const& header : *headers) {
            std::string const name = text_at(header, "Name"), value = text_at(header, "Value");
            built.field(name, value);
            // The first is Postmark's own; one below may have come with the mail.
            if (!mail.envelope_from && same_word(name, "return-path")) mail.envelope_from = bare_address(value);
            if (std::size_t const at = find_word(value, "envelope-from="); !mail.envelope_from && same_word(name, "received-spf") && at != std::string::npos)
                mail.envelope_from = bare_address(std::string_view(value).substr(at + 14, std::string_view(value).substr(at + 14).find(';')));
        }
    if (std::string raw = text_at(post, "RawEmail"); !raw.empty()) {
        mail.raw = std::move(raw);
    } else {
        json const from = post.value("FromFull", json::object());
        built.fallback("From", text_at(from, "Name").empty() ? text_at(post, "From") : "\"" + text_at(from, "Name") + "\" <" + text_at(from, "Email") + ">");
        built.fallback("To", text_at(post, "To"));
        built.fallback("Cc", text_at(post, "Cc"));
        built.fallback("Reply-To", text_at(post, "ReplyTo"));
        built.fallback("Subject", text_at(post, "Subject"));
        built.fallback("Date", text_at(post, "Date"));
        built.text("text/plain", text_at(post, "TextBody"));
        built.text("text/html", text_at(post, "HtmlBody"));
        if (auto const files = post.find("Attachments"); files != post.end() && files->is_array())
            for (auto const& file : *files)
                built.file(text_at(file, "Name"), text_at(file, "ContentType"), text_at(file, "ContentID"), text_at(file, "Content").empty() ? text_at(file, "Data") : text_at(file, "Content"));
        mail.raw = std::move(built).raw();
    }
    WebhookPost out;
    out.mails.push_back(std::move(mail));
    return out;
}

bool mailgun_signed(
    std::string_view timestamp, std::string_view token, std::string_view signature, std::string_view signing_key, Instant now
) {
    std::int64_t seconds = 0;
    auto const* const end = timestamp.data() + timestamp.size();
    if (signing_key.empty() || token.empty() || timestamp.empty() || std::from_chars(timestamp.data(), end, seconds).ptr != end) return false;
    if (seconds < 0 || seconds > 100'000'000'000) return false;  // no date of ours, and it would not fit
    if (!same_secret(to_hex(hmac_sha256(signing_key, std::string(timestamp) + std::string(token))), lowered(signature))) return false;
    auto const age = now - Instant(std::chrono::seconds(seconds));
    return age <= mailgun_window && age >= -mailgun_window;
}

WebhookPost read_mailgun(const FormFields& fields, std::string_view signing_key, Instant now) {
    std::string const token = last(fields, "token");
    if (!mailgun_signed(last(fields, "timestamp"), token, last(fields, "signature"), signing_key, now))
        return refused(406);  // anything else would be tried again for eight hours
    InboundMail mail;
    mail.source = "mailgun";
    mail.received_at = now;
    mail.envelope_from = bare_address(last(fields, "sender"));
    if (auto to = bare_address(last(fields, "recipient")); !to.empty()) mail.envelope_to.push_back(std::move(to));
    mail.provider_ids["token"] = token;
    if (std::string raw = last(fields, "body-mime"); !raw.empty()) {
        mail.raw = std::move(raw);
    } else {
        Assembled built;
        json const headers = json::parse(last(fields, "message-headers"), nullptr, false);
        if (headers.is_array())
            for (auto const& pair : headers)
                if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string())
                    built.field(pair[0].get<std::string>(), pair[1].get<std::string>());
        built.fallback("From", last(fields, "from"));
        built.fallback("To", last(fields, "recipient"));
        built.fallback("Subject", last(fields, "subject"));
        built.text("text/plain", last(fields, "body-plain"));
        built.text("text/html", last(fields, "body-html"));
        for (auto const& field : fields)
            if (find_word(field.name, "attachment-") == 0 && field.name != "attachment-count")
                built.file(field.file_name.empty() ? field.name : field.file_name, field.type, "", base64_lines(field.value));
        mail.raw = std::move(built).raw();
    }
    WebhookPost out;
    out.replay_key = token;
    out.mails.push_back(std::move(mail));
    return out;
}

namespace {

/// A header of Brevo: a string, or a list of them.
void brevo_headers(Assembled& built, InboundMail& mail, const json& headers) {
    for (auto const& [name, value] : headers.items()) {
        json const list = value.is_array() ? value : json::array({value});
        for (auto const& one : list) {
            if (!one.is_string()) continue;
            std::string const text = one.get<std::string>();
            built.field(name, text);
            if (!mail.envelope_from && same_word(name, "return-path")) mail.envelope_from = bare_address(text);
            if (mail.envelope_to.empty() && same_word(name, "delivered-to")) mail.envelope_to.push_back(bare_address(text));
        }
    }
}

std::string brevo_person(const json& person) {
    std::string const name = text_at(person, "Name"), address = text_at(person, "Address");
    return name.empty() ? address : "\"" + name + "\" <" + address + ">";
}

InboundMail brevo_mail(const json& item, Instant now) {
    InboundMail mail;
    mail.source = "brevo";
    mail.received_at = now;
    if (auto const uuid = item.find("Uuid"); uuid != item.end() && uuid->is_array() && !uuid->empty() && uuid->front().is_string())
        mail.provider_ids["message_id"] = uuid->front().get<std::string>();
    Assembled built;
    if (auto const headers = item.find("Headers"); headers != item.end() && headers->is_object()) brevo_headers(built, mail, *headers);
    if (auto const from = item.find("From"); from != item.end()) built.fallback("From", brevo_person(*from));
    std::string to;
    if (auto const people = item.find("To"); people != item.end() && people->is_array())
        for (auto const& person : *people) to += (to.empty() ? "" : ", ") + brevo_person(person);
    built.fallback("To", to);
    if (auto const answer = item.find("ReplyTo"); answer != item.end()) built.fallback("Reply-To", brevo_person(*answer));
    built.fallback("Subject", text_at(item, "Subject"));
    built.fallback("Message-ID", text_at(item, "MessageId"));
    built.fallback("In-Reply-To", text_at(item, "InReplyTo"));
    built.fallback("Date", text_at(item, "SentAtDate"));
    built.text("text/plain", text_at(item, "RawTextBody"));
    built.text("text/html", text_at(item, "RawHtmlBody"));
    if (auto const files = item.find("Attachments"); files != item.end() && files->is_array())
        for (auto const& file : *files) {
            std::string const name = text_at(file, "Name"), type = text_at(file, "ContentType");
            built.file(name, type, "", "");
            // Its bytes are asked for with the account's key (file_fetcher.hpp), and only if something is done with them.
            if (std::string token = text_at(file, "DownloadToken"); !token.empty() && is_for_import(name, type)) {
                auto const size = file.find("ContentLength");
                built.comes_later(std::move(token), size != file.end() && size->is_number_unsigned() ? size->get<std::size_t>() : 0);
            }
        }
    mail.elsewhere = built.elsewhere();
    mail.raw = std::move(built).raw();
    return mail;
}

}  // namespace

WebhookPost read_brevo(std::string_view text, Instant now) {
    json const post = json::parse(text, nullptr, false);
    if (!post.is_object()) return refused(400);
    WebhookPost out;
    if (auto const items = post.find("items"); items != post.end() && items->is_array()) {
        for (auto const& item : *items)
            if (item.is_object()) out.mails.push_back(brevo_mail(item, now));
        return out;
    }
    std::string const event = text_at(post, "event");
    if (event.empty()) return refused(400);
    using Kind = ProviderEvent::Kind;
    ProviderEvent said{text_at(post, "email"), text_at(post, "message-id"), Kind::soft_bounce};
    if (event == "hard_bounce" || event == "hardBounce" || event == "invalid_email" || event == "invalid") said.kind = Kind::hard_bounce;
    else if (event == "spam" || event == "complaint") said.kind = Kind::complaint;
    else if (event == "unsubscribed" || event == "unsubscribe") said.kind = Kind::unsubscribed;
    else if (event != "soft_bounce" && event != "softBounce") return out;  // delivered, opened …: nothing to note
    if (is_address(said.address)) out.events.push_back(std::move(said));
    return out;
}

}  // namespace adapters::email
