#include "bot/wording/messages.hpp"

#include "bot/wording/lint.hpp"
#include "bot/wording/markup.hpp"
#include "bot/wording/pattern.hpp"
#include "rules/yaml/complain.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace bot::wording {
namespace {

namespace yaml = rules::yaml;
namespace fs = std::filesystem;

constexpr int longest_for_young = 20;
constexpr int longest_for_partner = 30;

enum class Kind : std::uint8_t { paragraph, bullets, numbered, quote };
constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds = {
    {{"p", Kind::paragraph},
     {"puces", Kind::bullets},
     {"numeros", Kind::numbered},
     {"citation", Kind::quote}}};

struct Piece {
    Kind kind = Kind::paragraph;
    std::vector<std::shared_ptr<const Pattern>> lines;
};
using Template = std::vector<Piece>;

/// The lines of one block; a line that has nothing to say is left out.
std::vector<Line> lines_of(const Piece& piece, const Arguments& arguments) {
    std::vector<Line> lines;
    for (const auto& pattern : piece.lines) {
        if (const auto given = arguments.find(pattern->whole());
            !pattern->whole().empty() && given != arguments.end()) {
            if (const auto* list = std::get_if<std::vector<Line>>(&given->second)) {
                lines.insert(lines.end(), list->begin(), list->end());
                continue;
            }
        }
        Line line = pattern->say(arguments);
        if (!line.empty()) lines.push_back(std::move(line));
    }
    return lines;
}

Block block_of(Kind kind, std::vector<Line> lines) {
    switch (kind) {
        case Kind::bullets:
            return Bullets{std::move(lines)};
        case Kind::numbered:
            return Numbered{std::move(lines)};
        case Kind::quote:
            return Quote{std::move(lines)};
        case Kind::paragraph:
            break;
    }
    return Paragraph{std::move(lines)};
}

class Loader {
  public:
    explicit Loader(std::vector<std::string>& errors) : errors_(errors) {}

    std::optional<Template> read_template(const yaml::Node& node, int longest) {
        if (node.kind() != yaml::Node::Kind::list) {
            complain(
                node.place(),
                "un message est une liste de blocs. Écrivez - p: …, - puces: […], - numeros: […] ou - citation: …"
            );
            return std::nullopt;
        }
        Template pieces;
        for (const auto& block : node.items()) {
            if (block.kind() != yaml::Node::Kind::map || block.entries().size() != 1) {
                complain(block.place(), "un bloc a une seule clé. Écrivez p, puces, numeros ou citation");
                continue;
            }
            const auto& [key, lines] = block.entries().front();
            const auto* kind =
                std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == key; });
            if (kind == kinds.end()) {
                complain(block.place(), "bloc inconnu " + yaml::guillemets(key) + ". Écrivez p, puces, numeros ou citation");
                continue;
            }
            pieces.push_back({kind->second, read_lines(lines, longest)});
        }
        return pieces;
    }

    void complain(const yaml::Place& place, const std::string& what) {
        errors_.push_back(place.file + ":" + std::to_string(place.line) + "\u00A0: " + what);
    }

  private:
    std::vector<std::shared_ptr<const Pattern>> read_lines(const yaml::Node& node, int longest) {
        std::vector<std::shared_ptr<const Pattern>> lines;
        const bool one = node.kind() == yaml::Node::Kind::scalar;
        const std::vector<yaml::Node> only{node};
        for (const auto& line : one ? only : node.items()) {
            if (line.kind() != yaml::Node::Kind::scalar) {
                complain(line.place(), "une ligne est un texte");
                continue;
            }
            std::string error;
            auto pattern = Pattern::compile(line.scalar(), error);
            if (!pattern) {
                complain(line.place(), error);
                continue;
            }
            check(line.place(), *pattern, longest);
            lines.push_back(std::move(pattern));
        }
        if (node.kind() != yaml::Node::Kind::scalar && node.items().empty())
            complain(node.place(), "un bloc sans ligne");
        return lines;
    }

    void check(const yaml::Place& place, const Pattern& pattern, int longest) {
        std::vector<std::string> found;
        for (const auto& variant : pattern.variants()) {
            std::string error;
            (void)read_markup(variant, {}, error);
            // An address that comes from an argument is not known here.
            if (!error.empty() && variant.find("](x)") == std::string::npos) found.push_back(error);
            for (auto& complaint : lint(variant, longest)) found.push_back(std::move(complaint));
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        for (const auto& complaint : found) complain(place, complaint);
    }

    std::vector<std::string>& errors_;
};

}  // namespace

struct Messages::Table {
    struct Entry {
        Template tu, vous;
    };
    std::map<std::string, Entry, std::less<>> entries;
};

Messages::Messages() : table_(std::make_unique<Table>()) {}
Messages::~Messages() = default;

std::shared_ptr<const Messages> Messages::load(const fs::path& folder, std::vector<std::string>& errors) {
    const std::size_t errors_before = errors.size();
    std::shared_ptr<Messages> messages(new Messages);
    std::error_code ec;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    if (ec)
        errors.push_back(folder.string() + "\u00A0: ce dossier ne se lit pas (" + ec.message() + ")");
    else if (files.empty())
        errors.push_back(folder.string() + "\u00A0: aucun *.yaml dans ce dossier");
    std::sort(files.begin(), files.end());

    Loader loader(errors);
    for (const auto& file : files) {
        yaml::Complaints complaints;
        const auto root = yaml::read_file(file, file.filename().string(), complaints);
        for (const auto& complaint : complaints) errors.push_back(complaint.text());
        for (const auto& [id, node] : root.entries()) {
            complaints.clear();
            yaml::only_keys(node, {"tu", "vous", "tu_et_vous"}, complaints);
            for (const auto& complaint : complaints) errors.push_back(complaint.text());
            const auto both = node["tu_et_vous"], tu = node["tu"], vous = node["vous"];
            if (both ? (tu || vous) : !(tu && vous)) {
                loader.complain(
                    root.key_place(id), yaml::guillemets(id) + " n’est pas entier. Écrivez tu et vous, ou tu_et_vous seul"
                );
                continue;
            }
            auto for_tu = loader.read_template(both ? both : tu, longest_for_young);
            auto for_vous = both ? for_tu : loader.read_template(vous, longest_for_partner);
            if (!for_tu || !for_vous) continue;
            if (!messages->table_->entries
                     .try_emplace(id, Table::Entry{std::move(*for_tu), std::move(*for_vous)})
                     .second)
                loader.complain(root.key_place(id), yaml::guillemets(id) + " est déjà dans un autre fichier. Donnez un autre nom à l’un des deux");
        }
    }
    if (errors.size() != errors_before) return nullptr;
    return messages;
}

Document Messages::say(std::string_view id, Register formality, const Arguments& arguments) const {
    const auto entry = table_->entries.find(id);
    if (entry == table_->entries.end()) throw std::logic_error("no such message: " + std::string(id));
    Document document;
    for (const Piece& piece : formality == Register::tu ? entry->second.tu : entry->second.vous)
        if (auto lines = lines_of(piece, arguments); !lines.empty())
            document.blocks.push_back(block_of(piece.kind, std::move(lines)));
    return document;
}

bool Messages::has(std::string_view id) const {
    return table_->entries.contains(id);
}

std::vector<std::string> Messages::ids() const {
    std::vector<std::string> out;
    for (const auto& [id, entry] : table_->entries) out.push_back(id);
    return out;
}

}  // namespace bot::wording
