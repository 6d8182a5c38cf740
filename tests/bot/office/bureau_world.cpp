#include "tests/bot/office/bureau_world.hpp"

#include "bot/delivery/commit.hpp"

#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tests {

namespace asio = boost::asio;
using bot::delivery::Attempt;
using nlohmann::json;
using namespace std::chrono_literals;

class BureauChannel final : public bot::delivery::Channel {
  public:
    explicit BureauChannel(BureauWorld& world) : world_(world) {}
    [[nodiscard]] std::string_view name() const override { return "matrix"; }

    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry& entry) const override {
        auto const j = json::parse(entry.payload);
        bot::Inbound inbound;
        inbound.channel = "matrix";
        inbound.conversation = entry.conversation.id;
        inbound.event_id = entry.event_id;
        inbound.sender = j.at("who");
        inbound.one_to_one = !inbound.conversation.starts_with("!bureau");
        inbound.addressed = inbound.one_to_one || j.value("to_us", false);
        if (j.contains("redacts")) inbound.what = bot::Redaction{j.at("redacts")};
        else if (j.contains("mark")) inbound.what = bot::Reaction{j.at("to"), j.at("mark")};
        else if (j.contains("file")) inbound.what = bot::Attachment{"file", j.at("file"), {}, j.at("source")};
        else inbound.what = bot::Text{j.at("text"), j.value("under", ""), {}};
        return inbound;
    }
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish& wish) const override {
        if (auto const* say = std::get_if<bot::Say>(&wish)) {
            auto const line = [&](std::string body) {
                return json{{"body", std::move(body)}, {"thread", say->thread}, {"reply", say->in_reply_to}, {"mentions", say->mentions}};
            };
            std::vector<bot::delivery::Wire> wires{{"message", line(bot::wording::plain_text(say->document)).dump(), std::nullopt}};
            for (auto const& file : say->files) {
                auto shown = line(file->name);
                shown["bytes"] = file->bytes;
                wires.push_back({"file", shown.dump(), std::nullopt});
            }
            return wires;
        }
        if (auto const* replace = std::get_if<bot::Replace>(&wish)) {
            json const j{{"body", bot::wording::plain_text(replace->document)}, {"of", replace->remote_id}};
            return {{"edit", j.dump(), replace->remote_id.empty() ? std::optional(replace->outbox_id) : std::nullopt}};
        }
        return {};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}
    [[nodiscard]] bool tells_members() const override { return world_.bad_.tells_members; }
    asio::awaitable<std::optional<std::vector<std::string>>> members(std::string room) override {
        std::optional<std::vector<std::string>> there;
        if (auto const found = world_.seats_.find(room); found != world_.seats_.end()) there = found->second;
        co_return there;
    }
    asio::awaitable<std::optional<std::string>> fetch(std::string source, std::size_t most) override {
        std::optional<std::string> bytes;
        if (auto const found = world_.media_.find(source); found != world_.media_.end() && found->second.size() <= most) bytes = found->second;
        co_return bytes;
    }

    asio::awaitable<Attempt> deliver(db::OutboxEntry entry, std::string target, bool) override {
        auto& w = world_;
        Attempt attempt;
        attempt.status = 200;
        attempt.result = Attempt::Result::delivered;
        auto const known = w.keys_.find(entry.key);
        auto const j = json::parse(entry.payload);
        if (known == w.keys_.end()) {
            auto const id = "$" + std::to_string(++w.ids_);
            w.keys_[entry.key] = id;
            auto& room = w.rooms_[entry.conversation.id];
            if (entry.kind == "edit") {
                auto const of = j.value("of", "").empty() ? target : j.at("of").get<std::string>();
                for (auto& line : room)
                    if (line.id == of) line.body = j.at("body"), ++line.edits;
            } else {
                room.push_back({id, entry.key, j.at("body"), j.at("thread"), j.at("reply"), j.at("mentions"), 0, w.time_->now(), j.value("bytes", "")});
            }
            attempt.remote_id = id;
        } else {
            attempt.remote_id = known->second;
        }
        if (w.chance(w.bad_.reply_lost)) {
            attempt.result = Attempt::Result::unknown;
            attempt.status = 0;
            attempt.remote_id.clear();
        }
        co_return attempt;
    }

  private:
    BureauWorld& world_;
};

struct BureauWorld::Program {
    Program(BureauWorld& world, asio::io_context& context)
        : alarm(*world.time_),
          store(
              world.disk_,
              [&world](std::function<void()> then) {
                  world.time_->in(std::chrono::microseconds(500), [&world, then = std::move(then)] {
                      if (world.chance(world.bad_.dies_at_commit)) world.die();
                      else then();
                  });
              },
              [] { return false; }
          ),
          channel(world),
          postman(context.get_executor(), store, alarm, {&channel}),
          office(context.get_executor(), store, alarm, world.desk_, {&channel}, postman, settings()),
          pump(context.get_executor(), store, alarm, with_office(world), {&channel}, postman, patient()) {
        pump.set_front_desk(&office);
    }
    static bot::office::OfficeSettings settings() {
        bot::office::OfficeSettings settings;
        settings.look_every = 3h;
        settings.own_thread = false;
        return settings;
    }
    static bot::delivery::PumpSettings patient() {
        bot::delivery::PumpSettings settings;
        settings.outage_after = 24h * 3650;
        settings.loop.fast = 0ms;
        return settings;
    }
    bot::talking::Tools with_office(BureauWorld& world) {
        auto tools = world.tools_;
        tools.figures = std::shared_ptr<const bot::talking::Figures>(std::shared_ptr<void>(), &office);
        return tools;
    }
    VirtualAlarm alarm;
    MemoryStore store;
    BureauChannel channel;
    bot::delivery::Postman postman;
    bot::office::Office office;
    bot::delivery::Pump pump;
};

BureauWorld::BureauWorld(
    bot::talking::Tools tools, std::shared_ptr<const bot::desk::Tools> desk, bot::Instant start, unsigned seed, Bad bad
)
    : tools_(std::move(tools)), desk_(std::move(desk)), bad_(bad), random_(seed), time_(std::make_unique<VirtualTime>(start)) {
    start_program();
}

BureauWorld::~BureauWorld() {
    if (program_) program_->store.die(false);
    time_.reset();
    program_.reset();
    contexts_.clear();
}

bot::office::Office& BureauWorld::office() { return program_->office; }

bool BureauWorld::chance(double p) { return p > 0 && std::uniform_real_distribution<>(0, 1)(random_) < p; }

void BureauWorld::start_program() {
    contexts_.push_back(std::make_unique<asio::io_context>(1));
    program_ = std::make_unique<Program>(*this, *contexts_.back());
    if (!program_->office.load()) {
        std::string all = "the desk's records are damaged:";
        for (auto const& [name, bytes] : disk_.states)
            if (name.starts_with("bureau") && name.find("livre") == std::string::npos) all += "\n" + name.substr(7) + " " + bytes;
        throw std::runtime_error(all);
    }
    program_->postman.start();
    program_->pump.start();
    asio::co_spawn(*contexts_.back(), [office = &program_->office] { return office->run(); }, [](std::exception_ptr) {});
}

void BureauWorld::die() {
    ++deaths_;
    program_->store.die(chance(0.5));
    program_.reset();
    pushing_ = false;
    time_->in(200ms, [this] {
        start_program();
        push();
    });
}

void BureauWorld::add(const std::string& room, const std::string& id, std::string payload) {
    to_push_.push_back({room, id, std::move(payload)});
    push();
}

std::string BureauWorld::say(const std::string& room, const std::string& who, const std::string& text, const std::string& under) {
    auto const id = "$in" + std::to_string(++ids_);
    add(room, id, json{{"who", who}, {"text", text}, {"under", under}, {"to_us", true}}.dump());
    return id;
}
std::string BureauWorld::attach(const std::string& room, const std::string& who, const std::string& name, std::optional<std::string> bytes) {
    auto const id = "$in" + std::to_string(++ids_);
    auto const source = "mxc://test/" + std::to_string(ids_);
    if (bytes) media_[source] = std::move(*bytes);
    add(room, id, json{{"who", who}, {"file", name}, {"source", source}}.dump());
    return id;
}
std::string BureauWorld::react(const std::string& room, const std::string& who, const std::string& to, const std::string& mark) {
    auto const id = "$in" + std::to_string(++ids_);
    add(room, id, json{{"who", who}, {"to", to}, {"mark", mark}}.dump());
    return id;
}
void BureauWorld::redact(const std::string& room, const std::string& who, const std::string& event) {
    add(room, "$in" + std::to_string(++ids_), json{{"who", who}, {"redacts", event}}.dump());
}

void BureauWorld::push() {
    if (pushing_ || to_push_.empty() || !program_) return;
    pushing_ = true;
    auto* const program = program_.get();
    auto const event = to_push_.front();
    auto const now = program->alarm.now();
    program->store.write(
        [event, now](db::Transaction& t) {
            t.admit({{"matrix", event.room}, event.id, event.payload, now.time_since_epoch().count()});
        },
        [this, program](std::exception_ptr failure) {
            if (program_.get() != program) return;
            if (!failure) {
                program->pump.wake();
                to_push_.pop_front();
            }
            pushing_ = false;
            push();
        }
    );
}

void BureauWorld::poll() {
    if (!program_) return;
    contexts_.back()->restart();
    contexts_.back()->poll();
}

void BureauWorld::spawn(std::function<asio::awaitable<void>()> task) {
    asio::co_spawn(*contexts_.back(), std::move(task), [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

void BureauWorld::play_until(bot::Instant end) {
    poll();
    while (!time_->idle() && time_->next() <= end) {
        time_->step();
        poll();
    }
}

const Shown* BureauWorld::last(const std::string& room, std::string_view words) const {
    auto const found = rooms_.find(room);
    if (found == rooms_.end()) return nullptr;
    for (auto line = found->second.rbegin(); line != found->second.rend(); ++line)
        if (line->body.find(words) != std::string::npos) return &*line;
    return nullptr;
}

int BureauWorld::count(const std::string& room, std::string_view words) const {
    auto const found = rooms_.find(room);
    if (found == rooms_.end()) return 0;
    return static_cast<int>(std::count_if(found->second.begin(), found->second.end(), [&](auto const& line) {
        return line.body.find(words) != std::string::npos;
    }));
}

}  // namespace tests
