#include "bot/service/import_command.hpp"

#include "adapters/net/base64.hpp"
#include "adapters/net/http_client.hpp"

#include "rules/figures/receipt.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <fstream>
#include <istream>
#include <iterator>
#include <optional>
#include <ostream>

namespace bot::service {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace net = adapters::net;
using commands::ObjectivesEnd;
using nlohmann::json;

namespace {

constexpr auto door_patience = std::chrono::minutes(2);  // 50 000 rows take seconds; a busy disk a little more

struct Heard {
    int status = 0;
    json body;
    boost::system::error_code failure;
};

class Door {
  public:
    Door(const ServiceImport& options, std::string token) : options_(options), token_(std::move(token)) {}

    Heard post(std::string target, std::string body) const { return ask("POST", std::move(target), std::move(body)); }
    Heard get(std::string target) const { return ask("GET", std::move(target), {}); }

  private:
    Heard ask(const char* method, std::string target, std::string body) const {
        net::Call call;
        call.method = method;
        call.target = std::move(target);
        call.headers = {{"authorization", "Bearer " + token_}};
        if (!options_.by.empty()) call.headers.emplace_back("x-phare-par", options_.by);
        call.body = std::move(body);
        call.content_type = "application/octet-stream";
        call.limit = door_patience;
        call.reply_limit = std::size_t{64} << 20U;  // refused rows of a large file come back
        asio::io_context loop;
        net::HttpClient client(loop.get_executor(), {false, options_.address, std::to_string(options_.port), {}}, {}, 1);
        Heard heard;
        asio::co_spawn(loop, told(client, std::move(call), heard), [](std::exception_ptr failure) {
            if (failure) std::rethrow_exception(failure);
        });
        loop.run();
        return heard;
    }
    static asio::awaitable<void> told(net::HttpClient& client, net::Call call, Heard& heard) {
        auto answer = co_await client.call(std::move(call));
        if (!answer) {
            heard.failure = answer.error();
            co_return;
        }
        heard.status = answer->status;
        heard.body = json::parse(answer->body, nullptr, false);
    }

    const ServiceImport& options_;
    std::string token_;
};

std::string text(const json& body, const char* name) {
    return body.is_object() && body.contains(name) && body[name].is_string() ? body[name].get<std::string>() : std::string();
}

std::optional<std::string> content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return {};
    return std::string(std::istreambuf_iterator<char>(file), {});
}

struct Trouble {
    std::string why;
    ObjectivesEnd end = ObjectivesEnd::unreachable;
};

/// What there is to do when no usable answer came. Nothing: there was one.
std::optional<Trouble> trouble(const Heard& heard, const ServiceImport& options) {
    auto const door = fmt::format("http://{}:{}", options.address, options.port);
    if (heard.failure) {
        bool const sent = net::may_have_been_sent(heard.failure);
        return Trouble{fmt::format(
            "Le service ne répond pas à {} ({}). {}\n"
            "  • Est-il en marche\u00A0? systemctl status phare\u00A0; sinon\u00A0: systemctl start phare\n"
            "  • L’adresse est celle de desk.imports.listen dans la configuration (-c).\n"
            "  • Sans service\u00A0: --journal FICHIER garde les chiffres dans un journal à part.\n",
            door, heard.failure.message(), sent ? "La demande est peut-être arrivée\u00A0: refaites la même commande, rien n’est compté deux fois." : "Rien n’a été envoyé."
        )};
    }
    if (heard.status == 401 || heard.status == 403)
        return Trouble{fmt::format("Le service refuse le jeton. Faites-en un\u00A0: phare token create --name import --scope imports:write > {}\n", options.token_file.string()), ObjectivesEnd::refuses_us};
    if (heard.status == 429) return Trouble{"Trop de demandes avec ce jeton\u00A0: attendez une minute.\n"};
    if (heard.status == 413) return Trouble{"Le fichier est trop gros pour le service (32 Mo au plus).\n", ObjectivesEnd::unusable};
    if (heard.status == 503) return Trouble{"Le service ne peut pas écrire pour l’instant\u00A0; rien n’est changé. Réessayez, et regardez son journal si cela dure.\n"};
    if (!heard.body.is_object()) return Trouble{fmt::format("Réponse inattendue de {} ({})\u00A0: est-ce bien Phare\u00A0?\n", door, heard.status)};
    return {};
}

ObjectivesEnd unusable(std::ostream& messages, const std::string& why) {
    messages << why;
    if (!why.ends_with('\n')) messages << '\n';
    return ObjectivesEnd::unusable;
}

ObjectivesEnd no_answer(std::ostream& messages, const Trouble& trouble) {
    messages << trouble.why;
    return trouble.end;
}

ObjectivesEnd order(const Door& door, const ServiceImport& options, int number, bool counts, std::ostream& out, std::ostream& messages) {
    auto const heard = door.post(fmt::format("/objectifs/imports/{}/{}", number, counts ? "oui" : "annuler"), {});
    if (auto const none = trouble(heard, options)) return no_answer(messages, *none);
    if (heard.status != 200) return unusable(messages, fmt::format("Import {}\u00A0: {}", number, text(heard.body, "erreur")));
    if (counts) out << fmt::format("L’import {0} compte à partir de maintenant. Pour revenir en arrière\u00A0: phare objectives import --annuler {0}\n", number);
    else out << fmt::format("L’import {} ne compte plus. Ses lignes restent dans le journal.\n", number);
    return ObjectivesEnd::done;
}

/// \returns whether refused rows were written where the person finds them, if there are any
bool keep_refused(const json& body, const ServiceImport& options, std::ostream& out, std::ostream& messages) {
    auto const csv = text(body, "refus"), workbook = net::from_base64(text(body, "refus_xlsx"));
    if (csv.empty()) return true;
    auto path = options.annotated;
    if (path.empty()) path = options.file.string() + (workbook.empty() ? ".refus.csv" : ".refus.xlsx");
    std::ofstream file(path, std::ios::binary);
    file << (path.extension() == ".xlsx" && !workbook.empty() ? workbook : csv);
    file.flush();
    if (!file) {
        messages << path.string() << "\u00A0: ce fichier ne s’écrit pas\n";
        return false;
    }
    out << "Lignes à corriger\u00A0: " << path.string() << '\n';
    return true;
}

/// Complains where there is no way to the service.
std::optional<std::string> token_for(const ServiceImport& options, std::ostream& messages) {
    if (options.port == 0) {
        messages << "La configuration n’ouvre pas d’adresse d’import. Ajoutez desk: imports: listen et token_file (phare config example), relancez le service,\n"
                    "ou donnez --journal FICHIER pour garder les chiffres dans un journal à part.\n";
        return {};
    }
    if (options.token_file.empty()) {
        messages << "Il manque desk: imports: token_file\u00A0: un fichier qui porte ce que phare token create --scope imports:write a imprimé.\n";
        return {};
    }
    auto const secret = content_of(options.token_file);
    if (!secret) {
        messages << options.token_file.string() << "\u00A0: le jeton d’import ne se lit pas (droits du fichier\u00A0?)\n";
        return {};
    }
    return secret->substr(0, secret->find_first_of("\r\n"));
}

}  // namespace

ObjectivesEnd status_of_service(const ServiceImport& options, const ServiceStatus& asked, std::ostream& out, std::ostream& messages) {
    auto const token = token_for(options, messages);
    if (!token) return ObjectivesEnd::no_way;
    bool const plain = std::all_of(asked.only.begin(), asked.only.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
    if (!plain) return unusable(messages, fmt::format("aucun objectif ne s’appelle {}. Donnez un identifiant du catalogue, comme AIJ-2020-NOR", asked.only));
    auto target = fmt::format("/objectifs/etat?forme={}", asked.json ? "json" : "texte");
    if (!asked.day.empty()) target += "&au=" + asked.day;
    if (!asked.only.empty()) target += "&objectif=" + asked.only;
    if (asked.explain) target += "&detail=oui";
    if (!asked.since.empty()) target += "&depuis=" + asked.since;
    auto const heard = Door(options, *token).get(std::move(target));
    if (auto const none = trouble(heard, options)) return no_answer(messages, *none);
    if (heard.status != 200) return unusable(messages, text(heard.body, "erreur"));
    out << text(heard.body, "texte");
    return ObjectivesEnd::done;
}

ObjectivesEnd import_to_service(const ServiceImport& options, std::istream& in, std::ostream& out, std::ostream& messages) {
    auto const token = token_for(options, messages);
    if (!token) return ObjectivesEnd::no_way;
    Door const door(options, *token);
    if (options.confirm > 0) return order(door, options, options.confirm, true, out, messages);
    if (options.withdraw > 0) return order(door, options, options.withdraw, false, out, messages);

    auto bytes = content_of(options.file);
    if (!bytes) return unusable(messages, options.file.string() + "\u00A0: ce fichier ne s’ouvre pas");
    auto const heard = door.post("/objectifs/imports", std::move(*bytes));
    if (auto const none = trouble(heard, options)) return no_answer(messages, *none);
    auto receipt = text(heard.body, "recu");
    out << (options.yes || options.ask ? rules::figures::without_question(std::move(receipt)) : receipt);
    if (!keep_refused(heard.body, options, out, messages)) return ObjectivesEnd::unusable;
    auto const some_refused = !text(heard.body, "refus").empty();
    auto const number = heard.body.value("import", 0);
    if (number == 0 && heard.status == 200) return some_refused ? ObjectivesEnd::some_refused : ObjectivesEnd::done;  // all of it is known
    if (number == 0) return some_refused || heard.status != 422 ? ObjectivesEnd::some_refused : ObjectivesEnd::unusable;
    bool counts = options.yes;
    if (!counts && options.ask) {
        out << "OUI pour que ces chiffres comptent, Entrée pour ne rien changer\u00A0: " << std::flush;
        std::string answer;
        std::getline(in, answer);
        counts = answer == "OUI" || answer == "oui" || answer == "Oui";
    }
    if (!counts) {
        out << fmt::format("Rien ne compte encore. Pour les compter\u00A0: phare objectives import --confirmer {}\n", number);
        return some_refused ? ObjectivesEnd::some_refused : ObjectivesEnd::done;
    }
    auto const ended = order(door, options, number, true, out, messages);
    return ended == ObjectivesEnd::done && some_refused ? ObjectivesEnd::some_refused : ended;
}

}  // namespace bot::service
