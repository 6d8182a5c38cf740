// Any bytes are read without a fault, and every receipt is a part of the text that begins and ends between
// characters.

#include "bot/reading/reading.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace bot::reading;

const Reader& the_reader() {
    static const auto loaded = [] {
        std::string error;
        const std::filesystem::path source = PHARE_SOURCE_DIR;
        auto made = Reader::load(
            source / "bot/reading/lexicons",
            rules::places::Gazetteer::load(source / "rules/catalogue/lieux", error),
            error
        );
        if (!made) std::abort();
        return made;
    }();
    return *loaded;
}

bool between_characters(std::string_view text, std::size_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

bool valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80          ? 1
                                   : (lead >> 5U) == 6  ? 2
                                   : (lead >> 4U) == 14 ? 3
                                   : (lead >> 3U) == 30 ? 4
                                                        : 0;
        if (length == 0 || i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
        i += length;
    }
    return true;
}

void check(std::string_view text, bool valid, const Evidence& span) {
    if (span.begin > span.end || span.end > text.size()) std::abort();
    if (valid && (!between_characters(text, span.begin) || !between_characters(text, span.end))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The first two bytes choose who writes, what the bot said and what was asked.
    static constexpr const char* questions[]{
        "", "age", "commune", "statut", "niveau_diplome", "inscrit_ft", "enfants", "duree_sans_emploi_mois"};
    Context context;
    context.today = std::chrono::year{2026} / 3 / 16;
    static constexpr const char* acts[]{
        "", "confirme:age", "propose:mesures", "clarifie:14|76", "alerte:A-31", "propose:indicateur=CEJ,taux,14", "crise", "digest"};
    if (size > 1) {
        context.act = acts[data[0] % 8U];
        context.yes_no_asked = context.act.starts_with("confirme");
        context.partner = (data[0] & 8U) != 0;
        context.office = context.partner && (data[0] & 16U) != 0;
        if ((data[0] & 32U) != 0) context.known = {"age", "commune", "secteur", "rsa"};
        if ((data[0] & 64U) != 0) context.focus = "frere_soeur";
        if ((data[0] & 128U) != 0) context.unclear_place = "saint arnoult";
        ++data;
        --size;
    }
    if (size > 0) {
        context.asked = questions[data[0] % 8U];
        context.choices = (data[0] >> 3U) % 4;
        ++data;
        --size;
    }
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto reading = the_reader().read(text, context);

    const bool valid = valid_utf8(text);
    for (const auto& fact : reading.facts) check(text, valid, fact.evidence);
    for (const auto& other : reading.others)
        for (const auto& fact : other.facts) check(text, valid, fact.evidence);
    for (const auto& slot : reading.slots) check(text, valid, slot.evidence);
    if (reading.ambiguous) check(text, valid, reading.ambiguous->evidence);
    check(text, valid, reading.danger.evidence);
    if (!(reading.confidence >= 0 && reading.confidence <= 1)) std::abort();
    if (!(reading.out_of_scope >= 0 && reading.out_of_scope <= 1.000001)) std::abort();
    if (reading.danger.level >= DangerLevel::danger && (reading.intent != Intent::crise || reading.danger.type.empty())) std::abort();
    return 0;
}
