#include "bot/service/story/timeline.hpp"

#include "adapters/matrix/html_writer.hpp"
#include "bot/wording/french.hpp"
#include "bot/wording/messages.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

namespace bot::service {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    adapters::matrix::append_escaped(out, text);
    return out;
}

constexpr std::string_view style =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "article{border-left:.25rem solid;margin:1rem 0;padding:.25rem .75rem}article.fil{margin-left:2rem}"
    "article.eux{border-color:#767676}article.phare{border-color:#1a5fb4}h2{font-size:.875rem;font-weight:normal;margin:0}"
    "img{max-width:100%;height:auto}p,ul,ol,blockquote{margin:.25rem 0}";

std::string page_of(const TimelineRoom& room, const std::string& charts) {
    auto page = fmt::format(
        "<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{0}</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<style>{1}</style></head><body>\n<h1>{0}</h1>\n<p>{2}</p>\n",
        escaped(room.title), style, escaped(room.note)
    );
    for (auto const& line : room.lines) {
        auto const at = std::chrono::floor<std::chrono::seconds>(line.at);
        auto const day = std::chrono::floor<std::chrono::days>(wording::paris_time(at));
        page += fmt::format(
            "<article class=\"{}{}\"><h2><strong>{}</strong>, {} à {}{}</h2>\n{}\n",
            line.who.empty() ? "phare" : "eux", line.thread.empty() ? "" : " fil", line.who.empty() ? "Phare" : escaped(line.who),
            wording::french_date(day), wording::french_hour(at),
            line.edits == 0 ? std::string() : std::string(", mis à jour depuis"), line.html
        );
        if (!line.chart.empty())
            page += fmt::format("<img src=\"{}/{}\" alt=\"{}\">\n", charts, line.chart, escaped(line.chart_words));
        page += "</article>\n";
    }
    return page + "</body></html>\n";
}

}  // namespace

const TimelineLine* TimelineRoom::last(std::string_view words) const {
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        if (line->who.empty() && line->text.find(words) != std::string::npos) return &*line;
    return nullptr;
}

void write_timeline(const Timeline& timeline, const std::filesystem::path& folder, const std::string& charts) {
    std::filesystem::create_directories(folder);
    for (auto const& [name, room] : timeline) {
        std::ofstream file(folder / (name + ".html"), std::ios::binary);
        file << page_of(room, charts);
        if (!file.flush()) throw std::runtime_error((folder / (name + ".html")).string() + "\u00A0: ce fichier ne s’écrit pas");
    }
}

}  // namespace bot::service
