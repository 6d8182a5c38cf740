#include "bot/commands/french_help.hpp"

#include <fmt/format.h>

#include <string_view>

namespace bot::commands {

namespace {

/// What stands before `mark`; all of it if it is not there.
std::string before(const std::string& text, std::string_view mark) { return text.substr(0, text.find(mark)); }

/// What stands behind `mark`; nothing if it is not there.
std::string behind(const std::string& text, std::string_view mark) {
    auto const at = text.find(mark);
    return at == std::string::npos ? std::string() : text.substr(at + mark.size());
}

/// "phare catalogue diff": as far as the words of the command line were commands.
std::string words_of(const CLI::App& app) {
    auto words = app.get_name();
    for (auto const* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().back();
        if (!at->get_name().empty()) words += " " + at->get_name();
    }
    return words;
}

/// CLI11's message, whose shape its version decides (2.1.2, Error.hpp), said again.
std::string said_again(const CLI::ParseError& error) {
    std::string const text = error.what();
    auto const name = before(text, ":");
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        if (text.starts_with("A subcommand")) return "il faut une commande";
        if (text.find("option from [") != std::string::npos)
            return fmt::format("il faut une de ces options, et une seule\u00A0: {}", before(behind(text, "["), "]"));
        return fmt::format("il manque {}", before(text, " is required"));
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return fmt::format("en trop\u00A0: {}", behind(text, ": "));
    if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr)
        return fmt::format("{} ne va pas sans {}", before(text, " requires "), behind(text, " requires "));
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        if (text.find("missing") != std::string::npos) return fmt::format("{} attend une valeur", name);
        if (text.find("At Most") != std::string::npos) return fmt::format("{} ne se donne qu’une fois", name);
        return fmt::format("{} n’a pas le nombre de valeurs qu’il faut", name);
    }
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
        if (text.starts_with("Could not convert: "))
            return fmt::format("{}\u00A0: «\u00A0{}\u00A0» ne convient pas", before(behind(text, ": "), " = "), behind(text, " = "));
        return fmt::format("{} ne prend pas de valeur", name);
    }
    return "cette ligne de commande ne se comprend pas";
}

}  // namespace

FrenchHelp::FrenchHelp() {
    label("Usage", "Utilisation\u00A0");
    label("OPTIONS", "OPTIONS");
    label("SUBCOMMAND", "COMMANDE");
    label("SUBCOMMANDS", "COMMANDES");
    label("Positionals", "À donner");
}

std::string FrenchHelp::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
    if (mode == CLI::AppFormatMode::Sub) return make_expanded(app);
    auto const example = example_of(*app);
    return (example.empty() ? std::string() : fmt::format("Exemple\u00A0: {}\n\n", example)) + make_description(app) + make_usage(app, std::move(name)) +
           make_positionals(app) + make_groups(app, mode) + make_subcommands(app, mode);
}

std::string FrenchHelp::make_group(std::string group, bool is_positional, std::vector<const CLI::Option*> options) const {
    auto out = fmt::format("\n{}\u00A0:\n", group);
    for (auto const* option : options) out += make_option(option, is_positional);
    return out;
}

std::string FrenchHelp::make_description(const CLI::App* app) const { return app->get_description() + "\n"; }

/// A group of options of which one is to be given; there is no other nameless one.
std::string FrenchHelp::make_expanded(const CLI::App* sub) const {
    return make_group(sub->get_group() + ", une de ces options", false, sub->get_options([sub](const CLI::Option* each) { return each != sub->get_help_ptr(); }));
}

std::string FrenchHelp::make_option_opts(const CLI::Option* option) const {
    std::string out;
    if (option->get_items_expected_max() > 0 && !option->get_positional()) out += " " + value_word(*option);
    if (!option->get_default_str().empty()) out += "=" + option->get_default_str();
    if (option->get_expected_max() == CLI::detail::expected_max_vector_size) out += " ...";
    if (option->get_required()) out += " (obligatoire)";
    for (auto const* with : option->get_needs()) out += " avec " + with->get_name();
    return out;
}

std::string example_of(const CLI::App& app) {
    if (!app.get_footer().empty()) return app.get_footer();
    for (auto const* sub : app.get_subcommands([](const CLI::App* each) { return !each->get_name().empty(); }))
        if (auto example = example_of(*sub); !example.empty()) return example;
    return {};
}

std::string value_word(const CLI::Option& option) {
    auto const type = option.get_type_name();
    return type == "TEXT" ? "TEXTE" : type.empty() ? "VALEUR" : "NOMBRE";
}

std::string french_complaint(const CLI::App& app, const CLI::ParseError& error) {
    return fmt::format("{0}\u00A0: {1}. Écrivez `{0} --help`\u00A0: un exemple, puis ce qui peut être donné", words_of(app), said_again(error));
}

}  // namespace bot::commands
