#include "bot/reading/words.hpp"

#include "bot/reading/number.hpp"

#include <algorithm>

namespace bot::reading {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto blank = text.find(' ');
        if (blank != 0) words.emplace_back(text.substr(0, blank));
        text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    }
    return words;
}

/// One letter before an apostrophe, and some that are never written without.
std::string_view unelided(std::string_view text, std::string_view next) {
    if (text == "j") return "je";
    if (text == "d") return "de";
    if (text == "m") return "me";
    if (text == "s") return "se";
    if (text == "l") return "le";
    if (text == "c") return "ce";
    if (text == "qu") return "que";
    if (text == "t") return among(next, {"es", "as", "etais", "avais", "auras"}) ? "tu" : "te";
    return text;
}

}  // namespace

std::size_t Analysis::heavy() const {
    return static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [](const Word& w) {
        return !w.light;
    }));
}

bool Speller::load(const std::filesystem::path& file, rules::yaml::Complaints& complaints) {
    const auto root = rules::yaml::read_file(file, file.filename().string(), complaints);
    if (!root) return false;
    rules::yaml::only_keys(root, {"formes", "remplissage", "salutations"}, complaints);
    for (const auto& [written, meant] : root["formes"].entries())
        if (const auto text = rules::yaml::text(meant, complaints)) rewrites_[written] = words_of(*text);
    for (auto& filler : rules::yaml::texts(root["remplissage"], complaints))
        fillers_.insert(std::move(filler));
    for (auto& greeting : rules::yaml::texts(root["salutations"], complaints))
        greetings_.insert(std::move(greeting));
    return complaints.empty();
}

std::uint32_t Speller::mixed(const std::vector<Token>& tokens, std::uint32_t at, std::string& word) const {
    // Glued letters and digits ("e2c"), or letters one by one ("c.e.j", "c e j").
    std::uint32_t best = 0;
    std::string joined = tokens[at].text;
    const bool letter = joined.size() == 1;
    for (std::uint32_t n = 1; n < 5 && at + n < tokens.size(); ++n) {
        const auto& next = tokens[at + n];
        if (next.sentence && next.separator != '.') break;
        if (next.kind == TokenKind::symbol) break;
        const bool spelled =
            letter && next.text.size() == 1 && (next.separator == ' ' || next.separator == '.');
        if (!next.glued && !spelled) break;
        joined += next.text;
        if (joined.size() >= 2 && (next.glued || n >= 2) &&
            (known_.contains(joined) || rewrites_.contains(joined))) {
            best = n + 1;
            word = joined;
        }
    }
    return best;
}

void Speller::add(Analysis& out, std::string_view text, std::uint32_t token, std::uint32_t last) const {
    const auto& source = out.text.tokens[token];
    const bool begins = out.words.empty() || out.words.back().last_token != last;
    // A break in front of a word that was left out belongs to the next one.
    bool sentence = begins && source.sentence;
    bool clause = begins && source.clause;
    if (begins) {
        const std::uint32_t from = out.words.empty() ? 0 : out.words.back().last_token + 1;
        for (std::uint32_t t = from; t < token; ++t) {
            sentence = sentence || out.text.tokens[t].sentence;
            clause = clause || out.text.tokens[t].clause;
        }
    }
    Word word;
    word.text = text;
    word.token = token;
    word.last_token = last;
    word.sentence = sentence;
    word.clause = clause;
    word.grave = source.grave;
    out.words.push_back(std::move(word));
}

void Speller::add_written_out(Analysis& out, std::string_view form, std::uint32_t token, std::uint32_t last)
    const {
    const auto rewritten = rewrites_.find(form);
    if (rewritten == rewrites_.end()) return add(out, form, token, last);
    for (const auto& word : rewritten->second)
        if (!fillers_.contains(word)) add(out, word, token, last);
}

bool Speller::glued_elision(std::string_view form) const {
    if (form.size() < 4 || value_in_letters(form) >= 0 || known_.contains(form) || rewrites_.contains(form))
        return false;
    if (std::string_view("jmtsnld").find(form[0]) == std::string_view::npos) return false;
    const bool vowel = std::string_view("aeiouyh").find(form[1]) != std::string_view::npos;
    const auto rest = form.substr(1);
    // No French word begins with "lb", "lp" …: "lbac", "lpermi"; nor, but for "dr", with "dt", "dp" …
    const bool article = rest.size() >= 3 && (form[0] == 'l' || (form[0] == 'd' && form[1] != 'r'));
    return (form[0] == 'j' || vowel || article) && (known_.contains(rest) || rewrites_.contains(rest));
}

bool Speller::is_known(std::string_view form) const {
    return known_.contains(form) || rewrites_.contains(form) || fillers_.contains(form) || greetings_.contains(form) || value_in_letters(form) >= 0 || glued_elision(form);
}

std::string Speller::let_go(const std::string& form, bool elided) const {
    constexpr std::size_t longest = 40;
    const bool held = std::adjacent_find(form.begin(), form.end()) != form.end();
    const bool latin = std::all_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!held || !latin || form.size() < 2 || form.size() > longest || is_known(form)) return {};
    const auto runs_to = [&](std::size_t limit, std::size_t from_length) {
        std::string out;
        for (std::size_t i = 0; i < form.size();) {
            std::size_t end = i;
            while (end < form.size() && form[end] == form[i]) ++end;
            out.append(end - i >= from_length ? std::min(end - i, limit) : end - i, form[i]);
            i = end;
        }
        return out;
    };
    const auto once = runs_to(1, 3);
    for (const auto& candidate : {once, runs_to(2, 3)})
        if (candidate != form && is_known(candidate)) return candidate;
    for (std::size_t i = 1; i < once.size(); ++i)  // one of several doubles is too many: "mmon", "jjen"
        if (once[i] == once[i - 1]) {
            auto candidate = once;
            candidate.erase(i, 1);
            if (is_known(candidate)) return candidate;
        }
    const auto all = runs_to(1, 2);
    if (is_known(all) || (all.size() == 1 && elided)) return all;
    const auto twice = runs_to(2, 3);  // no French word holds a letter three times
    return twice != form ? twice : std::string();
}

Analysis Speller::write_out(Text text) const {
    Analysis out;
    out.text = std::move(text);
    const auto& tokens = out.text.tokens;
    out.word_of_token.assign(tokens.size() + 1, 0);
    std::string whole;
    for (std::uint32_t i = 0; i < tokens.size();) {
        const auto& token = tokens[i];
        out.word_of_token[i] = static_cast<std::uint32_t>(out.words.size());
        const std::uint32_t count = mixed(tokens, i, whole);
        const std::uint32_t used = count > 0 ? count : 1;
        for (std::uint32_t k = 1; k < used; ++k) out.word_of_token[i + k] = out.word_of_token[i];
        const std::string& as_written = count > 0 ? whole : token.text;
        const std::string released = count == 0 && token.kind == TokenKind::word ? let_go(as_written, tokens[i].elided) : std::string();
        const std::string& form = released.empty() ? as_written : released;
        const std::uint32_t last = i + used - 1;
        const std::string_view next = last + 1 < tokens.size() ? std::string_view(tokens[last + 1].text) : "";
        const std::string_view before = out.words.empty() ? "" : std::string_view(out.words.back().text);
        i = last + 1;

        if (fillers_.contains(form)) continue;
        // "l'air", "l air"
        const bool before_vowel =
            !next.empty() && std::string_view("aeiouyh").find(next[0]) != std::string_view::npos;
        const bool loose = form.size() == 1 && before_vowel &&
                           std::string_view("ldmsnj").find(form[0]) != std::string_view::npos;
        const bool of_bac = among(before, {"bac", "terminale", "premiere", "filiere"}) && !tokens[last].elided;  // "bac L"
        if ((tokens[last].elided || loose) && count == 0 && !of_bac) {
            if (form == "n") continue;
            if (const auto full = unelided(form, next); full != form) {
                add(out, full, last, last);
                continue;
            }
        }
        // "DE 25 ans": demandeur d’emploi, where capitals mean something.
        if (form == "de" && tokens[last].acronym && !out.text.shouted && count == 0) {
            add(out, "demandeur", last, last);
            add(out, "emploi", last, last);
            continue;
        }
        // "inscrite PE", in capitals: the old name of the employment service
        if (form == "pe" && tokens[last].acronym && !out.text.shouted && count == 0) {
            add(out, "pole", last, last);
            add(out, "emploi", last, last);
            continue;
        }
        // "4 moi", "un moi", as it sounds
        if (form == "moi" && count == 0 && (value_in_letters(before) > 0 || (last > 0 && tokens[last - 1].kind == TokenKind::number && (tokens[last - 1].text.size() == 1 || tokens[last - 1].text <= "12") && tokens[last - 1].text.size() <= 2)) && !tokens[last].clause &&
            (!among(next, {"je", "aussi", "et"}) || (out.words.size() > 1 && among(out.words[out.words.size() - 2].text, {"depuis", "fait", "y", "a", "pendant"})))) {
            add(out, "mois", last, last);
            continue;
        }
        // "600 balles par mois"
        if (form == "balles" && count == 0 && last > 0 && ((tokens[last - 1].kind == TokenKind::number && tokens[last - 1].text.size() >= 2) || among(before, {"cent", "cents", "mille"}))) {
            add(out, "euros", last, last);
            continue;
        }
        if (form == "sa" && count == 0 && among(next, {"fait", "fai", "va", "marche", "fais"})) {  // "sa fait 4 mois"
            add(out, "ca", last, last);
            continue;
        }
        if (form == "de" && token.acute && count == 0) {  // "dé cachets"
            add(out, "des", last, last);
            continue;
        }
        // "ss emploi dep 10 mois", as in notes
        if (form == "ss" && among(next, {"emploi", "diplome", "permis", "ressources", "ressource", "travail", "logement", "formation", "solution", "vehicule", "qualification", "revenu", "revenus"})) {
            add(out, "sans", last, last);
            continue;
        }
        if (form == "dep" && last + 1 < tokens.size() && tokens[last + 1].kind == TokenKind::number) {
            add(out, "depuis", last, last);
            continue;
        }
        // "i m tap", "i vont": how "il" and "ils" sound
        if (form == "i" && count == 0 && !token.capital && among(next, {"m", "me", "s", "se", "l", "la", "le", "vont", "veut", "veulent", "ma", "a", "mon", "di", "disent"})) {
            add(out, "il", last, last);
            continue;
        }
        // "é" alone is "et"
        if (form == "e" && token.acute && count == 0) {
            add(out, "et", last, last);
            continue;
        }
        // "+" for "plus": "jpe + continuer", "g + envi"
        if (form == "+" && among(before, {"peux", "veux", "ai", "a", "sais", "suis", "est", "va", "vais", "mange", "dors", "supporte", "arrive", "touche", "travaille", "bosse"}) && !next.empty() &&
            !(last + 1 < tokens.size() && tokens[last + 1].kind == TokenKind::number)) {
            add(out, "plus", last, last);
            continue;
        }
        // "m tap", "l di", "d fois", "s coup": one consonant before a word, its vowel left out
        if (form.size() == 1 && count == 0 && !token.capital && !tokens[last].elided && std::string_view("mdls").find(form[0]) != std::string_view::npos && next.size() >= 2 &&
            last + 1 < tokens.size() && tokens[last + 1].kind == TokenKind::word && !tokens[last + 1].clause && !among(before, {"bac", "terminale", "permis", "premiere", "niveau", "filiere", "rue", "e"})) {
            add(out, form == "m" ? "me" : form == "d" ? "de" : form == "s" ? "se" : "le", last, last);
            continue;
        }
        // "ne" says nothing that "pas" does not; "né" does.
        if (form == "ne" && !token.acute &&
            !among(before, {"suis", "es", "est", "etes", "sont", "etait", "etais"}))
            continue;
        // "jé 19 ans", "cé où".
        if (token.acute && count == 0 && (form == "je" || form == "ce")) {
            add(out, form, last, last);
            add(out, form == "je" ? "ai" : "est", last, last);
            continue;
        }
        // "c koi", "g 19 ans", "t ki", but "c est", "t es".
        if (form == "c" && among(next, {"est", "etait", "t"})) {
            add(out, "ce", last, last);
            continue;
        }
        if (form == "j" || (form == "t" && among(next, {"es", "as"}))) {
            add(out, form == "j" ? "je" : "tu", last, last);
            continue;
        }
        if (count == 0 && glued_elision(form)) {
            const auto first = std::string_view(form).substr(0, 1);
            if (first != "n") add(out, unelided(first, std::string_view(form).substr(1)), last, last);
            add_written_out(out, std::string_view(form).substr(1), last, last);
            continue;
        }
        add_written_out(out, form, last - used + 1, last);
    }
    for (std::size_t w = 1; w < out.words.size(); ++w)
        if (greetings_.contains(out.words[w - 1].text) && !greetings_.contains(out.words[w].text))
            out.words[w].sentence = out.words[w].clause = true;
    // "svp" at either end stands apart, so that "^" and "$" of a pattern mean what the person says.
    for (std::size_t w = 0; w + 3 < out.words.size(); ++w) {
        const bool please = among(out.words[w].text, {"s", "se"}) && out.words[w + 1].text == "il" && among(out.words[w + 2].text, {"te", "vous"}) &&
                            out.words[w + 3].text == "plait";
        if (!please) continue;
        if (w + 4 == out.words.size()) out.words[w].sentence = out.words[w].clause = true;
        if (w == 0 && w + 4 < out.words.size()) out.words[w + 4].sentence = out.words[w + 4].clause = true;
    }
    out.word_of_token[tokens.size()] = static_cast<std::uint32_t>(out.words.size());
    return out;
}

}  // namespace bot::reading
