#include "bot/reading/lexicon.hpp"

#include "bot/reading/verdicts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::reading {
namespace {

namespace yaml = rules::yaml;

class Loader {
  public:
    Loader(Lexicon& lexicon, std::filesystem::path folder, yaml::Complaints& complaints)
        : lexicon_(lexicon), folder_(std::move(folder)), complaints_(complaints) {}

    void run() {
        if (!lexicon_.speller.load(folder_ / "ecriture.yaml", complaints_)) return;
        classes();
        words();
        places();
        for (const auto& name : files_of("faits")) facts(name);
        facts("langues.yaml");
        sectors();
        slots();
        measures();
        intents();
        danger();
        marks();
    }

  private:
    yaml::Node file(std::string_view name) {
        return yaml::read_file(folder_ / std::filesystem::path(name), name, complaints_);
    }
    /// In the order of their names, so that a build does not depend on the file system.
    std::vector<std::string> files_of(const std::string& part) {
        std::vector<std::string> names;
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / part, error))
            if (entry.path().extension() == ".yaml") names.push_back(part + "/" + entry.path().filename().string());
        std::sort(names.begin(), names.end());
        if (names.empty()) complaints_.push_back({{part, 0}, "no file of facts", "The folder of lexicons is not whole: install it again."});
        return names;
    }
    void complain(const yaml::Node& at, std::string message, std::string advice) {
        complaints_.push_back({at.place(), std::move(message), std::move(advice)});
    }
    std::string word(const yaml::Node& entry, std::string_view key, std::string otherwise = {}) {
        const auto node = entry[key];
        if (!node) return otherwise;
        return yaml::text(node, complaints_).value_or(otherwise);
    }
    bool flag(const yaml::Node& entry, std::string_view key, bool otherwise) {
        const auto node = entry[key];
        return node ? yaml::yes_no(node, complaints_).value_or(otherwise) : otherwise;
    }

    void pattern(std::string_view text, Payload::Kind kind, std::size_t rule, const yaml::Node& at) {
        const auto payload = static_cast<std::uint32_t>(lexicon_.payloads.size());
        if (const auto wrong = lexicon_.patterns.add(text, payload); !wrong.empty())
            return complain(
                at, "pattern \"" + std::string(text) + "\": " + wrong, "See bot/reading/pattern.hpp."
            );
        lexicon_.payloads.push_back(
            {kind, static_cast<std::uint32_t>(rule), lexicon_.patterns.negative(payload)}
        );
    }
    void patterns(const yaml::Node& list, Payload::Kind kind, std::size_t rule) {
        if (!list) return;
        for (const auto& text : yaml::texts(list, complaints_)) pattern(text, kind, rule, list);
    }

    void classes() {
        const auto root = file("classes.yaml");
        for (const auto& [name, members] : root.entries()) {
            std::string joined;
            for (const auto& member : yaml::texts(members, complaints_))
                joined += (joined.empty() ? "" : "|") + member;
            lexicon_.patterns.declare(name, joined);
        }
    }
    void words() {
        const auto root = file("mots.yaml");
        yaml::only_keys(root, {"garde", "frequents"}, complaints_);
        const auto each = [&](std::string_view key, StringSet& set) {
            for (const auto& line : yaml::texts(root[key], complaints_))
                for (std::size_t at = 0; at < line.size();) {
                    const auto blank = std::min(line.find(' ', at), line.size());
                    if (blank > at) set.emplace(line.substr(at, blank - at));
                    at = blank + 1;
                }
        };
        each("garde", lexicon_.guard);
        each("frequents", lexicon_.frequent);
        for (const auto& known : lexicon_.frequent) lexicon_.guard.insert(known);
    }
    void places() {
        const auto root = file("lieux.yaml");
        yaml::only_keys(root, {"noms", "quartiers", "hors_normandie"}, complaints_);
        for (const auto& [name, code] : root["quartiers"].entries())
            if (const auto text = yaml::text(code, complaints_)) lexicon_.quarters[name] = *text == "plusieurs" ? std::string() : *text;
        for (const auto& [name, code] : root["noms"].entries())
            if (const auto text = yaml::text(code, complaints_)) lexicon_.place_names[name] = *text;
        for (auto& town : yaml::texts(root["hors_normandie"], complaints_))
            lexicon_.towns_outside.insert(std::move(town));
    }
    /// A weak word counts beside a word of trades, or as the answer to the question about them.
    void sectors() {
        const auto root = file("secteurs.yaml");
        for (const auto& [sector, words] : root.entries()) {
            yaml::only_keys(words, {"sur", "faible"}, complaints_);
            FactRule rule;
            rule.fact = "secteur";
            rule.value = sector;
            rule.id = "secteur." + sector;
            lexicon_.facts.push_back(rule);
            const auto sure = lexicon_.facts.size() - 1;
            rule.if_asked = "secteur";
            lexicon_.facts.push_back(rule);
            patterns(words["sur"], Payload::Kind::fact, sure);
            std::string joined;
            if (words["faible"])
                for (const auto& word : yaml::texts(words["faible"], complaints_))
                    joined += (joined.empty() ? "(" : "|") + word;
            if (joined.empty()) continue;
            rule.if_asked.clear();
            rule.weak = true;
            lexicon_.facts.push_back(rule);
            pattern("@vers_metier " + joined + ")", Payload::Kind::fact, sure + 2, words);
            pattern(joined + ")", Payload::Kind::fact, sure + 1, words);
        }
    }
    void slots() {
        const auto root = file("messages.yaml");
        for (const auto& entry : root["slots"].items()) {
            yaml::only_keys(entry, {"slot", "valeur", "motifs"}, complaints_);
            lexicon_.slots.push_back({word(entry, "slot"), word(entry, "valeur")});
            patterns(entry["motifs"], Payload::Kind::slot, lexicon_.slots.size() - 1);
        }
        const auto signs = file("danger_indices.yaml");
        for (const auto& [sign, forms] : signs.entries()) {
            lexicon_.slots.push_back({"indice", sign});
            patterns(forms, Payload::Kind::slot, lexicon_.slots.size() - 1);
        }
    }
    void facts(std::string_view name) {
        const auto root = file(name);
        for (const auto& entry : root["faits"].items()) {
            yaml::only_keys(
                entry, {"fait", "valeur", "regle", "negation", "si_demande", "deduit", "motifs"}, complaints_
            );
            FactRule rule;
            rule.fact = word(entry, "fait");
            rule.value = word(entry, "valeur");
            rule.id = word(entry, "regle", rule.fact + "." + rule.value);
            const auto negation = word(entry, "negation", rule.value == "oui" ? "inverse" : "nie");
            if (negation == "inverse")
                rule.negation = FactRule::Negation::invert;
            else if (negation == "toujours")
                rule.negation = FactRule::Negation::always;
            else if (negation == "ignore")
                rule.negation = FactRule::Negation::ignore;
            else if (negation != "nie")
                complain(
                    entry["negation"], "unknown kind of negation", "Write inverse, nie, ignore or toujours."
                );
            rule.if_asked = word(entry, "si_demande");
            rule.deduced = flag(entry, "deduit", false);
            lexicon_.facts.push_back(std::move(rule));
            patterns(entry["motifs"], Payload::Kind::fact, lexicon_.facts.size() - 1);
        }
    }
    void measures() {
        const auto root = file("mesures.yaml");
        for (const auto& [id, forms] : root.entries()) {
            lexicon_.measures.push_back({id});
            patterns(forms, Payload::Kind::measure, lexicon_.measures.size() - 1);
        }
    }
    void intents() {
        const auto root = file("intentions.yaml");
        for (const auto& entry : root["intentions"].items()) {
            yaml::only_keys(entry, {"intention", "poids", "entier", "donnees", "motifs"}, complaints_);
            IntentRule rule;
            const auto wanted = word(entry, "intention");
            bool known = false;
            for (int i = 0; i <= static_cast<int>(Intent::crise); ++i)
                if (name(static_cast<Intent>(i)) == wanted) {
                    rule.intent = static_cast<Intent>(i);
                    known = true;
                }
            if (!known) complain(entry, "unknown intent " + wanted, "See SCHEMA §3.");
            if (entry["poids"])
                rule.weight =
                    static_cast<double>(yaml::hundredths(entry["poids"], complaints_).value_or(100)) / 100.0;
            rule.whole = flag(entry, "entier", false);
            const auto data = word(entry, "donnees");
            if (data == "informer")
                rule.data = DataRequest::inform;
            else if (data == "montrer")
                rule.data = DataRequest::show;
            else if (data == "effacer")
                rule.data = DataRequest::erase;
            else if (!data.empty())
                complain(entry, "unknown data request", "Write informer, montrer or effacer.");
            lexicon_.intents.push_back(rule);
            patterns(entry["motifs"], Payload::Kind::intent, lexicon_.intents.size() - 1);
        }
    }
    void danger() {
        const auto root = file("danger.yaml");
        yaml::only_keys(root, {"motifs", "idiomes", "imminence", "passe", "retrait", "calme"}, complaints_);
        for (const auto& entry : root["motifs"].items()) {
            yaml::only_keys(
                entry,
                {"type", "niveau", "tiers", "passe_attenue", "negation_attenue", "motif", "oui", "non"},
                complaints_
            );
            DangerRule rule;
            rule.type = word(entry, "type");
            bool known = false;
            for (std::size_t k = 0; k < danger_types; ++k) known = known || danger_type(k) == rule.type;
            if (!known) complain(entry, "unknown type of danger " + rule.type, "See SCHEMA §6.");
            const auto level = yaml::integer(entry["niveau"], complaints_).value_or(0);
            if (level < 1 || level > 3) complain(entry, "level out of bounds", "Write 1, 2 or 3.");
            rule.level = static_cast<DangerLevel>(level);
            rule.third_person = flag(entry, "tiers", false);
            rule.past_counts_less = flag(entry, "passe_attenue", true);
            rule.negation_lowers = flag(entry, "negation_attenue", true);
            lexicon_.dangers.push_back(std::move(rule));
            const auto index = lexicon_.dangers.size() - 1;
            patterns(entry["motif"], Payload::Kind::danger, index);
            if (!entry["oui"] || !entry["non"])
                complain(entry, "a danger pattern needs witnesses", "Add sentences under oui and under non.");
            witnesses(entry["oui"], index, lexicon_.must_alarm);
            witnesses(entry["non"], index, lexicon_.must_not_alarm);
        }
        witnesses(root["calme"], 0, lexicon_.must_be_calm);
        mark(root["idiomes"], Mark::idiom);
        mark(root["imminence"], Mark::imminent);
        mark(root["passe"], Mark::past);
        mark(root["retrait"], Mark::withdrawn);
    }
    void witnesses(const yaml::Node& list, std::size_t rule, std::vector<Witness>& to) {
        if (!list) return;
        for (auto& text : yaml::texts(list, complaints_))
            to.push_back({std::move(text), static_cast<std::uint32_t>(rule), list.place()});
    }
    void mark(const yaml::Node& list, Mark mark, std::string value = {}) {
        lexicon_.marks.push_back({mark, std::move(value)});
        patterns(list, Payload::Kind::mark, lexicon_.marks.size() - 1);
    }
    void marks() {
        const auto root = file("marques.yaml");
        static constexpr std::array<std::pair<std::string_view, Mark>, 11> names{{
            {"politesse", Mark::politeness},
            {"correction", Mark::correction},
            {"hypothese", Mark::hypothesis},
            {"question", Mark::question},
            {"oui", Mark::yes},
            {"non", Mark::no},
            {"passe", Mark::skip},
            {"ailleurs", Mark::outside},
            {"vous", Mark::formal},
            {"rire", Mark::laughter},
            {"faux_faits", Mark::no_fact},
        }};
        yaml::only_keys(
            root,
            {"politesse",
             "correction",
             "hypothese",
             "question",
             "oui",
             "non",
             "passe",
             "ailleurs",
             "vous",
             "rire",
             "faux_faits",
             "personnes",
             "langues"},
            complaints_
        );
        for (const auto& [key, kind] : names) mark(root[key], kind);
        for (const auto& [person, forms] : root["personnes"].entries()) mark(forms, Mark::person, person);
        for (const auto& [language, forms] : root["langues"].entries()) mark(forms, Mark::language, language);
    }

    Lexicon& lexicon_;
    std::filesystem::path folder_;
    yaml::Complaints& complaints_;
};

}  // namespace

bool Lexicon::load(const std::filesystem::path& folder, yaml::Complaints& complaints) {
    Loader(*this, folder, complaints).run();
    if (!complaints.empty()) return false;
    patterns.ready(guard);
    for (const auto& [word, symbol] : patterns.vocabulary()) speller.know(word);
    for (const auto& word : guard) speller.know(word);
    return true;
}

Found look(const Lexicon& lexicon, const Analysis& a) {
    Found found;
    for (const auto& match : lexicon.patterns.matches(a.words)) {
        const auto& payload = lexicon.payloads[match.payload];
        // A fact is what its words say; a mark, a danger or a whole answer may mean to cover what follows.
        const Found::Hit hit{payload.rule, match.first, payload.kind == Payload::Kind::fact ? match.last : match.reach, payload.negative};
        switch (payload.kind) {
            case Payload::Kind::fact:
                found.facts.push_back(hit);
                break;
            case Payload::Kind::measure:
                found.measures.push_back(hit);
                break;
            case Payload::Kind::intent:
                found.intents.push_back(hit);
                break;
            case Payload::Kind::danger:
                found.dangers.push_back(hit);
                break;
            case Payload::Kind::mark:
                found.marks.push_back(hit);
                break;
            case Payload::Kind::slot:
                found.slots.push_back(hit);
                break;
        }
    }
    return found;
}

}  // namespace bot::reading
