#include "adapters/matrix/delivery_verdict.hpp"

#include "adapters/net/http_client.hpp"

namespace adapters::matrix {
namespace {

using bot::delivery::Attempt;
using Result = Attempt::Result;
using namespace std::chrono_literals;

Attempt attempt(Result result, const CsReply& reply, std::chrono::milliseconds wait = 0ms) {
    Attempt a;
    a.result = result;
    a.wait = wait;
    a.status = reply.status;
    return a;
}

/// What holds for each request; nothing if the request's own rules decide.
std::optional<Attempt> general_verdict(const CsReply& reply) {
    if (reply.status == 0) {
        bool const may_be_there = net::may_have_been_sent(reply.failure);
        return attempt(may_be_there ? Result::unknown : Result::later, reply);
    }
    if (reply.status == 429) return attempt(Result::later, reply, reply.wait);
    if (refuses_us(reply)) return attempt(Result::later, reply, 60s);
    if (reply.status == 503) return attempt(Result::later, reply);  // by definition not carried out
    if (reply.status >= 500) return attempt(Result::unknown, reply);
    if (reply.status == 408 || reply.status == 425) return attempt(Result::later, reply);
    if (reply.status == 413) return attempt(Result::refused, reply);
    // Without a code of Matrix it is not the homeserver that speaks but something before it.
    if (reply.status >= 300 && reply.errcode.empty()) return attempt(Result::later, reply);
    if (reply.errcode == "M_UNRECOGNIZED") return attempt(Result::later, reply);
    return std::nullopt;
}

}  // namespace

bool refuses_us(const CsReply& reply) {
    return (reply.status == 401 || reply.status == 403) &&
           (reply.errcode == "M_UNKNOWN_TOKEN" || reply.errcode == "M_MISSING_TOKEN");
}

Attempt verdict_on_event(const CsReply& reply) {
    if (auto const general = general_verdict(reply)) return *general;
    if (reply.ok()) {
        auto verdict = attempt(Result::delivered, reply);
        verdict.remote_id = reply_field(reply, "event_id");
        if (verdict.remote_id.empty()) verdict.result = Result::unknown;
        return verdict;
    }
    if (reply.status < 300)
        return attempt(Result::unknown, reply);  // an answer, but not one that proves anything
    if (reply.errcode == "M_DUPLICATE_ANNOTATION") return attempt(Result::delivered, reply);
    return attempt(Result::refused, reply);
}

Attempt verdict_on_join(const CsReply& reply, int tries) {
    if (auto const general = general_verdict(reply)) return *general;
    if (reply.ok()) return attempt(Result::delivered, reply);
    if (reply.status < 300) return attempt(Result::unknown, reply);
    constexpr int most = 7;  // after 1 + 2 + … + 64 s
    if (tries >= most) return attempt(Result::refused, reply);
    return attempt(Result::later, reply, std::chrono::seconds(1 << tries));
}

Attempt verdict_on_leave(const CsReply& reply) {
    if (auto const general = general_verdict(reply)) return *general;
    if (reply.status < 300 && !reply.ok()) return attempt(Result::unknown, reply);
    return attempt(Result::delivered, reply);
}

}  // namespace adapters::matrix
