#include "adapters/email/html_text.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/html_style.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_set>
#include <utility>
#include <vector>

namespace adapters::email {

namespace {

struct FreeDocument {
    void operator()(xmlDocPtr document) const { xmlFreeDoc(document); }
};

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

/// An attribute's text without a copy; entities are decoded already.
std::string_view attribute(const xmlNode* node, const char* name) {
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next)
        if (same_word(view(a->name), name)) return a->children == nullptr ? std::string_view{} : view(a->children->content);
    return {};
}
bool has_attribute(const xmlNode* node, const char* name) {
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next)
        if (same_word(view(a->name), name)) return true;
    return false;
}

template <std::size_t N>
bool any_of(std::string_view value, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return value == word; });
}

constexpr std::array<std::string_view, 12> unseen{
    "head", "style", "script", "title", "template", "noscript", "object", "svg", "select", "textarea", "xml", "map"};
constexpr std::array<std::string_view, 22> blocks{"div",  "table", "tr",     "ul",      "ol",      "dl",     "dt",     "dd",
                                                  "li",   "form",  "center", "section", "article", "header", "footer", "address",
                                                  "main", "aside", "nav",    "figure",  "tbody",   "fieldset"};
constexpr std::array<std::string_view, 9> paragraphs{"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"};
/// Where clients put the earlier message, by id or class (without Outlook's "x_" of a forward).
constexpr std::array<std::string_view, 24> quote_places{
    "divrplyfwdmsg",      "appendonsend",     "olk_src_body_section", "mail-editor-reference-message-container",
    "gmail_quote",        "yahoo_quoted",     "protonmail_quote",     "moz-cite-prefix",
    "moz-forward-container", "zmail_extra",   "tutanota_quote",       "messagereplysection",
    "zwchr",              "replyheader",      "quoted-message",       "bluemind-quote",
    "isreplycontent",     "ms-outlook-mobile-reference-message",      "yahooquoted",
    "quotedmailheader",   "mailquote",        "reply-quote",          "crm-quote",
    "outlookmessageheader"};
constexpr std::array<std::string_view, 8> signature_places{
    "composer_signature", "cm_signature", "front-signature", "gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "gmail_signature_prefix", "protonmail_signature_block"};

class Writer {
  public:
    std::string run(const xmlNode* root) {
        const xmlNode* node = root;
        while (node != nullptr) {  // iterative: the tree may be deep
            bool down = false;
            if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
                text(view(node->content));
            } else if (node->type == XML_ELEMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE) {
                down = open(node) && node->children != nullptr;
                if (!down) close(node);
            } else if (node->type == XML_ENTITY_REF_NODE) {
                text(view(node->content));
            }
            if (down) {
                node = node->children;
                continue;
            }
            while (node != nullptr && node != root && node->next == nullptr) {
                node = node->parent;
                if (node != nullptr) close(node);
            }
            if (node == nullptr || node == root) break;
            node = node->next;
        }
        end_line();
        while (out_.ends_with('\n')) out_.pop_back();
        return std::move(out_);
    }

  private:
    /// \returns false: leave out what is inside.
    bool open(const xmlNode* node) {
        if (node->type != XML_ELEMENT_NODE) return true;
        std::string const name = lowered(view(node->name));
        if (any_of(name, unseen)) {
            if (name == "style" || name == "head") styles(node);
            return false;
        }
        if (name == "br") {
            new_line();
            return false;
        }
        if (name == "hr") {
            end_line();
            if (place(node, quote_places)) mark();
            return false;
        }
        if (name == "img") {
            std::string_view const alt = attribute(node, "alt");
            if (!alt.empty() && alt.size() <= 8 && static_cast<unsigned char>(alt.front()) >= 0xE2) text(alt);  // an emoji
            return false;
        }
        if (hidden(node)) return false;
        if (signature(node)) return false;
        colour(node, name);
        if (any_of(name, paragraphs)) end_line(), gap();
        else if (any_of(name, blocks)) end_line();
        if (name == "td" || name == "th") space();
        if (name == "pre") ++preformatted_;
        if (place(node, quote_places) || has_attribute(node, "data-outlook-trace-quote") ||
            attribute(node, "data-marker") == "__QUOTED_TEXT__" || attribute(node, "name") == "messageReplySection" ||
            attribute(node, "name") == "quote" || outlook_rule(node))
            mark();
        if (name == "blockquote") ++depth_;
        if (name == "li") text("- ");
        return true;
    }
    void close(const xmlNode* node) {
        if (node->type != XML_ELEMENT_NODE) return;
        std::string const name = lowered(view(node->name));
        if (!colours_.empty() && colours_.back().first == node) {
            if (any_of(name, blocks) || any_of(name, paragraphs)) end_line();
            colours_.pop_back();
        }
        if (name == "blockquote" && depth_ > 0 && !any_of(name, unseen)) {
            end_line();
            if (opened(node)) --depth_;
            gap();
        } else if (any_of(name, paragraphs)) {
            end_line();
            gap();
        } else if (any_of(name, blocks)) {
            end_line();
        }
        if (name == "pre" && preformatted_ > 0 && opened(node)) --preformatted_;
    }
    void colour(const xmlNode* node, std::string_view name) {
        if (node->properties == nullptr) return;
        auto vivid = vivid_by_style(attribute(node, "style"));
        if (!vivid && name == "font") vivid = is_vivid(attribute(node, "color"));
        if (name == "a") vivid = false;  // links are coloured by whoever shows them
        if (vivid) colours_.emplace_back(node, *vivid);
    }
    /// `close` is also called for what was left out.
    bool opened(const xmlNode* node) const {
        return !hidden(node) && !signature(node);
    }
    static bool signature(const xmlNode* node) {
        return place(node, signature_places) || attribute(node, "data-smartmail") == "gmail_signature" || attribute(node, "name") == "messageSignatureSection";
    }
    bool hidden(const xmlNode* node) const {
        if (node->properties == nullptr) return false;
        if (has_attribute(node, "hidden")) return true;
        if (std::string_view const style = attribute(node, "style"); !style.empty() && hides(style)) return true;
        return !hidden_.empty() && each_word(attribute(node, "class"), [&](const std::string& word) { return hidden_.contains(word); });
    }
    template <class Test>
    static bool each_word(std::string_view words, Test test) {
        for (std::size_t at = 0; at < words.size();) {
            std::size_t end = words.find_first_of(" \t\n", at);
            if (end == std::string_view::npos) end = words.size();
            if (end > at && test(lowered(words.substr(at, end - at)))) return true;
            at = end + 1;
        }
        return false;
    }
    template <std::size_t N>
    static bool place(const xmlNode* node, const std::array<std::string_view, N>& places) {
        if (node->properties == nullptr) return false;
        auto const known = [&](std::string word) {
            while (word.starts_with("x_")) word.erase(0, 2);
            return any_of(word, places);
        };
        return each_word(attribute(node, "id"), known) || each_word(attribute(node, "class"), known);
    }
    /// The thin line that Word and Outlook draw above "De :".
    static bool outlook_rule(const xmlNode* node) {
        std::string_view const style = attribute(node, "style");
        if (style.empty() || find_word(style, "border-top") == std::string_view::npos) return false;
        std::string const low = lowered(style);
        return (has(low, "#e1e1e1") || has(low, "#b5c4df") || has(low, "rgb(225")) && has(low, "padding:3");
    }
    void styles(const xmlNode* node) {
        for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
            if (child->type == XML_ELEMENT_NODE && same_word(view(child->name), "style")) styles(child);
            if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE || child->type == XML_COMMENT_NODE)
                if (view(child->content).size() < 200'000) hidden_.merge(hidden_classes(view(child->content)));
        }
    }
    void text(std::string_view content) {
        for (char const c : content) {
            if (preformatted_ > 0 && c == '\n') {
                new_line();
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                space();
            } else if (static_cast<unsigned char>(c) >= 0x20) {
                line_ += c;
                if (c != '\xC2' && c != '\xA0') (!colours_.empty() && colours_.back().second ? vivid_ : dull_) = true;  // a hard space has no colour
            }
        }
    }
    void space() {
        if (!line_.empty() && (line_.back() != ' ' || preformatted_ > 0)) line_ += ' ';
    }
    void new_line() {
        if (line_.empty()) write_line();
        else end_line();
    }
    void end_line() {
        while (line_.ends_with(' ')) line_.pop_back();
        if (!line_.empty()) write_line();
    }
    void write_line() {
        if (gap_ && !out_.empty() && !out_.ends_with("\n\n") && !ends_with_empty_quote()) out_.append(std::min(gap_depth_, depth_), '>'), out_ += '\n';
        gap_ = false;
        if (line_.empty() && (out_.empty() || out_.ends_with("\n\n"))) return;
        if (vivid_ && !dull_) out_ += colour_mark;
        vivid_ = dull_ = false;
        if (depth_ > 0) out_.append(depth_, '>'), out_ += line_.empty() ? "" : " ";
        out_ += line_;
        out_ += '\n';
        line_.clear();
    }
    bool ends_with_empty_quote() const { return out_.ends_with("\n>\n"); }
    void gap() {
        gap_ = true;
        gap_depth_ = depth_;
    }
    void mark() {
        end_line();
        if (out_.ends_with(std::string(quote_mark) + "\n")) return;
        out_ += quote_mark;
        out_ += '\n';
    }

    std::string out_, line_;
    std::unordered_set<std::string> hidden_;
    std::vector<std::pair<const xmlNode*, bool>> colours_;  ///< of the elements that are open and say one
    bool vivid_ = false, dull_ = false;                     ///< what stands in `line_`
    std::size_t depth_ = 0, gap_depth_ = 0;
    int preformatted_ = 0;
    bool gap_ = false;
};

}  // namespace

std::string html_to_text(std::string_view utf8) {
    if (utf8.empty() || utf8.size() > 30u * 1024 * 1024) return {};
    std::unique_ptr<xmlDoc, FreeDocument> document(htmlReadMemory(
        utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC
    ));
    if (!document) return {};
    return Writer{}.run(reinterpret_cast<const xmlNode*>(document.get()));
}

}  // namespace adapters::email
