#include "bot/board/tagged_pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace bot::board {
namespace {

template <auto free_it>
struct Freed {
    template <class T>
    void operator()(T* object) const { free_it(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Text = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;

constexpr double bottom = TaggedPdf::page_height - TaggedPdf::margin;

struct Look {
    const char* tag;
    double size;
    bool bold;
    double before, after;
};
Look look_of(TaggedPdf::Kind kind) {
    switch (kind) {
        case TaggedPdf::Kind::title:
            return {"H1", 17, true, 0, 6};
        case TaggedPdf::Kind::heading:
            return {"H2", 12, true, 10, 4};
        case TaggedPdf::Kind::paragraph:
            return {"P", 9.5, false, 0, 4};
    }
    return {"P", 9.5, false, 0, 4};
}

struct Tag {
    Tag(cairo_t* cairo, const char* name) : cairo_(cairo), name_(name) { cairo_tag_begin(cairo_, name_, ""); }
    Tag(const Tag&) = delete;
    Tag& operator=(const Tag&) = delete;
    ~Tag() { cairo_tag_end(cairo_, name_); }

  private:
    cairo_t* cairo_;
    const char* name_;
};

}  // namespace

struct TaggedPdf::Impl {
    std::string bytes;
    Surface surface;
    Context cairo;
    double y = margin;
    bool in_table = false;
    std::vector<std::string> alternatives;

    static cairo_status_t write(void* closure, const unsigned char* data, unsigned int length) {
        static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    }
    Impl() : surface(cairo_pdf_surface_create_for_stream(write, &bytes, page_width, page_height)), cairo(cairo_create(surface.get())) {}

    /// Without what the font has no shape for: a mark that people give (👀) would be an empty box, and say nothing.
    static std::string with_shapes(const Text& text, const std::string& words) {
        std::string kept;
        const char* const end = words.data() + words.size();
        for (const char* at = words.data(); at < end;) {
            const char* const next = std::min(static_cast<const char*>(g_utf8_next_char(at)), end);
            pango_layout_set_text(text.get(), at, static_cast<int>(next - at));
            bool const is_second_blank = *at == ' ' && kept.ends_with(' ');
            if (pango_layout_get_unknown_glyphs_count(text.get()) == 0 && !is_second_blank) kept.append(at, next);
            at = next;
        }
        return kept;
    }
    [[nodiscard]] Text layout(const std::string& words, double width, double size, bool bold, bool to_right) const {
        Text text(pango_cairo_create_layout(cairo.get()));
        auto* const font = pango_font_description_new();
        pango_font_description_set_family_static(font, "DejaVu Sans");
        pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
        if (bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
        pango_layout_set_font_description(text.get(), font);
        pango_font_description_free(font);
        auto* const attributes = pango_attr_list_new();
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));  // "fin" stays three letters when copied
        pango_layout_set_attributes(text.get(), attributes);
        pango_attr_list_unref(attributes);
        pango_layout_set_text(text.get(), words.data(), static_cast<int>(words.size()));
        if (pango_layout_get_unknown_glyphs_count(text.get()) > 0) {
            auto const known = with_shapes(text, words);
            pango_layout_set_text(text.get(), known.data(), static_cast<int>(known.size()));
        }
        pango_layout_set_width(text.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(text.get(), PANGO_WRAP_WORD_CHAR);
        if (to_right) pango_layout_set_alignment(text.get(), PANGO_ALIGN_RIGHT);
        return text;
    }
    static double height(const Text& text) {
        int tall = 0;
        pango_layout_get_size(text.get(), nullptr, &tall);
        return static_cast<double>(tall) / PANGO_SCALE;
    }
    void show(const Text& text, double x, double at_y) const {
        cairo_set_source_rgb(cairo.get(), 0.08, 0.08, 0.1);
        cairo_move_to(cairo.get(), x, at_y);
        pango_cairo_show_layout(cairo.get(), text.get());
    }
};

TaggedPdf::TaggedPdf(const std::string& title, const std::string& created) : impl_(std::make_unique<Impl>()) {
    auto* const surface = impl_->surface.get();
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, (created + "T12:00:00Z").c_str());
}
TaggedPdf::~TaggedPdf() = default;

bool TaggedPdf::text(Kind kind, const std::string& words) {
    auto const look = look_of(kind);
    auto const laid = impl_->layout(words, page_width - 2 * margin, look.size, look.bold, false);
    double const tall = Impl::height(laid), keep = kind == Kind::heading ? 30 : 0;  // no heading alone at the foot
    if (impl_->y + look.before + tall + keep > bottom) return false;
    impl_->y += look.before;
    Tag const tag(impl_->cairo.get(), look.tag);
    impl_->show(laid, margin, impl_->y);
    impl_->y += tall + look.after;
    return true;
}

bool TaggedPdf::picture(const std::string& png, const std::string& alternative, double most_height) {
    struct Source {
        const std::string& bytes;
        std::size_t at = 0;
    } source{png};
    auto const read = [](void* closure, unsigned char* data, unsigned int length) {
        auto& from = *static_cast<Source*>(closure);
        if (from.bytes.size() - from.at < length) return CAIRO_STATUS_READ_ERROR;
        std::memcpy(data, from.bytes.data() + from.at, length);
        from.at += length;
        return CAIRO_STATUS_SUCCESS;
    };
    Surface const image(cairo_image_surface_create_from_png_stream(read, &source));
    if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS) return false;
    double const wide = cairo_image_surface_get_width(image.get()), tall = cairo_image_surface_get_height(image.get());
    double const scale = std::min({(page_width - 2 * margin) / wide, most_height / tall});
    if (impl_->y + tall * scale > bottom) return false;
    auto* const cairo = impl_->cairo.get();
    Tag const tag(cairo, "Figure");
    cairo_save(cairo);
    cairo_translate(cairo, margin, impl_->y);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, image.get(), 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    impl_->y += tall * scale + 6;
    impl_->alternatives.push_back(alternative);
    return true;
}

void TaggedPdf::begin_table() {
    cairo_tag_begin(impl_->cairo.get(), "Table", "");
    impl_->in_table = true;
}
void TaggedPdf::end_table() {
    if (!impl_->in_table) return;
    cairo_tag_end(impl_->cairo.get(), "Table");
    impl_->in_table = false;
}

bool TaggedPdf::row(const std::vector<std::string>& cells, const std::vector<double>& widths, bool is_head) {
    constexpr double size = 8, padding = 2.5;
    std::vector<Text> laid;
    double tall = 0;
    for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
        laid.push_back(impl_->layout(cells[i], widths[i] - 2 * padding, size, is_head || i == 0, i >= 2));
        tall = std::max(tall, Impl::height(laid.back()));
    }
    if (impl_->y + tall + 2 * padding > bottom - 14) return false;  // room for a line on what was left out
    auto* const cairo = impl_->cairo.get();
    {
        Tag const tag(cairo, "TR");
        double x = margin;
        for (std::size_t i = 0; i < laid.size(); ++i) {
            Tag const cell(cairo, is_head || i == 0 ? "TH" : "TD");
            impl_->show(laid[i], x + padding, impl_->y + padding);
            x += widths[i];
        }
    }
    impl_->y += tall + 2 * padding;
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.63);
    cairo_set_line_width(cairo, is_head ? 1 : 0.4);
    cairo_move_to(cairo, margin, impl_->y);
    cairo_line_to(cairo, page_width - margin, impl_->y);
    cairo_stroke(cairo);
    return true;
}

void TaggedPdf::next_page() {
    end_table();
    cairo_show_page(impl_->cairo.get());
    impl_->y = margin;
}

std::string TaggedPdf::finish() && {
    end_table();
    impl_->cairo.reset();
    cairo_surface_finish(impl_->surface.get());
    if (cairo_surface_status(impl_->surface.get()) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("la note PDF ne s’écrit pas");
    QPDF pdf;
    pdf.processMemoryFile("note", impl_->bytes.data(), impl_->bytes.size());
    auto root = pdf.getRoot();
    root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString("fr-FR"));
    auto preferences = QPDFObjectHandle::newDictionary();
    preferences.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    root.replaceKey("/ViewerPreferences", preferences);
    auto mark = QPDFObjectHandle::newDictionary();
    mark.replaceKey("/Marked", QPDFObjectHandle::newBool(true));
    root.replaceKey("/MarkInfo", mark);
    auto next = impl_->alternatives.begin();
    for (auto& object : pdf.getAllObjects()) {
        bool const is_figure = object.isDictionary() && object.hasKey("/S") && object.getKey("/S").isName() && object.getKey("/S").getName() == "/Figure";
        if (is_figure && next != impl_->alternatives.end()) object.replaceKey("/Alt", QPDFObjectHandle::newUnicodeString(*next++));
    }
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.write();
    auto const buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace bot::board
