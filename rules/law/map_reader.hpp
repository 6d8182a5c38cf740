#pragma once
/// \file rules/law/map_reader.hpp
/// One map of a catalogue file, read key by key. Internal to rules/law.
/// Errors: complained of. Threads: one file on one thread.

#include "rules/yaml/complain.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules::law {

/// A text in both registers.
struct Registers {
    std::string tu, vous;
};

class MapReader {
  public:
    /// Complains if `node` is no map or has keys outside `known`. Refers to both: keep them alive.
    MapReader(const yaml::Node& node, std::initializer_list<std::string_view> known, yaml::Complaints&);

    [[nodiscard]] bool has(std::string_view key) const { return static_cast<bool>(node_[key]); }
    [[nodiscard]] yaml::Node optional(std::string_view key) const { return node_[key]; }
    [[nodiscard]] yaml::Node required(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key) const;  ///< required
    [[nodiscard]] std::string optional_text(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> optional_texts(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key) const;  ///< oui / non; absent: non
    [[nodiscard]] std::optional<std::chrono::sys_days> optional_day(std::string_view key) const;
    /// A number from `low` to `high`; absent: `otherwise`.
    [[nodiscard]] int number(std::string_view key, int low, int high, int otherwise) const;
    /// `key: {tu: …, vous: …}`; both must be there if the key is.
    [[nodiscard]] Registers registers(std::string_view key) const;

    /// The meaning of a word among `known`.
    template <class T>
    [[nodiscard]] std::optional<T> word(
        const yaml::Node& node, std::initializer_list<std::pair<std::string_view, T>> known
    ) const {
        auto const written = yaml::text(node, complaints_);
        if (!written) return std::nullopt;
        std::vector<std::string> names;
        for (const auto& [name, meaning] : known) {
            if (name == *written) return meaning;
            names.emplace_back(name);
        }
        unknown_word(node, *written, names);
        return std::nullopt;
    }

    [[nodiscard]] const yaml::Node& node() const { return node_; }
    [[nodiscard]] const yaml::Place& key_place(std::string_view key) const { return node_.key_place(key); }

  private:
    void unknown_word(const yaml::Node&, const std::string& written, const std::vector<std::string>& known)
        const;

    yaml::Node node_;
    yaml::Complaints& complaints_;
};

}  // namespace rules::law
