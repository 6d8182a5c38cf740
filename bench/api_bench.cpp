// Eligibilities a second through the API's bulk request, beside the same evaluations without any request: how much of
// the time is law, how much JSON. One core; no socket (bench/pipeline.cpp measures those).
//
//   api_bench [PEOPLE]

#include "adapters/api/law_answers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <random>
#include <string>

namespace {

namespace law = rules::law;
using adapters::api::Evaluator;
using Json = nlohmann::ordered_json;

constexpr std::uint64_t seed = 20261129;
const law::Day today{std::chrono::year(2026) / 11 / 22};

/// Best of five, in seconds: the machine is shared.
double seconds(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        auto const begun = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    return best;
}

std::shared_ptr<const Evaluator> evaluator() {
    std::filesystem::path const folder = PHARE_SOURCE_DIR "/rules/catalogue";
    std::string error;
    std::vector<std::string> complaints;
    auto made = Evaluator::make(law::Catalogue::load(folder).catalogue, rules::places::Gazetteer::load(folder / "lieux", error), folder, complaints);
    if (!made) throw std::runtime_error(complaints.empty() ? error : complaints.front());
    return made;
}

/// What partners know of somebody: a dozen facts of many.
std::vector<Json> some_people(int count) {
    static const std::vector<std::string> statuses{"lyceen", "etudiant", "neet", "salarie", "apprenti", "demandeur_emploi"}, places{"14", "27", "50", "61", "76"},
        diplomas{"aucun", "brevet", "cap_bep", "bac", "bac2"};
    std::mt19937_64 random(seed);
    auto const draw = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::vector<Json> people;
    for (int i = 0; i < count; ++i) {
        Json facts{{"age", 15 + draw(16)}, {"statut", statuses[draw(statuses.size())]}, {"departement", places[draw(places.size())]}};
        if (draw(2) == 0) facts["niveau_diplome"] = diplomas[draw(diplomas.size())];
        for (auto const* name : {"inscrit_ft", "suivi_ml", "rsa", "qpv", "jdc_faite", "parent_isole"})
            if (draw(2) == 0) facts[name] = draw(2) == 0;
        people.push_back({{"id", i}, {"situation", facts}});
    }
    return people;
}

}  // namespace

int main(int argc, char** argv) {
    int const count = argc > 1 ? std::min(std::atoi(argv[1]), static_cast<int>(adapters::api::most_people)) : 1000;
    auto const made = evaluator();
    auto const& catalogue = made->catalogue();
    auto const measures = std::get<bot::evaluating::Measures>(made->named({}));
    auto const people = some_people(count);

    // Facts as the row evaluator takes them.
    std::vector<law::Situation> situations;
    for (auto const& person : people) {
        law::Situation situation;
        for (auto const& [name, value] : person["situation"].items()) {
            auto const field = catalogue.vocabulary().find(name);
            auto const text = value.is_boolean() ? std::string(value.get<bool>() ? "oui" : "non") : value.is_string() ? value.get<std::string>() : value.dump();
            if (auto const read = catalogue.vocabulary().parse(*field, text)) situation.set(*field, *read);
        }
        situations.push_back(law::completed(catalogue.vocabulary(), situation, today, nullptr));
    }
    adapters::net::Request request;
    request.head.headers = {{"content-type", "application/x-ndjson"}};
    for (auto const& person : people) request.body += person.dump() + "\n";

    std::size_t kept = 0;
    double const bare = seconds([&] {
        for (auto const& situation : situations)
            for (auto const* measure : measures) kept += static_cast<std::size_t>(law::assess(catalogue, *measure, situation, today).outcome);
    });
    law::Bulk const engine(catalogue);
    law::BulkOutcomes outcomes;
    double const bulk = seconds([&] {
        auto rows = engine.rows();
        for (auto const& situation : situations) rows.append(situation, today);
        engine.evaluate(rows, outcomes);
        kept += outcomes.count(0, law::Outcome::eligible);
    });
    auto const api = [&](const std::string& query, std::size_t most) {
        auto some = request;
        some.head.query = query;
        std::size_t end = 0;
        for (std::size_t i = 0; i < most && end < some.body.size(); ++i) end = some.body.find('\n', end) + 1;
        some.body.resize(end);
        return seconds([&] {
            auto const read = adapters::api::read_bulk(*made, some);
            kept += adapters::api::answer_bulk(*made, std::get<adapters::api::Bulk>(read), today).body.size();
        });
    };
    auto const full_count = std::min<std::size_t>(static_cast<std::size_t>(count), adapters::api::most_people_in_full);
    double const outcome = api("", static_cast<std::size_t>(count)), full = api("detail=full", full_count);

    auto const each = static_cast<double>(measures.size());
    auto const line = [&](const char* what, double time, double people_done) {
        double const rate = people_done * each / time;
        std::cout << fmt::format(
            "{:<34} {:>12.0f} eligibilities/s  {:>8.0f} people/s  ratio to assess() {:.2f}\n", what, rate, people_done / time, rate / (count * each / bare)
        );
    };
    std::cout << fmt::format("{} people, {} verified measures, one core\n", count, measures.size());
    line("assess(), no request", bare, count);
    line("bulk engine, no request", bulk, count);
    line("POST bulk, detail=outcome", outcome, count);
    line("POST bulk, detail=full", full, static_cast<double>(full_count));
    return kept == 0 ? 1 : 0;
}
