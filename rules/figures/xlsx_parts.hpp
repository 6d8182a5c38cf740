#pragma once
/// \file rules/figures/xlsx_parts.hpp
/// The parts of a workbook that say how its sheet is to be read. Internal to rules/figures. Threads: values.

#include "rules/figures/package.hpp"

#include <map>
#include <string>
#include <vector>

namespace rules::figures {

/// Decimal, whole text; nothing for anything else.
[[nodiscard]] std::optional<int> whole_number(std::string_view);

/// xl/workbook.xml: the first sheet that is not hidden.
class Workbook : public XmlReader {
  public:
    std::string sheet_relation;
    bool from_1904 = false;
    bool start(std::string_view name, const char** attributes) override;
    bool end(std::string_view) override { return true; }
    bool text(std::string_view) override { return true; }
};

/// xl/_rels/workbook.xml.rels
class Relations : public XmlReader {
  public:
    std::map<std::string, std::string, std::less<>> targets;
    bool start(std::string_view name, const char** attributes) override;
    bool end(std::string_view) override { return true; }
    bool text(std::string_view) override { return true; }
};

/// xl/styles.xml: which cell styles show a day.
class Styles : public XmlReader {
  public:
    std::vector<bool> day;  ///< by style number
    bool start(std::string_view name, const char** attributes) override;
    bool end(std::string_view name) override;
    bool text(std::string_view) override { return true; }

  private:
    std::map<int, bool> custom_;
    bool in_formats_ = false;
};

/// xl/sharedStrings.xml, in one buffer. Stops at 64 MiB.
class SharedStrings : public XmlReader {
  public:
    bool start(std::string_view name, const char**) override;
    bool end(std::string_view name) override;
    bool text(std::string_view) override;
    [[nodiscard]] std::string_view at(std::size_t) const;  ///< empty: there is none

  private:
    std::string all_;
    std::vector<std::size_t> ends_;
    bool in_text_ = false, phonetic_ = false;
};

}  // namespace rules::figures
