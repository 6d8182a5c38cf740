#pragma once
/// \file rules/yaml/strict_yaml.hpp
/// YAML as our files use it: a strict subset, so that what a person meant is what is read.
///
/// yaml-cpp 0.7 is lax (duplicate keys: first wins; `010` is 8; `no` is false; bad UTF-8 passes): this
/// wrapper refuses duplicate keys, tags, merge keys, invalid UTF-8, tabs in indentation, bare
/// yes/no/on/off/true/false where a word is wanted (write `oui`/`non`), octal and sexagesimal numbers, more
/// than 1 MiB, 64 levels, and 100 aliases. Each node knows its file, line and column. Errors: collected,
/// never thrown to the caller, each with advice. Threads: values; one file on one thread.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules::yaml {

struct Place {
    std::string file;  ///< as given by the caller, usually relative to the folder
    int line = 0, column = 0;
};

struct Complaint {
    Place place;
    std::string message, advice;
    [[nodiscard]] std::string text() const;  ///< "file:line:column : message. advice"
};
using Complaints = std::vector<Complaint>;

/// A node of a read file. Cheap to copy; keeps the file's tree alive.
class Node {
  public:
    enum class Kind : std::uint8_t { absent, scalar, list, map };
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] explicit operator bool() const { return kind() != Kind::absent; }
    [[nodiscard]] const Place& place() const;

    [[nodiscard]] const std::string& scalar() const;  ///< as written (quotes removed); empty if no scalar
    [[nodiscard]] bool quoted() const;
    [[nodiscard]] const std::vector<Node>& items() const;                            ///< list
    [[nodiscard]] const std::vector<std::pair<std::string, Node>>& entries() const;  ///< map, in order
    [[nodiscard]] Node operator[](std::string_view key) const;                       ///< absent if missing
    [[nodiscard]] const Place& key_place(std::string_view key) const;

    Node();
    struct Data;
    explicit Node(std::shared_ptr<const Data>);

  private:
    std::shared_ptr<const Data> data_;
};

/// Reads one file. \returns an absent node if it cannot be read; every complaint is appended.
[[nodiscard]] Node read_file(const std::filesystem::path&, std::string_view shown_as, Complaints&);
[[nodiscard]] Node read_text(std::string_view text, std::string_view shown_as, Complaints&);

/// Typed looks at a node; each appends a complaint and returns nothing when the node is of another kind.
[[nodiscard]] std::optional<std::string> text(const Node&, Complaints&);
[[nodiscard]] std::optional<std::int64_t> integer(const Node&, Complaints&);
[[nodiscard]] std::optional<std::int64_t> hundredths(const Node&, Complaints&);    ///< "561.68" → 56168
[[nodiscard]] std::optional<bool> yes_no(const Node&, Complaints&);                ///< oui / non
[[nodiscard]] std::optional<std::chrono::sys_days> day(const Node&, Complaints&);  ///< 2020-09-01
/// Texts of a list; a single scalar counts as a list of one.
[[nodiscard]] std::vector<std::string> texts(const Node&, Complaints&);

/// Complains about each key of the map that is not in `known`, naming the nearest one.
void only_keys(const Node& map, std::initializer_list<std::string_view> known, Complaints&);
/// The known word with the smallest edit distance, if it is near enough to be a slip.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace rules::yaml
