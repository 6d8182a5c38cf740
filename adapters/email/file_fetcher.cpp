#include "adapters/email/file_fetcher.hpp"

#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace adapters::email {

using bot::observing::Level;
using bot::observing::What;
using Told = bot::observing::Field;
using wire::Download;
using namespace std::chrono_literals;

namespace {
/// Once a mail is in, its place remembers nothing but that, for as long as a provider repeats a post at once.
constexpr auto mark_kept = 1h;
constexpr auto store_pause = 1min;
constexpr std::string_view in_mark = "in";

/// Whether the mail still waits: while its files were fetched, the conversation that it belongs to may have been erased.
bool waits(db::Transaction& tx, const db::ConversationRef& ref) try {
    auto const state = tx.state(ref);
    return state && *state != in_mark;
} catch (const db::BrokenSeal&) {  // lost on the disk, but in hand
    return true;
}
}  // namespace

FileFetcher::FileFetcher(std::optional<wire::ProviderApi> api, Limits limits, MailIntake& intake, std::shared_ptr<const std::atomic<bool>> stop)
    : api_(std::move(api)), limits_(limits), intake_(intake), stop_(std::move(stop)) {
    if (api_) api_->stop = stop_;
}

FileFetcher::End FileFetcher::round(Instant now) {
    End end;
    auto const come_again = [&](Instant at) { end.next = end.next ? std::min(*end.next, at) : at; };
    for (auto const& ref : intake_.store().conversations(waiting_channel)) {
        if (stop_->load()) return end;
        std::optional<WaitingMail> waiting;
        try {
            waiting = waiting_from(intake_.store().read_state(ref).value_or(std::string()));
        } catch (const db::BrokenSeal&) {  // lost, and the store has told its observer
        }
        if (!waiting) continue;
        if (waiting->not_before > now && api_) {
            come_again(waiting->not_before);
            continue;
        }
        auto fetched = fetch(waiting->mail);
        if (stop_->load()) return end;
        end.trouble = end.trouble || fetched.later;
        end.denied = end.denied || fetched.denied;
        auto const next = fetched.later ? next_fetch(*waiting, now) : std::nullopt;
        bool stored = false;
        if (next) {
            waiting->not_before = *next;
            ++waiting->tries;
            come_again(*next);
            stored = put_off(ref, *waiting, now);
        } else {
            stored = let_in(ref, with_files(std::move(waiting->mail), fetched.bytes), now);
        }
        if (!stored) come_again(now + store_pause);
    }
    return end;
}

FileFetcher::Fetched FileFetcher::fetch(const InboundMail& mail) {
    Fetched out;
    for (std::size_t i = 0; i < mail.elsewhere.size(); ++i) {
        out.bytes.emplace_back();
        std::size_t const most = api_ ? most_of(mail, i, limits_) : 0;
        if (most == 0 || stop_->load()) continue;
        Download got;
        try {
            got = wire::download(*api_, mail.elsewhere[i].token, most);
        } catch (const std::exception&) {  // the key's file does not read, or libcurl itself fails: a person must look
            got.result = Download::Result::denied;
        }
        switch (got.result) {
            case Download::Result::had: out.bytes.back() = std::move(got.bytes); break;
            case Download::Result::denied: out.denied = out.later = true; break;
            case Download::Result::later: out.later = true; break;
            case Download::Result::gone:
            case Download::Result::too_large: break;
        }
    }
    return out;
}

bool FileFetcher::let_in(const db::ConversationRef& ref, InboundMail mail, Instant now) {
    Parcel parcel;
    parcel.received_at = now;
    put(parcel, std::move(mail), limits_);
    parcel.first = [ref, now](db::Transaction& tx) {
        if (!waits(tx, ref)) return false;
        tx.save_state(ref, in_mark, bot::delivery::micros(now), bot::delivery::micros(now + mark_kept));
        return true;
    };
    return intake_.take_waiting(std::move(parcel)) == Taken::stored;
}

bool FileFetcher::put_off(const db::ConversationRef& ref, const WaitingMail& waiting, Instant now) {
    Parcel parcel;
    parcel.received_at = now;
    parcel.first = [ref, form = stored_form(waiting), now](db::Transaction& tx) {
        if (!waits(tx, ref)) return false;
        tx.save_state(ref, form, bot::delivery::micros(now), 0);
        return true;
    };
    return intake_.take_waiting(std::move(parcel)) == Taken::stored;
}

FileErrands::FileErrands(
    boost::asio::any_io_executor executor, std::optional<wire::ProviderApi> api, Limits limits, MailIntake& intake, bot::delivery::Alarm& alarm, Worker worker
)
    : executor_(std::move(executor)), alarm_(alarm), worker_(std::move(worker)), fetcher_(std::move(api), limits, intake, stop_) {}

void FileErrands::wake() {
    if (stop_->load()) return;
    again_ = busy_;
    if (busy_) return;
    busy_ = true;
    worker_([this, now = alarm_.stamp()] {
        FileFetcher::End end;
        try {
            end = fetcher_.round(now);
        } catch (const std::exception&) {  // the store could not be read
            end.next = now + store_pause;
        }
        boost::asio::post(executor_, [this, end] { ended(end); });
    });
}

void FileErrands::ended(const FileFetcher::End& end) {
    busy_ = false;
    if (end.trouble && !troubled_)
        bot::observing::log(end.denied ? Level::error : Level::warning, end.denied ? What::peer_refuses_us : What::peer_down, {Told("channel", "email"), Told("task", "files")});
    if (!end.trouble && troubled_ && !end.next) bot::observing::log(Level::info, What::peer_up, {Told("channel", "email"), Told("task", "files")});
    troubled_ = end.trouble || (troubled_ && end.next);
    if (std::exchange(again_, false)) return wake();
    if (!end.next) return;
    auto const wait = std::max(std::chrono::ceil<std::chrono::milliseconds>(*end.next - alarm_.stamp()), std::chrono::milliseconds(1));
    alarm_.in(wait, [this, mine = ++alarms_] {
        if (mine == alarms_) wake();
    });
}

}  // namespace adapters::email
