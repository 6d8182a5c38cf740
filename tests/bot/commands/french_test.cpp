/// Whoever runs Phare reads French: each complaint about a configuration, the comments of the example, the help of each command, and
/// what a wrong command line gets. Keys, values and names of commands are the format, and stay as they are.

#include "bot/commands/api_config.hpp"
#include "bot/commands/command_line.hpp"
#include "bot/commands/config.hpp"
#include "bot/commands/mail_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <iostream>
#include <sstream>

namespace french_test {

using namespace bot::commands;
using testing::HasSubstr;
using testing::IsEmpty;

/// English that gives itself away; none of these is a French word, a key or a value of the configuration.
std::vector<std::string> english_in(const std::string& text) {
    static const RE2 words(
        R"((?:^|[^\pL\d_:/.-])(is|are|the|The|of|to|and|with|must|cannot|can|missing|needed|needs|write|Write|give|Give|Add|this|This|that|from|for|its|by|has|have|where|which|who|not|no|No|unknown|expected|default|required|should|Did|you|instead|named|called)(?:[^\pL\d_:/=-]|$))"
    );
    std::vector<std::string> found;
    re2::StringPiece rest(text);
    for (std::string word; RE2::FindAndConsume(&rest, words, &word);) found.push_back(word);
    return found;
}

/// What every French text here keeps: no-break spaces before high punctuation, curved apostrophes, guillemets.
std::vector<std::string> slips_in(const std::string& text) {
    static const RE2 slip(R"(([\pL)»] [;?!»]|[\pL)»] :(?: |$)|« |\pL'\pL|“|”))");
    std::vector<std::string> found;
    re2::StringPiece rest(text);
    for (std::string what; RE2::FindAndConsume(&rest, slip, &what);) found.push_back(what);
    return found;
}

void expect_french(const std::string& text) {
    EXPECT_THAT(english_in(text), IsEmpty()) << text;
    EXPECT_THAT(slips_in(text), IsEmpty()) << text;
}

TEST(FrenchTest, EnglishIsSeenWhereThereIsSome) {
    EXPECT_THAT(english_in("the homeserver is missing"), testing::ElementsAre("the", "is", "missing"));
    EXPECT_THAT(english_in("Écrivez address: 127.0.0.1, port: 80 ; free_space_floor n’est pas une taille"), IsEmpty());
    EXPECT_THAT(slips_in("Pourquoi ? « oui », l'aide : rien"), testing::SizeIs(5));
    EXPECT_THAT(slips_in("Pourquoi\u00A0? «\u00A0oui\u00A0», l’aide\u00A0: rien"), IsEmpty());
}

/// Configurations in which nothing is right.
const std::vector<std::string>& wrecks() {
    static const std::vector<std::string> all{
        R"(data: {folder: ici, master_key_file: "credential:../x", free_space_floor: 512}
backup: {folder: la, every: 1 s, keep: 0, often: oui}
matrix:
  homeserver: 127.0.0.1
  server_name: "@bot:x y"
  listen: {address: localhost, port: 70000}
  max_members: 1
  rooms: ["!a:x"]
email:
  address: personne
  addresses: [deux@trois@quatre]
  imap: {host: h, user: u, every: 1 s, security: ssl}
  lmtp: {address: 0.0.0.0, port: 24, socket: /a}
  smtp: {host: h.exemple.fr, security: none, user: u}
  webhooks: {sendmail: /a}
  public_url: "http://x"
  adresse: x
web: {url: "x/y", leave_to: "http://x", forget_after: 1 s, listen: {port: -1}, urll: x}
api: {per_minute: 0, burst: x, tokens: [a], lissen: {}}
people: {partners: {a: b}, partner_room: []}
hand_over: {76540S00: "!autre:x", "*": "a@b.fr"}
desk:
  bureau_room: "!b:x"
  rooms: [{objectives: [A]}, {room: "!a:x", kind: autre}]
  meetings: ["un jour"]
  link: "http://x"
  examples: peut-etre
  mail: {chef: ["a@b.fr"]}
  imports: {tokens: a, listen: {address: x}}
  alertmanager: {url: "127.0.0.1", ca: x}
  wait_for_sisters: dix
metrics: {port: 99999}
language: {young: toi, old: vous}
outage_after: 120
settle: -1 s
fast_reply: x
matrx: {}
)",
        "matrix: rien\nemail: rien\nweb: rien\nlanguage: tu\nmetrics: 9110\n",
        "- a\n- b\n",
        "data: {folder: /tmp/x}\ndata: {folder: /tmp/y}\n",
        "data: {folder: /tmp/x\n",
        "data:\n\tfolder: /tmp/x\n",
        "data: {folder: }\noutage_after: [1, 2]\nmetrics: {port: \"x\"}\nlanguage: {young: yes}\nsettle: !!int 1\n",
        "",
        "data: {folder: /tmp/x}\nemail: {address: a@b.fr, mail_dir: /tmp/x}\n",
        "data: {folder: /tmp/x}\nemail: {address: a@b.fr, lmtp: {port: 24}}\n",
        "data: {folder: /tmp/x}\nemail: {address: a@b.fr, lmtp: {port: 24}, smtp: {host: 127.0.0.1, security: none, user: u, token_file: /t}}\n",
        "data: {folder: /tmp/x}\nemail: {address: a@b.fr, mail_dir: /tmp/x, imap: {host: h}}\n",
        "data: {folder: /tmp/x}\nemail: {address: a@b.fr, mail_dir: /tmp/x, lmtp: {socket: /" + std::string(120, 'x') + "}}\n",
        "data: {folder: /tmp/x}\nhand_over: {\"*\": \"a@b.fr\"}\n",
        "data: {folder: /tmp/x}\nhand_over: {\"*\": \"!salon:x\"}\n",
    };
    return all;
}

TEST(French, NoComplaintOfABrokenConfigurationIsEnglish) {
    std::size_t complaints = 0;
    for (auto const& wreck : wrecks()) {
        auto const read = read_config_text(wreck, "config.yaml");
        EXPECT_THAT(read.complaints, testing::Not(IsEmpty())) << wreck;
        EXPECT_FALSE(read.config) << wreck;
        for (auto const& complaint : read.complaints) {
            ++complaints;
            expect_french(complaint);
            EXPECT_TRUE(RE2::PartialMatch(complaint, R"(^config\.yaml(:\d+:\d+)?\x{A0}: .+\. .+)")) << "place, fault, remedy: " << complaint;
        }
    }
    EXPECT_GT(complaints, 60U);
    for (auto const& complaint : read_config("/nonexistent/config.yaml").complaints) expect_french(complaint);
}

TEST(French, TheCommentsOfTheExampleAreFrench) {
    std::istringstream lines(example_config());
    for (std::string line; std::getline(lines, line);) {
        auto const sign = line.rfind("# ");  // a key that is commented out has its own comment behind it
        if (sign != std::string::npos) expect_french(line.substr(sign + 2));
    }
}

/// What the command line says, whether it is asked for help or made a mistake.
struct Said {
    int code = 0;
    std::string out, err;
};

Said run(std::vector<const char*> words) {
    words.insert(words.begin(), "phare");
    std::ostringstream out, err;
    auto* const before_out = std::cout.rdbuf(out.rdbuf());
    auto* const before_err = std::cerr.rdbuf(err.rdbuf());
    Said said;
    said.code = run_command_line(static_cast<int>(words.size()), words.data(), "phare 0", Commands());
    std::cout.rdbuf(before_out);
    std::cerr.rdbuf(before_err);
    said.out = out.str();
    said.err = err.str();
    return said;
}

TEST(French, TheHelpOfEachCommandShowsAnExampleFirst) {
    std::vector<std::vector<const char*>> const commands{
        {}, {"serve"}, {"chat"}, {"demo"}, {"read"}, {"check"}, {"evaluate"}, {"catalogue"}, {"catalogue", "diff"}, {"objectives"},
        {"objectives", "replay"}, {"objectives", "status"}, {"objectives", "import"}, {"matrix"}, {"matrix", "registration"}, {"mail"},
        {"mail", "inspect"}, {"mail", "answer"}, {"mail", "suppressed"}, {"mail", "held"}, {"mail", "unsuppress"}, {"token"}, {"token", "create"},
        {"token", "list"}, {"token", "revoke"}, {"config"}, {"config", "example"}, {"doctor"}, {"backup"}, {"restore"}, {"export"}, {"erase"}};
    for (auto words : commands) {
        words.push_back("--help");
        auto const said = run(words);
        EXPECT_EQ(said.code, 0);
        EXPECT_THAT(said.out, testing::StartsWith("Exemple\u00A0: phare "));
        EXPECT_THAT(said.out, HasSubstr("Utilisation\u00A0: phare"));
        EXPECT_THAT(said.out, HasSubstr("-h,--help  ")) << "a flag takes no value";
        expect_french(said.out);
    }
}

TEST(French, AWrongCommandLineIsToldWhatIsWrongAndWhatToWrite) {
    struct Case {
        std::vector<const char*> words;
        const char* wrong;
        const char* remedy;
    };
    for (auto const& [words, wrong, remedy] : std::vector<Case>{
             {{}, "il faut une commande", "`phare --help`"},
             {{"token"}, "il faut une commande", "`phare token --help`"},
             {{"serv"}, "aucune commande ne s’appelle «\u00A0serv\u00A0»", "«\u00A0serve\u00A0»"},
             {{"serve", "--cnfig", "x"}, "aucune option ne s’appelle «\u00A0--cnfig\u00A0»", "«\u00A0--config\u00A0»"},
             {{"export"}, "il manque --room", "`phare export --help`"},
             {{"serve", "--config"}, "--config attend une valeur", "`phare serve --help`"},
             {{"serve", "--config", "a", "--config", "b"}, "--config ne se donne qu’une fois", "`phare serve --help`"},
             {{"serve", "--web", "127.0.0.1:80"}, "--web ne va pas sans --data", "`phare serve --help`"},
             {{"read"}, "il faut une de ces options, et une seule\u00A0: --jsonl,--dialogues", "`phare read --help`"},
             {{"read", "--jsonl", "--dialogues"}, "il faut une de ces options, et une seule\u00A0: --jsonl,--dialogues", "`phare read --help`"},
             {{"doctor", "surplus"}, "en trop\u00A0: surplus", "`phare doctor --help`"},
             {{"catalogue", "diff", "a", "b", "--people", "dix"}, "--people\u00A0: «\u00A0dix\u00A0» ne convient pas", "`phare catalogue diff --help`"},
             {{"mail", "inspect", "a.eml", "--json=peut-etre"}, "--json\u00A0: «\u00A0peut-etre\u00A0» ne convient pas", "`phare mail inspect --help`"}}) {
        auto const said = run(words);
        EXPECT_EQ(said.code, Exit::wrong_usage) << said.err;
        EXPECT_EQ(said.out, "");
        EXPECT_THAT(said.err, HasSubstr(wrong));
        EXPECT_THAT(said.err, HasSubstr(remedy));
        expect_french(said.err);
    }
}

}  // namespace french_test
