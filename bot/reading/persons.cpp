#include "bot/reading/facts.hpp"
#include "bot/reading/match_context.hpp"
#include "bot/reading/number.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace bot::reading {
namespace {

/// "pour mon frère": what is asked for is for him, though "je cherche" stands before.
bool asks_for_somebody(std::string_view verb) {
    return among(
        verb,
        {"cherche", "voudrais", "veux",  "souhaite", "aimerais", "peux",   "demande", "ecris",
         "contacte", "viens",    "sais",  "savoir",   "me",       "pense",  "crois",   "recherche",
         "souhaiterais", "accompagne", "suis_conseiller", "voulais", "appelle"}
    );
}

/// "mon neveu, que j’héberge à Falaise": still of him.
bool tells_what_one_does_for_them(std::string_view before, std::string_view verb) {
    return before == "que" && among(verb, {"heberge", "loge", "accompagne", "suis", "aide", "garde", "eleve", "connais", "accueille"});
}

/// "elle a", "il habite": a pronoun that speaks of a person ("il y a", "il faut" do not).
bool speaks_of_somebody(std::string_view verb, std::string_view next) {
    if (verb == "est") return !among(next, {"possible", "tard", "temps", "vrai", "prevu", "ou", "ouvert", "ouverte", "quand", "question", "obligatoire", "deja", "bientot"});
    if (verb == "a") return next != "fallu" && next != "ete";
    return among(
        verb,
        {"habite", "vit",   "veut",  "cherche", "touche", "fait",  "travaille", "bosse", "voudrait", "aimerait", "arrete", "dort",  "loge", "reste",  "sort", "sait", "avait",
         "etait",  "prepare", "recoit", "percoit", "passe", "souhaite", "aura", "vient", "ont", "sont", "font", "veulent", "cherchent", "habitent", "vivent", "aime"}
    );
}

/// Of somebody near who is not asked about: what is said of them is about nobody here.
constexpr std::string_view bystander = "-";

struct Persons {
    std::vector<std::string> of_word;  ///< empty: the default person
    std::vector<std::string> named;    ///< in the order of the text
    std::string subject;               ///< "c’est pour mon frère": whom the writer says it is all about
    std::optional<std::uint32_t> as_parent;  ///< where the writer says that they are somebody’s parent, to speak of that child
    bool me = false;                   ///< the writer names themselves with weight: "et moi", "pour moi"
};

Persons read_persons(const Lexicon& lexicon, const Analysis& a, const Found& found, const Context& context) {
    Persons persons;
    persons.of_word.resize(a.words.size());
    std::map<std::uint32_t, std::string> begins;
    bool for_them = false;
    int children = 0;
    struct Aside {
        std::uint32_t first, last;
        std::string who;
    };
    std::vector<Aside> aside;
    std::vector<std::string> nouns;
    const auto word = [&](std::int64_t w) {
        return w >= 0 && w < static_cast<std::int64_t>(a.words.size())
                   ? std::string_view(a.words[static_cast<std::size_t>(w)].text)
                   : std::string_view{};
    };
    const auto clients_kind = [&](const Found::Hit& hit) {
        return context.partner && lexicon.marks[hit.rule].value == "autre" && among(word(hit.last), {"eleve", "stagiaire", "apprenti", "filleul", "filleule"});
    };
    for (const auto& hit : found.marks) {
        if (lexicon.marks[hit.rule].mark != Mark::person) continue;
        const auto at = static_cast<std::int64_t>(hit.first);
        const auto before = word(at - 1), before2 = word(at - 2);
        const auto& who = lexicon.marks[hit.rule].value;
        if (begins.contains(hit.first)) continue;
        if (who == "proche_cite") {  // "ma mère est au chômage", "son père (52 ans)"
            if (!among(before, {"chez", "avec", "par", "de", "pour", "a"})) begins[hit.first] = bystander;
            continue;
        }
        // For an adviser "un élève", "une stagiaire" is the very person asked for.
        if (clients_kind(hit)) continue;
        const bool asked_about = before == "pour" || (before == "de" && among(before2, {"situation", "cas", "sujet", "propos", "pour", "nom", "compte", "place"}));
        if (!asked_about &&
            (among(before, {"chez", "avec", "par", "de", "a", "du"}) || (before == "et" && before2 == "moi") ||
             before == "ai" || before2 == "ai" || before2 == "avec" || (who == "enfant" && (among(before, {"eleve", "garde", "seul", "seule"}) && among(before == "eleve" || before == "garde" ? before : before2, {"eleve", "garde"}) && among(word(before == "eleve" || before == "garde" ? at - 2 : at - 3), {"je", ""}))) || before == "suis" || before2 == "chez"))
            {
            // "avec ma copine enceinte", "avec ma sœur de 12 ans": what stands at the name itself is theirs.
            const auto next = hit.last + 1;
            const bool aged = word(next) == "de" && next + 1 < a.words.size() && a.words[next + 1].number;
            if (who != "enfant" && next < a.words.size() && !a.words[next].clause && (word(next) == "enceinte" || aged)) aside.push_back({next, aged ? next + 2 : next, who});
            continue;
        }
        // "avec ma mère et mon petit frère": the second of a list is no subject either
        if (!asked_about && before == "et") {
            bool company = false;
            for (std::int64_t back = 2; back <= 6 && at - back >= 0; ++back) company = company || among(word(at - back), {"avec", "chez"});
            if (company && !a.words[hit.last].clause && !among(word(hit.last + 1LL), {"est", "cherche", "veut", "fait", "lui", "elle", "il"}) && !(word(hit.last + 1LL) == "a" && hit.last + 2 < a.words.size() && a.words[hit.last + 2].number)) continue;
        }
        bool subject_here = false;
        // "c’est pour mon frère : …", "pour ma fille : …": the message is about them.
        if (before == "pour" && persons.subject.empty() && (at == 1 || a.words[hit.first - 1].clause || among(before2, {"est", "ecris", "contacte", "appelle", "viens"}))) {
            persons.subject = who;
            subject_here = true;
        }
        for_them = for_them || asked_about;
        std::string name = who;
        // "sa sœur a 20 ans", when a child of the writer is spoken of: the other child
        const auto relation = word(hit.last), relation2 = word(at + 1);
        if (who == "autre" && among(word(at), {"son", "sa"}) && (among(relation, {"frere", "soeur"}) || among(relation2, {"frere", "soeur"})) &&
            (context.focus == "enfant" || std::find(persons.named.begin(), persons.named.end(), "enfant") != persons.named.end()))
            name = "enfant_2";
        if (who == "enfant") {
            const auto closes = word(hit.last);  // "l’aîné a", "le second est"
            const bool verb = among(closes, {"a", "de", "est", "va", "fait", "cherche", "veut", "lui", "elle"}) || a.words[hit.last].number;
            const std::string noun(verb ? word(at + 1) : closes);
            const bool again = std::find(nouns.begin(), nouns.end(), noun) != nouns.end() && !(word(hit.last + 1LL) == "de" && word(hit.last + 2LL) != "l") && word(at + 1) != "autre";
            if (!again) {
                ++children;
                nouns.push_back(noun);
            }
            // "et ma fille de 14 ans ?" after the son was spoken of
            const bool another = children == 1 && !again && context.focus == "enfant" && (before == "et" || word(at + 1) == "autre") && std::find(context.known.begin(), context.known.end(), "age") != context.known.end();
            if ((children > 1 && !again) || another) name = "enfant_2";
            if (again && children > 1 && noun != nouns.front()) name = "enfant_2";
        }
        if (subject_here) persons.subject = name;
        begins[hit.first] = name;
        if (std::find(persons.named.begin(), persons.named.end(), name) == persons.named.end())
            persons.named.push_back(name);
    }
    // "maman d’un garçon de 16 ans qui …": a parent who writes for the child, unless it is a small one.
    for (std::int64_t w = 0; w + 4 < static_cast<std::int64_t>(a.words.size()) && persons.named.empty() && !context.partner; ++w) {
        if (!is_parent(word(w)) || word(w + 1) != "de" || !among(word(w + 2), {"un", "une"})) continue;
        auto noun = w + 3;
        if (among(word(noun), {"grand", "grande", "jeune"})) ++noun;
        if (!among(word(noun), {"garcon", "fils", "fille", "ado", "adolescent", "adolescente", "jeune", "enfant", "lyceen", "lyceenne"})) continue;
        const auto age = word(noun + 1) == "de" && noun + 2 < static_cast<std::int64_t>(a.words.size()) ? value_of(a.words[static_cast<std::size_t>(noun + 2)]) : std::nullopt;
        if (age.value_or(word(noun + 1) == "qui" ? grown_up_child : 0) < grown_up_child) continue;
        begins[static_cast<std::uint32_t>(noun)] = "enfant";
        persons.named.emplace_back("enfant");
        persons.subject = "enfant";
        persons.as_parent = static_cast<std::uint32_t>(w);
    }
    for (std::size_t w = 0; w + 1 < a.words.size(); ++w)
        if (word(static_cast<std::int64_t>(w)) == "pour" && among(word(static_cast<std::int64_t>(w) + 1), {"lui", "elle", "eux"}))
            for_them = for_them || !begins.empty();
    const auto belongs_to_another_word = [&](std::int64_t w) {
        if (word(w - 1) == "et" && (among(word(w - 4), {"avec", "chez"}) || among(word(w - 3), {"avec", "chez"})) && among(word(w - 2), {"pere", "mere", "frere", "soeur", "parents", "papa", "maman", "mari", "femme"})) return true;  // "avec son père et moi"
        return among(word(w - 1), {"chez", "aidez", "aide", "dites", "dis", "avec", "de", "expliquez", "explique", "comme", "que", "a", "donnez", "donne"});
    };
    const auto last = static_cast<std::int64_t>(a.words.size()) - 1;
    for (std::int64_t w = 0; w <= last; ++w) {
        if (word(w) != "moi") continue;
        const bool only_kin = word(w + 1) == "je" && word(w + 2) == "suis" && among(word(w + 3), {"sa", "son", "la", "le", "leur"}) && among(word(w + 4), {"mere", "pere", "maman", "papa", "soeur", "frere", "tante", "oncle", "grand", "belle", "beau", "conseiller", "conseillere", "educateur", "educatrice", "tuteur", "tutrice", "referent", "referente"});
        if (only_kin) continue;
        const bool opens_clause = among(word(w - 1), {"et", "pour", "maintenant", "enfin", "mais", "non"}) || among(word(w + 1), {"je", "aussi"});
        // "nan 16 ans moi"
        if (opens_clause || last < 2 || (w == last && !belongs_to_another_word(w))) persons.me = true;
    }
    std::string now, last_named;
    bool speaks_of_oneself = false;
    for (std::size_t w = 0; w + 1 < a.words.size(); ++w)
        speaks_of_oneself = speaks_of_oneself || (a.words[w].text == "je" && among(a.words[w + 1].text, {"ai", "suis", "travaille", "bosse", "fais", "touche"}));
    if (for_them)
        for (const auto& [at, who] : begins)
            if (now.empty() && who != bystander) now = who;
    // "ma sœur et moi … : elle a 16 ans": persons that a pronoun may take up again though they began no clause.
    std::map<std::uint32_t, std::string> mentioned;
    for (const auto& hit : found.marks)
        if (lexicon.marks[hit.rule].mark == Mark::person && lexicon.marks[hit.rule].value != "proche_cite" && !clients_kind(hit)) mentioned.emplace(hit.first, lexicon.marks[hit.rule].value);
    for (std::uint32_t w = 0; w < a.words.size(); ++w) {
        const auto next = word(static_cast<std::int64_t>(w) + 1);
        const auto here = word(w);
        if (const auto begin = begins.find(w); begin != begins.end() && begin->second != bystander)
            last_named = begin->second;
        else if (const auto mention = mentioned.find(w); mention != mentioned.end() && !begins.contains(w) && last_named.empty() &&
                                                         !among(word(static_cast<std::int64_t>(w) - 1), {"chez", "par"}))
            last_named = mention->second;
        if (const auto begin = begins.find(w); begin != begins.end())
            now = begin->second;
        else if (now.empty() && !last_named.empty() && among(here, {"elle", "il", "lui"}) && speaks_of_somebody(here == "lui" && among(next, {"il", "elle"}) ? word(static_cast<std::int64_t>(w) + 2) : next, word(static_cast<std::int64_t>(w) + 2))) {
            now = last_named;
            if (std::find(persons.named.begin(), persons.named.end(), now) == persons.named.end()) persons.named.push_back(now);
        } else if (now == "enfant_2" && among(here, {"ils", "elles", "nous", "tous", "toutes"}))
            now = "enfant";
        else if (now == bystander && among(here, {"nous", "on"}))
            now = last_named;
        else if (among(now, {"conjoint", "ami"}) && among(here, {"nous", "on"}) && !for_them && speaks_of_oneself)  // "ma copine est enceinte, on vit …, j’ai 20 ans"
            now.clear();
        else if (word(w) == "je" && !(for_them && asks_for_somebody(next)) && !tells_what_one_does_for_them(word(static_cast<std::int64_t>(w) - 1), next))
            now.clear();
        else if (word(w) == "moi" && !belongs_to_another_word(static_cast<std::int64_t>(w)))
            now.clear();
        persons.of_word[w] = now;
        // "Depuis Noël mon fils ne fait plus rien": the words before the name, in its clause, are of the same person.
        if (begins.contains(w) && now != bystander && w > 0 && !a.words[w].clause) {
            std::uint32_t from = w;
            while (from > 0 && !a.words[from].clause) --from;
            if (word(from) == "depuis" && (from == 0 || a.words[from].sentence))
                for (auto k = from; k < w; ++k) persons.of_word[k] = now;
        }
    }
    for (const auto& told : aside) {
        for (auto w = told.first; w <= told.last && w < a.words.size(); ++w) persons.of_word[w] = told.who;
        if (std::find(persons.named.begin(), persons.named.end(), told.who) == persons.named.end()) persons.named.push_back(told.who);
    }
    return persons;
}

/// One value a fact: the highest rank, then the last said; lists keep all of the highest rank; denied values
/// stay beside.
std::vector<Fact> chosen(std::vector<RawFact> raw) {
    std::vector<Fact> out;
    std::stable_sort(raw.begin(), raw.end(), [](const RawFact& x, const RawFact& y) {
        return x.fact.evidence.begin < y.fact.evidence.begin;
    });
    // Registered and nothing else said: looking for work.
    const auto says = [&](std::string_view name) {
        return std::find_if(raw.begin(), raw.end(), [&](const RawFact& f) {
            return f.fact.name == name && !f.fact.denied;
        });
    };
    if (const auto registered = says("inscrit_ft");
        registered != raw.end() && registered->fact.value == "oui" && says("statut") == raw.end()) {
        RawFact derived = *registered;
        derived.fact.name = "statut";
        derived.fact.value = "demandeur_emploi";
        derived.fact.rule = "statut.registered";
        derived.fact.certainty = Certainty::deduced;
        raw.insert(registered + 1, derived);
    }
    // "redoublé mon CAP et pas eu": the CAP is not had. "Job pour l’été" is no lasting job.
    const auto over = [](const RawFact& x, const RawFact& y) {
        return x.fact.evidence.begin < y.fact.evidence.end && y.fact.evidence.begin < x.fact.evidence.end;
    };
    // "rien depuis que j’ai quitté la fac": what was left is not what one does.
    const bool left = std::any_of(raw.begin(), raw.end(), [](const RawFact& f) { return f.fact.name == "decrochage" && f.fact.value == "oui" && !f.fact.denied; });
    if (left)
        std::erase_if(raw, [&](const RawFact& f) {
            return f.fact.name == "statut" && f.fact.certainty == Certainty::context && among(f.fact.value, {"etudiant", "lyceen", "collegien"});
        });
    // "j’ai arrêté en seconde": the class that was left.
    const auto left_then = raw;
    std::erase_if(raw, [&](const RawFact& f) {
        if (f.fact.name != "statut" || !among(f.fact.value, {"etudiant", "lyceen", "collegien"})) return false;
        return std::any_of(left_then.begin(), left_then.end(), [&](const RawFact& gone) {
            const bool leaves = (gone.fact.name == "decrochage" && gone.fact.value == "oui") || gone.fact.rule == "statut.left_school";
            return leaves && !gone.fact.denied && ((gone.first <= f.first && f.first <= gone.last + 1) || (f.first <= gone.last && gone.first <= f.last) || (f.first > gone.last && f.first <= gone.last + 3 && f.last - f.first <= 1 && f.fact.value != "etudiant"));
        });
    });
    // "j’ai arrêté la fac, je veux reprendre": studies, if it was studies that were left
    if (!left) std::erase_if(raw, [](const RawFact& f) { return f.fact.rule == "souhait.resume"; });
    // … and who goes back to them is not without occupation for good
    if (std::any_of(raw.begin(), raw.end(), [](const RawFact& f) { return f.fact.value == "reprise_etudes" && !f.fact.denied; }))
        std::erase_if(raw, [](const RawFact& f) { return f.fact.rule == "statut.left_school"; });
    // "ma mission d’intérim s’est finie vendredi"
    const bool over_now = std::any_of(raw.begin(), raw.end(), [](const RawFact& f) { return f.fact.rule == "statut.over" && !f.fact.denied; });
    if (over_now)
        std::erase_if(raw, [](const RawFact& f) { return f.fact.name == "statut" && among(f.fact.value, {"interim", "salarie", "independant"}); });
    const bool busy = std::any_of(raw.begin(), raw.end(), [](const RawFact& f) {
        return f.fact.name == "statut" && !f.fact.denied && !among(f.fact.value, {"neet", "demandeur_emploi"});
    });
    const bool idle = std::any_of(raw.begin(), raw.end(), [](const RawFact& f) { return f.fact.name == "statut" && !f.fact.denied && f.fact.value == "neet"; });
    if (busy || !idle) std::erase_if(raw, [](const RawFact& f) { return f.fact.rule == "duration.left_school"; });
    // "suivi AIJ terminé": over, not under way
    const auto measures_told = raw;
    std::erase_if(raw, [&](const RawFact& f) {
        return f.fact.name == "mesure_en_cours" && std::any_of(measures_told.begin(), measures_told.end(), [&](const RawFact& past) {
                   return past.fact.name == "mesure_passee" && past.fact.value == f.fact.value && over(past, f);
               });
    });
    // "je fais de l’intérim depuis un an" tells how long somebody has worked
    if (busy && says("inscrit_ft") == raw.end()) std::erase_if(raw, [](const RawFact& f) { return f.fact.rule == "duration.work"; });
    const auto all = raw;
    std::erase_if(raw, [&](const RawFact& f) {
        if (f.fact.denied) return false;
        return std::any_of(all.begin(), all.end(), [&](const RawFact& other) {
            // "bosser et me former en même temps", "un BTS en alternance" are one wish
            if (f.fact.name == "souhait" && among(f.fact.value, {"emploi", "formation"}) && other.fact.rule == "souhait.both" && over(f, other) && !other.fact.denied) return true;
            if (f.fact.name == "niveau_diplome")
                return other.fact.rule == "diploma.failed" && other.fact.value == f.fact.value && over(f, other);
            if (f.fact.name == "souhait" && f.fact.value == "emploi")
                return other.fact.name == "souhait" && among(other.fact.value, {"job_ete", "stage"}) && over(f, other) && !other.fact.denied;

            return false;
        });
    });
    std::map<std::string, const RawFact*> best;
    std::map<std::string, int> rank;
    for (const auto& f : raw) {
        if (f.fact.denied) continue;
        auto& kept = best[f.fact.name];
        if (kept == nullptr || f.rank >= kept->rank) kept = &f;
        auto& highest = rank.try_emplace(f.fact.name, f.rank).first->second;
        highest = std::max(highest, f.rank);
    }
    for (const auto& f : raw) {
        const bool list = is_list(f.fact.name);
        const bool wanted = f.fact.denied ? list || best.find(f.fact.name) == best.end() ||
                                                best[f.fact.name]->fact.value != f.fact.value
                            : list        ? f.rank == rank[f.fact.name] || (f.fact.name == "secteur" && f.rank > 0 && rank[f.fact.name] < 2)
                                          : best[f.fact.name] == &f;
        const bool there = std::any_of(out.begin(), out.end(), [&](const Fact& k) {
            return k.name == f.fact.name && k.value == f.fact.value && k.denied == f.fact.denied;
        });
        // In a list the same value said and denied: the later one counts.
        if (wanted && !there) out.push_back(f.fact);
    }
    for (const auto& no : std::vector<Fact>(out))
        if (no.denied && is_list(no.name))
            std::erase_if(out, [&](const Fact& yes) {
                return !yes.denied && yes.name == no.name && yes.value == no.value &&
                       yes.evidence.begin <= no.evidence.end;
            });
    return out;
}

}  // namespace

void settle(
    const Lexicon& lexicon,
    const Analysis& a,
    const Found& found,
    const Context& context,
    std::vector<RawFact> raw,
    Reading& reading
) {
    const auto persons = read_persons(lexicon, a, found, context);
    const auto whose = [&](const RawFact& f) {
        if (f.fact.name == "logement" && f.fact.value == "heberge")  // "mon pote m’héberge": of the writer
            for (auto w = f.first; w + 1 <= f.last; ++w)
                if (a.words[w].text == "me" && !among(a.words[w + 1].text, {"semble"})) return std::string();
        return f.first < persons.of_word.size() ? persons.of_word[f.first] : std::string();
    };
    std::erase_if(raw, [&](const RawFact& f) { return whose(f) == bystander; });
    // "et ma fille de 14 ans ?" asks about her; it does not say how many children there are.
    std::erase_if(raw, [&](const RawFact& f) {
        return f.fact.name == "enfants" && f.fact.value == "1" && std::any_of(found.marks.begin(), found.marks.end(), [&](const Found::Hit& mark) {
                   const auto& m = lexicon.marks[mark.rule];
                   return m.mark == Mark::person && m.value == "enfant" && mark.first <= f.last && f.first <= mark.last &&
                          std::any_of(persons.named.begin(), persons.named.end(), [](const std::string& n) { return n.starts_with("enfant"); });
               });
    });
    if (persons.as_parent) std::erase_if(raw, [&](const RawFact& f) { return f.fact.name == "enfants" && f.first <= *persons.as_parent + 2 && f.last >= *persons.as_parent; });
    const bool mine = std::any_of(raw.begin(), raw.end(), [&](const RawFact& f) { return whose(f).empty(); });
    const bool theirs = !persons.subject.empty() && std::any_of(raw.begin(), raw.end(), [&](const RawFact& f) { return whose(f) == persons.subject; });
    // A parent who tells of a child first and at length, and only in passing of themselves.
    const auto count_of = [&](std::string_view person) { return std::count_if(raw.begin(), raw.end(), [&](const RawFact& f) { return whose(f) == person; }); };
    const bool of_child = !theirs && mine && !context.partner && !persons.me && !persons.named.empty() && persons.named.front() == "enfant" && count_of("enfant") >= 3 && count_of("") <= 2 &&
                          !raw.empty() && std::all_of(raw.begin(), raw.end(), [&](const RawFact& f) { return !whose(f).empty() || !among(f.fact.name, {"age", "date_naissance", "souhait"}); });
    if (theirs)
        reading.about = persons.subject;
    else if (of_child)
        reading.about = "enfant";
    else if (!mine && !persons.named.empty())
        reading.about = persons.named.front();
    if (reading.about.empty() && persons.me && !context.focus.empty() && context.focus != "moi" && context.focus != "usager")
        reading.about = "moi";
    std::map<std::string, std::vector<RawFact>> by_person;
    for (auto& f : raw) {
        auto person = whose(f);
        if (person.empty() && reading.about == "moi") person = "moi";
        by_person[person].push_back(std::move(f));
    }
    // "on vit chez ses parents": the parents of somebody else
    for (auto& f : by_person[""])
        if (f.fact.name == "logement" && f.fact.value == "parents" && !context.partner)
            for (auto w = f.first; w <= f.last; ++w)
                if (among(a.words[w].text, {"sa", "ses", "son"}) && context.focus.empty() && reading.about.empty()) f.fact.value = "heberge";
    // A niece, a friend who lives "chez nous" is put up; a child lives with the parents.
    for (auto& [person, told] : by_person)
        if (among(person, {"autre", "ami"}))
            for (auto& f : told)
                if (f.fact.name == "logement" && f.fact.value == "parents" && f.last < a.words.size() && a.words[f.last].text == "nous") f.fact.value = "heberge";
    // "On habite Yvetot", said of two children: both live there.
    const auto of_us = [&](const RawFact& f) {
        return among(f.fact.name, {"commune", "code_postal", "departement"}) && !f.fact.denied && said_before_in(a, f.first, 4, {"on", "nous"});
    };
    if (by_person.contains("enfant") && by_person.contains("enfant_2"))
        for (const auto& [here, there] : {std::pair{"enfant_2", "enfant"}, std::pair{"enfant", "enfant_2"}, std::pair{"", "enfant"}, std::pair{"", "enfant_2"}}) {
            const auto told = by_person[here];
            for (const auto& f : told)
                if (of_us(f) && std::none_of(by_person[there].begin(), by_person[there].end(), [&](const RawFact& k) { return k.fact.name == f.fact.name; })) by_person[there].push_back(f);
        }
    // "j’ai deux fils : l’aîné …": the message is about them.
    if (reading.about.empty() && std::find(persons.named.begin(), persons.named.end(), "enfant") != persons.named.end() && !by_person["enfant"].empty() &&
        std::all_of(by_person[""].begin(), by_person[""].end(), [](const RawFact& f) { return f.fact.name == "enfants"; })) {
        by_person[""].clear();
        reading.about = "enfant";
    }
    reading.facts = chosen(std::move(by_person[reading.about]));
    if (of_child) std::erase_if(by_person[""], [](const RawFact& f) { return f.fact.name == "enfants"; });
    if ((theirs || of_child) && !by_person[""].empty() && !context.partner) reading.others.push_back({"moi", chosen(std::move(by_person[""]))});
    for (const auto& name : persons.named)
        if (name != reading.about && !by_person[name].empty())
            reading.others.push_back({name, chosen(std::move(by_person[name]))});
}

}  // namespace bot::reading
