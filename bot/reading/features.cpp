#include "bot/reading/facts.hpp"
#include "bot/reading/number.hpp"
#include "bot/reading/scene.hpp"
#include "bot/reading/slots.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace bot::reading {
namespace {

constexpr std::size_t most_words = 160;    ///< of a long mail the beginning says what is wanted
constexpr std::size_t most_signs = 20, most_placed = 60;
constexpr std::uint32_t near = 4;          ///< words apart

std::uint32_t hash_of(char kind, std::string_view a, std::string_view b = {}) {
    std::uint32_t h = 2166136261U;
    const auto add = [&](char c) { h = (h ^ static_cast<unsigned char>(c)) * 16777619U; };
    add(kind);
    for (const char c : a) add(c);
    if (!b.empty()) {
        add(' ');
        for (const char c : b) add(c);
    }
    h ^= h >> 15;
    h *= 2246822519U;
    return h ^ (h >> 13);
}

/// Features of one kind weigh together as much as `weight`, however many there are.
class Group {
  public:
    Group(Features& out, double weight) : out_(out), begin_(out.size()), weight_(weight) {}
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;
    ~Group() {
        const auto count = out_.size() - begin_;
        if (count == 0) return;
        const auto value = static_cast<float>(weight_ / std::sqrt(static_cast<double>(count)));
        for (auto i = begin_; i < out_.size(); ++i) out_[i].value = value;
    }
    void add(std::uint32_t hash, std::uint32_t word = no_word) { out_.push_back({hash, word, 1}); }

  private:
    Features& out_;
    std::size_t begin_;
    double weight_;
};

void letters(Group& group, std::string_view word, std::uint32_t at) {
    std::array<char, 26> buffer{};
    const auto n = std::min<std::size_t>(word.size(), 24);
    buffer[0] = '_';
    std::copy_n(word.begin(), n, buffer.begin() + 1);
    buffer[n + 1] = '_';
    const std::string_view framed(buffer.data(), n + 2);
    for (std::size_t size = 2; size <= 5; ++size)
        for (std::size_t i = 0; i + size <= framed.size(); ++i) group.add(hash_of('c', framed.substr(i, size)), at);
}

/// Words with places, measures, ages and numbers put under one name each; light ones stay out.
std::vector<std::pair<std::string_view, std::uint32_t>> delexicalised(const Rules& rules, const Scene& scene) {
    const auto& a = scene.analysis;
    std::vector<std::string_view> names(a.words.size());
    for (std::size_t w = 0; w < a.words.size(); ++w) {
        names[w] = a.words[w].text;
        if (a.words[w].number) names[w] = "@nombre";
    }
    const auto cover = [&](std::uint32_t first, std::uint32_t last, std::string_view name) {
        for (auto w = first; w <= last && w < names.size(); ++w) names[w] = w == first ? name : std::string_view{};
    };
    for (const auto& mention : scene.places.communes)
        cover(a.word_of_token[mention.first], std::max(a.word_of_token[mention.first], std::min<std::uint32_t>(a.word_of_token[mention.last], static_cast<std::uint32_t>(names.size()) - 1)), "@lieu");
    for (const auto& departement : scene.places.departements)
        cover(a.word_of_token[departement.first], a.word_of_token[departement.last], "@departement");
    for (const auto& hit : scene.found.measures)
        if (!schema_code(rules.lexicon().measures[hit.rule].id).empty()) cover(hit.first, hit.last, "@mesure");
    std::vector<std::pair<std::string_view, std::uint32_t>> out;
    for (std::uint32_t w = 0; w < names.size() && out.size() < most_words; ++w)
        if (!names[w].empty() && !a.words[w].light) out.emplace_back(names[w], w);
    return out;
}

}  // namespace

void intent_features(const Rules& rules, const Scene& scene, const Context& context, Features& out) {
    const auto& lexicon = rules.lexicon();
    const auto& a = scene.analysis;
    const auto words = delexicalised(rules, scene);
    out.clear();
    {
        Group group(out, 1.0);
        group.add(hash_of('w', words.empty() ? "<none>" : "<some>"));
        for (std::size_t i = 0; i < words.size(); ++i) {
            group.add(hash_of('w', words[i].first), words[i].second);
            group.add(hash_of('b', i == 0 ? std::string_view("<") : words[i - 1].first, words[i].first), words[i].second);
        }
        if (!words.empty()) group.add(hash_of('b', words.back().first, ">"), words.back().second);
    }
    {
        Group group(out, 1.0);
        for (const auto& [word, at] : words)
            if (word[0] != '@') letters(group, word, at);
    }
    const std::string act = !context.act.empty() ? context.act : context.asked.empty() ? std::string("none") : "demande:" + context.asked;
    const std::string_view kind = std::string_view(act).substr(0, act.find(':'));
    const std::string_view role = context.office ? "bureau" : context.partner ? "partenaire" : "jeune";
    {
        Group group(out, 0.8);
        group.add(hash_of('a', kind));
        group.add(hash_of('a', act.substr(0, act.find('='))));
        group.add(hash_of('r', role));
        group.add(hash_of('r', role, kind));
        // Short answers mean by what was asked.
        if (words.size() <= 4)
            for (const auto& [word, at] : words) group.add(hash_of('k', kind, word), at);
    }
    {
        Group group(out, 1.6);
        const auto& r = scene.reading;
        const auto sign = [&](std::string_view name, std::string_view value = {}) { group.add(hash_of('s', name, value)); };
        sign("rule", name(r.intent));
        if (r.confidence > 0.75) sign("sure", name(r.intent));
        for (const auto& hit : scene.found.intents) {
            const auto& rule = lexicon.intents[hit.rule];
            if (!rule.whole) sign("pattern", name(rule.intent));
        }
        for (const auto& hit : scene.found.slots) {
            const auto& rule = lexicon.slots[hit.rule];
            if (rule.slot != "indice") sign("slot", rule.slot);
        }
        std::size_t facts = 0, context_only = 0;
        for (const auto& fact : r.facts) {
            ++(fact.certainty == Certainty::context ? context_only : facts);
            if (fact.denied) sign("denied");
            sign("fact", fact.name);
            if (!context.asked.empty() && fact.name == context.asked) sign("answers");
            if (std::find(context.known.begin(), context.known.end(), fact.name) != context.known.end()) sign("known fact again");
        }
        if (r.ambiguous || r.outside_normandie) ++facts;
        static constexpr std::array<std::string_view, 6> counts{"0", "1", "2", "3", "4", "5+"};
        const auto bucket = [&](std::size_t n) { return counts[std::min<std::size_t>(n, counts.size() - 1)]; };
        sign("facts", bucket(facts));
        sign("context facts", bucket(context_only));
        sign("measures", bucket(r.measures.size()));
        sign("length", bucket(words.size() / 3));
        if (facts > 0 && a.text.question) sign("fact and question");
        if (!r.measures.empty() && a.text.question) sign("measure and question");
        if (!r.measures.empty() && facts > 0) sign("measure and fact");
        if (facts > 0 && !context.asked.empty()) sign("fact when asked");
        sign("question", a.text.question ? "yes" : "no");
        if (r.hypothetical) sign("hypothesis");
        if (!r.about.empty()) sign("person");
        if (!r.others.empty()) sign("persons");
        if (r.formal) sign("formal");
        if (r.language != "fr") sign("language");
        if (r.danger.level == DangerLevel::distress) sign("distress");
        std::size_t known = 0, all = 0;
        for (const auto& word : a.words) {
            if (word.light) continue;
            ++all;
            known += !word.symbols.empty() || lexicon.frequent.contains(word.text) || lexicon.guard.contains(word.text) ? 1U : 0U;
        }
        sign("understood", all == 0 ? "none" : bucket(known * 5 / all));
        for (const auto& hit : scene.found.marks) {
            const auto mark = lexicon.marks[hit.rule].mark;
            if (mark == Mark::correction) sign("correction");
            if (mark == Mark::question) sign("question word");
            if (mark == Mark::yes && hit.first == 0) sign("yes first");
            if (mark == Mark::no && hit.first == 0) sign("no first");
            if (mark == Mark::skip) sign("skip");
            if (mark == Mark::laughter) sign("laughter");
        }
    }
    // The same sign twice is one sign.
}

void danger_features(const Rules& rules, const Scene& scene, Features& out) {
    const auto& lexicon = rules.lexicon();
    const auto& a = scene.analysis;
    out.clear();
    // Politeness and laughter are no part of it: "svp" must not hide a danger. (Laughter is a sign of its own below.)
    std::vector<std::string_view> words;
    std::vector<std::uint32_t> at;
    for (std::uint32_t w = 0; w < a.words.size() && words.size() < most_words; ++w) {
        if (a.words[w].light) continue;
        words.push_back(a.words[w].number ? std::string_view("@nombre") : std::string_view(a.words[w].text));
        at.push_back(w);
    }
    const auto count = static_cast<std::uint32_t>(words.size());
    // What is a plain fact is no sign of anything: "Pont-l'Évêque" has no bridge, "22 ans et toutes mes dents" no teeth.
    std::vector<bool> told(a.words.size(), false);
    for (const auto& fact : scene.reading.facts)
        for (std::uint32_t w = 0; w < a.words.size(); ++w) {
            const auto span = a.span(w, w);
            told[w] = told[w] || (fact.evidence.begin <= span.begin && span.end <= fact.evidence.end);
        }
    std::vector<bool> in_place(a.words.size(), false);
    for (const auto& mention : scene.places.communes)
        for (std::uint32_t w = a.word_of_token[mention.first]; w <= a.word_of_token[mention.last] && w < in_place.size(); ++w) told[w] = in_place[w] = true;
    for (std::uint32_t i = 0; i < count; ++i)
        if (in_place[at[i]]) words[i] = "@lieu";
    // A name that is part of a place, and the "il" and "vous" of "svp", are no signs.
    const auto is_no_sign = [&](const Found::Hit& hit) {
        bool place = true;
        for (auto w = hit.first; w <= hit.last; ++w) {
            if (a.words[w].light) return true;
            place = place && in_place[w];
        }
        return place;
    };
    struct Sign {
        std::string_view name;
        std::uint32_t first;
    };
    std::vector<Sign> found;
    for (const auto& hit : scene.found.slots) {
        const auto& rule = lexicon.slots[hit.rule];
        if (rule.slot == "indice" && !is_no_sign(hit)) found.push_back({rule.value, hit.first});
    }
    {
        // How much is said beyond facts.
        static constexpr std::array<std::string_view, 7> sizes{"0", "1", "2", "3", "5", "8", "13"};
        const auto bucket = [](std::size_t n) { return sizes[n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : 6]; };
        std::size_t beyond = 0;
        for (const auto w : at) beyond += told[w] ? 0U : 1U;
        Group group(out, 1.0);
        group.add(hash_of('n', "beyond", bucket(beyond)));
        group.add(hash_of('n', "all", bucket(count)));
        group.add(hash_of('n', "facts", bucket(scene.reading.facts.size())));
        if (!scene.reading.measures.empty()) group.add(hash_of('n', "measure"));
        for (const auto& fact : scene.reading.facts) group.add(hash_of('n', "fact", fact.name));
    }
    {
        Group group(out, 1.4);
        group.add(hash_of('w', "<some>"));
        for (std::uint32_t w = 0; w < count; ++w) {
            group.add(hash_of('w', words[w]), at[w]);
            for (std::uint32_t gap = 1; gap <= 3 && w + gap < count; ++gap)
                group.add(hash_of(gap == 1 ? 'b' : 'g', words[w], words[w + gap]), at[w]);
        }
    }
    {
        Group group(out, 1.0);
        for (std::uint32_t w = 0; w < count; ++w)
            if (words[w][0] != '@') letters(group, words[w], at[w]);
    }
    {
        // Signs in the order in which they stand, near each other in one sentence: "@parent @moi @coup".
        Group group(out, 1.0);
        group.add(hash_of('q', "any"));
        std::vector<Sign> placed(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min(found.size(), most_placed)));
        std::stable_sort(placed.begin(), placed.end(), [](const Sign& x, const Sign& y) { return x.first < y.first; });
        for (std::size_t i = 0; i < placed.size(); ++i)
            for (std::size_t k = i + 1; k < placed.size() && placed[k].first - placed[i].first <= near; ++k) {
                bool one_sentence = true;
                for (auto w = placed[i].first + 1; w <= placed[k].first; ++w) one_sentence = one_sentence && !a.words[w].sentence;
                if (one_sentence && placed[k].name != placed[i].name) group.add(hash_of('q', placed[i].name, placed[k].name), placed[i].first);
            }
    }
    {
        // Signs of danger and what stands beside them in the same sentence.
        Group group(out, 1.6);
        group.add(hash_of('r', "any"));
        std::vector<Sign> signs;
        const auto note = [&](std::string_view name, std::uint32_t first) {
            for (const auto& s : signs)
                if (s.name == name) return;
            if (signs.size() < most_signs) signs.push_back({name, first});
        };
        for (const auto& sign : found) note(sign.name, sign.first);
        for (const auto& hit : scene.found.marks) {
            const auto mark = lexicon.marks[hit.rule].mark;
            if (mark == Mark::idiom) note("idiom", hit.first);
            if (mark == Mark::imminent) note("imminent", hit.first);
            if (mark == Mark::past) note("past", hit.first);
            if (mark == Mark::withdrawn) note("withdrawn", hit.first);
            if (mark == Mark::laughter) note("laughter", hit.first);
            if (mark == Mark::person) note("person", hit.first);
        }
        for (std::size_t i = 0; i < signs.size(); ++i) {
            group.add(hash_of('s', signs[i].name), signs[i].first);
            for (std::size_t k = i + 1; k < signs.size(); ++k) {
                const bool swap = signs[k].name < signs[i].name;
                group.add(hash_of('p', signs[swap ? k : i].name, signs[swap ? i : k].name), signs[i].first);
            }
        }
        for (const auto& hit : scene.found.dangers) group.add(hash_of('d', lexicon.dangers[hit.rule].type), hit.first);
        static constexpr std::array<std::string_view, 4> levels{"0", "1", "2", "3"};
        group.add(hash_of('l', levels[static_cast<std::size_t>(scene.reading.danger.level)]));
        if (a.text.question) group.add(hash_of('s', "?"));
    }
}

}  // namespace bot::reading
