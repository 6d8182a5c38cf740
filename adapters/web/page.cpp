#include "adapters/web/page.hpp"

#include "adapters/web/assets.hpp"

namespace adapters::web {
namespace {

using namespace bot::wording;

void write_line(Html& out, const Line& line) {
    for (auto const& span : line) {
        bool const is_link = span.style == Span::Style::link && is_good_link(span.url);
        if (is_link) {
            (out << "<a rel=\"noreferrer\" href=\"").text(span.url) << "\">";
        } else if (span.style == Span::Style::strong) {
            out << "<strong>";
        } else if (span.style == Span::Style::emphasis) {
            out << "<em>";
        }
        out.text(span.text);
        if (is_link) {
            out << "</a>";
        } else if (span.style == Span::Style::strong) {
            out << "</strong>";
        } else if (span.style == Span::Style::emphasis) {
            out << "</em>";
        }
    }
}

void write_lines(Html& out, const std::vector<Line>& lines) {
    for (auto const& line : lines) {
        if (&line != &lines.front()) out << "<br>";
        write_line(out, line);
    }
}

void write_items(Html& out, const std::vector<Line>& items) {
    for (auto const& item : items) {
        out << "<li>";
        write_line(out, item);
        out << "</li>";
    }
}

struct BlockWriter {
    Html& out;
    bool hidden;
    void operator()(const Paragraph& p) const {
        out << "<p>";
        write_lines(out, p.lines);
        out << "</p>";
    }
    void operator()(const Bullets& b) const {
        out << "<ul>";
        write_items(out, b.items);
        out << "</ul>";
    }
    void operator()(const Numbered& n) const {
        if (hidden)
            out << "<ol hidden>";
        else
            out << "<ol>";
        write_items(out, n.items);
        out << "</ol>";
    }
    void operator()(const Quote& q) const {
        out << "<blockquote>";
        write_lines(out, q.lines);
        out << "</blockquote>";
    }
};

void begin(Html& out, const Texts& texts, const std::string& title) {
    out << "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>";
    out.text(title);
    if (title != texts.label("titre")) (out << " – ").text(texts.label("titre"));
    out << "</title><link rel=\"icon\" href=\"/icone.svg\"><style>";
    out.asset(style) << "</style>";
}

/// The way past the header, for whoever hears or tabs.
void skip_link(Html& out, const Texts& texts) { (out << "<a class=\"s\" href=\"#contenu\">").text(texts.label("contenu")) << "</a>"; }

/// Header, and the beginning of the main part.
void header(Html& out, const Texts& texts) {
    (out << "<header><h1>").text(texts.label("titre"));
    (out << "</h1><a class=\"k\" href=\"/quitter\" rel=\"noreferrer\">").text(texts.label("quitter"));
    // Only title and way out stay in sight when the page is scrolled: the line below them is the first of the main part.
    (out << "</a></header><main id=\"contenu\"><p class=\"q\">").text(texts.label("qui")) << "</p>";
}

void footer(Html& out, const Texts& texts) {
    (out << "<footer><a href=\"/donnees\">").text(texts.label("donnees"));
    (out << "</a><a href=\"/accessibilite\">").text(texts.label("accessible")) << "</a></footer>";
}

void write_turn(Html& out, const Texts& texts, const Turn& turn, bool is_end, bool hide_choices) {
    (out << "<li data-i=\"").number(turn.id) << "\"";
    if (is_end) out << " id=\"fin\"";
    if (turn.by_person) {
        (out << " class=\"m\"><p class=\"w\">").text(texts.label("toi"));
        (out << "</p><p class=\"t\" dir=\"auto\">").text(turn.text) << "</p></li>";
        return;
    }
    if (turn.answer.urgent) out << " class=\"u\"";
    (out << "><p class=\"w\">").text(texts.label("assistant")) << "</p>";
    // Not on the item itself: it would no longer be one of its list.
    if (turn.answer.urgent) out << "<div role=\"alert\">";
    write(out, turn.answer.document, hide_choices);
    if (turn.answer.urgent) out << "</div>";
    out << "</li>";
}

/// Where the page arrives: the person's last words, so that the answer is read from its beginning; or the numbers to call.
std::size_t end_of(const std::vector<Turn>& turns) {
    std::size_t end = turns.size();
    for (std::size_t i = 0; i < turns.size(); ++i)
        if (turns[i].by_person || turns[i].answer.urgent) end = i;
    return end;
}

void write_form(Html& out, const Texts& texts, const View& view, const Choices& choices) {
    out << "<form id=\"f\" method=\"post\" action=\"/\">";
    if (!choices.all.empty()) {
        (out << "<fieldset id=\"c\"><legend>").text(texts.label("choisir")) << "</legend><div class=\"c\">";
        for (auto const& choice : choices.all) {
            (out << "<button name=\"choix\" value=\"").number(choice.number) << "\">";
            out.number(choice.number);
            if (!choice.label.empty()) (out << ". ").text(choice.label);
            out << "</button>";
        }
        out << "</div></fieldset>";
    }
    (out << "<label for=\"m\">").text(texts.label("reponse"));
    out << "</label><textarea id=\"m\" name=\"message\" rows=\"2\" maxlength=\"4000\" autocomplete=\"off\"";
    if (!view.notice.empty()) out << " aria-describedby=\"n\"";
    (out << ">\n").text(view.draft);  // the first line feed is not part of the value
    (out << "</textarea><input type=\"hidden\" name=\"cle\" value=\"").text(view.key);
    (out << "\"><input type=\"hidden\" name=\"jeton\" value=\"").text(view.token);
    (out << "\"><div class=\"c\"><button id=\"e\" class=\"p\">").text(texts.label("envoyer"));
    // Always in sight, whatever is scrolled: a person, the numbers, the way to leave nothing behind.
    out << "</button></div></form><div class=\"c b\"><button form=\"f\" name=\"choix\" value=\"HUMAIN\">";
    out.text(texts.label("humain"));
    (out << "</button><a class=\"k u\" href=\"/urgence\">").text(texts.label("urgence"));
    (out << "</a><button form=\"f\" name=\"choix\" value=\"EFFACER\">").text(texts.label("effacer")) << "</button></div>";
}

}  // namespace

void write(Html& out, const Document& document, bool hide_choices) {
    const Block* last = nullptr;
    for (auto const& block : document.blocks)
        if (hide_choices && std::holds_alternative<Numbered>(block)) last = &block;
    for (auto const& block : document.blocks) std::visit(BlockWriter{out, &block == last}, block);
}

std::string chat_page(const Texts& texts, const View& view) {
    Html out;
    begin(out, texts, texts.label("titre"));
    if (view.waiting) out << "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>";
    (out << "</head><body><a class=\"s\" href=\"#m\">").text(texts.label("aller")) << "</a>";
    header(out, texts);
    (out << "<h2 class=\"v\">").text(texts.label("discussion")) << "</h2>";
    if (view.turns.empty()) write(out, texts.start());
    (out << "<div id=\"l\" role=\"log\" aria-label=\"").text(texts.label("discussion"));
    (out << "\" data-last=\"").number(view.turns.empty() ? 0 : view.turns.back().id);
    (out << "\" data-you=\"").text(texts.label("toi"));
    (out << "\" data-bot=\"").text(texts.label("assistant"));
    (out << "\" data-typing=\"").text(texts.label("ecrit"));
    (out << "\" data-offline=\"").text(texts.label("hors_ligne"));
    (out << "\" data-choose=\"").text(texts.label("choisir")) << "\"><ol>";
    auto const choices = open_choices(view.turns);
    auto const end = end_of(view.turns);
    for (std::size_t i = 0; i < view.turns.size(); ++i) {
        bool const is_last = i + 1 == view.turns.size();
        bool const hides = is_last && choices.complete && !choices.all.empty();
        write_turn(out, texts, view.turns[i], i == end, hides);
    }
    out << "</ol></div><p id=\"s\" role=\"status\">";
    if (view.waiting) out.text(texts.label("ecrit"));
    out << "</p><p id=\"r\" role=\"status\"></p>";
    if (!view.kept_until.empty()) {  // with script the page asks five minutes before; without, it says so from the beginning
        (out << "<noscript><p class=\"q\">").text(view.kept_until);
        if (view.can_be_kept) (out << " <button form=\"f\" name=\"choix\" value=\"CONTINUER\">").text(texts.label("garder")) << "</button>";
        out << "</p></noscript>";
    }
    if (!view.notice.empty()) (out << "<p id=\"n\" class=\"e\" role=\"alert\">").text(view.notice) << "</p>";
    write_form(out, texts, view, choices);
    out << "</main>";
    footer(out, texts);
    (out << "<script>").asset(script) << "</script></body></html>";
    return std::move(out).take();
}

std::string text_page(const Texts& texts, std::string_view title, const Document& document) {
    Html out;
    begin(out, texts, texts.label(title));
    out << "</head><body>";
    skip_link(out, texts);
    header(out, texts);
    (out << "<h2>").text(texts.label(title)) << "</h2>";
    write(out, document);
    (out << "<p><a class=\"k\" href=\"/#fin\">").text(texts.label("retour")) << "</a></p></main>";
    footer(out, texts);
    out << "</body></html>";
    return std::move(out).take();
}

std::string notice_page(const Texts& texts, const std::string& notice) {
    Html out;
    begin(out, texts, notice);
    out << "</head><body>";
    skip_link(out, texts);
    header(out, texts);
    (out << "<h2>").text(notice) << "</h2>";
    write(out, texts.urgent());
    (out << "<p><a class=\"k\" href=\"/#fin\">").text(texts.label("retour")) << "</a></p></main>";
    footer(out, texts);
    out << "</body></html>";
    return std::move(out).take();
}

std::string bounce_page(const Texts& texts) {
    Html out;
    begin(out, texts, texts.label("titre"));
    out << "<meta http-equiv=\"refresh\" content=\"0;url=/\"></head><body>";
    header(out, texts);
    (out << "<p><a class=\"k\" href=\"/\">").text(texts.label("titre")) << "</a></p></main></body></html>";
    return std::move(out).take();
}

}  // namespace adapters::web
