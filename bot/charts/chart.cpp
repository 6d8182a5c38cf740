#include "bot/charts/chart.hpp"

#include "bot/charts/axis.hpp"
#include "bot/charts/palette.hpp"
#include "bot/charts/png_writer.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>

namespace bot::charts {
namespace {

namespace colours = palette;
constexpr auto ink = colours::ink, soft = colours::soft;

/// The smallest letters: what `shown_at_least` says, once the picture is shown that narrow.
double small_on(Shape shape) {
    auto const shown = shown_at_least(shape);
    return shown.letters * size_of(shape).width / shown.width;
}

template <auto free_it>
struct Freed {
    template <class T>
    void operator()(T* object) const { free_it(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Paragraph = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;

Paragraph layout_of(cairo_t* cairo, const std::string& words, double height, bool bold) {
    Paragraph layout(pango_cairo_create_layout(cairo));
    auto* const font = pango_font_description_new();
    pango_font_description_set_family_static(font, "DejaVu Sans");
    pango_font_description_set_absolute_size(font, height * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
    return layout;
}

class Drawing {
  public:
    Drawing(const Chart& chart, Shape shape)
        : chart_(chart),
          size_(size_of(shape)),
          surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size_.width, size_.height)),
          cairo_(cairo_create(surface_.get())) {
        bool const is_square = shape == Shape::square;
        scale_ = is_square ? 1.15 : 1.4;
        small_ = small_on(shape);
        top_ = legend_top() + 3 * legend_step() + 12;  // three lines of legend
        bottom_ = size_.height - (is_square ? 115 : 112);
        left_ = is_square ? 112 : 146;
        right_ = size_.width - 40;
        auto const axis = axis_for(chart);
        step_ = axis.step, most_ = axis.end;
    }

    Drawn draw() && {
        colour(colours::paper);
        cairo_paint(cairo_.get());
        text(chart_.title, margin, 18, right_ - margin, fitting(chart_.title, right_ - margin, 25 * scale_), ink, true);
        text(chart_.subtitle, margin, 18 + 38 * scale_, right_ - margin, 20 * scale_, ink, false);
        axes();
        plan();
        forecast();
        if (differs()) line(chart_.corrected, colours::corrected, 3.5, {7, 6}, 0);
        line(chart_.known, colours::known, 5, {}, 7);
        legend();
        text(chart_.note, margin, size_.height - small_ * 1.8, right_ - margin, small_, soft, false);
        cairo_surface_flush(surface_.get());
        auto const* const data = cairo_image_surface_get_data(surface_.get());
        if (data == nullptr || cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS) return {};
        auto const width = static_cast<std::size_t>(size_.width), height = static_cast<std::size_t>(size_.height);
        auto const stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get())) / sizeof(std::uint32_t);
        std::vector<std::uint32_t> pixels(stride * height);
        std::memcpy(pixels.data(), data, pixels.size() * sizeof(std::uint32_t));
        return {png_bytes(pixels, width, height, stride), unknown_, smallest_};
    }

  private:
    bool differs() const {
        return !chart_.corrected.empty() && std::abs(chart_.corrected.back() - chart_.known.back()) > 0.005 * most_;
    }
    double legend_top() const { return 24 + 72 * scale_; }
    double legend_step() const { return small_ * 1.7; }
    double x(std::size_t month) const {  // 0: before the first one
        return left_ + (right_ - left_) * static_cast<double>(month) / static_cast<double>(chart_.months.size());
    }
    double y(double value) const { return bottom_ - (bottom_ - top_) * std::clamp(value / most_, 0.0, 1.0); }
    void colour(Colour c, double alpha = 1) { cairo_set_source_rgba(cairo_.get(), c.r, c.g, c.b, alpha); }

    /// Letters so small that a bold line is not cut, but never smaller than the smallest ones.
    double fitting(const std::string& words, double most, double height) const {
        int wide = 0;
        pango_layout_get_pixel_size(layout_of(cairo_.get(), words, height, true).get(), &wide, nullptr);
        return wide <= most ? height : std::max(small_, std::floor(height * most / wide));
    }

    /// \returns the width that it took
    double text(const std::string& words, double at_x, double at_y, double most, double height, Colour c, bool bold, bool to_right = false) {
        auto const layout = layout_of(cairo_.get(), words, height, bold);
        unknown_ += pango_layout_get_unknown_glyphs_count(layout.get());
        if (!words.empty()) smallest_ = smallest_ == 0 ? height : std::min(smallest_, height);
        pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
        pango_layout_set_width(layout.get(), static_cast<int>(most * PANGO_SCALE));
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        int width = 0, tall = 0;
        pango_layout_get_pixel_size(layout.get(), &width, &tall);
        colour(c);
        cairo_move_to(cairo_.get(), to_right ? at_x - width : at_x, at_y);
        pango_cairo_show_layout(cairo_.get(), layout.get());
        return width;
    }

    void axes() {
        cairo_set_line_width(cairo_.get(), 1);
        for (double value = 0; value <= most_ * 1.0001; value += step_) {
            colour(colours::grid);
            cairo_move_to(cairo_.get(), left_, y(value));
            cairo_line_to(cairo_.get(), right_, y(value));
            cairo_stroke(cairo_.get());
            text(with_blanks(value), left_ - 10, y(value) - small_ * 0.66, left_, small_, soft, false, true);
        }
        // So many names as fit beside each other.
        auto const wide = small_ * 4.1;
        auto const every = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(wide * static_cast<double>(chart_.months.size()) / (right_ - left_))));
        for (std::size_t m = every - 1; m < chart_.months.size(); m += every)
            text(chart_.months[m], x(m + 1) + 4, bottom_ + 8, wide, small_, soft, false, true);
        colour(soft);
        cairo_set_line_width(cairo_.get(), 1.5);
        cairo_move_to(cairo_.get(), left_, bottom_);
        cairo_line_to(cairo_.get(), right_, bottom_);
        cairo_stroke(cairo_.get());
    }

    void line(const std::vector<double>& values, Colour c, double width, const std::vector<double>& dashes, double mark) {
        if (values.empty()) return;
        colour(c);
        cairo_set_line_width(cairo_.get(), width);
        cairo_set_dash(cairo_.get(), dashes.data(), static_cast<int>(dashes.size()), 0);
        cairo_move_to(cairo_.get(), x(0), y(0));
        for (std::size_t m = 0; m < values.size(); ++m) cairo_line_to(cairo_.get(), x(m + 1), y(values[m]));
        cairo_stroke(cairo_.get());
        cairo_set_dash(cairo_.get(), nullptr, 0, 0);
        if (mark > 0) {
            cairo_arc(cairo_.get(), x(values.size()), y(values.back()), mark, 0, 2 * M_PI);
            cairo_fill(cairo_.get());
        }
    }

    void plan() {
        line(chart_.plan, colours::plan, 3, {2, 5}, 0);
        colour(ink);
        cairo_set_line_width(cairo_.get(), 2);
        double const end = right_ - 26;
        cairo_move_to(cairo_.get(), end, y(chart_.target));
        cairo_line_to(cairo_.get(), right_ + 10, y(chart_.target));
        cairo_stroke(cairo_.get());
    }

    void forecast() {
        if (!chart_.forecast || chart_.known.empty() || chart_.known.size() >= chart_.months.size()) return;
        auto const last = chart_.known.size();
        double const from = chart_.corrected.empty() ? chart_.known.back() : chart_.corrected.back();
        colour(colours::known, 0.14);
        cairo_move_to(cairo_.get(), x(last), y(from));
        cairo_line_to(cairo_.get(), right_, y(chart_.high));
        cairo_line_to(cairo_.get(), right_, y(chart_.low));
        cairo_close_path(cairo_.get());
        cairo_fill(cairo_.get());
        colour(colours::known);
        cairo_set_line_width(cairo_.get(), 3);
        std::array<double, 2> const dashes{12, 7};
        cairo_set_dash(cairo_.get(), dashes.data(), 2, 0);
        cairo_move_to(cairo_.get(), x(last), y(from));
        cairo_line_to(cairo_.get(), right_, y(chart_.middle));
        cairo_stroke(cairo_.get());
        cairo_set_dash(cairo_.get(), nullptr, 0, 0);
    }

    void legend() {
        struct Entry {
            const std::string& words;
            Colour colour;
            double width;
            std::vector<double> dashes;
        };
        std::vector<Entry> entries{{chart_.known_label, colours::known, 5, {}}};
        if (differs()) entries.push_back({chart_.corrected_label, colours::corrected, 3.5, {7, 6}});
        entries.push_back({chart_.plan_label, colours::plan, 3, {2, 5}});
        if (chart_.forecast) entries.push_back({chart_.forecast_label, colours::known, 3, {12, 7}});
        entries.push_back({chart_.target_label, ink, 2, {}});
        double at_x = margin, at_y = legend_top();
        double const height = small_;
        for (auto const& entry : entries) {
            if (entry.words.empty()) continue;
            constexpr double sample = 36, gap = 10, between = 22;
            double const wide = static_cast<double>(entry.words.size()) * height * 0.60 + sample + gap + between;
            if (at_x + wide > right_ + 30 && at_x > left_) at_x = margin, at_y += legend_step();
            colour(entry.colour);
            cairo_set_line_width(cairo_.get(), entry.width);
            cairo_set_dash(cairo_.get(), entry.dashes.data(), static_cast<int>(entry.dashes.size()), 0);
            cairo_move_to(cairo_.get(), at_x, at_y + height * 0.65);
            cairo_line_to(cairo_.get(), at_x + sample, at_y + height * 0.65);
            cairo_stroke(cairo_.get());
            cairo_set_dash(cairo_.get(), nullptr, 0, 0);
            at_x += sample + gap;
            at_x += text(entry.words, at_x, at_y, right_ - at_x, height, ink, false) + between;
        }
    }

    const Chart& chart_;
    Size size_;
    Surface surface_;
    Context cairo_;
    static constexpr double margin = 30;
    double scale_ = 1, small_ = 15, smallest_ = 0, top_ = 0, bottom_ = 0, left_ = 0, right_ = 0, step_ = 1, most_ = 1;
    int unknown_ = 0;
};

}  // namespace

Size size_of(Shape shape) { return shape == Shape::square ? Size{720, 720} : Size{1200, 720}; }
Shown shown_at_least(Shape shape) { return shape == Shape::square ? Shown{360, 10} : Shown{600, 13}; }

Drawn draw(const Chart& chart, Shape shape) {
    if (!drawable(chart)) return {};
    return Drawing(chart, shape).draw();
}

std::string png_of(const Chart& chart, Shape shape) { return draw(chart, shape).png; }

int unknown_glyphs(const std::string& text) {
    Surface const surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1));
    Context const cairo(cairo_create(surface.get()));
    return pango_layout_get_unknown_glyphs_count(layout_of(cairo.get(), text, small_on(Shape::landscape), false).get());
}

}  // namespace bot::charts
