#include "rules/steering/treatment.hpp"

#include <algorithm>

namespace rules::steering {
std::size_t characters(std::string_view text) {
    std::size_t n = 0;
    bool blank = true;  // runs of blanks count once, none at the start
    for (char const c : text) {
        bool const space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && !(space && blank)) ++n;
        blank = space;
    }
    return blank && n > 0 ? n - 1 : n;
}

std::string_view name_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::no_open_episode:
            return "aucune alerte n’est ouverte sur cet objectif";
        case Refusal::not_silenced:
            return "aucun silence n’est demandé sur cette alerte";
        case Refusal::reason_too_short:
            return "il faut un motif d’au moins 10 caractères";
        case Refusal::beyond_the_bureau:
            return "le silence ne peut pas dépasser le prochain bureau de plus de 7 jours";
        case Refusal::too_long:
            return "le silence ne peut pas dépasser 62 jours";
        case Refusal::in_the_past:
            return "cette date est déjà passée";
    }
    return "";
}

Asked<Treatment> acknowledge(
    Treatment treatment,
    std::string by,
    std::string reason,
    Day today,
    AlertLevel level,
    std::optional<Day> until,
    std::optional<Commitment> commitment
) {
    if (level == AlertLevel::none) return Refusal::no_open_episode;
    if (until && *until < today) return Refusal::in_the_past;
    auto const latest = today + std::chrono::days(acknowledged_days);
    treatment.acknowledged = Acknowledgement{
        std::move(by), std::move(reason), today, std::min(until.value_or(latest), latest), level, std::move(commitment)
    };
    return treatment;
}

Treatment unacknowledge(Treatment treatment) {
    treatment.acknowledged.reset();
    return treatment;
}

Treatment lift_silence(Treatment treatment) {
    treatment.silence.reset();
    return treatment;
}

Asked<Treatment> silence(
    Treatment treatment,
    std::string by,
    std::string reason,
    Day today,
    std::optional<Day> next_bureau,
    std::optional<Day> until
) {
    if (characters(reason) < shortest_reason) return Refusal::reason_too_short;
    auto const wanted = until.value_or(next_bureau.value_or(today + std::chrono::days(acknowledged_days)));
    if (wanted < today) return Refusal::in_the_past;
    auto const absolute = today + std::chrono::days(silence_days);
    if (until) {
        if (next_bureau && wanted > *next_bureau + std::chrono::days(days_past_bureau)) return Refusal::beyond_the_bureau;
        if (wanted > absolute) return Refusal::too_long;
    }
    treatment.silence = Silence{std::move(by), std::move(reason), today, std::min(wanted, absolute)};
    return treatment;
}

Review review(Treatment treatment, Day today, AlertLevel level, std::optional<NewMonth> new_month) {
    Review review;
    if (auto const& ack = treatment.acknowledged) {
        if (ack->commitment && new_month && new_month->month >= ack->commitment->from)
            review.checked = PromiseCheck{*ack->commitment, new_month->month, new_month->figure};
        if (review.checked && !review.checked->kept()) {
            review.reopened = Reopened::commitment_broken;
            review.pace_seen = new_month->figure;
        } else if (new_month && level > ack->level_then) {
            review.reopened = Reopened::worse;
        } else if (today > ack->until) {
            review.reopened = Reopened::expired;
        }
        if (review.reopened != Reopened::no) treatment.acknowledged.reset();
    }
    if (auto& silence = treatment.silence) {
        if (level == AlertLevel::none || today > silence->until) {
            silence.reset();
            review.silence_ended = true;
        } else if (!silence->end_announced && silence->until - today <= std::chrono::days(silence_notice_days)) {
            silence->end_announced = true;
            review.silence_ending = true;
        }
    }
    review.after = std::move(treatment);
    return review;
}

bool muted(const Treatment& treatment, Push push, Day today) {
    if (push == Push::raised_to_critical || push == Push::closed || push == Push::data || push == Push::meeting)
        return false;
    return treatment.silence && today <= treatment.silence->until;
}

}  // namespace rules::steering
