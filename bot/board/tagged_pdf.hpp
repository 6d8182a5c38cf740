#pragma once
/// \file bot/board/tagged_pdf.hpp
/// Text, a table and a picture on A4 pages, each piece tagged with what it is; then language and alternatives put in, which
/// cairo 1.16 leaves out (ecosystem.md §0.12). Threads: any, one object on one thread.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bot::board {

class TaggedPdf {
  public:
    enum class Kind : std::uint8_t { title, heading, paragraph };
    /// \param created "2020-11-13": the document's own date, so that the same content gives the same bytes
    TaggedPdf(const std::string& title, const std::string& created);
    ~TaggedPdf();

    /// Each of these \returns false, and writes nothing, if it does not fit on this page any more.
    ///@{
    bool text(Kind, const std::string& words);
    bool picture(const std::string& png, const std::string& alternative, double most_height);
    bool row(const std::vector<std::string>& cells, const std::vector<double>& widths, bool is_head);
    ///@}
    void begin_table();
    void end_table();
    void next_page();
    [[nodiscard]] std::string finish() &&;  ///< throws std::runtime_error

    static constexpr double page_width = 595, page_height = 842, margin = 42;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bot::board
