#include "bot/talking/memory.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bot::talking {
namespace {

using nlohmann::json;

constexpr int form = 1;

json to_json(const Choice& choice) {
    return {{"act", static_cast<int>(choice.act)}, {"field", choice.field}, {"value", choice.value}};
}
Choice choice_of(const json& j) {
    const int act = j.at("act").get<int>();
    if (act < 0 || act > static_cast<int>(Choice::Act::intent)) throw std::out_of_range("act");
    return {
        static_cast<Choice::Act>(act), j.at("field").get<std::string>(), j.at("value").get<std::string>()};
}

json to_json(const Receipt& receipt) {
    return {
        {"value", receipt.value},
        {"rule", receipt.rule},
        {"certainty", static_cast<int>(receipt.certainty)},
        {"event", receipt.event}};
}
Receipt receipt_of(const json& j) {
    const int certainty = j.at("certainty").get<int>();
    if (certainty < 0 || certainty > static_cast<int>(reading::Certainty::context))
        throw std::out_of_range("certainty");
    return {
        j.at("value").get<std::string>(),
        j.at("rule").get<std::string>(),
        static_cast<reading::Certainty>(certainty),
        j.at("event").get<std::string>()};
}

json to_json(const Question& question) {
    json choices = json::array();
    for (const auto& choice : question.choices) choices.push_back(to_json(choice));
    return {{"field", question.field}, {"also", question.also}, {"choices", std::move(choices)}};
}
Question question_of(const json& j) {
    Question question;
    question.field = j.at("field").get<std::string>();
    question.also = j.at("also").get<std::string>();
    for (const auto& choice : j.at("choices")) question.choices.push_back(choice_of(choice));
    return question;
}

/// Every plain member once, for both directions.
template <class Memory, class Visit>
void visit_members(Memory& m, Visit visit) {
    visit("declined", m.declined);
    visit("asked", m.asked);
    visit("asked_together", m.asked_together);
    visit("leads", m.leads);
    visit("about", m.about);
    visit("objectives", m.objectives);
    visit("figures_last", m.figures_last);
    visit("by_partner", m.by_partner);
    visit("wish", m.wish);
    visit("formal", m.formal);
    visit("simple", m.simple);
    visit("greeted", m.greeted);
    visit("told_minor", m.told_minor);
    visit("paused", m.paused);
    visit("outside", m.outside);
    visit("leads_given", m.leads_given);
    visit("basis", m.basis);
    visit("about_other", m.about_other);
    visit("unclear_place", m.unclear_place);
    visit("told_language", m.told_language);
    visit("handed", m.handed);
    visit("handed_to", m.handed_to);
    visit("handed_on", m.handed_on);
    visit("turns", m.turns);
    visit("misunderstood", m.misunderstood);
    visit("encrypted", m.encrypted);
    visit("told_unreadable", m.told_unreadable);
    visit("last_event", m.last_event);
    visit("asker", m.asker);
    visit("before", m.before);
    visit("link_asked", m.link_asked);
    visit("counted", m.counted);
    visit("person", m.person);
    visit("several", m.several);
    visit("field", m.question.field);
    visit("also", m.question.also);
    visit("measure", m.question.measure);
    visit("quoted", m.question.quoted);
    visit("yes_no", m.question.yes_no);
}

}  // namespace

void State::Memory::forget_person() {
    Memory kept;
    kept.formal = formal;
    kept.simple = simple;
    kept.greeted = greeted;
    kept.encrypted = encrypted;
    kept.told_unreadable = told_unreadable;
    kept.handed = handed;
    kept.handed_to = handed_to;
    kept.handed_on = handed_on;
    kept.person = person;
    kept.linked = linked;
    kept.link_asked = link_asked;
    kept.several = several;
    *this = std::move(kept);
}

std::string stored_form(const State::Memory& memory) {
    json out{{"form", form}, {"facts", json::object()}, {"choices", json::array()}};
    for (const auto& [name, receipt] : memory.facts) out["facts"][name] = to_json(receipt);
    for (const auto& choice : memory.question.choices) out["choices"].push_back(to_json(choice));
    if (!memory.linked.empty()) out["linked"] = json::array();
    for (const auto& one : memory.linked) out["linked"].push_back({one.channel, one.conversation, one.person});
    if (!memory.together.empty()) out["together"] = json::array();
    for (const auto& question : memory.together) out["together"].push_back(to_json(question));
    visit_members(memory, [&](const char* name, const auto& member) { out[name] = member; });
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::uint64_t mark_of(std::string_view sender) {
    std::uint64_t mark = 0xcbf29ce484222325U;
    for (const char c : sender) mark = (mark ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return mark == 0 ? 1 : mark;
}

State::State() : memory_(std::make_unique<Memory>()) {}
State::State(const State& other) : memory_(std::make_unique<Memory>(*other.memory_)) {}
State::State(State&& other) noexcept = default;
State& State::operator=(const State& other) {
    if (this != &other) memory_ = std::make_unique<Memory>(*other.memory_);
    return *this;
}
State& State::operator=(State&& other) noexcept = default;
State::~State() = default;

std::optional<State> State::from_stored(std::string_view stored) {
    try {
        const json in = json::parse(stored);
        if (in.at("form") != form) return std::nullopt;
        State state;
        Memory& memory = state.memory();
        for (const auto& [name, receipt] : in.at("facts").items())
            memory.facts.emplace(name, receipt_of(receipt));
        for (const auto& choice : in.at("choices")) memory.question.choices.push_back(choice_of(choice));
        if (const auto linked = in.find("linked"); linked != in.end())
            for (const auto& one : *linked)
                memory.linked.push_back(
                    {one.at(0).get<std::string>(), one.at(1).get<std::string>(), one.at(2).get<std::uint64_t>()}
                );
        if (const auto together = in.find("together"); together != in.end())
            for (const auto& question : *together) memory.together.push_back(question_of(question));
        // What an older version did not know yet keeps its default.
        visit_members(memory, [&](const char* name, auto& member) {
            if (const auto at = in.find(name); at != in.end()) at->get_to(member);
        });
        if (memory.basis > Basis::other) return std::nullopt;
        return state;
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const std::out_of_range&) {
        return std::nullopt;
    }
}

std::string State::stored() const {
    return stored_form(*memory_);
}

std::vector<people::Destination> State::linked() const {
    std::vector<people::Destination> out;
    for (const auto& one : memory_->linked) out.push_back({one.channel, one.conversation});
    return out;
}

void State::link(const people::Destination& first, const people::Destination& other, std::string_view other_sender) {
    auto& linked = memory_->linked;
    if (linked.empty()) linked.push_back({first.channel, first.conversation, memory_->person});
    std::erase_if(linked, [&](const auto& one) { return one.channel == other.channel && one.conversation == other.conversation; });
    linked.push_back({other.channel, other.conversation, mark_of(other_sender)});
    memory_->before.clear();  // no edit leads back behind it
}

bool State::shared() const {
    return memory_->link_asked || !memory_->linked.empty();
}

std::string State::passed_on() const {
    return memory_->handed;
}

std::string State::exported(const Tools& tools) const {
    static constexpr const char* certainties[] = {
        "dit ainsi", "faute corrigée", "déduit", "réponse à la question"};
    json facts = json::object();
    for (const auto& [name, receipt] : memory_->facts)
        facts[name] = {
            {"valeur", receipt.value},
            {"regle_de_lecture", receipt.rule},
            {"certitude", certainties[static_cast<std::size_t>(receipt.certainty)]},
            {"message", receipt.event}};
    const json out{
        {"faits", std::move(facts)},
        {"questions_posees", memory_->asked},
        {"questions_refusees", memory_->declined},
        {"pistes_proposees", memory_->leads},
        {"mesure_en_cours", memory_->about},
        {"recherche", memory_->wish},
        {"hors_normandie", memory_->outside},
        {"demande_transmise", memory_->handed},
        {"transmise_a", memory_->handed_to},
        {"transmise_le", memory_->handed_on},
        {"vouvoiement", memory_->formal},
        {"reponses_courtes", memory_->simple},
        {"messages_recus", memory_->turns},
        {"dernier_message", memory_->last_event},
        {"conversations_reliees", memory_->linked.size()},
        {"regles_en_vigueur", tools.catalogue ? tools.catalogue->fingerprint() : std::string()}};
    return out.dump(2, ' ', false, json::error_handler_t::replace);
}

Instant State::expires(Instant last, reading::Day, const Tools&) const {
    int age = 0;
    if (const auto known = memory_->facts.find("age"); known != memory_->facts.end())
        for (const char c : known->second.value)
            age = c >= '0' && c <= '9' && age < 1000 ? age * 10 + (c - '0') : 1000;
    const bool adult = age >= 18 && age < 1000;
    return last + std::chrono::days(adult ? 30 : 7);
}

}  // namespace bot::talking
