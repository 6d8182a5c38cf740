#include "bot/desk/gestures.hpp"

#include "bot/desk/answers.hpp"
#include "bot/desk/history.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/why_words.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace bot::desk {
namespace {

using people::Right;
using steering::Kind;
using wording::Document;

constexpr std::string_view mail_channel = "email";
constexpr std::string_view eyes = "👀", thumb = "👍", bell = "🔕";

std::string mark_key(const Inbound& inbound, const EventId& event) { return inbound.conversation + ' ' + event; }
std::string place_of(const Inbound& inbound) { return inbound.channel + ' ' + inbound.conversation; }

const EventId* event_pointed_at(const Inbound& inbound) {
    if (auto const* reaction = std::get_if<Reaction>(&inbound.what)) return &reaction->to;
    if (auto const* text = std::get_if<Text>(&inbound.what)) return text->replies_to.empty() ? &text->thread : &text->replies_to;
    return nullptr;
}

/// An event that takes the rest along: what hangs below our message is about it too.
std::optional<ThreadKey> thread_meant(const State& state, const Inbound& inbound) {
    // A reply by mail whose sender no server vouches for hangs below the letter that went to that mailbox.
    auto const& conversation = inbound.claim ? inbound.claim->address : inbound.conversation;
    if (auto const* const pointed = event_pointed_at(inbound))
        if (auto found = thread_of(state, conversation, *pointed)) return found;
    if (auto const* text = std::get_if<Text>(&inbound.what); text != nullptr && !text->thread.empty())
        return thread_of(state, conversation, text->thread);
    return {};
}

/// Orders in a letter stand in its first paragraph; a signature is no reason.
std::string order_text(const Inbound& inbound, const Text& text) {
    if (inbound.channel != mail_channel) return text.body;
    std::size_t end = text.body.find_first_not_of(" \r\n");
    if (end == std::string::npos) return {};
    auto const start = end;
    while (end < text.body.size()) {
        auto const line_end = std::min(text.body.find('\n', end), text.body.size());
        auto const line = std::string_view(text.body).substr(end, line_end - end);
        if (line.find_first_not_of(" \r\t") == std::string_view::npos) break;
        end = std::min(line_end + 1, text.body.size());
    }
    return text.body.substr(start, end - start);
}

class Handling {
  public:
    Handling(const Tools& tools, State state, const Inbound& inbound, Day today, Instant now)
        : tools_(tools), inbound_(inbound), by_(inbound.sender), today_(today), now_(now) {
        out_.state = std::move(state);
        out_.changed = true;  // the entry is finished in any case
    }

    Outcome run() && {
        bool const carries = std::holds_alternative<Text>(inbound_.what) || std::holds_alternative<Attachment>(inbound_.what);
        if (!inbound_.files.empty() && carries) files();
        else std::visit([this](auto const& what) { on(what); }, inbound_.what);
        return std::move(out_);
    }

  private:
    void reply(Document document) {
        Post post;
        post.to = {inbound_.channel, inbound_.conversation};
        post.document = std::move(document);
        post.in_reply_to = inbound_.event_id;
        if (auto const* text = std::get_if<Text>(&inbound_.what)) post.thread = text->thread;
        if (auto const key = thread_meant(out_.state, inbound_))
            if (auto const& said = out_.state.threads.at(*key).said; !said.empty() && inbound_.channel != mail_channel) {
                post.thread = said.front().remote_id;
                if (std::holds_alternative<Reaction>(inbound_.what)) post.in_reply_to = said.front().remote_id;
            }
        out_.posts.push_back(std::move(post));
    }
    void refuse(std::string why) { reply(say(tools_, "acte_refuse", {{"pourquoi", std::move(why)}})); }
    bool allowed(Right right) {
        if (inbound_.knows_before && tools_.rights.may(inbound_.sender, right)) return true;  // a name nobody vouches for gives no right
        // Whoever holds the reply address of an alert's letter reads that mailbox: enough to answer the letter.
        bool const below = right == Right::treat_alerts || right == Right::see_figures;
        if (auto const& claim = inbound_.claim; claim && below && thread_meant(out_.state, inbound_)) {
            if (claim->token && tools_.rights.may(claim->address, right)) {
                by_ = claim->address;
                return true;
            }
            if (tools_.rights.may(claim->address, right)) {
                reply(say(tools_, "acte_adresse"));
                return false;
            }
        }
        reply(say(tools_, "acte_droit", {{"quoi", right == Right::treat_alerts ? "alerte" : right == Right::see_figures ? "lire" : "chiffres"}}));
        return false;
    }

    /// Whoever reads along here, not only whoever writes.
    bool amounts_may_be_said() const {
        return money_may_be_said(tools_, out_.state, inbound_.sender, inbound_.conversation, inbound_.one_to_one);
    }

    /// Open episodes that the order is about: those of the thread, those named, or the only one of this room.
    std::vector<EpisodeId> meant(const std::string& about) {
        std::vector<EpisodeId> ids;
        auto const take_thread = [&](const Thread& thread) {
            for (auto const& id : thread.episodes)
                if (out_.state.book.open.contains(id)) ids.push_back(id);
        };
        if (auto const key = thread_meant(out_.state, inbound_)) {
            take_thread(out_.state.threads.at(*key));
            return ids;
        }
        auto const here = place_of(inbound_);
        std::vector<const Thread*> threads;
        for (auto const& [key, thread] : out_.state.threads)
            if (key.first == here && !thread.over) threads.push_back(&thread);
        if (!about.empty()) {
            auto const named = named_in(tools_, about);
            for (auto const* thread : threads)
                for (auto const& id : thread->episodes)
                    if (out_.state.book.open.contains(id) &&
                        std::any_of(named.begin(), named.end(), [&](auto* o) { return o->id == id.objective; }))
                        ids.push_back(id);
        } else if (threads.size() == 1) {
            take_thread(*threads.front());
        }
        return ids;
    }
    void note(const EpisodeId& id, Past::What what, std::string words) {
        note_deed(out_.state, id, {today_, what, {}, role_word(tools_, by_), std::move(words)});
    }

    void take_on(const std::vector<EpisodeId>& ids, const TakeOn& order, bool by_mark) {
        if (ids.empty()) return refuse(std::string(name_of(steering::Refusal::no_open_episode)));
        if (!allowed(Right::treat_alerts)) return;
        Document said;
        for (auto const& id : ids) {
            auto& episode = out_.state.book.open.at(id);
            std::optional<steering::Commitment> promise;
            if (order.promise) promise = steering::Commitment{order.promise->pace, order.promise->from, by_};
            auto reason = order.reason;
            // A promise that follows a mark keeps the reason given before.
            if (reason.empty() && episode.treatment.acknowledged) reason = episode.treatment.acknowledged->reason;
            // Taking on needs a reason: the mark says one, and a promise is one.
            if (!promise && steering::characters(reason) < steering::shortest_reason)
                return refuse(std::string(name_of(steering::Refusal::reason_too_short)));
            auto asked = steering::acknowledge(episode.treatment, by_, reason, today_, episode.level, order.until, promise);
            if (auto const* refusal = std::get_if<steering::Refusal>(&asked)) return refuse(std::string(name_of(*refusal)));
            episode.treatment = std::get<steering::Treatment>(std::move(asked));
            auto const& ack = *episode.treatment.acknowledged;
            if (by_mark) out_.state.marks[mark_key(inbound_, inbound_.event_id)].on.push_back(id);
            note(id, promise ? Past::What::promised : Past::What::taken, "pris en charge par " + person_words(by_) + (reason.empty() ? "" : " (" + reason + ")") +
                         (promise ? ", engagement " + steering::french(promise->pace) + " par mois à partir de " + month_words(promise->from) : ""));
            said = wording::joined(
                std::move(said),
                say(tools_, "acte_pris",
                    {{"qui", person_words(ack.by)},
                     {"jusque", day_words(ack.until)},
                     {"borne", order.until && ack.until < *order.until ? "oui" : "non"},
                     {"objet", object_of(tools_, id)},
                     {"promesse", promise ? "oui" : "non"},
                     {"rythme", promise ? steering::french(promise->pace) : ""},
                     {"depuis", promise ? month_words(promise->from) : ""}})
            );
        }
        reply(std::move(said));
    }

    void quiet(const std::vector<EpisodeId>& ids, const Quiet& order, bool by_mark) {
        if (ids.empty()) return refuse(std::string(name_of(steering::Refusal::no_open_episode)));
        if (!allowed(Right::treat_alerts)) return;
        auto const next = tools_.settings.calendar.next(bureau, today_);
        Document said;
        for (auto const& id : ids) {
            auto& episode = out_.state.book.open.at(id);
            auto asked = steering::silence(episode.treatment, by_, order.reason, today_, next, order.until);
            if (auto const* refusal = std::get_if<steering::Refusal>(&asked)) return refuse(std::string(name_of(*refusal)));
            episode.treatment = std::get<steering::Treatment>(std::move(asked));
            auto const& silence = *episode.treatment.silence;
            if (by_mark) {
                auto& mark = out_.state.marks[mark_key(inbound_, inbound_.event_id)];
                mark.silence = true;
                mark.on.push_back(id);
            }
            note(id, Past::What::silenced, "silence demandé par " + person_words(silence.by) + " jusqu’au " + day_words(silence.until) + " (" + silence.reason + ")");
            said = wording::joined(
                std::move(said),
                say(tools_, "acte_silence",
                    {{"jusque", day_words(silence.until)}, {"objet", object_of(tools_, id)}, {"qui", person_words(silence.by)}, {"motif", silence.reason}})
            );
        }
        reply(std::move(said));
    }

    /// A change of scope that is the right one: from today on the figures are judged as they stand now.
    void rebase(const Rebase& order) {
        bool const brings = inbound_.knows_before && tools_.rights.may(inbound_.sender, Right::bring_figures);
        if (!brings && !allowed(Right::treat_alerts)) return;
        if (steering::characters(order.reason) < steering::shortest_reason) return refuse(std::string(name_of(steering::Refusal::reason_too_short)));
        std::set<std::string> objectives;
        for (auto const& id : meant(order.about)) objectives.insert(id.objective);
        auto const overview = overview_on(tools_, out_.state, today_);
        Document said;
        for (auto const& objective : objectives) {
            auto const* const standing = overview.find(objective);
            if (standing == nullptr || !standing->on.evaluation.health.rupture) continue;
            out_.state.rebased[objective].push_back({today_, by_, order.reason});
            note({objective, Kind::data}, Past::What::rescoped, "périmètre confirmé par " + person_words(by_) + " (" + order.reason + ")");
            said = wording::joined(
                std::move(said),
                say(tools_, "acte_perimetre",
                    {{"objet", standing->objective->label}, {"qui", person_words(by_)}, {"motif", order.reason},
                     {"date", day_words(*standing->on.evaluation.health.rupture)}})
            );
        }
        if (said.empty()) return refuse("aucun changement de périmètre n’attend de réponse ici");
        out_.state.counted_at = now_;  // the same figures, read otherwise
        reply(std::move(said));
    }

    void give_back(const std::vector<EpisodeId>& ids) {
        Document said;
        for (auto const& id : ids) {
            auto& episode = out_.state.book.open.at(id);
            if (!episode.treatment.acknowledged) continue;
            episode.treatment = steering::unacknowledge(std::move(episode.treatment));
            episode.waits_since = today_;
            note(id, Past::What::given_back, "prise en charge retirée par " + person_words(by_));
            said = wording::joined(std::move(said), say(tools_, "acte_retire", {{"objet", object_of(tools_, id)}}));
        }
        if (!said.empty()) reply(std::move(said));
    }

    void unquiet(const std::vector<EpisodeId>& ids) {
        Document said;
        for (auto const& id : ids) {
            auto& episode = out_.state.book.open.at(id);
            if (!episode.treatment.silence) continue;
            episode.treatment = steering::lift_silence(std::move(episode.treatment));
            note(id, Past::What::unsilenced, "silence levé par " + person_words(by_));
            said = wording::joined(std::move(said), say(tools_, "acte_silence_leve", {{"objet", object_of(tools_, id)}, {"qui", person_words(by_)}}));
        }
        if (said.empty()) return refuse(std::string(name_of(steering::Refusal::not_silenced)));
        reply(std::move(said));
    }

    void why(const std::vector<EpisodeId>& ids) {
        auto const before = out_.state;
        auto const overview = overview_on(tools_, before, today_);
        Scene const scene{tools_, before, before.book, overview, today_, {}};
        auto const key = thread_meant(before, inbound_);
        const Thread* const told = key ? &before.threads.at(*key) : nullptr;
        Document said;
        if (!ids.empty() && !allowed(Right::see_figures)) return;
        auto const money = [&](const EpisodeId& id) {
            auto const* const objective = tools_.find(id.objective);
            return objective != nullptr && objective->funded;
        };
        if (std::any_of(ids.begin(), ids.end(), money) && !amounts_may_be_said()) return reply(money_elsewhere(tools_, out_.state, inbound_.conversation));
        for (auto const& id : ids)
            if (id.kind != Kind::meeting) said = wording::joined(std::move(said), why_document(scene, id, told));
        if (said.empty()) return refuse(std::string(name_of(steering::Refusal::no_open_episode)));
        reply(std::move(said));
    }

    void unread(const UnreadFigure& figure) {
        if (!allowed(Right::bring_figures)) return;
        using Why = UnreadFigure::Why;
        const char* const why = figure.why == Why::doubtful   ? "doute"
                                : figure.why == Why::negative ? "negatif"
                                : figure.why == Why::rate     ? "taux"
                                : figure.why == Why::no_month ? "mois"
                                                              : "nombre";
        reply(say(tools_, "chiffre_illisible", {{"ecrit", figure.written}, {"pourquoi", why}, {"exemple", figure.example + "\u00a0: 1140"}}));
    }

    void typed(const TypedFigure& figure) {
        if (!allowed(Right::bring_figures)) return;
        // As for a file: a month that has not begun has no figure.
        if (steering::first_day(figure.month) > today_) return reply(say(tools_, "chiffre_futur", {{"mois", month_words(figure.month)}}));
        std::vector<const steering::Objective*> fits;
        auto month = figure.month;
        auto const covers = [&](const steering::Objective* o) { return o->covers(month); };
        auto const named = named_in(tools_, figure.name), best = best_named_in(tools_, figure.name);
        std::copy_if(best.begin(), best.end(), std::back_inserter(fits), covers);
        if (fits.empty()) std::copy_if(named.begin(), named.end(), std::back_inserter(fits), covers);
        bool const states = std::all_of(fits.begin(), fits.end(), [](auto* o) { return o->counting == steering::Counting::stock; });
        if (fits.size() > 1 && !states) std::erase_if(fits, [](auto* o) { return o->counting == steering::Counting::stock; });
        if (fits.size() > 1 && std::any_of(fits.begin(), fits.end(), [](auto* o) { return o->parent.empty(); }) &&
            words_of(figure.name).size() == 1)
            std::erase_if(fits, [](auto* o) { return !o->parent.empty(); });
        if (fits.size() != 1) {
            std::vector<std::string> labels;
            for (auto const* each : named) labels.push_back(each->label);
            constexpr std::size_t most = 5;
            if (labels.size() > most) labels.resize(most);
            auto const list = labels.empty() ? std::string("aucun ne porte ce nom") : wording::french_list(labels);
            return reply(say(tools_, "import_objectif", {{"mot", figure.name}, {"mois", month_words(month)}, {"objectifs", list}}));
        }
        auto const& objective = *fits.front();
        if (steering::is_whole(objective.unit) && figure.value != std::floor(figure.value))
            return reply(say(tools_, "chiffre_illisible", {{"ecrit", steering::french(figure.value, 1)}, {"pourquoi", "entier"}, {"exemple", figure.name + " " + month_words(month) + "\u00a0: 1140"}}));
        bool const amounts = !objective.funded || amounts_may_be_said();
        // To whoever brings an amount alone we say no other one; in company none at all.
        if (!amounts && !inbound_.one_to_one)
            return reply(wording::joined(say(tools_, "montant_pas_note"), money_elsewhere(tools_, out_.state, inbound_.conversation)));
        steering::Publication row;
        row.objective = objective.id, row.source = objective.source, row.month = month, row.value = figure.value;
        row.published_on = row.received_on = today_;
        row.entered_by = inbound_.sender, row.comment = "saisi dans la conversation";
        std::optional<double> known;
        auto const log = out_.state.ledger.log_on(today_);
        for (auto const& each : steering::known_on(log.series(row.objective, row.source), today_))
            if (each.month == month) known = each.value;
        row.file_hash = "saisie " + inbound_.event_id;
        int const number = out_.state.ledger.propose({row}, row.file_hash, inbound_.sender, today_);
        out_.records.push_back(import_record(out_.state.ledger.imports().back()));
        out_.state.proposals[place_of(inbound_)] = number;
        auto proposed = say(
            tools_, "chiffre_propose",
            {{"objet", objective.label},
             {"valeur", steering::french(figure.value)},
             {"unite", std::string(steering::words_for(objective.unit, figure.value))},
             {"mois", month_words(month)},
             {"revise", known && amounts ? "oui" : "non"},
             {"avant", known && amounts ? count_words(objective, *known) : ""},
             {"source", objective.source}}
        );
        if (known && !amounts)
            proposed = wording::joined(
                std::move(proposed), wording::joined(say(tools_, "montant_d_avant"), money_elsewhere(tools_, out_.state, inbound_.conversation))
            );
        reply(std::move(proposed));
    }

    /// Files that came with it: each is read, and the last one that could count waits for OUI. Refused rows come back.
    void files() {
        if (!allowed(Right::bring_figures)) return;
        Document said;
        std::vector<std::shared_ptr<const File>> back;
        for (auto const& file : inbound_.files) {
            if (file.bytes.empty()) {
                said = wording::joined(std::move(said), say(tools_, "fichier_autre_voie", {{"nom", file.name}, {"exemple", "AIJ octobre\u00a0: 1\u202f140"}}));
                continue;
            }
            if (file.bytes.size() > largest_file_here) {
                said = wording::joined(std::move(said), say(tools_, "fichier_trop_gros", {{"nom", file.name}}));
                continue;
            }
            auto delivered = propose(tools_, std::move(out_.state), file.bytes, inbound_.sender, place_of(inbound_), today_, inbound_.one_to_one || amounts_may_be_said());
            out_.state = std::move(delivered.outcome.state);
            for (auto& record : delivered.outcome.records) out_.records.push_back(std::move(record));
            std::vector<wording::Line> lines;
            for (std::size_t begin = 0; begin < delivered.receipt.size();) {
                auto const end = std::min(delivered.receipt.find('\n', begin), delivered.receipt.size());
                if (end > begin) lines.push_back(wording::plain(delivered.receipt.substr(begin, end - begin)));
                begin = end + 1;
            }
            said.blocks.emplace_back(wording::Paragraph{std::move(lines)});
            if (auto refused = refused_rows(delivered, file.name)) back.push_back(std::move(refused));
        }
        reply(std::move(said));
        out_.posts.back().files = std::move(back);
    }

    void yes() {
        auto const waits = out_.state.proposals.find(place_of(inbound_));
        if (waits == out_.state.proposals.end()) return reply(say(tools_, "import_rien"));
        if (!allowed(Right::bring_figures)) return;
        int const number = waits->second;
        out_.state.proposals.erase(waits);
        if (auto const refused = confirm(out_, number, inbound_.sender, today_, now_)) return refuse(*refused);
        auto const rows = out_.state.ledger.imports()[static_cast<std::size_t>(number) - 1].rows.size();
        reply(say(tools_, "import_compte", {{"numero", fmt::format("{}", number)}, {"lignes", static_cast<std::int64_t>(rows)}}));
    }

    void cancel(const Withdraw& order) {
        if (!allowed(Right::bring_figures)) return;
        auto const here = place_of(inbound_);
        auto const waits = out_.state.proposals.find(here);
        int number = order.import;
        if (number == 0 && waits != out_.state.proposals.end()) number = waits->second;
        if (number == 0) return reply(say(tools_, "import_rien"));
        if (waits != out_.state.proposals.end() && waits->second == number) out_.state.proposals.erase(waits);
        if (auto const refused = withdraw(out_, number, inbound_.sender, today_, now_)) return refuse(*refused);
        reply(say(tools_, "import_annule", {{"numero", fmt::format("{}", number)}}));
    }

    void on(const Text& text) {
        auto const order = read_order(order_text(inbound_, text), today_);
        if (auto const* take_order = std::get_if<TakeOn>(&order)) take_on(meant(take_order->about), *take_order, false);
        else if (auto const* quiet_order = std::get_if<Quiet>(&order)) quiet(meant(quiet_order->about), *quiet_order, false);
        else if (auto const* figure = std::get_if<TypedFigure>(&order)) typed(*figure);
        else if (auto const* doubtful = std::get_if<UnreadFigure>(&order)) unread(*doubtful);
        else if (auto const* order_ = std::get_if<Withdraw>(&order)) cancel(*order_);
        else if (auto const* unquiet_order = std::get_if<Unquiet>(&order)) {
            auto const ids = meant(unquiet_order->about);
            if (ids.empty()) refuse(std::string(name_of(steering::Refusal::no_open_episode)));
            else if (allowed(Right::treat_alerts)) unquiet(ids);
        } else if (auto const* rebase_order = std::get_if<Rebase>(&order)) rebase(*rebase_order);
        else if (std::holds_alternative<Why>(order)) why(meant({}));
        else if (std::holds_alternative<Yes>(order)) yes();
        else if (std::holds_alternative<UnreadDate>(order)) reply(say(tools_, "acte_date"));
        else if (std::holds_alternative<GiveBack>(order)) {
            auto const ids = meant({});
            if (ids.empty()) refuse(std::string(name_of(steering::Refusal::no_open_episode)));
            else if (allowed(Right::treat_alerts)) give_back(ids);
        }
    }
    void on(const Reaction& reaction) {
        auto const ids = meant({});
        if (reaction.key.starts_with(bell)) quiet(ids, Quiet{"marque 🔕 sous l’alerte", {}, {}}, true);
        else take_on(ids, TakeOn{"marque " + reaction.key + " sous l’alerte", {}, {}, {}}, true);
    }
    void on(const Redaction& redaction) {
        auto const mark = out_.state.marks.find(mark_key(inbound_, redaction.of));
        if (mark == out_.state.marks.end()) return;
        auto taken = std::move(mark->second);
        out_.state.marks.erase(mark);
        std::erase_if(taken.on, [&](auto const& id) { return !out_.state.book.open.contains(id); });
        if (taken.on.empty()) return;
        if (taken.silence) unquiet(taken.on);
        else give_back(taken.on);
    }
    void on(const Attachment& attached) {
        if (!allowed(Right::bring_figures)) return;
        if (attached.size > largest_file_here) return reply(say(tools_, "fichier_trop_gros", {{"nom", attached.body}}));
        if (attached.encrypted) return reply(say(tools_, "fichier_chiffre", {{"nom", attached.body}}));
        reply(say(tools_, "fichier_perdu", {{"nom", attached.body}, {"exemple", "AIJ octobre\u00a0: 1\u202f140"}}));
    }
    template <class Other>
    void on(const Other&) {}

    const Tools& tools_;
    const Inbound& inbound_;
    std::string by_;  ///< who acts, once it is known that they may
    Day today_;
    Instant now_;
    Outcome out_;
};

}  // namespace

std::optional<ThreadKey> thread_of(const State& state, const std::string& conversation, const std::string& remote_id) {
    if (remote_id.empty()) return {};
    for (auto const& [key, thread] : state.threads) {
        if (destination_of(key.first).conversation != conversation) continue;
        for (auto const& said : thread.said)
            if (said.remote_id == remote_id) return key;
    }
    return {};
}

bool is_for_desk(const Tools& tools, const State& state, const Inbound& inbound, Day today) {
    if (auto const* redaction = std::get_if<Redaction>(&inbound.what)) return state.marks.contains(mark_key(inbound, redaction->of));
    if (auto const* reaction = std::get_if<Reaction>(&inbound.what)) {
        auto const& key = reaction->key;
        bool const ours = key.starts_with(eyes) || key.starts_with(thumb) || key.starts_with(bell);
        return ours && thread_meant(state, inbound).has_value();
    }
    bool const room = tools.is_room_of_ours(inbound.channel, inbound.conversation);
    bool const figures = inbound.knows_before && tools.rights.may(inbound.sender, Right::bring_figures);
    if (auto const* file = std::get_if<Attachment>(&inbound.what)) return (room || inbound.one_to_one) && file->kind == "file" && figures;
    auto const* const text = std::get_if<Text>(&inbound.what);
    if (text == nullptr) return false;
    if (figures && !inbound.files.empty()) return true;
    auto const order = read_order(order_text(inbound, *text), today);
    if (std::holds_alternative<std::monostate>(order)) return false;
    if (thread_meant(state, inbound)) return true;
    bool const importing = std::holds_alternative<Yes>(order) || std::holds_alternative<Withdraw>(order);
    if (importing) return state.proposals.contains(place_of(inbound)) || (std::holds_alternative<Withdraw>(order) && figures && (room || inbound.one_to_one) && std::get<Withdraw>(order).import > 0);
    auto const* const figure = std::get_if<TypedFigure>(&order);
    auto const* const unread = std::get_if<UnreadFigure>(&order);
    if (figure != nullptr || unread != nullptr)
        return (room || (inbound.one_to_one && figures)) && !named_in(tools, figure != nullptr ? figure->name : unread->name).empty();
    // What people also say to each other ("pourquoi ?", "je m'en charge") is meant for the one alert of the room, or for nobody;
    // said to us, "pourquoi" is about the answer before it.
    auto const* const taken = std::get_if<TakeOn>(&order);
    bool const talk = std::holds_alternative<Why>(order) || (taken != nullptr && taken->said_in_passing);
    if (!talk || !room) return room;
    auto const here = place_of(inbound);
    auto const open = std::count_if(state.threads.begin(), state.threads.end(), [&](auto const& each) { return each.first.first == here && !each.second.over; });
    return open == 1 || (taken != nullptr && inbound.addressed);
}

Outcome take(const Tools& tools, State state, const Inbound& inbound, Day today, Instant now) {
    return Handling(tools, std::move(state), inbound, today, now).run();
}

}  // namespace bot::desk
