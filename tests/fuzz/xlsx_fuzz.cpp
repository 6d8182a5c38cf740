// LINK: rules_figures phare_zip
// Any XML in the parts of a workbook: the first byte says which part, the rest is its text. Random bytes do not get
// through a ZIP's checksums, so the package around them is made here.

#include "rules/figures/xlsx_table.hpp"
#include "tests/rules/figures/workbook.cpp"  // one source a target here

#include <array>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr std::array parts{
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    };
    auto package = rules::figures::testing::workbook({{"mois", "valeur"}, {"@44228", "#12"}});
    package[parts[data[0] % parts.size()]] = std::string(reinterpret_cast<const char*>(data + 1), size - 1);
    auto const wrong = rules::figures::read_table(
        rules::figures::testing::zipped(package),
        [](int, std::span<const rules::figures::Cell> cells) {
            if (cells.size() > static_cast<std::size_t>(rules::figures::most_columns)) std::abort();
            for (auto const& cell : cells)
                if (cell.text.size() > rules::figures::longest_cell) std::abort();
            return true;
        }
    );
    if (wrong && wrong->message.empty()) std::abort();
    return 0;
}
