// Trains the reader's models from bot/reading/examples and writes them as a source file.
//
//     reading_train LEXICONS PLACES EXAMPLES OUT.cpp      train and write
//     reading_train LEXICONS PLACES EXAMPLES --folds      measure on folds held out (dangers by file: by author)
//     reading_train LEXICONS PLACES EXAMPLES --danger     the same of the dangers alone (some seconds)
//
// Deterministic: the same files give the same bytes on one compiler.

#include "bot/reading/training/danger_report.hpp"
#include "bot/reading/training/learner.hpp"
#include "bot/reading/verdicts.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>
#include <cmath>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <numeric>

namespace fs = std::filesystem;
namespace yaml = rules::yaml;
using namespace bot::reading;
using training::Example;

namespace {

struct Line {
    std::string text, file;
    Context context;
    int level = -1;        ///< of danger; -1: not said, calm
    std::string type;
    int intent = -1;       ///< -1: not an example of an intent
    std::uint32_t fold = 0;
};

constexpr std::size_t intents = static_cast<std::size_t>(Intent::crise) + 1;
constexpr std::uint32_t folds = 6;  ///< an author's two files ("danger_c4", "calme_c4") are in one fold: by their last figure

int intent_named(std::string_view wanted) {
    for (std::size_t i = 0; i < intents; ++i)
        if (name(static_cast<Intent>(i)) == wanted) return static_cast<int>(i);
    return -1;
}

std::uint32_t hash_of(std::string_view text) {
    std::uint32_t h = 2166136261U;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
    return h ^ (h >> 16);
}

Context context_of(const std::string& role, const std::string& act) {
    Context context;
    context.today = std::chrono::year{2026} / 3 / 16;
    context.partner = role == "partenaire" || role == "bureau";
    context.office = role == "bureau";
    context.act = act;
    if (act.starts_with("demande:")) context.asked = act.substr(8);
    context.yes_no_asked = act.starts_with("confirme:");
    return context;
}

std::vector<Line> examples(const fs::path& folder, yaml::Complaints& complaints) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Line> lines;
    for (const auto& path : files) {
        const auto file = path.stem().string();
        const bool danger = file.starts_with("danger_");
        const bool calm = file.starts_with("calme_");
        const int intent = intent_named(file);
        const auto root = yaml::read_file(path, path.filename().string(), complaints);
        if (!danger && !calm && intent < 0)
            complaints.push_back({root.place(), "no intent is called " + file, "See message schema §3."});
        for (const auto& entry : root.items()) {
            Line line;
            line.file = file;
            line.intent = danger || calm ? -1 : intent;
            line.text = yaml::text(entry["texte"], complaints).value_or("");
            std::string role = "jeune", act;
            if (entry["role"]) role = yaml::text(entry["role"], complaints).value_or(role);
            if (entry["acte"]) act = yaml::text(entry["acte"], complaints).value_or(act);
            line.context = context_of(role, act);
            line.level = danger ? static_cast<int>(yaml::integer(entry["niveau"], complaints).value_or(2)) : 0;
            if (entry["type"]) line.type = yaml::text(entry["type"], complaints).value_or("");
            // Dangers are held out by author; lines composed from lists measure nothing; the rest by text.
            line.fold = file.ends_with("_composed") ? folds : danger || calm ? static_cast<std::uint32_t>(file.back() - '1') % folds : hash_of(line.text) % folds;
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

struct Prepared {
    Line line;
    Example intent, danger, type;
    Danger grammar;
    bool closed = false, shows = false;
    Intent guess = Intent::incomprehensible;
};

training::Settings settings_of(std::string_view which) {
    training::Settings s;
    if (which == "intent") {
        s.classes = intents;
        s.epochs = 30;
        s.most_rows = 24000;
    } else if (which == "danger") {
        s.classes = 4;
        s.epochs = 12;
        s.most_rows = 90000;
    } else {
        s.classes = danger_types;
        s.epochs = 20;
        s.most_rows = 12000;
    }
    return s;
}

std::vector<std::uint32_t> train(const std::vector<Prepared>& all, std::string_view which, int without) {
    std::vector<const Example*> chosen;
    for (const auto& p : all) {
        if (without >= 0 && p.line.fold == static_cast<std::uint32_t>(without)) continue;
        if (which == "intent" && p.line.intent >= 0) chosen.push_back(&p.intent);
        if (which == "danger") chosen.push_back(&p.danger);
        if (which == "type" && p.line.level > 0 && !p.line.type.empty()) chosen.push_back(&p.type);
    }
    return training::learn(chosen, settings_of(which));
}

struct Held {
    std::vector<std::vector<double>> intent;
    std::vector<std::uint32_t> intent_class;
    std::vector<const Prepared*> intent_of;
    std::vector<training::Judged> danger;
};

Held hold_out(const std::vector<Prepared>& all, bool intents_too) {
    Held held;
    std::vector<double> p;
    for (int f = 0; f < static_cast<int>(folds); ++f) {
        const auto danger = train(all, "danger", f);
        const LinearModel danger_model(danger);
        for (const auto& x : all) {
            if (x.line.fold != static_cast<std::uint32_t>(f)) continue;
            danger_model.probabilities(x.danger.features, p);
            held.danger.push_back({x.line.text, x.line.file, std::max(0, x.line.level), x.grammar, p});
        }
        if (!intents_too) continue;
        const auto intent = train(all, "intent", f);
        const LinearModel intent_model(intent);
        for (const auto& x : all) {
            if (x.line.fold != static_cast<std::uint32_t>(f) || x.line.intent < 0) continue;
            intent_model.probabilities(x.intent.features, p);
            held.intent.push_back(p);
            held.intent_class.push_back(x.intent.klass);
            held.intent_of.push_back(&x);
        }
    }
    return held;
}

double danger_temperature_of(const Held& held) {
    std::vector<std::vector<double>> p;
    std::vector<std::uint32_t> klass;
    for (const auto& line : held.danger) {
        p.push_back(line.model);
        klass.push_back(static_cast<std::uint32_t>(line.level));
    }
    return training::best_temperature(p, klass);
}

/// How often the intent model is right, held out, by how sure it says it is: what bot/talking/decision.cpp's bounds rest on.
/// Only lines that the rules had not settled and that name no measure or fact (with those the answer shows what was understood).
void report_confidence(const Held& held, double temperature) {
    constexpr std::size_t bins = 20;
    std::array<int, bins> all{}, right{};
    for (std::size_t i = 0; i < held.intent.size(); ++i) {
        const auto& x = *held.intent_of[i];
        if (x.closed || x.shows) continue;
        double sum = 0, top = 0;
        std::size_t best = 0;
        for (std::size_t c = 0; c < held.intent[i].size(); ++c) {
            const double warm = std::pow(held.intent[i][c], 1 / temperature);
            sum += warm;
            if (warm > top) {
                top = warm;
                best = c;
            }
        }
        const auto bin = std::min(bins - 1, static_cast<std::size_t>(top / sum * bins));
        ++all[bin];
        right[bin] += best == x.intent.klass ? 1 : 0;
    }
    std::printf("CONFIDENCE held out: bin, lines, share right | from here up: lines, share right | below: lines, share right\n");
    for (std::size_t b = 0; b < bins; ++b) {
        int up = 0, up_right = 0, low = 0, low_right = 0;
        for (std::size_t k = 0; k < bins; ++k) {
            (k >= b ? up : low) += all[k];
            (k >= b ? up_right : low_right) += right[k];
        }
        const auto share = [](int part, int whole) { return whole == 0 ? 0.0 : static_cast<double>(part) / whole; };
        std::printf("  %.2f %5d %.3f | %5d %.3f | %5d %.3f\n", static_cast<double>(b) / bins, all[b], share(right[b], all[b]), up, share(up_right, up), low, share(low_right, low));
    }
}

void report_intents(const Held& held, double intent_temperature, bool verbose) {
    std::vector<int> tp(intents), fp(intents), fn(intents);
    int right = 0, rules_right = 0;
    for (std::size_t i = 0; i < held.intent.size(); ++i) {
        const auto& x = *held.intent_of[i];
        auto best = static_cast<std::size_t>(std::max_element(held.intent[i].begin(), held.intent[i].end()) - held.intent[i].begin());
        if (x.closed) best = static_cast<std::size_t>(x.guess);
        rules_right += static_cast<std::size_t>(x.guess) == x.intent.klass ? 1 : 0;
        if (best == x.intent.klass) {
            ++right;
            ++tp[best];
        } else {
            ++fp[best];
            ++fn[x.intent.klass];
            if (verbose)
                std::cout << "  " << name(static_cast<Intent>(x.intent.klass)) << " -> " << name(static_cast<Intent>(best)) << ": " << x.line.text << " [" << x.line.context.act << "]\n";
        }
    }
    double sum = 0;
    int counted = 0;
    for (std::size_t c = 0; c < intents; ++c)
        if (tp[c] + fn[c] > 0) {
            const double f1 = 2.0 * tp[c] / (2.0 * tp[c] + fp[c] + fn[c]);
            sum += f1;
            ++counted;
            std::printf("    %-24s F1 %.3f  n=%d\n", std::string(name(static_cast<Intent>(c))).c_str(), f1, tp[c] + fn[c]);
        }
    std::printf("INTENTS held out: macro-F1 %.4f accuracy %.4f (rules alone %.4f) n=%zu temperature %.2f\n", sum / counted, double(right) / double(held.intent.size()), double(rules_right) / double(held.intent.size()), held.intent.size(), intent_temperature);
}

void write(std::ofstream& out, const char* name, const std::vector<std::uint32_t>& model) {
    out << "alignas(64) constexpr std::uint32_t " << name << "[] = {\n";
    char text[16];
    for (std::size_t i = 0; i < model.size(); ++i) {
        std::snprintf(text, sizeof text, "0x%x,", model[i]);
        out << text << (i % 12 == 11 ? "\n" : "");
    }
    out << "};\n";
}

int run(const fs::path& lexicons, const fs::path& places, const fs::path& folder, const std::string& target, bool verbose) {
    std::string error;
    auto gazetteer = rules::places::Gazetteer::load(places, error);
    Rules rules;
    if (!gazetteer || !rules.load(lexicons, gazetteer, error)) {
        std::cerr << error;
        return 1;
    }
    yaml::Complaints complaints;
    auto lines = examples(folder, complaints);
    for (const auto& witness : rules.lexicon().must_alarm) {
        const auto& rule = rules.lexicon().dangers[witness.rule];
        Line line;
        line.text = witness.text;
        line.file = "witness";
        line.context = context_of("jeune", "");
        line.level = static_cast<int>(rule.level);
        line.type = rule.type;
        line.fold = folds;  // the grammar's own lines measure nothing
        lines.push_back(std::move(line));
    }
    for (const auto* list : {&rules.lexicon().must_not_alarm, &rules.lexicon().must_be_calm})
        for (const auto& witness : *list) {
            Line line;
            line.text = witness.text;
            line.file = "witness";
            line.context = context_of("jeune", "");
            line.level = 0;
            line.fold = folds;
            lines.push_back(std::move(line));
        }
    for (const auto& complaint : complaints) std::cerr << complaint.text() << '\n';
    if (!complaints.empty()) return 1;

    std::uint32_t set_hash = 2166136261U;
    std::vector<Prepared> all;
    for (auto& line : lines) {
        set_hash = (set_hash ^ hash_of(line.text) ^ hash_of(line.file)) * 16777619U;
        Prepared p;
        const auto scene = rules.look_at(line.text, line.context);
        p.grammar = scene.reading.danger;
        p.closed = scene.closed;
        p.shows = !scene.reading.facts.empty() || !scene.reading.measures.empty() || scene.reading.ambiguous;
        p.guess = scene.reading.intent;
        intent_features(rules, scene, line.context, p.intent.features);
        danger_features(rules, scene, p.danger.features);
        p.type.features = p.danger.features;
        p.intent.klass = line.intent < 0 ? 0 : static_cast<std::uint32_t>(line.intent);
        p.danger.klass = static_cast<std::uint32_t>(std::max(0, line.level));
        for (std::size_t t = 0; t < danger_types; ++t)
            if (danger_type(t) == line.type) p.type.klass = static_cast<std::uint32_t>(t);
        p.line = std::move(line);
        all.push_back(std::move(p));
    }
    const auto held = hold_out(all, target != "--danger");
    const double danger_temperature = danger_temperature_of(held);
    if (target == "--danger") {
        training::report_danger(held.danger, danger_temperature, verbose);
        return 0;
    }
    const double intent_temperature = training::best_temperature(held.intent, held.intent_class);
    if (target == "--folds") {
        report_intents(held, intent_temperature, verbose);
        report_confidence(held, intent_temperature);
        training::report_danger(held.danger, danger_temperature, verbose);
        return 0;
    }
    auto intent = train(all, "intent", -1), danger = train(all, "danger", -1), type = train(all, "type", -1);
    training::set_temperature(intent, intent_temperature);
    training::set_temperature(danger, danger_temperature);
    for (auto* model : {&intent, &danger, &type}) (*model)[1] = set_hash;
    std::ofstream out(target);
    out << "// Written by bot/reading/training from bot/reading/examples.\n#include \"bot/reading/linear.hpp\"\n\n"
           "namespace bot::reading {\nnamespace {\n";
    write(out, "intent_words", intent);
    write(out, "danger_words", danger);
    write(out, "danger_type_words", type);
    out << "}  // namespace\nBuiltInModels built_in_models() {\n    return {intent_words, danger_words, "
           "danger_type_words};\n}\n}  // namespace bot::reading\n";
    return out ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 5) {
        std::cerr << "reading_train LEXICONS PLACES EXAMPLES OUT.cpp|--folds|--danger [--verbose]\n";
        return 2;
    }
    return run(arguments[1], arguments[2], arguments[3], arguments[4], count > 5 && std::strcmp(arguments[5], "--verbose") == 0);
}
