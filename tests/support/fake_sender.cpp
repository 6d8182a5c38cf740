#include "tests/support/fake_sender.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tests {

namespace asio = boost::asio;
namespace net = adapters::net;

FakeSender::FakeSender(asio::any_io_executor executor, Options options, Body body)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      body_(std::move(body)),
      timer_(executor_) {}

void FakeSender::set_url(const std::string& url) {
    client_.reset();
    if (!url.empty()) {
        auto const origin = net::parse_origin(url);
        if (!origin) throw std::invalid_argument("no url of an application service: " + url);
        base_ = origin->base_path;
        client_ = std::make_shared<net::HttpClient>(executor_, *origin);
    }
    wake();
}

void FakeSender::queue(const std::string& event_id) {
    queue_.push_back(event_id);
    if (lazy_)
        doublings_ = 1;  // the scheduler starts with the first event, and the recoverer with its first pause
    lazy_ = false;
    wake();
}

void FakeSender::wake() {
    if (stopped_ || client_ == nullptr) return;
    if (!running_) {
        running_ = true;
        auto self = shared_from_this();
        asio::co_spawn(
            executor_,
            [self] { return run(self); },
            [](std::exception_ptr failure) {
                if (failure) std::rethrow_exception(failure);
            }
        );
    }
}

void FakeSender::stop() {
    stopped_ = true;
    timer_.cancel();
}

void FakeSender::restart(bool forget_queue) {
    ++era_;
    if (forget_queue) {
        queue_.clear();
    } else if (!queue_.empty()) {
        next_transaction();
    }
    std::uint64_t highest = 0;
    for (auto const& waiting : stored_) highest = std::max(highest, waiting.id);
    next_id_ = highest + 1;
    doublings_ = 0;
    lazy_ = !stored_.empty();
    timer_.cancel();
}

void FakeSender::next_transaction() {
    Transaction next;
    next.id = next_id_++;
    auto const count = std::min(queue_.size(), options_.batch);
    next.events.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    stored_.push_back(std::move(next));
}

asio::awaitable<bool> FakeSender::put(Transaction transaction) {
    net::Call call;
    call.method = "PUT";
    call.target = base_ + "/_matrix/app/v1/transactions/" + std::to_string(transaction.id);
    call.headers = {{"authorization", "Bearer " + options_.hs_token}};
    call.body = body_(transaction.events);
    call.limit = options_.request_limit;
    ++totals_.tries;
    ids_used_.push_back(transaction.id);
    auto const client = client_;
    auto const answer = co_await client->call(std::move(call));
    totals_.last_status = answer ? answer->status : 0;
    bool const good =
        answer && answer->status >= 200 && answer->status < 300 && nlohmann::json::accept(answer->body);
    if (good && lost_ > 0) {
        --lost_;
        co_return false;
    }
    co_return good;
}

asio::awaitable<void> FakeSender::run(std::shared_ptr<FakeSender> self) {
    while (!self->stopped_ && self->client_ != nullptr && !self->lazy_) {
        if (self->doublings_ > 0 &&
            !self->flush_) {  // down: each later event becomes a transaction of its own
            boost::system::error_code woken;
            self->timer_.expires_after(self->options_.unit * (1 << self->doublings_));
            co_await self->timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
            if (self->stopped_ || self->lazy_) break;
        }
        self->flush_ = false;
        if (self->stored_.empty() && self->queue_.empty()) break;
        if (self->stored_.empty()) self->next_transaction();
        if (self->doublings_ > 0)
            while (!self->queue_.empty()) self->next_transaction();
        Transaction transaction = self->stored_.front();
        auto const era = self->era_;
        auto events = transaction.events;
        self->in_flight_ = true;
        bool good = co_await self->put(std::move(transaction));
        self->in_flight_ = false;
        if (era != self->era_) continue;  // the process that sent it is gone, and did not learn the answer
        if (good && self->repeats_ > 0) {
            --self->repeats_;
            good = false;
        }
        if (!good) {
            ++self->totals_.failed;
            self->doublings_ = std::min(self->doublings_ + 1, 9);
            continue;
        }
        ++self->totals_.delivered;
        self->doublings_ = 0;
        self->stored_.pop_front();
        if (self->duplicates_ > 0) {
            --self->duplicates_;
            self->queue_.insert(self->queue_.begin(), events.begin(), events.end());
        }
    }
    self->running_ = false;
}

asio::awaitable<FakeSender::Pinged> FakeSender::ping(std::string body) {
    net::Call call;
    call.method = "POST";
    call.target = base_ + "/_matrix/app/v1/ping";
    call.headers = {{"authorization", "Bearer " + options_.hs_token}};
    call.body = std::move(body);
    call.limit = options_.request_limit;
    ++totals_.pings;
    auto const client = client_;
    auto const answer = co_await client->call(std::move(call));
    Pinged pinged;
    if (!answer) {
        pinged.failure = answer.error();
        co_return pinged;
    }
    pinged.status = answer->status;
    pinged.body = answer->body;
    bool const good = answer->status >= 200 && answer->status < 300;
    if (good && doublings_ > 0) {
        flush_ = true;
        timer_.cancel();
    }
    co_return pinged;
}

}  // namespace tests
