#include "tests/rules/figures/workbook.hpp"

#include <zip.h>

#include <stdexcept>

namespace rules::figures::testing {
namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (char const c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    return out;
}

std::string reference(std::size_t column, std::size_t row) {
    return std::string(1, static_cast<char>('A' + column)) + std::to_string(row + 1);
}

}  // namespace

Parts workbook(const std::vector<std::vector<std::string>>& rows) {
    Parts parts;
    parts["xl/workbook.xml"] =
        R"(<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="cachée" sheetId="1" state="hidden" r:id="rId9"/>)"
        R"(<sheet name="a" sheetId="2" r:id="rId1"/></sheets></workbook>)";
    parts["xl/_rels/workbook.xml.rels"] =
        R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)";
    parts["xl/styles.xml"] = R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)";
    std::string strings = "<sst>", sheet = "<worksheet><sheetData>";
    std::size_t count = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        sheet += "<row r=\"" + std::to_string(r + 1) + "\">";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            auto const& cell = rows[r][c];
            if (cell.empty()) continue;
            auto const at = "<c r=\"" + reference(c, r) + "\"";
            if (cell[0] == '#') sheet += at + "><v>" + cell.substr(1) + "</v></c>";
            else if (cell[0] == '@') sheet += at + " s=\"1\"><v>" + cell.substr(1) + "</v></c>";
            else {
                strings += "<si><t>" + escaped(cell) + "</t></si>";
                sheet += at + " t=\"s\"><v>" + std::to_string(count++) + "</v></c>";
            }
        }
        sheet += "</row>";
    }
    parts["xl/sharedStrings.xml"] = strings + "</sst>";
    parts["xl/worksheets/sheet1.xml"] = sheet + "</sheetData></worksheet>";
    return parts;
}

std::string zipped(const Parts& parts) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (!archive) throw std::runtime_error("cannot make a zip");
    for (auto const& [name, text] : parts)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_OVERWRITE);
    if (zip_close(archive) != 0) throw std::runtime_error("cannot close a zip");
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

}  // namespace rules::figures::testing
