// HTML of our own mails: safe by construction, every text escaped in one place.
#include "adapters/email/ascii.hpp"
#include "adapters/email/mail_writer.hpp"

#include <type_traits>

namespace adapters::email {

namespace {

using namespace bot::wording;

void escape(std::string& out, std::string_view text) {
    for (char const c : text) switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;
        }
}

bool is_link(std::string_view url) {
    for (std::string_view scheme : {"https://", "http://", "mailto:"})
        if (find_word(url.substr(0, 8), scheme) == 0) return true;
    return false;
}

void write(std::string& out, const Line& line) {
    for (auto const& span : line) {
        std::string_view open, close;
        if (span.style == Span::Style::strong) open = "<strong>", close = "</strong>";
        if (span.style == Span::Style::emphasis) open = "<em>", close = "</em>";
        if (span.style == Span::Style::link && is_link(span.url)) {
            out += "<a href=\"";
            escape(out, span.url);
            out += "\">";
            close = "</a>";
        }
        out += open;
        escape(out, span.text);
        out += close;
    }
}

void write_lines(std::string& out, const std::vector<Line>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) out += "<br>\n";
        write(out, lines[i]);
    }
}

void write_list(std::string& out, std::string_view tag, const std::vector<Line>& items) {
    (out += "<") += tag;
    out += ">\n";
    for (auto const& item : items) {
        out += "<li>";
        write(out, item);
        out += "</li>\n";
    }
    ((out += "</") += tag) += ">\n";
}

void write_table(std::string& out, const std::vector<std::vector<std::string>>& table) {
    if (table.empty()) return;
    out += "<table style=\"border-collapse:collapse\">\n";
    for (std::size_t i = 0; i < table.size(); ++i) {
        out += "<tr>";
        for (std::size_t k = 0; k < table[i].size(); ++k) {
            // What a row is about is its head too, for whoever hears the table instead of seeing it.
            bool const head = i == 0 || k == 0;
            out += head ? i == 0 ? "<th scope=\"col\"" : "<th scope=\"row\"" : "<td";
            out += k == 0 ? " style=\"text-align:left;padding:2px 12px 2px 0\">" : " style=\"text-align:right;padding:2px 12px\">";
            escape(out, table[i][k]);
            out += head ? "</th>" : "</td>";
        }
        out += "</tr>\n";
    }
    out += "</table>\n";
}

}  // namespace

std::string mail_html(const Document& document, const std::vector<InlinePicture>& pictures, std::string_view footer) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title></title></head>\n"
        "<body style=\"font-family:sans-serif;font-size:16px;line-height:1.5;color:#1e1e1e;background:#ffffff\">\n";
    for (auto const& block : document.blocks)
        std::visit(
            [&](auto const& one) {
                using T = std::decay_t<decltype(one)>;
                if constexpr (std::is_same_v<T, Paragraph>) {
                    out += "<p>";
                    write_lines(out, one.lines);
                    out += "</p>\n";
                } else if constexpr (std::is_same_v<T, Bullets>) {
                    write_list(out, "ul", one.items);
                } else if constexpr (std::is_same_v<T, Numbered>) {
                    write_list(out, "ol", one.items);
                } else {
                    out += "<p>« ";
                    write_lines(out, one.lines);
                    out += " »</p>\n";
                }
            },
            block
        );
    if (document.picture) write_table(out, document.picture->table);
    for (auto const& picture : pictures) {
        out += "<p><img src=\"cid:";
        escape(out, picture.content_id);
        out += "\" alt=\"";
        escape(out, picture.alt);
        out += "\" style=\"max-width:100%\"></p>\n";
    }
    if (!footer.empty()) {
        out += "<p style=\"font-size:14px;color:#595959\">";
        escape(out, footer);
        out += "</p>\n";
    }
    return out + "</body></html>\n";
}

}  // namespace adapters::email
