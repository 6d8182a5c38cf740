#include "rules/figures/table.hpp"

#include "rules/figures/csv_table.hpp"
#include "rules/figures/xlsx_table.hpp"

namespace rules::figures {

FileKind kind_of(std::string_view bytes) {
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return FileKind::xls;
    if (bytes.starts_with("PK\x03\x04")) {
        // OpenDocument begins with an uncompressed entry "mimetype".
        return bytes.substr(0, 200).find("mimetypeapplication/vnd.oasis.opendocument") != std::string_view::npos
                   ? FileKind::ods
                   : FileKind::xlsx;
    }
    if (bytes.starts_with("PK") || bytes.starts_with("%PDF") || bytes.starts_with("\x1F\x8B")) return FileKind::other;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return FileKind::csv;  // UTF-16
    if (bytes.substr(0, 4096).find('\0') != std::string_view::npos) return FileKind::other;
    return FileKind::csv;
}

std::string refusal_of(FileKind kind) {
    switch (kind) {
        case FileKind::xls:
            return "C’est un classeur .xls (ancien format, ou protégé par un mot de passe). Dans Excel : Fichier, "
                   "Enregistrer sous, « Classeur Excel (.xlsx) », sans mot de passe ; puis renvoyez-le.";
        case FileKind::ods:
            return "C’est un classeur .ods. Dans LibreOffice : Fichier, Enregistrer sous, « Excel 2007-365 (.xlsx) » "
                   "ou « Texte CSV » ; puis renvoyez-le.";
        case FileKind::other:
            return "Ce fichier n’est ni un CSV ni un classeur .xlsx. Enregistrez le tableau dans l’un de ces deux "
                   "formats ; puis renvoyez-le.";
        case FileKind::csv:
        case FileKind::xlsx:
            break;
    }
    return {};
}

std::optional<Unreadable> read_table(std::string_view bytes, const RowSink& sink) {
    if (bytes.empty()) return Unreadable{0, "Le fichier est vide."};
    if (bytes.size() > largest_file) return Unreadable{0, "Le fichier dépasse 32 Mo : envoyez-le en plusieurs parties."};
    auto const kind = kind_of(bytes);
    if (auto refusal = refusal_of(kind); !refusal.empty()) return Unreadable{0, std::move(refusal)};
    return kind == FileKind::xlsx ? read_xlsx(bytes, sink) : read_csv(bytes, sink);
}

}  // namespace rules::figures
