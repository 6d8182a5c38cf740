#include "adapters/health/health_routes.hpp"

#include "bot/observing/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace adapters::health {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using net::Reply;
using net::Request;

namespace {

Reply plain(int status, std::string body) {
    Reply reply;
    reply.status = status;
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = std::move(body);
    return reply;
}

}  // namespace

std::vector<net::Route> health_routes(
    db::Store& store, bot::delivery::Alarm& alarm, std::function<void()> measure, std::function<std::string()> more
) {
    auto const route = [](std::string path, std::function<Reply()> answer) {
        net::Route r;
        r.prefix = std::move(path);
        r.methods = {"GET"};
        r.body_limit = 0;
        r.handle = [answer = std::move(answer)](Request) -> asio::awaitable<Reply> { co_return answer(); };
        return r;
    };
    return {
        route("/healthz", [] { return plain(200, "ok\n"); }),
        route(
            "/readyz",
            [&store, &alarm] {
                auto const counts = store.counts();
                auto const age = counts.oldest_pending_outbox == 0
                                     ? 0us
                                     : std::max(
                                           0us,
                                           alarm.stamp().time_since_epoch() -
                                               std::chrono::microseconds(counts.oldest_pending_outbox)
                                       );
                bool const ready = store.accepts_intake() && age < 5min;
                return plain(
                    ready ? 200 : 503,
                    fmt::format(
                        "{{\"ready\":{},\"intake\":{},\"inbox\":{},\"outbox\":{},\"outbox_age_seconds\":{}}}"
                        "\n",
                        ready,
                        store.accepts_intake(),
                        counts.inbox_pending,
                        counts.outbox_pending,
                        std::chrono::floor<std::chrono::seconds>(age).count()
                    )
                );
            }
        ),
        route("/metrics", [measure = std::move(measure), more = std::move(more)] {
            measure();
            auto reply = plain(200, bot::observing::exposition() + (more ? more() : std::string()));
            reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
            return reply;
        })};
}

}  // namespace adapters::health
