#include "adapters/email/contents.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {

bool is_blank_text(std::string_view text) { return folded(text.substr(0, 4000), 4000).empty(); }

/// "Votre messagerie n'affiche pas le HTML": a plain text that only says that there is none.
bool is_stub(std::string_view text) {
    constexpr std::size_t of_a_stub = 300;
    if (text.size() > of_a_stub) return false;
    std::string const fold = folded(text);
    static constexpr std::array<std::string_view, 8> about{
        "en charge", "n'affiche pas", "supporte pas", "ne permet pas", "does not support", "doesn't support", "not display", "format html"};
    return has(fold, "html") && has_any(fold, about);
}

bool is_report(const Part& part) {
    return part.is("message/delivery-status") || part.is("message/global-delivery-status") || part.is("message/feedback-report") ||
           part.is("message/disposition-notification") || part.is("message/global-disposition-notification");
}
bool is_signature(const Part& part) {
    return part.is("application/pgp-signature") || part.is("application/pkcs7-signature") || part.is("application/x-pkcs7-signature") ||
           part.is("application/pgp-keys");
}
bool is_encrypted(const Part& part) {
    return part.is("application/pkcs7-mime") || part.is("application/x-pkcs7-mime") || part.is("multipart/encrypted") ||
           part.is("application/pgp-encrypted");
}
bool is_calendar(const Part& part) { return part.is("text/calendar") || part.is("application/ics"); }

/// What is collected on the way down.
class Collector {
  public:
    explicit Collector(Contents& contents) : contents_(contents) {}

    void walk(const Part& part, bool related) {
        if (is_encrypted(part)) {
            contents_.encrypted = true;
            return;
        }
        if (part.is_multipart()) return multipart(part, related);
        leaf(part, related);
    }
    void finish() {
        std::string plain = joined(plain_);
        if (!is_blank_text(plain) || html_.empty()) {
            contents_.text = std::move(plain);
        } else {
            contents_.text = joined(html_);
            contents_.from_html = true;
        }
        if (contents_.text.find("-----BEGIN PGP MESSAGE-----") < 2000) contents_.encrypted = true;
        // Pictures that the HTML shows in its text are no attachments.
        std::erase_if(contents_.attachments, [&](const Attachment& a) {
            return a.type.starts_with("image/") && !a.part->content_id.empty() && a.part->disposition.value != "attachment" &&
                   has(raw_html_, "cid:" + a.part->content_id);
        });
    }

  private:
    void multipart(const Part& part, bool related) {
        if (part.is("multipart/report")) contents_.report_type = lowered(part.type.parameter("report-type"));
        if (part.is("multipart/alternative")) {
            // The first plain text; HTML stands by for a blank one. A plain text that follows is no alternative of ours.
            std::vector<std::string> plain, html;
            std::swap(plain, plain_);
            std::swap(html, html_);
            for (auto const& child : part.parts) walk(child, related);
            std::string const mine = plain_.empty() ? std::string{} : plain_.front();
            std::string const marked_up = html_.empty() ? std::string{} : joined(html_);
            plain_ = std::move(plain);
            html_ = std::move(html);
            if (!is_blank_text(mine) && (marked_up.empty() || !is_stub(mine))) plain_.push_back(mine);
            else if (!marked_up.empty()) plain_.push_back(marked_up), contents_.from_html = true;
            return;
        }
        bool const inside = related || part.is("multipart/related");
        for (std::size_t i = 0; i < part.parts.size(); ++i) {
            if (part.is("multipart/signed") && i > 0 && !part.parts[i].is_multipart() && (is_signature(part.parts[i]) || i == 1)) continue;
            walk(part.parts[i], inside);
        }
    }
    void leaf(const Part& part, bool related) {
        if (is_report(part)) return contents_.reports.push_back(&part);
        if ((part.is_message() || part.is("text/rfc822-headers") || part.is("message/rfc822-headers")) && !contents_.report_type.empty()) {
            if (contents_.returned == nullptr) contents_.returned = &part;
            return;
        }
        if (is_signature(part)) return;
        std::string const name = part.file_name();
        if (is_calendar(part)) {
            if (contents_.calendar.empty()) {
                contents_.calendar = part.text();
                contents_.calendar_method = lowered(part.type.parameter("method"));
            }
            return;
        }
        bool const attached = part.disposition.value == "attachment" || !name.empty();
        if (!attached && (part.is("text/plain") || part.is("text/enriched") || part.type.value.empty())) return plain(part);
        if (!attached && part.is("text/html")) return html(part);
        if (part.type.value.starts_with("image/") && related && part.disposition.value != "attachment") return;
        contents_.attachments.push_back({name, part.type.value, &part});
    }
    void plain(const Part& part) {
        std::string text = normalised(part.text());
        if (lowered(part.type.parameter("format")) == "flowed") text = unflowed(text, lowered(part.type.parameter("delsp")) == "yes");
        plain_.push_back(std::move(text));
    }
    void html(const Part& part) {
        std::string const markup = part.text();
        if (raw_html_.size() < 4u * 1024 * 1024) raw_html_ += markup;
        std::string out;
        std::string const lines = html_to_text(markup);  // named: the loop below holds views
        for (auto const line : lines_of(lines)) {
            if (line.starts_with(colour_mark)) out += colour_mark + normalised(line.substr(1)) + "\n";
            else out += (line == quote_mark ? std::string(line) : normalised(line)) + "\n";
        }
        html_.push_back(std::move(out));
    }
    static std::string joined(const std::vector<std::string>& texts) {
        std::string out;
        for (auto const& text : texts) {
            if (!out.empty() && !out.ends_with('\n')) out += '\n';
            out += text;
        }
        return out;
    }

    Contents& contents_;
    std::vector<std::string> plain_, html_;
    std::string raw_html_;
};

}  // namespace

Contents read_contents(const Part& root) {
    Contents contents;
    Collector collector(contents);
    collector.walk(root, false);
    collector.finish();
    return contents;
}

}  // namespace adapters::email
