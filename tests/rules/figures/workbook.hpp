#pragma once
/// \file tests/rules/figures/workbook.hpp
/// Small XLSX workbooks for tests, part by part, so that each part can be made wrong.

#include <map>
#include <string>
#include <vector>

namespace rules::figures::testing {

/// Parts of a package, by name.
using Parts = std::map<std::string, std::string>;
/// A workbook of one sheet. Cells that begin with "#" are numbers, with "@" days (serial numbers), others texts.
[[nodiscard]] Parts workbook(const std::vector<std::vector<std::string>>& rows);
[[nodiscard]] std::string zipped(const Parts&);

}  // namespace rules::figures::testing
