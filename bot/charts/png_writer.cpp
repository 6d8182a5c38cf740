#include "bot/charts/png_writer.hpp"

#include <png.h>

#include <optional>
#include <unordered_map>
#include <vector>

namespace bot::charts {
namespace {

constexpr std::uint32_t rgb = 0x00ffffffU;

void append_colour(std::vector<std::uint8_t>& out, std::uint32_t pixel) {
    for (int shift = 16; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(pixel >> shift & 0xffU));
}

struct Indexed {
    std::vector<std::uint8_t> palette, rows;
};

/// Nothing if there are more than 256 colours.
std::optional<Indexed> indexed(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride) {
    Indexed image;
    image.rows.reserve(width * height);
    std::unordered_map<std::uint32_t, std::uint8_t> known;
    std::uint32_t last = ~rgb;  // none
    std::uint8_t index = 0;
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            auto const pixel = pixels[y * stride + x] & rgb;
            if (pixel != last) {
                auto const [place, fresh] = known.try_emplace(pixel, static_cast<std::uint8_t>(known.size()));
                if (fresh) {
                    if (known.size() > 256) return {};
                    append_colour(image.palette, pixel);
                }
                last = pixel, index = place->second;
            }
            image.rows.push_back(index);
        }
    }
    return image;
}

std::vector<std::uint8_t> true_colour(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride) {
    std::vector<std::uint8_t> rows;
    rows.reserve(3 * width * height);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) append_colour(rows, pixels[y * stride + x]);
    return rows;
}

}  // namespace

std::string png_bytes(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride) {
    auto const small = indexed(pixels, width, height, stride);
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = small ? PNG_FORMAT_RGB_COLORMAP : PNG_FORMAT_RGB;
    image.flags = PNG_IMAGE_FLAG_FAST;  // unfiltered rows, light compression: right for flat colours
    if (small) image.colormap_entries = static_cast<png_uint_32>(small->palette.size() / 3);
    auto const rows = small ? small->rows : true_colour(pixels, width, height, stride);
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string out(size, '\0');
    bool const good = png_image_write_to_memory(&image, out.data(), &size, 0, rows.data(), 0, small ? small->palette.data() : nullptr) != 0;
    png_image_free(&image);
    out.resize(good ? size : 0);
    return out;
}

}  // namespace bot::charts
