#include "bot/evaluating/column_words.hpp"

#include "rules/law/quantity.hpp"
#include "rules/places/gazetteer.hpp"
#include "rules/yaml/number.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
namespace yaml = rules::yaml;
using law::FieldType;

constexpr std::string_view marks[] = {"id", "date", "code_postal", "ville"};

std::string fold(std::string_view text) {
    return rules::places::Gazetteer::fold(text);
}

/// Enters the words; one that means something else already is complained of.
template <class Key, class Meaning>
void enter(
    std::map<Key, Meaning>& words,
    Key key,
    const Meaning& meaning,
    const yaml::Place& place,
    yaml::Complaints& complaints,
    const std::string& word
) {
    auto const [at, is_new] = words.emplace(std::move(key), meaning);
    if (!is_new && at->second != meaning)
        complaints.push_back(
            {place, fmt::format("«\u00A0{}\u00A0» désigne déjà autre chose", word), "Ne l’écrire qu’une fois"}
        );
}

bool amount_of_money(std::string_view unit) {
    return unit == "€" || unit == "EUR" || unit == "eur" || unit == "euros" || unit == "Euros";
}

/// "26 ans", "1 234,56 €", "19": exact, the unit optional.
std::optional<std::int64_t> number_in(std::string_view text, const law::Field& field) {
    auto const quantity = law::parse_quantity(text);
    if (!quantity) return std::nullopt;
    bool const fits = quantity->unit.empty() || law::same_unit(quantity->unit, field.unit) ||
                      (field.unit.starts_with("€") && amount_of_money(quantity->unit));
    if (!fits) return std::nullopt;
    return quantity->hundredths;
}

std::string decimal(std::int64_t hundredths) {
    std::string const sign = hundredths < 0 ? "-" : "";
    std::int64_t const absolute = hundredths < 0 ? -hundredths : hundredths;
    return fmt::format("{}{}.{:02}", sign, absolute / 100, absolute % 100);
}

/// What may stand in the field, for whoever has to correct the cell.
std::string expected(const law::Vocabulary& vocabulary, law::FieldId id) {
    const law::Field& field = vocabulary.at(id);
    switch (field.type) {
        case FieldType::boolean:
            return "écrire oui ou non, ou rien";
        case FieldType::integer:
        case FieldType::number:
            return fmt::format(
                "écrire un nombre{} de {} à {}",
                field.type == FieldType::integer ? " entier" : "",
                vocabulary.text(id, {field.low}),
                vocabulary.text(id, {field.high})
            );
        case FieldType::choice:
            return fmt::format("écrire {}", fmt::join(field.values, ", "));
        case FieldType::date:
            return "écrire une date comme 2007-03-11 ou 11/03/2007";
        case FieldType::code:
            return fmt::format("écrire un code de {} caractères", field.high);
    }
    return {};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces[] = {" ", "\t", "\n", "\u00A0", "\u202F"};
    for (bool again = true; again;) {
        again = false;
        for (std::string_view const space : spaces) {
            if (text.starts_with(space)) {
                text.remove_prefix(space.size());
                again = true;
            }
            if (text.ends_with(space)) {
                text.remove_suffix(space.size());
                again = true;
            }
        }
    }
    return text;
}

std::optional<ColumnWords> ColumnWords::read(
    const std::filesystem::path& folder, const law::Vocabulary& vocabulary, std::vector<std::string>& texts
) {
    ColumnWords words(vocabulary);
    yaml::Complaints complaints;
    auto const fields = vocabulary.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        law::FieldId const id{static_cast<std::uint16_t>(i)};
        words.columns_.emplace(fold(fields[i].name), id);
        for (std::size_t v = 0; v < fields[i].values.size(); ++v) {
            law::Value const value{static_cast<std::int64_t>(v)};
            words.values_.emplace(std::pair(id, fold(fields[i].values[v])), value);
            if (v < fields[i].labels.size())
                words.values_.emplace(std::pair(id, fold(fields[i].labels[v])), value);
        }
    }
    for (std::size_t m = 0; m < std::size(marks); ++m)
        words.columns_.insert_or_assign(fold(marks[m]), static_cast<Mark>(m));
    words.yes_no_ = {{"oui", true}, {"non", false}};

    if (!std::filesystem::exists(folder / "colonnes.yaml")) return words;
    yaml::Node const file = yaml::read_file(folder / "colonnes.yaml", "colonnes.yaml", complaints);
    yaml::only_keys(file, {"reperes", "colonnes", "valeurs", "oui", "non", "inconnu"}, complaints);
    for (const auto& [name, list] : file["reperes"].entries()) {
        auto const* const mark = std::find(std::begin(marks), std::end(marks), name);
        if (mark == std::end(marks)) {
            complaints.push_back(
                {file["reperes"].key_place(name),
                 fmt::format("repère inconnu «\u00A0{}\u00A0»", name),
                 "id, date, code_postal ou ville"}
            );
            continue;
        }
        for (const auto& word : yaml::texts(list, complaints))
            enter(
                words.columns_,
                fold(word),
                Meaning(static_cast<Mark>(mark - std::begin(marks))),
                list.place(),
                complaints,
                word
            );
    }
    for (const auto& [name, list] : file["colonnes"].entries()) {
        auto const id = vocabulary.find(name);
        if (!id) {
            complaints.push_back(
                {file["colonnes"].key_place(name),
                 fmt::format("champ inconnu «\u00A0{}\u00A0»", name),
                 "Écrire un nom de vocabulaire.yaml"}
            );
            continue;
        }
        for (const auto& word : yaml::texts(list, complaints))
            enter(words.columns_, fold(word), Meaning(*id), list.place(), complaints, word);
    }
    for (const auto& [name, map] : file["valeurs"].entries()) {
        auto const id = vocabulary.find(name);
        for (const auto& [text, list] : map.entries()) {
            auto const value = id ? vocabulary.parse(*id, text) : std::nullopt;
            bool const other_region = id && vocabulary.at(*id).type == FieldType::code && text == "autre";
            if (!value && !other_region) {
                complaints.push_back(
                    {map.key_place(text),
                     fmt::format("«\u00A0{}\u00A0» n’est pas une valeur de {}", text, name),
                     "Voir vocabulaire.yaml"}
                );
                continue;
            }
            // A region elsewhere has no code of two characters.
            if (other_region) words.values_.emplace(std::pair(*id, fold(text)), law::of_code(text));
            for (const auto& word : yaml::texts(list, complaints))
                enter(
                    words.values_,
                    std::pair(*id, fold(word)),
                    value.value_or(law::of_code(text)),
                    list.place(),
                    complaints,
                    word
                );
        }
    }
    auto const listed = [&](std::string_view key) {
        yaml::Node const list = file[key];
        return list ? yaml::texts(list, complaints) : std::vector<std::string>();
    };
    for (bool const answer : {true, false})
        for (const auto& word : listed(answer ? "oui" : "non"))
            enter(words.yes_no_, fold(word), answer, file.place(), complaints, word);
    for (const auto& word : listed("inconnu")) words.unknown_.push_back(fold(word));
    for (const auto& complaint : complaints) texts.push_back(complaint.text());
    if (!complaints.empty()) return std::nullopt;
    return words;
}

std::optional<Meaning> ColumnWords::meaning(std::string_view header) const {
    auto const at = columns_.find(fold(header));
    if (at == columns_.end()) return std::nullopt;
    return at->second;
}

std::string ColumnWords::nearest(std::string_view header) const {
    std::vector<std::string> known;
    for (const auto& [word, meaning] : columns_) known.push_back(word);
    std::string const near = yaml::nearest(fold(header), known);
    auto const at = columns_.find(near);
    if (at == columns_.end()) return {};
    if (const auto* id = std::get_if<law::FieldId>(&at->second)) return vocabulary_->at(*id).name;
    return std::string(marks[static_cast<std::size_t>(std::get<Mark>(at->second))]);
}

bool ColumnWords::says_nothing(std::string_view text) const {
    text = trimmed(text);
    if (text.empty() || text == "?" || text == "-" || text == "–" || text == "—" || text == "/") return true;
    return std::find(unknown_.begin(), unknown_.end(), fold(text)) != unknown_.end();
}

std::optional<law::Day> ColumnWords::read_day(std::string_view text) {
    text = trimmed(text);
    for (std::string_view const midnight : {"T00:00:00Z", "T00:00:00", " 00:00:00", " 00:00"})
        if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
    if (text.size() != 10) return std::nullopt;
    if (text[4] == '-') return yaml::parse_day(text);
    char const between = text[2];
    if (between != text[5] || (between != '/' && between != '.' && between != '-')) return std::nullopt;
    return yaml::parse_day(fmt::format("{}-{}-{}", text.substr(6), text.substr(3, 2), text.substr(0, 2)));
}

Cell ColumnWords::read_cell(law::FieldId id, std::string_view text) const {
    text = trimmed(text);
    const law::Field& field = vocabulary_->at(id);
    std::string const folded = fold(text);
    Cell cell;
    // A declared word first: « aucun » or « nc » may be a value of this very field.
    if (auto const at = values_.find({id, folded}); at != values_.end()) {
        cell.value = at->second;
        return cell;
    }
    if (says_nothing(text)) return cell;
    auto const yes_no = yes_no_.find(folded);
    switch (field.type) {
        case FieldType::boolean:
            if (yes_no != yes_no_.end()) cell.value = law::of_bool(yes_no->second);
            break;
        case FieldType::integer:
        case FieldType::number:
            if (auto const hundredths = number_in(text, field))
                cell.value = vocabulary_->parse(id, decimal(*hundredths));
            break;
        case FieldType::choice:  // rqth, permis: oui and non are values
            if (yes_no != yes_no_.end()) cell.value = vocabulary_->parse(id, yes_no->second ? "oui" : "non");
            break;
        case FieldType::date:
            if (auto const day = read_day(text)) cell.value = vocabulary_->parse(id, yaml::written_day(*day));
            break;
        case FieldType::code: {
            std::string code(text);
            std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) {
                return static_cast<char>(std::toupper(c));
            });
            // A spreadsheet drops the zero of 01004.
            bool const digits =
                std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
            if (digits && static_cast<std::int64_t>(code.size()) + 1 == field.low)
                code = fmt::format("0{}", code);
            cell.value = vocabulary_->parse(id, code);
            break;
        }
    }
    if (!cell.value)
        cell.problem =
            fmt::format("«\u00A0{}\u00A0» n’est pas compris\u00A0; {}", text, expected(*vocabulary_, id));
    return cell;
}

}  // namespace bot::evaluating
