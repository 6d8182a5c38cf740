#include "bot/commands/command_reference.hpp"

#include "bot/commands/french_help.hpp"
#include "rules/yaml/complain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace bot::commands {

namespace {

/// Commands that do something, "catalogue diff" rather than "catalogue"; groups of options are not commands.
struct Leaf {
    std::string words;
    const CLI::App* app = nullptr;
};

void add_leaves(const CLI::App& app, const std::string& before, std::vector<Leaf>& leaves) {
    for (auto const* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (sub->get_name().empty() || sub->get_group().empty()) continue;  // a group of options; hidden
        auto const words = before.empty() ? sub->get_name() : before + " " + sub->get_name();
        auto const below = leaves.size();
        add_leaves(*sub, words, leaves);
        if (leaves.size() == below) leaves.push_back({words, sub});
    }
}

std::vector<Leaf> leaves_of(const CLI::App& app) {
    std::vector<Leaf> leaves;
    add_leaves(app, {}, leaves);
    return leaves;
}

/// With those of its groups.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
    std::vector<const CLI::Option*> all;
    for (auto const* option : app.get_options()) all.push_back(option);
    for (auto const* group : app.get_subcommands([](const CLI::App* sub) { return sub->get_name().empty(); }))
        for (auto const* option : group->get_options())
            if (std::find(all.begin(), all.end(), option) == all.end()) all.push_back(option);
    return all;
}

/// A dash that stays one, a backslash that is one, and no line that begins as a request.
std::string roff(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '-') out += "\\-";
        else if (c == '\\') out += "\\e";
        else if (c == '\n') out += ' ';
        else if (c == '\'') out += "\\(aq";  // a straight one, as the shell wants it
        else out += c;
    }
    if (out.starts_with('.')) out.insert(0, "\\&");
    return out;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

std::string tag_of(const CLI::Option& option) {
    if (option.get_positional()) return fmt::format(".I {}\n", roff(option.get_name(true)));
    auto line = ".B " + roff(option.get_name(false, true));
    std::replace(line.begin() + 3, line.end(), ',', ' ');
    if (takes_value(option)) line += " \\fI" + roff(value_word(option)) + "\\fR";
    return line + "\n";
}

}  // namespace

std::string man_commands(const CLI::App& app) {
    std::string out = ".SH COMMANDES\n";
    for (auto const& [words, command] : leaves_of(app)) {
        out += fmt::format(".SS phare {}\n{}.\n.br\nExemple\u00A0: {}\n", roff(words), roff(command->get_description()), roff(example_of(*command)));
        for (auto const* option : options_of(*command)) {
            if (option->get_name(false, true) == "-h,--help") continue;  // said once, under OPTIONS
            out += ".TP\n" + tag_of(*option) + roff(option->get_description());
            if (option->get_required()) out += " (obligatoire)";
            if (!option->get_default_str().empty()) out += fmt::format(" [{}]", roff(option->get_default_str()));
            out += "\n";
        }
    }
    return out;
}

std::string bash_completion(const CLI::App& app) {
    std::string table;
    std::function<void(const CLI::App&, const std::string&)> const add = [&](const CLI::App& at, const std::string& words) {
        std::string offers;
        for (auto const* sub : at.get_subcommands([](const CLI::App* s) { return !s->get_name().empty() && !s->get_group().empty(); })) {
            offers += (offers.empty() ? "" : " ") + sub->get_name();
            add(*sub, words.empty() ? sub->get_name() : words + " " + sub->get_name());
        }
        for (auto const* option : options_of(at))
            for (auto const& name : option->get_lnames()) offers += (offers.empty() ? "--" : " --") + name;
        table += fmt::format("        \"{}\") offers=\"{}\" ;;\n", words, offers);
    };
    add(app, {});
    return "# complétion de phare pour bash, faite par le programme lui-même (phare reference bash)\n"
           "_phare() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} path='' word offers=''\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        [[ $word == -* ]] && break\n"
           "        path=\"${path:+$path }$word\"\n"
           "    done\n"
           "    case $path in\n" +
           table +
           "        *) offers='' ;;\n"
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$offers\" -- \"$current\"))\n"
           "}\n"
           "complete -o default -F _phare phare\n";
}

std::string unknown_word(const CLI::App& app, int argc, const char* const* argv) {
    auto const advice = [](const std::string& kind, const std::string& word, const std::string& of, const std::vector<std::string>& known) {
        auto const near = rules::yaml::nearest(word, known);
        return fmt::format(
            "{0}\u00A0: aucune {1} ne s’appelle {2}.{3} Écrivez `{0} --help` pour les voir", of, kind, rules::yaml::guillemets(word),
            near.empty() ? std::string() : " Vouliez-vous dire " + rules::yaml::guillemets(near) + "\u00A0?"
        );
    };
    auto const* at = &app;
    std::string words = "phare";
    for (int i = 1; i < argc; ++i) {
        std::string const word = argv[i];
        if (word == "--") return {};
        std::vector<std::string> known;
        if (word.starts_with("--")) {
            auto const name = word.substr(0, word.find('='));
            for (auto const* option : options_of(*at))
                for (auto const& each : option->get_lnames()) known.push_back("--" + each);
            if (std::find(known.begin(), known.end(), name) == known.end()) return advice("option", name, words, known);
            continue;
        }
        auto const below = at->get_subcommands([](const CLI::App* sub) { return !sub->get_name().empty(); });
        if (word.starts_with("-") || below.empty()) continue;
        const CLI::App* next = nullptr;
        for (auto const* sub : below) {
            if (sub->get_name() == word) next = sub;
            if (!sub->get_group().empty()) known.push_back(sub->get_name());
        }
        if (next == nullptr) return advice("commande", word, words, known);
        at = next;
        words += " " + word;
    }
    return {};
}

}  // namespace bot::commands
