#include "bot/service/program/upkeep.hpp"

#include "adapters/matrix/doctor.hpp"
#include "adapters/matrix/wish_renderer.hpp"
#include "bot/commands/data_tools.hpp"
#include "bot/commands/upkeep.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"
#include "bot/service/api_commands.hpp"
#include "bot/service/face_doctor.hpp"
#include "bot/service/findings.hpp"
#include "bot/service/house_doctor.hpp"
#include "bot/service/mail_commands.hpp"
#include "bot/service/mail_doctor.hpp"
#include "bot/service/mail_settings.hpp"
#include "bot/service/matrix_doctor.hpp"
#include "bot/service/matrix_side.hpp"

#include <iostream>

namespace fs = std::filesystem;

namespace bot::service::program {
namespace {

/// Where the tokens of this configuration stand.
std::optional<fs::path> tokens_of(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return std::nullopt;
    return commands::tokens_file(config->api.value_or(commands::ApiConfig()), config->data.folder);
}

}  // namespace

int registration(const Arguments& arguments) {
    auto const config = matrix_config_of(arguments);
    if (!config) return Exit::to_configure;
    auto const settings = adapters::matrix::with_fresh_tokens(matrix_settings(*config->matrix, false));
    fs::path const file =
        arguments.output.empty() ? config->matrix->registration : fs::path(arguments.output);
    adapters::matrix::write_registration(
        file,
        adapters::matrix::registration_yaml(settings),
        arguments.rotate ? adapters::matrix::Overwrite::rotate : adapters::matrix::Overwrite::no
    );
    std::cout << "Écrit\u00A0: " << file.string() << "\nÀ faire\u00A0:\n"
              << "  1. dans homeserver.yaml\u00A0: app_service_config_files: [\"" << fs::absolute(file).string()
              << "\"]\n"
              << "  2. redémarrer le serveur Matrix\n  3. phare serve -c " << arguments.config
              << "\n  4. phare doctor -c " << arguments.config << '\n';
    return Exit::done;
}

int doctor(const Arguments& arguments, Instant now) {
    auto const config = config_of(arguments);
    auto const tools = config ? tools_of(config->young_vous) : std::nullopt;
    if (!tools || !learned(*config, *tools)) {
        int const code = config ? Exit::data_refused : Exit::to_configure;
        if (arguments.json) write_findings_json({{code, false, "la configuration, le catalogue ou les textes ne se lisent pas", "La sortie d’erreur dit où"}}, std::cout);
        return code;
    }
    observing::set_level(observing::Level::error);  // what is found is said in sentences
    auto findings = examine_house(*config, now);
    auto const add = [&findings](const std::vector<adapters::matrix::Finding>& more) { findings.insert(findings.end(), more.begin(), more.end()); };
    if (config->matrix) add(examine_matrix(*config->matrix));
    if (config->email) add(examine_mail(*config));
    add(examine_faces(*config));
    if (config->api) findings.push_back(examine_api(*config));
    if (arguments.json) write_findings_json(findings, std::cout);
    else write_findings(findings, std::cout);
    return adapters::matrix::exit_code(findings);
}

int backup(const Arguments& arguments, Instant now) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    if (!arguments.folder.empty()) return commands::back_up(store_options(*config), arguments.folder, delivery::micros(now));
    auto const& plan = config->backup;
    if (plan.folder.empty())
        return complain({arguments.config + "\u00A0: il manque «\u00A0backup\u00A0». Écrivez backup: {folder: /var/backups/phare}, ou donnez un dossier"}, Exit::to_configure);
    return commands::back_up_into(store_options(*config), {plan.folder, plan.every, plan.keep, {}}, delivery::micros(now));
}

int restore(const Arguments& arguments, Instant now) {
    if (arguments.check && arguments.folder.empty())
        return complain({"phare restore --check\u00A0: donnez le dossier de la copie"}, Exit::wrong_usage);
    if (arguments.check) return commands::check_copy(arguments.folder, arguments.key);
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    if (!arguments.folder.empty())
        if (int const failed = commands::bring_back(store_options(*config), arguments.folder))
            return failed;
    if (!arguments.accept) {
        std::cout << "Il reste à rejouer les effacements faits depuis\u00A0: phare restore --accept [--later-keys keys.db]\n";
        return Exit::done;
    }
    if (arguments.later_keys.empty() && !arguments.no_later_keys)
        return complain(
            {"phare restore --accept\u00A0: donnez le keys.db de la base perdue, ou d’une copie plus jeune, avec --later-keys.",
             "S’il n’y en a pas, donnez --no-later-keys\u00A0: ce que des gens ont fait effacer depuis cette copie revient alors"},
            Exit::wrong_usage
        );
    return commands::accept(store_options(*config), arguments.later_keys, delivery::micros(now));
}

int export_room(const Arguments& arguments) {
    auto const config = config_of(arguments);
    auto const tools = config ? tools_of(config->young_vous) : std::nullopt;
    if (!tools) return Exit::to_configure;
    return commands::export_room(store_options(*config), {"matrix", arguments.room}, *tools);
}

int erase_room(const Arguments& arguments, Instant now) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return commands::erase_room(
        store_options(*config), {"matrix", arguments.room}, mail_beside(*config), adapters::matrix::render_wish, delivery::micros(now)
    );
}

int mail_suppressed(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return service::mail_suppressed(store_options(*config), arguments.mail_address, std::cout);
}

int mail_unsuppress(const Arguments& arguments, Instant now) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return service::mail_unsuppress(store_options(*config), arguments.mail_address, now, std::cout);
}

int mail_held(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return service::mail_held(store_options(*config), std::cout);
}

int token_create(const Arguments& arguments, Instant now) {
    auto const file = tokens_of(arguments);
    if (!file) return Exit::to_configure;
    return service::token_create(*file, arguments.token.name, arguments.token.scopes, day_meant(arguments.today, now), std::cout, std::cerr);
}

int token_list(const Arguments& arguments) {
    auto const file = tokens_of(arguments);
    return file ? service::token_list(*file, std::cout, std::cerr) : static_cast<int>(Exit::to_configure);
}

int token_revoke(const Arguments& arguments) {
    auto const file = tokens_of(arguments);
    return file ? service::token_revoke(*file, arguments.token.id, std::cout, std::cerr) : static_cast<int>(Exit::to_configure);
}

}  // namespace bot::service::program
