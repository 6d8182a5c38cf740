#include "rules/figures/xlsx_writer.hpp"

#include <zip.h>

#include <memory>
#include <string_view>
#include <utility>

namespace rules::figures {
namespace {

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view content_types =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "</Types>";
constexpr std::string_view package_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
constexpr std::string_view book_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

void escape(std::string& out, std::string_view text) {
    for (char const c : text) switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default:  // XML 1.0 has no other control characters
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
        }
}

std::string column_name(std::size_t column) {
    std::string name;
    for (++column; column > 0; column = (column - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
    return name;
}

std::string sheet_of(const std::vector<std::vector<std::string>>& rows) {
    std::string out(head);
    out += "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    for (std::size_t r = 0; r < rows.size(); ++r) {
        auto const number = std::to_string(r + 1);
        out += "<row r=\"" + number + "\">";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            if (rows[r][c].empty()) continue;
            out += "<c r=\"" + column_name(c) + number + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">";
            escape(out, rows[r][c]);
            out += "</t></is></c>";
        }
        out += "</row>";
    }
    return out + "</sheetData></worksheet>";
}

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

}  // namespace

std::string workbook_of(const std::vector<std::vector<std::string>>& rows, const std::string& sheet_name) {
    std::string book(head);
    book += "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
            "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"";
    escape(book, sheet_name);
    book += "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    std::pair<const char*, std::string> const parts[] = {
        {"[Content_Types].xml", std::string(head) + std::string(content_types)},
        {"_rels/.rels", std::string(head) + std::string(package_relations)},
        {"xl/workbook.xml", std::move(book)},
        {"xl/_rels/workbook.xml.rels", std::string(head) + std::string(book_relations)},
        {"xl/worksheets/sheet1.xml", sheet_of(rows)},
    };
    std::unique_ptr<zip_source_t, Discard> const buffer(zip_source_buffer_create(nullptr, 0, 0, nullptr));
    if (!buffer) return {};
    zip_source_keep(buffer.get());  // the archive takes one hold, we read the bytes with the other
    std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(buffer.get(), ZIP_TRUNCATE, nullptr));
    if (!archive) {
        zip_source_free(buffer.get());
        return {};
    }
    for (auto const& [name, text] : parts) {
        auto* const source = zip_source_buffer(archive.get(), text.data(), text.size(), 0);
        if (source == nullptr) return {};
        auto const index = zip_file_add(archive.get(), name, source, ZIP_FL_OVERWRITE);
        if (index < 0) {
            zip_source_free(source);
            return {};
        }
        zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), 0, 0);
    }
    if (zip_close(archive.get()) != 0) return {};
    static_cast<void>(archive.release());  // closed: it is gone
    std::string bytes;
    if (zip_source_open(buffer.get()) != 0) return {};
    zip_source_seek(buffer.get(), 0, SEEK_END);
    if (auto const size = zip_source_tell(buffer.get()); size > 0) bytes.resize(static_cast<std::size_t>(size));
    zip_source_seek(buffer.get(), 0, SEEK_SET);
    auto const read = zip_source_read(buffer.get(), bytes.data(), bytes.size());
    zip_source_close(buffer.get());
    return read == static_cast<zip_int64_t>(bytes.size()) ? bytes : std::string();
}

}  // namespace rules::figures
