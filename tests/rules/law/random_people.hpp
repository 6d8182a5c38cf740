#pragma once
/// \file tests/rules/law/random_people.hpp
/// People made to hurt: each fact is unknown, or stands on or beside a value at which some rule changes its
/// mind.

#include "rules/law/catalogue.hpp"
#include "rules/law/evaluation.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace rules::law {

/// `possible`: only values that the vocabulary allows.
enum class Values : std::uint8_t { any, possible };

class RandomPeople {
  public:
    RandomPeople(
        const Vocabulary& vocabulary,
        std::span<const Measure* const> measures,
        std::uint64_t seed,
        Values wanted = Values::any
    )
        : engine_(seed), values_(vocabulary.fields().size()) {
        for (const Measure* measure : measures)
            for (const Version& version : measure->versions) {
                days_.push_back(version.from);
                if (version.to) days_.push_back(*version.to);
                for (const auto* parameters : {&version.parameters, &measure->parameters})
                    for (const Parameter& parameter : *parameters)
                        for (const auto& step : parameter.steps) days_.push_back(step.from);
                for_each_leaf(version.conditions, [&](const Condition& leaf) {
                    note(vocabulary, *measure, version, leaf.leaf);
                });
            }
        for (std::size_t f = 0; f < values_.size(); ++f) {
            const Field& field = vocabulary.fields()[f];
            auto& values = values_[f];
            if (field.type == FieldType::code) {
                values.push_back(of_code("zz").raw);
            } else {
                values.push_back(field.low);
                values.push_back(field.high);
                if (field.type == FieldType::choice)
                    for (std::int64_t raw = field.low; raw <= field.high; ++raw) values.push_back(raw);
            }
            if (wanted == Values::possible && field.type != FieldType::code)
                std::erase_if(values, [&](std::int64_t raw) { return raw < field.low || raw > field.high; });
            std::sort(values.begin(), values.end());
            values.erase(std::unique(values.begin(), values.end()), values.end());
        }
    }

    /// \param unknown share of the facts that are not known
    [[nodiscard]] Situation person(double unknown) {
        Situation situation;
        std::uniform_real_distribution<double> share;
        for (std::size_t f = 0; f < values_.size(); ++f)
            if (share(engine_) >= unknown)
                situation.set(FieldId{static_cast<std::uint16_t>(f)}, Value{one_of(values_[f])});
        return situation;
    }
    /// On or beside a day on which something changes.
    [[nodiscard]] Day day() { return one_of(days_) + std::chrono::days(below(3)) - std::chrono::days(1); }
    [[nodiscard]] std::int64_t below(std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(engine_);
    }

  private:
    template <class T>
    const T& one_of(const std::vector<T>& from) {
        return from[static_cast<std::size_t>(below(static_cast<std::int64_t>(from.size())))];
    }

    void note(
        const Vocabulary& vocabulary, const Measure& measure, const Version& version, const Leaf& leaf
    ) {
        auto& values = values_[static_cast<std::size_t>(leaf.field)];
        auto const near = [&](std::int64_t raw) { values.insert(values.end(), {raw - 1, raw, raw + 1}); };
        for (Value const value : leaf.values)
            if (vocabulary.at(leaf.field).type == FieldType::code)
                values.push_back(value.raw);
            else
                near(value.raw);
        std::int64_t const scale = vocabulary.at(leaf.field).type == FieldType::number ? 1 : 100;
        for (const auto* parameters : {&version.parameters, &measure.parameters})
            for (const Parameter& parameter : *parameters)
                if (parameter.name == leaf.parameter)
                    for (const auto& step : parameter.steps) near(step.raw / scale);
    }

    std::mt19937_64 engine_;
    std::vector<std::vector<std::int64_t>> values_;
    std::vector<Day> days_;
};

}  // namespace rules::law
