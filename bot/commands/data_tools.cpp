#include "bot/commands/data_tools.hpp"

#include "db/sqlite/backup.hpp"

#include <fmt/format.h>

#include <future>
#include <iostream>

namespace bot::commands {

namespace {

/// Runs one call of the store to its end. Rethrows what went wrong.
void finish(const std::function<void(db::Store::Completion)>& start) {
    std::promise<void> ended;
    start([&ended](std::exception_ptr failure) { failure ? ended.set_exception(failure) : ended.set_value(); }
    );
    ended.get_future().get();
}

int show(const db::sqlite::BackupReport& report) {
    for (auto const& problem : report.problems) std::cerr << problem << '\n';
    std::cout << fmt::format(
        "{} : {} conversations, {} en attente, {} à envoyer, {} effacements au registre, {} lignes ouvertes "
        "et vérifiées, {} octets · {}\n",
        report.folder.string(),
        report.counts.conversations,
        report.counts.inbox_pending,
        report.counts.outbox_pending,
        report.erasures,
        report.rows_opened,
        report.bytes,
        report.good() ? "bonne copie" : "COPIE INUTILISABLE"
    );
    return report.good() ? 0 : 1;
}

}  // namespace

int back_up(const db::sqlite::StoreOptions& options, const std::filesystem::path& target, db::Micros now) {
    return show(db::sqlite::backup(options, target, now));
}

int check_copy(const std::filesystem::path& copy, const std::filesystem::path& key) {
    std::optional<std::filesystem::path> with;
    if (!key.empty()) with = key;
    return show(db::sqlite::check_backup(copy, with));
}

int bring_back(const db::sqlite::StoreOptions& options, const std::filesystem::path& copy) {
    return show(db::sqlite::restore(copy, options.folder));
}

int accept(const db::sqlite::StoreOptions& options, const std::filesystem::path& later_keys, db::Micros now) {
    auto const report = db::sqlite::accept_restore(options, later_keys, now);
    std::cout << fmt::format(
        "Prêt : {} effacements rejoués, {} conversations effacées.\n", report.ledger_lines, report.erased
    );
    return 0;
}

int export_room(
    const db::sqlite::StoreOptions& options, const db::ConversationRef& room, const talking::Tools& tools
) {
    auto const store = db::sqlite::open(options);
    auto const stored = store->read_state(room);
    auto const state = stored ? talking::State::from_stored(*stored) : std::nullopt;
    std::cout << (state ? state->exported(tools) : "Rien n’est gardé de cette conversation.") << '\n';
    store->close();
    return 0;
}

int erase_room(
    const db::sqlite::StoreOptions& options,
    const db::ConversationRef& room,
    const std::function<std::vector<delivery::Wire>(const Wish&)>& render,
    db::Micros now
) {
    auto const store = db::sqlite::open(options);
    auto ours = store->sent(room, delivery::kind_message);
    for (auto& edit : store->sent(room, delivery::kind_edit)) ours.push_back(std::move(edit));
    std::string passed_on;
    try {
        auto const stored = store->read_state(room);
        if (auto const state = stored ? talking::State::from_stored(*stored) : std::nullopt) passed_on = state->passed_on();
    } catch (const db::BrokenSeal&) {  // it goes all the same; a file of it ends with its retention
    }
    finish([&](db::Store::Completion ended) {
        store->write(
            [&](db::Transaction& t) {
                t.erase(room, "operator", now);
                if (!passed_on.empty()) t.erase({std::string(talking::file_channel), passed_on}, "operator", now);
                t.audit({now, "erased", "operator"});
                for (auto const& event : ours)
                    for (auto const& wire : render(Retract{0, event}))
                        t.enqueue({room, wire.kind, wire.payload, {}, wire.target, now, 0}, now);
            },
            std::move(ended)
        );
    });
    finish([&](db::Store::Completion ended) { store->scrub(std::move(ended)); });
    store->close();
    std::cout << fmt::format(
        "Effacé. {} message(s) de Phare seront retirés du salon au prochain démarrage.\n", ours.size()
    );
    return 0;
}

}  // namespace bot::commands
