#include "bot/service/story/chapters.hpp"

#include "bot/wording/french.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ostream>

namespace bot::service {
namespace {

using namespace std::chrono_literals;

struct Planned {
    std::string_view room;
    std::chrono::sys_days first, last;  // of both, all day
    std::string_view title, shows;
};

constexpr std::chrono::sys_days civil(int y, unsigned m, unsigned d) { return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d); }

constexpr std::array<Planned, 10> planned{{
    {"salon-aij", civil(2020, 2, 12), civil(2020, 2, 12), "Un chiffre tapé dans un salon",
     "Chaque mois, quelqu’un tape un chiffre. Phare répète ce qu’il a compris\u00a0: rien ne compte avant OUI, et tout se retire."},
    {"salon-formation", civil(2020, 6, 15), civil(2020, 6, 17), "Une alerte, et quelqu’un qui s’en occupe",
     "L’alerte dit l’écart, où cela mène, et le rythme qu’il faudrait. 👀 suffit pour la prendre en charge."},
    {"salon-aij", civil(2020, 9, 14), civil(2020, 9, 17), "Qui a le droit, et un engagement chiffré",
     "Une personne de passage met 👀\u00a0: Phare le lui refuse. Le responsable s’engage sur 900 par mois."},
    {"salon-aij", civil(2020, 10, 12), civil(2020, 10, 12), "L’engagement n’est pas tenu",
     "Au premier mois connu, Phare compare. 500 au lieu de 900\u00a0: l’alerte est rouverte, et il le dit."},
    {"salon-bureau", civil(2020, 11, 4), civil(2020, 11, 4), "La veille du bureau",
     "L’ordre du jour range par décision à prendre. «\u00a0vu comme le 25/06\u00a0» redonne ce qui était connu ce jour-là. La note et le classeur sont faits ce jour-là."},
    {"salon-aij", civil(2020, 11, 12), civil(2020, 11, 12), "Un fichier refusé, corrigé, compté",
     "Mme Martin envoie un classeur où 2.300 peut se lire de deux façons. Il lui revient annoté (mails/recu-*.eml et les réponses), elle corrige, l’alerte baisse."},
    {"lea-page-web", civil(2020, 11, 18), civil(2020, 11, 18), "Léa, 19 ans, sur la page web",
     "Trois messages, trois pistes, le pourquoi de chacune. Avant d’écrire à la mission locale, Léa voit mot pour mot ce qui partira."},
    {"karim-matrix", civil(2020, 11, 19), civil(2020, 11, 19), "Karim, 24 ans, sur Matrix",
     "Il se sert d’un autre canal\u00a0: ce sont les mêmes règles et les mêmes mots."},
    {"anonyme-page-web", civil(2020, 11, 21), civil(2020, 11, 21), "Quelqu’un en danger, un samedi soir",
     "Les numéros d’abord, plus une question ensuite. Personne n’est prévenu à sa place, et c’est dit."},
    {"salon-aij", civil(2021, 1, 12), civil(2021, 1, 12), "La fin de l’alerte",
     "Les chiffres de décembre ramènent l’objectif dans les temps. Le journal de l’objectif garde l’histoire, sans les noms."},
}};

/// Each line of a text of several, moved to the right.
std::string indented(std::string_view text, std::string_view by) {
    std::string out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (end > 0) (out += by).append(text.substr(0, end)) += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

}  // namespace

std::vector<Chapter> chapters_of(const Timeline& timeline) {
    std::vector<Chapter> chapters;
    for (auto const& each : planned) {
        auto const found = timeline.find(each.room);
        if (found == timeline.end()) continue;
        Chapter chapter{each.title, each.shows, &found->second, {}};
        for (auto const& line : found->second.lines)
            if (line.at >= each.first && line.at < each.last + 24h) chapter.lines.push_back(&line);
        chapters.push_back(std::move(chapter));
    }
    return chapters;
}

void tell_chapters(const Timeline& timeline, const std::function<bool()>& go_on, std::ostream& out) {
    auto const chapters = chapters_of(timeline);
    for (std::size_t i = 0; i < chapters.size(); ++i) {
        auto const& chapter = chapters[i];
        out << fmt::format("\nÉtape {} sur {}\u00a0: {}\n{}\n({})\n\n", i + 1, chapters.size(), chapter.title, chapter.shows, chapter.room->title);
        for (auto const* const line : chapter.lines) {
            auto const at = std::chrono::floor<std::chrono::seconds>(line->at);
            auto const on = std::chrono::floor<std::chrono::days>(wording::paris_time(at));
            out << fmt::format("  {}, {} à {}\n{}", line->who.empty() ? "Phare" : line->who, wording::french_date(on), wording::french_hour(at), indented(line->text, "    "));
            if (!line->chart.empty()) out << "    [courbe\u00a0: graphiques/" << line->chart << "]\n";
        }
        out.flush();
        if (i + 1 < chapters.size() && !go_on()) return;
    }
}

}  // namespace bot::service
