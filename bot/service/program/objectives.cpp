#include "bot/service/program/objectives.hpp"

#include "bot/service/import_command.hpp"

#include <iostream>
#include <unistd.h>

namespace bot::service::program {
namespace {

int exit_of(commands::ObjectivesEnd end) {
    using End = commands::ObjectivesEnd;
    switch (end) {
        case End::done: return Exit::done;
        case End::some_refused: return Exit::says_no;
        case End::no_way: return Exit::to_configure;
        case End::unreachable: return Exit::unreachable;
        case End::refuses_us: return Exit::refuses_us;
        case End::unusable: break;
    }
    return Exit::data_refused;
}

int without_service() { return complain({"Sans service\u00A0: --journal FICHIER garde les chiffres dans un journal à part"}, Exit::to_configure); }

ServiceImport way_to_service(const commands::Config& config) {
    ServiceImport way;
    if (!config.desk) return way;
    way.port = config.desk->listen.port, way.token_file = config.desk->token_file;
    auto const& listen = config.desk->listen.address;
    way.address = listen == "0.0.0.0" ? "127.0.0.1" : listen == "::" ? "::1" : listen;
    return way;
}

int import_to_service(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return without_service();
    auto wish = way_to_service(*config);
    auto const& given = arguments.import;
    wish.file = given.file, wish.annotated = given.annotated, wish.by = given.by, wish.yes = given.yes;
    wish.confirm = given.confirm, wish.withdraw = given.withdraw, wish.ask = isatty(STDIN_FILENO) != 0;
    return exit_of(import_to_service(wish, std::cin, std::cout, std::cerr));
}

}  // namespace

int objectives_replay(const Arguments& arguments) {
    return exit_of(commands::replay_objectives(arguments.replay, std::cerr));
}

int objectives_status(const Arguments& arguments, Instant now) {
    auto options = arguments.status;
    if (!arguments.since.empty()) options.since = day_meant(arguments.since, now);
    if (options.data.empty() && options.journal.empty()) {
        auto const config = config_of(arguments);
        if (!config) return without_service();
        ServiceStatus asked{{}, options.explain.empty() ? options.only : options.explain, options.json, !options.explain.empty(), {}};
        if (!arguments.today.empty()) asked.day = rules::steering::written_day(day_meant(arguments.today, now));
        if (options.since) asked.since = rules::steering::written_day(*options.since);
        return exit_of(status_of_service(way_to_service(*config), asked, std::cout, std::cerr));
    }
    options.as_of = day_meant(arguments.today, now);
    options.catalogue = catalogue_of(arguments);
    return exit_of(commands::objectives_status(options, std::cout, std::cerr));
}

int objectives_import(const Arguments& arguments, Instant now) {
    auto options = arguments.import;
    options.today = day_meant(arguments.today, now);
    options.catalogue = catalogue_of(arguments);
    int const wanted = (options.file.empty() ? 0 : 1) + (options.withdraw == 0 ? 0 : 1) + (options.confirm == 0 ? 0 : 1);
    if (wanted != 1) return complain({"phare objectives import\u00A0: donnez un fichier, ou --confirmer N, ou --annuler N, et un seul des trois"}, Exit::wrong_usage);
    if (options.journal.empty()) return import_to_service(arguments);
    if (options.confirm != 0) return complain({"phare objectives import\u00A0: --confirmer s’adresse au service en marche. Avec --journal, donnez --oui tout de suite"}, Exit::wrong_usage);
    return exit_of(commands::import_figures(options, std::cout, std::cerr));
}

}  // namespace bot::service::program
