#include "rules/yaml/strict_yaml.hpp"

#include "rules/yaml/complain.hpp"
#include "rules/yaml/plain_yaml.hpp"
#include "rules/yaml/strict_text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace rules::yaml {

struct Node::Data {
    Kind kind = Kind::absent;
    Place place;
    std::string scalar;
    bool quoted = false;
    std::vector<Node> items;
    std::vector<std::pair<std::string, Node>> entries;
    std::vector<Place> key_places;  // as entries
    std::size_t weight = 1;         // nodes when every alias is written out
    std::size_t height = 1;
};

namespace {

constexpr std::size_t deepest = 64;
constexpr int most_aliases = 100;
constexpr std::size_t heaviest = 200'000;  // nodes, aliases written out: a hundred aliases can nest

using Data = Node::Data;

/// Thrown inside the parser to leave it; the complaint is already noted.
struct Refused {};

const Node::Data& nothing() {
    static const Node::Data absent;
    return absent;
}

/// What yaml-cpp says, with two dots before it; nothing where it says what nobody can use.
std::string in_french(std::string_view said) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> words{{
        {"end of map flow not found", "une accolade { n’est pas refermée"},
        {"end of sequence flow not found", "un crochet [ n’est pas refermé"},
        {"end of map not found", "une clé n’est pas à la bonne colonne"},
        {"end of sequence not found", "un tiret n’est pas à la bonne colonne"},
        {"illegal map value", "un deux-points de trop"},
        {"illegal map key", "une clé là où il n’en faut pas"},
        {"illegal block entry", "un tiret là où il n’en faut pas"},
        {"illegal flow end", "une accolade ou un crochet refermé sans être ouvert"},
        {"illegal EOF in scalar", "un guillemet n’est pas refermé"},
        {"unknown token", "un signe qui n’a pas de sens ici"},
        {"the referenced anchor is not defined", "un alias (*) sans ancre (&)"},
    }};
    for (auto const& [english, french] : words)
        if (said.starts_with(english)) return "\u00A0: " + std::string(french);
    return {};
}

class Builder final : public YAML::EventHandler {
  public:
    Builder(std::string_view text, std::string_view shown_as, Complaints& complaints)
        : text_(text), file_(shown_as), complaints_(complaints) {
        line_starts_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n') line_starts_.push_back(i + 1);
    }

    [[nodiscard]] std::shared_ptr<const Data> root() const { return root_; }

    [[nodiscard]] Place place(const YAML::Mark& mark) const {
        auto const line = static_cast<std::size_t>(std::max(mark.line, 0));
        std::size_t const start = line < line_starts_.size() ? line_starts_[line] : text_.size();
        return {file_, mark.line + 1, character_column(text_.substr(start), 0, mark.column)};
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        complain(
            complaints_,
            place(mark),
            "valeur vide",
            "Écrire la valeur après les deux-points, ou supprimer la ligne"
        );
        add(mark, scalar_at(mark, ""), anchor);
    }

    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value
    ) override {
        refuse_tag(mark, tag);
        auto data = scalar_at(mark, value);
        data->quoted = tag == "!";
        if (!data->quoted)
            if (auto doubt = doubt_about_bare(value))
                complain(complaints_, data->place, std::move(doubt->message), std::move(doubt->advice));
        add(mark, std::move(data), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (++aliases_ > most_aliases)
            refuse(mark, "plus de cent alias", "Écrire les valeurs en toutes lettres");
        auto const known = anchors_.find(anchor);
        if (known == anchors_.end()) refuse(mark, "alias de ce qui le contient", "Écrire la valeur");
        if (expects_key()) refuse(mark, "un alias ne peut pas être une clé", "Écrire le nom de la clé");
        attach(known->second, mark);
    }

    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        open(mark, tag, anchor, Node::Kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        open(mark, tag, anchor, Node::Kind::map);
    }
    void OnMapEnd() override { close(); }

  private:
    struct Open {
        std::shared_ptr<Data> data;
        YAML::anchor_t anchor;
        YAML::Mark mark;
        bool has_key = false;
        std::string key;
        Place key_place;
        std::set<std::string> keys;
    };

    [[noreturn]] void refuse(const YAML::Mark& mark, std::string message, std::string advice) {
        complain(complaints_, place(mark), std::move(message), std::move(advice));
        throw Refused{};
    }

    void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "étiquette YAML (!…)", "La supprimer\u00A0: les types viennent du vocabulaire");
    }

    [[nodiscard]] std::shared_ptr<Data> scalar_at(const YAML::Mark& mark, const std::string& value) const {
        auto data = std::make_shared<Data>();
        data->kind = Node::Kind::scalar;
        data->place = place(mark);
        data->scalar = value;
        return data;
    }

    [[nodiscard]] bool expects_key() const {
        return !open_.empty() && open_.back().data->kind == Node::Kind::map && !open_.back().has_key;
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
        refuse_tag(mark, tag);
        if (expects_key()) refuse(mark, "une clé doit être un mot", "Mettre la clé entre guillemets");
        if (open_.size() >= deepest) refuse(mark, "plus de 64 niveaux", "Aplatir");
        auto data = std::make_shared<Data>();
        data->kind = kind;
        data->place = place(mark);
        open_.push_back({std::move(data), anchor, mark, false, {}, {}, {}});
    }

    void close() {
        Open done = std::move(open_.back());
        open_.pop_back();
        if (done.anchor != 0) anchors_[done.anchor] = done.data;
        attach(std::move(done.data), done.mark);
    }

    void add(const YAML::Mark& mark, std::shared_ptr<Data> scalar, YAML::anchor_t anchor) {
        if (expects_key()) {
            take_key(*scalar);
            return;
        }
        if (anchor != 0) anchors_[anchor] = scalar;
        attach(std::move(scalar), mark);
    }

    void take_key(const Data& scalar) {
        Open& map = open_.back();
        if (scalar.scalar == "<<" && !scalar.quoted)
            complain(complaints_, scalar.place, "fusion de clés (<<)", "Écrire les clés en toutes lettres");
        if (!map.keys.insert(scalar.scalar).second)
            complain(
                complaints_,
                scalar.place,
                "clé en double " + guillemets(scalar.scalar),
                "N’en garder qu’une\u00A0: sinon on ne sait pas laquelle compte"
            );
        map.has_key = true;
        map.key = scalar.scalar;
        map.key_place = scalar.place;
    }

    void attach(std::shared_ptr<const Data> value, const YAML::Mark& mark) {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& parent = open_.back();
        parent.data->weight += value->weight;
        parent.data->height = std::max(parent.data->height, value->height + 1);
        if (parent.data->weight > heaviest || parent.data->height > deepest)
            refuse(
                mark, "les alias font un fichier démesuré", "Écrire moins d’alias les uns dans les autres"
            );
        if (parent.data->kind == Node::Kind::list) {
            parent.data->items.emplace_back(std::move(value));
            return;
        }
        parent.data->entries.emplace_back(std::move(parent.key), Node(std::move(value)));
        parent.data->key_places.push_back(std::move(parent.key_place));
        parent.has_key = false;
    }

    std::string_view text_;
    std::string file_;
    Complaints& complaints_;
    std::vector<std::size_t> line_starts_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, std::shared_ptr<const Data>> anchors_;
    std::shared_ptr<const Data> root_;
    int aliases_ = 0;
};

void replay(const Event& event, Builder& builder) {
    YAML::Mark mark;
    mark.line = event.line;
    mark.column = event.column;
    constexpr auto style = YAML::EmitterStyle::Default;
    switch (event.kind) {
        case Event::Kind::scalar:
            builder.OnScalar(mark, event.quoted ? "!" : "?", event.anchor, event.value);
            break;
        case Event::Kind::alias:
            builder.OnAlias(mark, event.anchor);
            break;
        case Event::Kind::list_start:
            builder.OnSequenceStart(mark, "?", event.anchor, style);
            break;
        case Event::Kind::list_end:
            builder.OnSequenceEnd();
            break;
        case Event::Kind::map_start:
            builder.OnMapStart(mark, "?", event.anchor, style);
            break;
        case Event::Kind::map_end:
            builder.OnMapEnd();
            break;
    }
}

}  // namespace

std::string Complaint::text() const {
    std::string where = place.file;
    if (place.line > 0) where += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    return where + "\u00A0: " + message + "." + (advice.empty() ? "" : " " + advice);
}

Node::Node() = default;
Node::Node(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
Node::Kind Node::kind() const {
    return data_ ? data_->kind : Kind::absent;
}
const Place& Node::place() const {
    return data_ ? data_->place : nothing().place;
}
const std::string& Node::scalar() const {
    return data_ ? data_->scalar : nothing().scalar;
}
bool Node::quoted() const {
    return data_ && data_->quoted;
}
const std::vector<Node>& Node::items() const {
    return data_ ? data_->items : nothing().items;
}
const std::vector<std::pair<std::string, Node>>& Node::entries() const {
    return data_ ? data_->entries : nothing().entries;
}

Node Node::operator[](std::string_view key) const {
    for (const auto& [name, value] : entries())
        if (name == key) return value;
    return {};
}

const Place& Node::key_place(std::string_view key) const {
    for (std::size_t i = 0; i < entries().size(); ++i)
        if (entries()[i].first == key) return data_->key_places[i];
    return place();
}

Node read_text(std::string_view text, std::string_view shown_as, Complaints& complaints) {
    if (!fit_to_parse(text, shown_as, complaints)) return {};
    Builder builder(text, shown_as, complaints);
    if (auto const events = plain_events(text)) {
        try {
            for (const Event& event : *events) replay(event, builder);
            return Node(builder.root());
        } catch (const Refused&) {
            return {};
        }
    }
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder) || !builder.root()) {
            complain(
                complaints, {std::string(shown_as), 0, 0}, "le fichier est vide", "Le remplir ou le supprimer"
            );
            return {};
        }
        auto const root = builder.root();
        if (parser.HandleNextDocument(builder)) {
            complain(
                complaints,
                builder.root()->place,
                "un second document commence (---)",
                "Un seul document par fichier"
            );
            return {};
        }
        return Node(root);
    } catch (const Refused&) {
        return {};
    } catch (const YAML::Exception& error) {
        complain(
            complaints,
            builder.place(error.mark),
            "YAML mal formé" + in_french(error.msg),
            "Vérifier le retrait, les deux-points et les guillemets\u00A0; un texte avec deux-points, #, { ou [ se met entre guillemets"
        );
        return {};
    }
}

Node read_file(const std::filesystem::path& path, std::string_view shown_as, Complaints& complaints) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    std::error_code absent;
    if (!file || file.bad() || !std::filesystem::is_regular_file(path, absent)) {
        complain(
            complaints,
            {std::string(shown_as), 0, 0},
            "le fichier ne peut pas être lu",
            "Vérifier qu’il existe et que son propriétaire est le bon"
        );
        return {};
    }
    return read_text(content.view(), shown_as, complaints);
}

}  // namespace rules::yaml
