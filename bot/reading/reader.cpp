#include "bot/reading/reading.hpp"

#include "bot/reading/intent.hpp"
#include "bot/reading/scene.hpp"
#include "bot/reading/slots.hpp"
#include "bot/reading/verdicts.hpp"

#include <algorithm>
#include <map>

namespace bot::reading {

struct Reader::Tables {
    Rules rules;
    Verdicts verdicts;
};

Reader::Reader() : tables_(std::make_unique<Tables>()) {}
Reader::~Reader() = default;

std::shared_ptr<const Reader> Reader::load(
    const std::filesystem::path& folder,
    std::shared_ptr<const rules::places::Gazetteer> gazetteer,
    std::string& error
) {
    const std::shared_ptr<Reader> made(new Reader);
    if (!made->tables_->rules.load(folder, std::move(gazetteer), error)) return nullptr;
    const auto models = built_in_models();
    made->tables_->verdicts = {LinearModel(models.intent), LinearModel(models.danger), LinearModel(models.danger_type)};
    // The first messages of a process cost three times as much (pages, caches, the allocator): paid here, not by a young person.
    constexpr std::size_t warming = 40;
    const auto& witnesses = made->tables_->rules.lexicon().must_be_calm;
    for (std::size_t i = 0; i < std::min(warming, witnesses.size()); ++i) (void)made->read(witnesses[i].text, Context{});
    return made;
}

std::string model_hash() {
    return hash_text(built_in_models());
}

Reading Reader::read(std::string_view text, const Context& context) const {
    const auto& [rules, verdicts] = *tables_;
    auto scene = rules.look_at(text, context);
    auto& reading = scene.reading;
    if (judge_danger(rules, verdicts, scene, context)) scene.closed = true;
    judge_intent(rules, verdicts, scene, context);
    finish_intent(reading, scene.analysis);
    read_slots(rules.lexicon(), scene.analysis, scene.found, scene.places, context, reading);
    return std::move(reading);
}

}  // namespace bot::reading
