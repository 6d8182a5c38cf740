#include "bot/service/api_commands.hpp"

#include "adapters/api/token_file.hpp"
#include "bot/commands/command_line.hpp"
#include "rules/yaml/number.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <stdexcept>

namespace bot::service {
namespace {

namespace fs = std::filesystem;
using adapters::api::Scope;
using adapters::api::Token;
using adapters::api::TokenBook;
using adapters::api::TokenFile;
using commands::Exit;

std::string scope_words(const std::vector<Scope>& scopes) {
    std::string text;
    for (auto const scope : scopes) text += (text.empty() ? "" : ", ") + std::string(name_of(scope));
    return text;
}

int damaged(const fs::path& file, std::ostream& messages) {
    messages << file.string() << "\u00A0: ne se lit pas. Vérifiez les droits, ou mettez-le de côté et refaites des jetons.\n";
    return Exit::data_refused;
}

}  // namespace

int token_create(
    const fs::path& file,
    const std::string& name,
    const std::vector<std::string>& names,
    std::chrono::sys_days today,
    std::ostream& out,
    std::ostream& messages
) {
    std::vector<Scope> scopes;
    std::vector<std::string> known;
    for (auto const scope : adapters::api::all_scopes()) known.emplace_back(name_of(scope));
    for (auto const& each : names) {
        auto const scope = adapters::api::scope_named(each);
        if (!scope) {
            auto const near = rules::yaml::nearest(each, known);
            messages << fmt::format(
                "portée inconnue «\u00A0{}\u00A0»{}\n", each, near.empty() ? "" : "\u00A0; vouliez-vous dire «\u00A0" + near + "\u00A0»\u00A0?"
            );
            return Exit::wrong_usage;
        }
        if (std::find(scopes.begin(), scopes.end(), *scope) == scopes.end()) scopes.push_back(*scope);
    }
    auto const secret = adapters::api::fresh_token();
    Token made;
    try {
        TokenFile(file).change([&](TokenBook& book) { made = book.add(secret, name, scopes, rules::yaml::written_day(today)); });
    } catch (const std::invalid_argument&) {
        messages << "--name\u00A0: de 1 à 80 caractères imprimables\n";
        return Exit::wrong_usage;
    }
    messages << fmt::format(
        "Jeton {} pour «\u00A0{}\u00A0»\u00A0: {}. Il n’est montré que cette fois\u00A0; pour le retirer\u00A0: phare token revoke {}\n",
        made.id, made.name, scope_words(made.scopes), made.id
    );
    out << secret << '\n';
    return Exit::done;
}

int token_list(const fs::path& file, std::ostream& out, std::ostream& messages) {
    TokenFile tokens(file);
    auto const book = tokens.now();
    if (!book) return damaged(file, messages);
    auto const used = tokens.last_used();
    for (auto const& token : book->tokens()) {
        auto const last = used.find(token.id);
        out << fmt::format(
            "{}  créé le {}, {}  {}  ({})\n",
            token.id, token.created, last == used.end() ? "jamais utilisé" : "utilisé le " + last->second, token.name, scope_words(token.scopes)
        );
    }
    if (book->tokens().empty()) out << "Aucun jeton. Pour en faire un\u00A0: phare token create --name … --scope …\n";
    return Exit::done;
}

int token_revoke(const fs::path& file, const std::string& id, std::ostream& out, std::ostream& messages) {
    bool found = false;
    TokenFile(file).change([&](TokenBook& book) { found = book.remove(id); });
    if (!found) {
        messages << fmt::format("aucun jeton «\u00A0{}\u00A0»\u00A0; phare token list les montre\n", id);
        return Exit::says_no;
    }
    out << fmt::format("Jeton {} retiré\u00A0: la prochaine demande est refusée.\n", id);
    return Exit::done;
}

adapters::matrix::Finding examine_api(const commands::Config& config) {
    auto const file = commands::tokens_file(*config.api, config.data.folder);
    adapters::matrix::Finding finding;
    auto const book = TokenFile(file).now();
    constexpr int unreadable = 95;
    finding.ok = book != nullptr;
    if (!book) {
        finding.code = unreadable;
        finding.sentence = fmt::format("API\u00A0: {} ne se lit pas, personne n’entre", file.string());
        finding.remedy = "Vérifiez qu’il appartient à l’utilisateur du service\u00A0; sinon mettez-le de côté et refaites des jetons (phare token create)";
    } else if (book->tokens().empty()) {
        finding.sentence = "API\u00A0: aucun jeton, personne n’entre";
        finding.remedy = "phare token create --name … --scope eligibility";
    } else {
        finding.sentence = fmt::format("API\u00A0: {} jeton(s) dans {}", book->tokens().size(), file.string());
    }
    return finding;
}

}  // namespace bot::service
