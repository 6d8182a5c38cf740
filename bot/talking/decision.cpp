#include "bot/talking/decision.hpp"

namespace bot::talking {
namespace {

using reading::Intent;

constexpr double sure = 0.55;
constexpr double likely = 0.30;

/// Whether a wrong guess would be put as "Tu veux : …"; the others answer themselves or say nothing of use.
bool can_be_asked(Intent intent) {
    switch (intent) {
        case Intent::demander_orientation:
        case Intent::verifier_mesure:
        case Intent::info_mesure:
        case Intent::comparer_mesures:
        case Intent::demarches_contact:
        case Intent::expliquer_resultat:
        case Intent::contester_signaler:
        case Intent::recommencer:
        case Intent::parler_humain:
        case Intent::donnees_personnelles:
        case Intent::aide_bot:
        case Intent::corriger_info:
        case Intent::preference_format:
            return true;
        default:
            return false;
    }
}

}  // namespace

Decision decide(const reading::Reading& reading) {
    if (reading.intent == Intent::incomprehensible) return Decision::not_understood;
    const bool shown = !reading.facts.empty() || !reading.measures.empty() || reading.choice || reading.ambiguous ||
                       reading.outside_normandie || reading.hypothetical || !reading.about.empty() ||
                       !reading.place.empty();
    if (shown || reading.confidence >= sure || !can_be_asked(reading.intent)) return Decision::act;
    return reading.confidence >= likely ? Decision::ask : Decision::not_understood;
}

}  // namespace bot::talking
