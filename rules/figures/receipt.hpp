#pragma once
/// \file rules/figures/receipt.hpp
/// What goes back to whoever sent a file. Threads: functions of their arguments.

#include "rules/figures/import.hpp"

namespace rules::figures {

/// For the sender, in French: what was read, what waits for OUI, what is to be corrected.
[[nodiscard]] std::string receipt(const Preview&, std::span<const steering::Objective>);
/// The same without its last sentence, "Répondez OUI": the answer is there already, or is asked for otherwise.
[[nodiscard]] std::string without_question(std::string receipt);
/// The refused rows with a column « Problème », as Excel in French opens it: `;`, BOM, CRLF. A cell that a
/// spreadsheet would run as a formula is disarmed.
[[nodiscard]] std::string annotated(const Preview&);
/// The same as a workbook (XLSX), for whoever sent one.
[[nodiscard]] std::string annotated_workbook(const Preview&);

}  // namespace rules::figures
