#include "bot/people/rights.hpp"

#include <algorithm>

namespace bot::people {
namespace {
bool names(const std::vector<std::string>& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}
}  // namespace

bool Rights::may(std::string_view sender, Right right) const {
    if (names(settings_.bureau, sender)) return true;
    switch (right) {
        case Right::see_figures:
            return names(settings_.owners, sender) || names(settings_.data_owners, sender);
        case Right::see_money:
            return false;
        case Right::treat_alerts:
            return names(settings_.owners, sender);
        case Right::bring_figures:
            return names(settings_.data_owners, sender);
    }
    return false;
}

Rights::Role Rights::role_of(std::string_view sender) const {
    if (names(settings_.bureau, sender)) return Role::bureau;
    if (names(settings_.owners, sender)) return Role::owner;
    return names(settings_.data_owners, sender) ? Role::data_owner : Role::none;
}

bool Rights::money_may_be_said(std::string_view sender, std::string_view conversation, bool one_to_one) const {
    return may(sender, Right::see_money) && (one_to_one || is_closed(conversation));
}

bool Rights::is_closed(std::string_view conversation) const { return names(settings_.closed_rooms, conversation); }

}  // namespace bot::people
