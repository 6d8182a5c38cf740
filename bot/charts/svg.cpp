#include "bot/charts/svg.hpp"

#include "bot/charts/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace bot::charts {
namespace {

struct Frame {
    double width, height, left, right, top, bottom, letters, legend_step;
};
// `letters` × (drawn width ÷ width) is the size on the screen: 18 × 600/800 and 17 × 272/360 are above 12.
constexpr Frame wide{800, 430, 84, 786, 16, 320, 18, 26}, narrow{360, 420, 66, 352, 12, 236, 17, 25};

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out;
}

class Writer {
  public:
    Writer(const Chart& chart, const Frame& frame) : chart_(chart), f_(frame), axis_(axis_for(chart)) {}

    std::string svg(std::string_view alternative) {
        add("<svg class=\"courbe\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\" font-size=\"{:.0f}\">", f_.width, f_.height, escaped(alternative), f_.letters);
        axes();
        path("prevu", chart_.plan);
        add("<path class=\"cible\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", f_.right - 22, y(chart_.target), f_.right);
        forecast();
        if (differs()) path("complet", chart_.corrected);
        path("connu", chart_.known);
        if (!chart_.known.empty()) add("<circle class=\"connu\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>", x(chart_.known.size()), y(chart_.known.back()));
        legend();
        out_ += "</svg>";
        return std::move(out_);
    }

  private:
    template <class... Values>
    void add(fmt::format_string<Values...> how, Values&&... values) {
        fmt::format_to(std::back_inserter(out_), how, std::forward<Values>(values)...);
    }
    [[nodiscard]] double x(std::size_t month) const {
        return f_.left + (f_.right - f_.left) * static_cast<double>(month) / static_cast<double>(chart_.months.size());
    }
    [[nodiscard]] double y(double value) const { return f_.bottom - (f_.bottom - f_.top) * std::clamp(value / axis_.end, 0.0, 1.0); }
    [[nodiscard]] bool differs() const {
        return !chart_.corrected.empty() && std::abs(chart_.corrected.back() - chart_.known.back()) > 0.005 * axis_.end;
    }
    void text(double at_x, double at_y, std::string_view anchor, std::string_view words) {
        add("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", at_x, at_y, anchor, escaped(words));
    }
    void path(std::string_view name, const std::vector<double>& values) {
        if (values.empty()) return;
        add("<path class=\"{}\" d=\"M{:.1f} {:.1f}L", name, x(0), y(0));
        for (std::size_t m = 0; m < values.size(); ++m) add("{}{:.1f} {:.1f}", m == 0 ? "" : " ", x(m + 1), y(values[m]));
        out_ += "\"/>";
    }
    void axes() {
        for (double value = 0; value <= axis_.end * 1.0001; value += axis_.step) {
            add("<path class=\"grille\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", f_.left, y(value), f_.right);
            text(f_.left - 6, y(value) + f_.letters / 3, "end", with_blanks(value));
        }
        double const room = f_.letters * 3.2;
        auto const every = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(room * static_cast<double>(chart_.months.size()) / (f_.right - f_.left))));
        for (std::size_t m = every - 1; m < chart_.months.size(); m += every) text(x(m + 1), f_.bottom + f_.letters + 4, "end", chart_.months[m]);
        add("<path class=\"axe\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", f_.left, f_.bottom, f_.right);
    }
    void forecast() {
        if (!chart_.forecast || chart_.known.empty() || chart_.known.size() >= chart_.months.size()) return;
        double const at = x(chart_.known.size()), from = y(chart_.corrected.empty() ? chart_.known.back() : chart_.corrected.back());
        add("<path class=\"cone\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}V{:.1f}Z\"/>", at, from, f_.right, y(chart_.high), y(chart_.low));
        add("<path class=\"avenir\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/>", at, from, f_.right, y(chart_.middle));
    }
    /// One under the other: nothing is cut at any width of letters.
    void legend() {
        std::vector<std::pair<std::string_view, std::string_view>> entries{{"connu", chart_.known_label}};
        if (differs()) entries.emplace_back("complet", chart_.corrected_label);
        entries.emplace_back("prevu", chart_.plan_label);
        if (chart_.forecast) entries.emplace_back("avenir", chart_.forecast_label);
        entries.emplace_back("cible", chart_.target_label);
        std::size_t const columns = f_.width > f_.height * 1.2 ? 2 : 1;
        double const begin = f_.bottom + f_.letters + 4 + f_.legend_step;
        std::size_t n = 0;
        for (auto const& [name, words] : entries) {
            if (words.empty()) continue;
            double const at_x = columns == 2 && n % 2 == 1 ? f_.width / 2 : 8;
            double const at_y = begin + f_.legend_step * static_cast<double>(n / columns);
            add("<path class=\"{}\" d=\"M{:.1f} {:.1f}h30\"/>", name, at_x, at_y - f_.letters / 3);
            text(at_x + 38, at_y, "start", words);
            ++n;
        }
    }

    const Chart& chart_;
    const Frame& f_;
    Axis axis_;
    std::string out_;
};

}  // namespace

std::string svg_of(const Chart& chart, Layout layout, std::string_view alternative) {
    if (!drawable(chart)) return {};
    return Writer(chart, layout == Layout::wide ? wide : narrow).svg(alternative);
}

}  // namespace bot::charts
