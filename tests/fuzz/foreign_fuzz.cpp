// LINK: adapters_objectives_reading bot_desk
// Alerts of other systems, short orders and the desk's own records: any bytes are read or refused, and what is read keeps
// to its bounds.

#include "adapters/objectives/foreign_alerts.hpp"
#include "bot/desk/typed.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<const char*>(data), size);
    namespace objectives = adapters::objectives;
    bot::Instant const now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
    for (auto const& read : {objectives::read_webhook(bytes), objectives::read_prometheus(bytes, now)}) {
        if (!read) continue;
        if (read->size() > objectives::most_alerts) std::abort();
        for (auto const& alert : *read)
            if (alert.key.empty() || alert.source.empty()) std::abort();
    }
    static_cast<void>(objectives::read_rfc3339(bytes));
    auto const order = bot::desk::read_order(bytes, std::chrono::floor<std::chrono::days>(now));
    if (auto const* figure = std::get_if<bot::desk::TypedFigure>(&order))
        if (!std::isfinite(figure->value) || figure->value < 0 || !figure->month.ok() || figure->name.empty()) std::abort();
    if (auto const* take = std::get_if<bot::desk::TakeOn>(&order))
        if (take->promise && !(take->promise->pace > 0)) std::abort();
    bot::desk::State state;
    static_cast<void>(bot::desk::take_book(state, bytes));
    static_cast<void>(bot::desk::ledger_of({{"import/000001", std::string(bytes)}}));
    return 0;
}
