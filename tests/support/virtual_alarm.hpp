#pragma once
/// \file tests/support/virtual_alarm.hpp
/// Time that moves only when the test says so.

#include "bot/delivery/virtual_alarm.hpp"

namespace tests {

using bot::delivery::VirtualAlarm;
using bot::delivery::VirtualTime;

}  // namespace tests
