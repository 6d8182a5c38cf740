#include "adapters/api/idempotency.hpp"

#include "adapters/api/answer.hpp"
#include "adapters/net/secret.hpp"
#include "bot/delivery/commit.hpp"

#include <algorithm>

namespace adapters::api {

namespace asio = boost::asio;

namespace {

db::ConversationRef ref_of(const std::string& token, const std::string& key) { return {"api", "key " + token + " " + key}; }

std::string record_of(const std::string& request, int status, const std::string& body) {
    return written(Json{{"request", request}, {"status", status}, {"body", body}});
}

}  // namespace

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= Idempotency::longest_key &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string name_of_request(std::string_view path, std::string_view body) {
    auto const of_body = net::base64url(net::sha256(body));
    return net::base64url(net::sha256(std::string(path) + "\n" + of_body));
}

Earlier judge(const std::optional<std::string>& record, std::string_view request) {
    Earlier earlier;
    if (!record) return earlier;
    auto const json = Json::parse(*record, nullptr, false);
    bool const ours = json.is_object() && json.contains("request") && json["request"].is_string() && json.contains("status") &&
                      json["status"].is_number_integer() && json.contains("body") && json["body"].is_string();
    if (!ours) return earlier;  // of no version that we know: as if it were new
    if (json["request"].get<std::string>() != request) {
        earlier.kind = Earlier::Kind::other_request;
        return earlier;
    }
    earlier.status = json["status"].get<int>();
    earlier.body = json["body"].get<std::string>();
    earlier.kind = earlier.status == 0 ? Earlier::Kind::begun : Earlier::Kind::answered;
    return earlier;
}

Idempotency::Idempotency(db::Store& store, bot::delivery::Alarm& alarm) : store_(store), alarm_(alarm) {}

asio::awaitable<void> Idempotency::note(db::ConversationRef ref, std::string record) {
    auto const now = alarm_.stamp();
    auto const expires = bot::delivery::micros(now + kept);
    db::Store::Unit unit = [ref, record, now, expires](db::Transaction& t) {
        t.save_state(ref, record, bot::delivery::micros(now), expires);
    };
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    if (failure) throw bot::delivery::not_stored(failure);
}

asio::awaitable<Earlier> Idempotency::begin(std::string token, std::string key, std::string request) {
    auto ref = ref_of(token, key);
    Earlier earlier;
    if (!under_way_.insert(ref.id).second) {
        earlier.kind = Earlier::Kind::under_way;
        co_return earlier;
    }
    try {
        earlier = judge(store_.read_state(ref), request);
    } catch (const db::BrokenSeal&) {  // the record is lost: as if the key were new
    }
    bool const goes_on = earlier.kind == Earlier::Kind::none || earlier.kind == Earlier::Kind::begun;
    if (!goes_on) {
        under_way_.erase(ref.id);
        co_return earlier;
    }
    std::string const id = ref.id;
    std::exception_ptr failure;
    try {
        auto record = record_of(request, 0, {});
        co_await note(std::move(ref), std::move(record));
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        under_way_.erase(id);
        std::rethrow_exception(failure);
    }
    co_return earlier;
}

asio::awaitable<void> Idempotency::end(std::string token, std::string key, std::string request, int status, std::string body) {
    auto ref = ref_of(token, key);
    std::string const id = ref.id;
    try {
        auto record = record_of(request, status, body);
        co_await note(std::move(ref), std::move(record));
    } catch (const bot::delivery::NotStored&) {  // it was done, and is told: the next one finds out
    }
    under_way_.erase(id);
}

void Idempotency::give_up(const std::string& token, const std::string& key) { under_way_.erase(ref_of(token, key).id); }

}  // namespace adapters::api
