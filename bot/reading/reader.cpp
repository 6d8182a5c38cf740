#include "bot/reading/danger.hpp"
#include "bot/reading/facts.hpp"
#include "bot/reading/intent.hpp"
#include "bot/reading/number.hpp"
#include "bot/reading/place.hpp"
#include "bot/reading/reading.hpp"

#include <algorithm>
#include <optional>

namespace bot::reading {

struct Reader::Tables {
    Lexicon lexicon;
    std::optional<PlaceReader> places;
};

Reader::Reader() : tables_(std::make_unique<Tables>()) {}
Reader::~Reader() = default;

std::shared_ptr<const Reader> Reader::load(
    const std::filesystem::path& folder,
    std::shared_ptr<const rules::places::Gazetteer> gazetteer,
    std::string& error
) {
    const std::shared_ptr<Reader> made(new Reader);
    auto& tables = *made->tables_;
    rules::yaml::Complaints complaints;
    if (tables.lexicon.load(folder, complaints)) check_witnesses(tables.lexicon, complaints);
    if (!complaints.empty()) {
        error.clear();
        for (const auto& complaint : complaints) error += complaint.text() + "\n";
        return nullptr;
    }
    tables.places.emplace(std::move(gazetteer), tables.lexicon);
    return made;
}

Reading Reader::read(std::string_view text, const Context& context) const {
    const auto& lexicon = tables_->lexicon;
    auto analysis = lexicon.speller.write_out(split(text));
    gather_numbers(analysis);
    lexicon.patterns.name(analysis.words);
    const auto found = look(lexicon, analysis);
    for (const auto& hit : found.marks) {
        const auto mark = lexicon.marks[hit.rule].mark;
        if (mark == Mark::politeness || mark == Mark::laughter)
            for (auto w = hit.first; w <= hit.last; ++w) analysis.words[w].light = true;
    }

    Reading reading;
    reading.danger = read_danger(lexicon, analysis, found);

    const auto places = tables_->places->read(analysis, context);
    std::vector<RawFact> facts;
    read_residence(analysis, places, reading, facts);
    read_numbers(analysis, places, context, facts);
    read_patterns(lexicon, analysis, found, context, facts);
    settle(lexicon, analysis, found, std::move(facts), reading);

    for (const auto& hit : found.marks)
        if (lexicon.marks[hit.rule].mark == Mark::outside) reading.outside_normandie = true;
    for (const auto& hit : found.measures) {
        const auto& id = lexicon.measures[hit.rule].id;
        if (std::find(reading.measures.begin(), reading.measures.end(), id) == reading.measures.end())
            reading.measures.push_back(id);
    }
    read_intent(lexicon, analysis, found, places, context, reading);
    return reading;
}

}  // namespace bot::reading
