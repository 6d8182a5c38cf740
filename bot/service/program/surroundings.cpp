#include "bot/service/program/surroundings.hpp"

#include "bot/commands/paris.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <cstdio>
#include <iostream>
#include <set>

namespace fs = std::filesystem;
using bot::observing::Field;
using bot::observing::Level;
using bot::observing::What;

namespace bot::service::program {
namespace {

/// Tells metrics and log what the store tells us.
void note_store(const db::sqlite::StoreEvent& event) {
    using Kind = db::sqlite::StoreEvent::Kind;
    switch (event.kind) {
        case Kind::batch:
            observing::observe(observing::Timing::commit, std::chrono::microseconds(event.micros));
            return;
        case Kind::disk_full:
        case Kind::intake_refused:
            observing::log(Level::error, What::disk_low, {Field("free_bytes", event.number)});
            return;
        case Kind::intake_resumed:
            observing::log(Level::info, What::disk_ok);
            return;
        case Kind::ballast_dropped:
        case Kind::ballast_restored:
            return;
        case Kind::broken_seal:
        case Kind::corrupt:
            observing::log(Level::error, What::store_corrupt, {Field("number", event.number)});
            return;
        case Kind::io_error:
        case Kind::checkpoint_failed:
        case Kind::fsync_failed:
            observing::log(Level::error, What::store_error, {Field("code", event.number)});
            return;
    }
}

/// Complaints name files as the catalogue does; whoever keeps a machine must know where that is.
void refuse_files(const std::vector<std::string>& complaints) {
    complain(complaints, 0);
    std::cerr << "Ces fichiers viennent de " << share_files().catalogue.parent_path().string()
              << ". Corrigez-les, ou remettez ceux du paquet\u00A0: apt-get install --reinstall phare\n";
}

}  // namespace

int complain(const std::vector<std::string>& complaints, int code) {
    for (auto const& line : complaints) std::cerr << line << '\n';
    return code;
}

commands::Files share_files() {
    std::error_code ignored;
    auto const beside =
        fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "share" / "phare";
    return commands::Files::under(fs::exists(beside / "catalogue", ignored) ? beside : fs::path(PHARE_SOURCE_DIR));
}

fs::path catalogue_of(const Arguments& arguments) {
    return arguments.catalogue.empty() ? share_files().catalogue
                                       : fs::path(arguments.catalogue);
}

std::optional<commands::Config> config_of(const Arguments& arguments) {
    auto read = commands::read_config(arguments.config);
    complain(read.complaints, 0);
    if (read.config && !read.config->matrix && !read.config->email && !read.config->web && !read.config->api) {
        std::cerr << arguments.config << "\u00A0: personne ne pourrait écrire à Phare. Écrivez matrix, email, web ou api\u00A0; `phare config example` montre comment\n";
        return std::nullopt;
    }
    return std::move(read.config);
}

std::optional<commands::Config> matrix_config_of(const Arguments& arguments) {
    auto config = config_of(arguments);
    if (!config || config->matrix) return config;
    std::cerr << arguments.config << "\u00A0: il manque «\u00A0matrix\u00A0». Écrivez ce groupe\u00A0; `phare config example` montre comment\n";
    return std::nullopt;
}

std::optional<talking::Tools> tools_of(bool young_vous) {
    auto knowledge = commands::load_knowledge(share_files(), young_vous);
    if (!knowledge.tools) refuse_files(knowledge.complaints);
    else complain(knowledge.complaints, 0);
    return std::move(knowledge.tools);
}

std::optional<Learned> learned(const commands::Config& config, const talking::Tools& tools) {
    Learned all;
    if (config.desk) {
        std::set<std::string> channels;
        if (config.matrix) channels.insert("matrix");
        if (config.email) channels.insert("email");
        auto loaded = commands::load_desk(share_files(), *config.desk, tools.messages, std::move(channels));
        if (!loaded.tools) {
            refuse_files(loaded.complaints);
            return std::nullopt;
        }
        all.desk = std::move(loaded.tools);
    }
    if (config.api) {
        std::vector<std::string> complaints;
        all.evaluator = evaluating::Evaluator::make(tools.catalogue, tools.gazetteer, share_files().catalogue, complaints);
        if (!all.evaluator) {
            refuse_files(complaints);
            return std::nullopt;
        }
    }
    return all;
}

db::sqlite::StoreOptions store_options(const commands::Config& config) {
    db::sqlite::StoreOptions options;
    options.folder = config.data.folder;
    options.master_key_file = config.data.master_key_file;
    options.floor_bytes = config.data.free_space_floor;
    if (config.matrix) options.sender = "@" + config.matrix->sender + ":" + config.matrix->server_name;
    else if (config.email) options.sender = config.email->address;
    options.observer = note_store;
    return options;
}

DayOf civil_day(const std::string& written) {
    if (written.empty())
        return [](Instant at) {
            return commands::day_in_paris(std::chrono::floor<std::chrono::seconds>(at));
        };
    int y = 0;
    unsigned m = 0, d = 0;
    if (std::sscanf(written.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3)
        throw commands::WrongUsage(written + "\u00A0: ce n’est pas un jour. Écrivez par exemple 2020-11-10");
    std::chrono::year_month_day const day{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    if (!day.ok()) throw commands::WrongUsage(written + "\u00A0: ce jour n’existe pas. Écrivez par exemple 2020-11-10");
    return [day](Instant) { return std::chrono::sys_days(day); };
}

std::chrono::sys_days day_meant(const std::string& written, Instant now) { return civil_day(written)(now); }

}  // namespace bot::service::program
