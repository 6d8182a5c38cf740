#include "bot/commands/data_tools.hpp"

#include "bot/commands/backup_folder.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/talking/link.hpp"
#include "db/sqlite/backup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

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
        "{}\u00A0: {} conversations, {} en attente, {} à envoyer, {} effacements au registre, {} lignes ouvertes "
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

/// Where a conversation's state is kept: in its own place, or in that of one it was linked to.
db::ConversationRef place_of(db::Store& store, const db::ConversationRef& room) {
    auto const stored = store.read_state(room);
    auto const first = stored ? talking::pointed_to(*stored) : std::nullopt;
    return first ? db::ConversationRef{first->channel, first->conversation} : room;
}

enum class Answer : std::uint8_t { made, none, gone };

/// Asks the running service and waits until it has taken the request away, or has ended.
Answer ask_service(const std::filesystem::path& folder) {
    using namespace std::chrono_literals;
    auto const request = backup_request(folder);
    if (!std::ofstream(request)) throw std::runtime_error(request.string() + "\u00A0: ce fichier ne s’écrit pas. Lancez cette commande sous le compte du service (runuser -u phare --) ou en root");
    std::error_code gone;
    for (auto waited = 0ms; waited < 10min; waited += 200ms) {
        if (!std::filesystem::exists(request)) return Answer::made;
        if (!db::sqlite::is_held(folder)) {
            std::filesystem::remove(request, gone);
            return Answer::gone;
        }
        std::this_thread::sleep_for(200ms);
    }
    std::filesystem::remove(request, gone);
    return Answer::none;
}

}  // namespace

int back_up(const db::sqlite::StoreOptions& options, const std::filesystem::path& target, db::Micros now) {
    return show(db::sqlite::backup(options, target, now));
}

namespace {

int back_up_alone(const db::sqlite::StoreOptions& options, const Backups& plan, db::Micros now) {
    int const code = back_up(options, backup_name(plan.folder, delivery::instant(now)), now);
    remove_half_backups(plan.folder);  // only now is it known that nobody is at one
    keep_youngest(plan.folder, plan.keep);
    return code;
}

}  // namespace

int back_up_into(const db::sqlite::StoreOptions& options, const Backups& plan, db::Micros now) {
    auto const before = backups_in(plan.folder);
    try {
        return back_up_alone(options, plan, now);
    } catch (const db::sqlite::SecondInstance&) {  // it runs: the one that may read its files is itself
    }
    switch (ask_service(options.folder)) {
        case Answer::made: break;
        case Answer::gone: return back_up_alone(options, plan, now);
        case Answer::none:
            std::cerr << "Le service en marche n’a pas répondu en dix minutes\u00A0: phare doctor\n";
            return 5;
    }
    auto const after = backups_in(plan.folder);
    if (after.empty() || (!before.empty() && after.back() == before.back())) {
        std::cerr << "Le service n’a pas pu faire la copie dans " << plan.folder.string() << "\u00A0: journalctl -u phare dit pourquoi\n";
        return 1;
    }
    return check_copy(after.back(), options.master_key_file.empty() ? options.folder / "master.key" : options.master_key_file);
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
        "Prêt\u00A0: {} effacements rejoués, {} conversations effacées.\n", report.ledger_lines, report.erased
    );
    return 0;
}

int export_room(
    const db::sqlite::StoreOptions& options, const db::ConversationRef& room, const talking::Tools& tools
) {
    auto const store = db::sqlite::open(options);
    auto const stored = store->read_state(place_of(*store, room));
    auto const state = stored ? talking::State::from_stored(*stored) : std::nullopt;
    std::cout << (state ? state->exported(tools) : "Rien n’est gardé de cette conversation.") << '\n';
    store->close();
    return 0;
}

int erase_room(
    const db::sqlite::StoreOptions& options,
    const db::ConversationRef& room,
    const Beside& beside,
    const std::function<std::vector<delivery::Wire>(const Wish&)>& render,
    db::Micros now
) {
    auto const store = db::sqlite::open(options);
    std::vector<db::ConversationRef> rooms{room};  // and those that were linked to it
    std::string passed_on;
    try {
        auto const place = place_of(*store, room);
        if (!(place == room)) rooms.push_back(place);
        auto const stored = store->read_state(place);
        if (auto const state = stored ? talking::State::from_stored(*stored) : std::nullopt) {
            passed_on = state->passed_on();
            for (auto const& one : state->linked()) {
                db::ConversationRef const other{one.channel, one.conversation};
                if (std::find(rooms.begin(), rooms.end(), other) == rooms.end()) rooms.push_back(other);
            }
        }
    } catch (const db::BrokenSeal&) {  // it goes all the same; a file of it ends with its retention
    }
    std::vector<db::ConversationRef> more;
    for (auto const& one : rooms)
        for (auto& held : beside(*store, one)) more.push_back(std::move(held));
    // What was said by mail cannot be taken back.
    std::vector<std::pair<db::ConversationRef, std::string>> ours;
    for (auto const& one : rooms)
        for (auto const kind : {delivery::kind_message, delivery::kind_edit})
            if (one.channel == "matrix")
                for (auto& event : store->sent(one, kind)) ours.emplace_back(one, std::move(event));
    finish([&](db::Store::Completion ended) {
        store->write(
            [&](db::Transaction& t) {
                for (auto const& one : rooms) t.erase(one, "operator", now);
                for (auto const& one : more) t.erase(one, "operator", now);
                if (!passed_on.empty()) t.erase({std::string(talking::file_channel), passed_on}, "operator", now);
                t.audit({now, "erased", "operator"});
                for (auto const& [where, event] : ours)
                    for (auto const& wire : render(Retract{0, event}))
                        t.enqueue({where, wire.kind, wire.payload, {}, wire.target, now, 0}, now);
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
