#include "adapters/email/reply_text.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/quote_lines.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace adapters::email {

namespace {

struct Line {
    std::string_view raw;   ///< as it stands
    std::string_view bare;  ///< without quote marks
    std::size_t depth = 0;  ///< quote marks
    bool mark = false;      ///< the HTML said: here the earlier message begins
    bool coloured = false;  ///< the HTML shows all of it in a colour of its own
};

/// The lines of a text with their folded forms, which the classifiers take as a span.
struct Lines {
    std::vector<Line> line;
    std::vector<std::string> fold;

    explicit Lines(std::string_view text) {
        for (auto raw : lines_of(text)) {
            Line one;
            one.coloured = raw.starts_with(colour_mark);
            if (one.coloured) raw.remove_prefix(1);
            one.raw = one.bare = raw;
            one.mark = raw == quote_mark;
            std::size_t at = 0, spaces = 0;
            while (at < raw.size() && (raw[at] == '>' || raw[at] == ' ')) {
                if (raw[at] == '>') ++one.depth, spaces = 0, one.bare = raw.substr(at + 1);
                else if (++spaces > 3) break;
                ++at;
            }
            if (one.bare.starts_with(' ')) one.bare.remove_prefix(one.depth > 0 ? 1 : 0);
            line.push_back(one);
            fold.push_back(one.mark ? std::string{} : folded(one.bare));
        }
    }
    [[nodiscard]] std::size_t size() const { return line.size(); }
    [[nodiscard]] bool blank(std::size_t i) const { return fold[i].empty() && !line[i].mark; }
    [[nodiscard]] std::span<const std::string> from(std::size_t i) const { return std::span(fold).subspan(i); }
    [[nodiscard]] std::size_t next_text(std::size_t i) const {
        while (i < size() && (blank(i) || line[i].mark)) ++i;
        return i;
    }
    [[nodiscard]] bool quoted(std::size_t i) const { return line[i].depth > 0 || line[i].raw.starts_with("| ") || line[i].raw == "|"; }
};

/// Where an earlier message begins.
struct Seam {
    std::size_t begin = 0, head_end = 0;  ///< its first line; the first line behind its heading
    std::size_t header_begin = 0, header_end = 0;  ///< the "De : …" lines, if there are some
    bool forwarded = false;               ///< its heading says "forwarded"
    bool block = false;                   ///< bar or header block: could be a forward under a forward's subject
    bool needs_quote = false;             ///< believe it only if a quoted line follows
    bool to_the_end = false;              ///< nothing of the writer's own stands below it
};

/// The seam at line `i`, if one begins there.
bool seam_at(const Lines& lines, std::size_t i, Standing mail, Seam& seam) {
    seam = Seam{i, i + 1, 0, 0, false, false, false, false};
    auto const take_block = [&](std::size_t at) {
        if (at >= lines.size()) return false;
        std::size_t const n = header_block_lines(lines.from(at), mail);
        if (n == 0) return false;
        seam.header_begin = at;
        seam.header_end = seam.head_end = at + n;
        return seam.block = true;
    };
    if (lines.line[i].mark) {
        std::size_t at = lines.next_text(i);
        while (at < lines.size() && at < i + 6 && is_rule(lines.fold[at])) at = lines.next_text(at + 1);
        Seam inner;
        if (at < lines.size() && !lines.line[at].mark && seam_at(lines, at, mail, inner)) {
            inner.begin = i;
            inner.needs_quote = false;
            seam = inner;
        }
        return true;
    }
    std::string const& fold = lines.fold[i];
    if (fold.empty()) return false;
    if (Bar const kind = bar(fold); kind != Bar::none) {
        seam.block = true;
        seam.forwarded = kind == Bar::forwarded;
        take_block(lines.next_text(i + 1));
        return true;
    }
    if (take_block(i)) return true;
    if (Attribution const found = attribution(lines.from(i)); found.lines > 0 && (mail != Standing::first || found.address)) {
        seam.head_end = i + found.lines;
        seam.needs_quote = !found.certain;
        seam.to_the_end = found.to_the_end;
        return true;
    }
    return false;
}

/// "> 600 ou < 600": a comparison, not a quotation; "> 2. Tu habites où ?" is one.
bool is_comparison(const Line& line) {
    std::string_view bare = trimmed(line.bare);
    if (line.depth != 1 || bare.empty() || (!is_digit(bare.front()) && bare.front() != '=')) return false;
    while (!bare.empty() && is_digit(bare.front())) bare.remove_prefix(1);
    bool const numbered = bare.size() > 2 && (bare.front() == '.' || bare.front() == ')') && bare[1] == ' ';
    return !numbered;
}

/// Without an attribution a quotation must look like one: two lines together, or several pieces between answers.
bool quotes_without_attribution(const Lines& lines) {
    std::size_t pieces = 0, longest = 0, run = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines.line[i].depth == 0 || is_comparison(lines.line[i])) {
            run = 0;
            continue;
        }
        if (run++ == 0) ++pieces;
        longest = std::max(longest, run);
    }
    return longest >= 2 || pieces >= 2;
}

/// A quoted line that was broken on its way: its tail lost the mark.
bool is_broken_tail(const Lines& lines, std::size_t i) {
    if (i == 0 || i + 1 >= lines.size() || lines.line[i - 1].depth == 0 || lines.line[i + 1].depth == 0) return false;
    std::string_view const before = trimmed(lines.line[i - 1].raw), now = trimmed(lines.line[i].raw);
    return before.size() >= 70 && now.size() <= 40 && !now.empty() && std::string_view(".?!:;").find(before.back()) == std::string_view::npos;
}

using Kept = std::vector<std::size_t>;  ///< numbers of lines

bool is_address_of_link(std::string_view fold) {
    return fold.starts_with("<http") || fold.starts_with("http") || fold.starts_with("(http") || has(fold, "aka.ms");
}

/// "<https://…>" or "<#DAB4FAD8-…>" and nothing else: what is left of a banner's picture.
bool is_lone_link(std::string_view fold) {
    return (fold.starts_with("<http") || fold.starts_with("<#")) && fold.ends_with('>') && fold.find(' ') == std::string_view::npos;
}

/// Takes signature, legal footer and the like off the end of one stretch of own lines.
void strip_end(const Lines& lines, Kept& own) {
    auto const text_before = [&](std::size_t k) {
        return std::any_of(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(k), [&](std::size_t i) {
            return !lines.blank(i) && !is_rule(lines.fold[i]);
        });
    };
    auto const paragraph_at = [&](std::size_t k) {
        std::string out;
        for (std::size_t n = k; n < own.size() && !lines.blank(own[n]) && out.size() < 600; ++n) (out += out.empty() ? "" : " ") += lines.fold[own[n]];
        return out;
    };
    for (std::size_t k = 0; k < own.size(); ++k) {
        std::string_view const raw = lines.line[own[k]].raw;
        std::string const& fold = lines.fold[own[k]];
        std::string_view const before = k == 0 ? std::string_view{} : std::string_view(lines.fold[own[k - 1]]);
        bool const banner = is_lone_link(before) || before == "garanti";  // "Garanti" / "sans virus.www.…" over two lines
        bool const paragraph = k == 0 || lines.blank(own[k - 1]) || is_rule(before) || is_mobile_signature(before) || banner;
        bool cut = false;
        std::size_t const rest = own.size() - k;
        // "--" alone may also part the writer's own paragraphs, and a minor may write "Ce message est confidentiel".
        auto const impersonal = [&](std::size_t most) {
            return rest <= most && std::none_of(own.begin() + static_cast<std::ptrdiff_t>(k) + 1, own.end(), [&](std::size_t i) {
                       return is_personal(lines.fold[i]) || lines.fold[i] == "--" || (fold == "--" && lines.fold[i].starts_with("merci"));
                   });
        };
        if (fold == "--") cut = raw == "-- " ? rest <= 40 : impersonal(16);
        else if (paragraph && is_legal_footer(paragraph_at(k))) cut = !is_personal(fold) && impersonal(60);
        else if (is_outlook_link_signature(fold)) cut = true;
        if (cut && text_before(k)) {
            own.resize(k);
            while (banner && !own.empty() && (lines.fold[own.back()] == "garanti" || is_lone_link(lines.fold[own.back()]))) own.pop_back();
            break;
        }
    }
    for (bool again = true; again && !own.empty();) {
        std::string const& last = lines.fold[own.back()];
        again = lines.blank(own.back()) || is_rule(last) || last == "--" || is_mobile_signature(last) || (is_legal_footer(last) && !is_personal(last));
        if (again) {
            own.pop_back();
        } else if (is_address_of_link(last)) {  // "Obtenez Outlook pour" / "iOS<https://…>" over two lines
            for (std::size_t n = 2; n <= 3 && n <= own.size() && !again; ++n)
                if (is_mobile_signature(lines.fold[own[own.size() - n]])) own.resize(own.size() - n), again = true;
        } else if (own.size() >= 2 && has(last, "aka.ms") && is_mobile_signature(lines.fold[own[own.size() - 2]])) {
            own.resize(own.size() - 2);
            again = true;
        }
    }
}

std::string text_of(const Lines& lines, const Kept& kept) {
    std::string out;
    for (std::size_t const i : kept) {
        if (lines.line[i].mark) continue;
        out += lines.line[i].coloured ? lines.line[i].bare : lines.line[i].raw;
        out += '\n';
    }
    std::size_t begin = 0;
    while (begin < out.size() && is_blank(out[begin])) ++begin;
    while (out.size() > begin && is_blank(out.back())) out.pop_back();
    return out.substr(begin);
}

/// Runs of lines in a colour of their own that stand in what was quoted, if whoever answers says so, or says nothing else.
std::vector<Kept> coloured_answers(const Lines& lines, const std::vector<Kept>& stretches) {
    std::vector<bool> taken(lines.size(), false);
    Kept own;
    for (auto const& stretch : stretches)
        for (std::size_t const i : stretch) {
            taken[i] = true;
            if (!lines.blank(i)) own.push_back(i);
        }
    bool const announced = std::any_of(own.begin(), own.end(), [&](std::size_t i) { return announces_answers(lines.fold[i]); });
    if (!own.empty() && !announced) return {};
    std::vector<Kept> runs;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (taken[i] || !lines.line[i].coloured || lines.blank(i)) continue;
        bool const goes_on = i > 0 && !runs.empty() && runs.back().back() == i - 1;
        if (!goes_on) runs.emplace_back();
        runs.back().push_back(i);
    }
    return runs;
}

/// Short enough to be the note above a forward rather than a mail of its own.
bool is_short_note(const Lines& lines, const Kept& kept) {
    std::size_t bytes = 0;
    for (std::size_t const i : kept)
        if ((bytes += lines.line[i].raw.size()) > 1200) return false;
    return true;
}

std::string author_of(const Lines& lines, const Seam& seam) {
    if (seam.header_end == 0) {  // Yahoo: "----- Message transféré ----- De : X <a@b>À : …", all on the bar's line
        std::string_view const line = lines.line[seam.begin].bare;
        std::size_t const open = line.find('<'), close = line.find('>', std::min(open, line.size()));
        if (close == std::string_view::npos) return {};
        auto const found = addresses_in(line.substr(open, close - open + 1), 1);
        return found.empty() ? std::string{} : found.front();
    }
    for (std::size_t i = seam.header_begin; i < seam.header_end; ++i) {
        if (author_value(lines.fold[i]) == std::string_view::npos) continue;
        std::string value(lines.line[i].bare);
        if (i + 1 < seam.header_end && !has(value, "@")) value += " " + std::string(lines.line[i + 1].bare);
        auto const found = addresses_in(value, 1);
        if (!found.empty()) {
            std::string address = found.front();
            if (find_word(address, "mailto:") == 0) address.erase(0, 7);
            return address;
        }
    }
    return {};
}

/// The lines behind a forward's heading, one level of quoting less if all of it was quoted.
std::string forwarded_body(const Lines& lines, const Seam& seam) {
    std::size_t const level = lines.line[seam.header_end > 0 ? seam.header_begin : seam.begin].depth;
    std::size_t const first = lines.next_text(seam.head_end);
    bool const quoted = level > 0 || (first < lines.size() && lines.line[first].depth > 0);
    std::string body;
    for (std::size_t i = seam.head_end; i < lines.size(); ++i) {
        if (lines.line[i].mark) continue;
        std::string_view raw = lines.line[i].raw;
        if (quoted && lines.line[i].depth > 0) {
            raw.remove_prefix(raw.find('>') + 1);
            if (raw.starts_with(' ')) raw.remove_prefix(1);
        }
        body += raw;
        body += '\n';
    }
    return body;
}

ReplyText analyse(std::string_view text, Standing mail, int level) {
    bool const forward_subject = mail == Standing::forward;
    Lines const lines(text);
    ReplyText result;
    std::vector<Kept> stretches(1);
    bool attributed = mail != Standing::first && quotes_without_attribution(lines);
    bool headed = false;  // an earlier message was found: what is marked belongs to it
    for (std::size_t i = 0; i < lines.size();) {
        Seam seam;
        bool found = seam_at(lines, i, mail, seam);
        std::size_t const first = found ? lines.next_text(seam.head_end) : 0;
        bool const quote_follows = found && ((first < lines.size() && lines.quoted(first)) || lines.line[lines.next_text(i) < lines.size() ? lines.next_text(i) : i].depth > 0);
        if (found && seam.needs_quote && !quote_follows) found = false;
        if (!found) {
            bool const cut = attributed && lines.line[i].depth > 0 && (headed || !is_comparison(lines.line[i]));
            if (cut && !stretches.back().empty()) stretches.emplace_back();
            if (!cut && !(attributed && is_broken_tail(lines, i))) stretches.back().push_back(i);
            ++i;
            continue;
        }
        if (level < 3 && ((seam.forwarded && is_short_note(lines, stretches.front())) || (forward_subject && (seam.block || lines.line[i].mark)))) {
            ReplyText const inner = analyse(forwarded_body(lines, seam), Standing::reply, level + 1);
            result.is_forward = true;
            result.forwarded = inner.visible.empty() ? inner.forwarded : inner.visible;
            result.forwarded_from = author_of(lines, seam);
            break;
        }
        if (!quote_follows || seam.to_the_end) break;  // the earlier message, unmarked: down to the end
        attributed = headed = true;
        stretches.emplace_back();
        i = std::max(seam.head_end, i + 1);
        while (i < lines.size() && (lines.quoted(i) || lines.blank(i) || lines.line[i].mark)) {
            ++i;
            if (i < lines.size() && lines.line[i].depth == 0 && !lines.blank(i) && is_broken_tail(lines, i)) ++i;
        }
    }
    if (!result.is_forward) {
        auto more = coloured_answers(lines, stretches);
        if (!more.empty()) {
            std::erase_if(stretches, [](auto const& one) { return one.empty(); });
            std::move(more.begin(), more.end(), std::back_inserter(stretches));
            std::sort(stretches.begin(), stretches.end());
        }
    }
    Kept own;
    for (auto& stretch : stretches) {
        strip_end(lines, stretch);
        if (!own.empty() && !stretch.empty()) own.push_back(lines.size());  // a gap
        own.insert(own.end(), stretch.begin(), stretch.end());
    }
    std::string visible, cut;
    std::vector<bool> is_own(lines.size() + 1, false);
    Kept piece;
    for (std::size_t const i : own) {
        if (i < lines.size()) {
            piece.push_back(i);
            is_own[i] = true;
            continue;
        }
        if (std::string const one = text_of(lines, piece); !one.empty()) visible += (visible.empty() ? "" : "\n\n") + one;
        piece.clear();
    }
    if (std::string const one = text_of(lines, piece); !one.empty()) visible += (visible.empty() ? "" : "\n\n") + one;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!is_own[i] && !lines.line[i].mark) cut += std::string(lines.line[i].raw) + "\n";
    result.visible = std::move(visible);
    result.cut = std::string(trimmed(cut));
    // Nothing above the bar and no word of a forward in the subject: the text below is what was sent to us.
    if (result.is_forward && result.visible.empty() && !forward_subject) result.visible = result.forwarded;
    return result;
}

}  // namespace

ReplyText analyse_reply(std::string_view text, Standing mail) { return analyse(text, mail, 0); }

bool announces_answers(std::string_view folded) {
    static constexpr std::array<std::string_view, 20> words{
        "en rouge", "en bleu", "en vert", "en couleur", "en orange", "en violet", "en gras", "ci-dessous", "ci dessous", "ci-apres", "dans le texte",
        "dans le corps", "dans votre m", "dans ton m", "sous vos questions", "sous tes questions", "a la suite de", "in red", "in blue", "below"};
    return has_any(folded, words);
}

bool is_reply_subject(std::string_view subject) {
    std::string fold = folded(subject, 40);
    std::erase(fold, ' ');
    for (std::string_view word : {"re:", "re[", "rep:", "ref:", "aw:", "sv:", "antw:", "odp:", "rif:", "res:", "ynt:", "vs:", "r:"})
        if (fold.starts_with(word)) return true;
    return false;
}

bool is_forward_subject(std::string_view subject) {
    std::string const fold = folded(subject, 40);
    for (std::string_view word : {"tr:", "tr :", "fwd:", "fwd :", "fw:", "fw :", "wg:", "rv:", "i:", "[fwd", "transfert:", "transfert :", "transfere:", "transfere :", "enc:"})
        if (fold.starts_with(word)) return true;
    return false;
}

}  // namespace adapters::email
