#include "bot/charts/png_writer.hpp"

#include <zlib.h>

#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bot::charts {
namespace {

constexpr std::uint32_t rgb = 0x00ffffffU;
constexpr int effort = 6;  // zlib's own middle

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xffU);
    return bytes;
}

std::string chunk(std::string_view type, std::string_view data) {
    std::string body(type);
    body += data;
    auto const sum = crc32(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(static_cast<std::uint32_t>(sum));
}

void append_colour(std::string& out, std::uint32_t pixel) {
    for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>((pixel >> shift) & 0xffU);
}

struct Indexed {
    std::string palette, rows;
};

/// Nothing if there are more than 256 colours.
std::optional<Indexed> indexed(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride) {
    Indexed image;
    image.rows.reserve((width + 1) * height);
    std::unordered_map<std::uint32_t, std::uint8_t> known;
    std::uint32_t last = ~rgb;  // none
    std::uint8_t index = 0;
    for (std::size_t y = 0; y < height; ++y) {
        image.rows += '\0';  // no filter
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
            image.rows += static_cast<char>(index);
        }
    }
    return image;
}

std::string true_colour(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride) {
    std::string rows;
    rows.reserve((3 * width + 1) * height);
    for (std::size_t y = 0; y < height; ++y) {
        rows += '\0';
        for (std::size_t x = 0; x < width; ++x) append_colour(rows, pixels[y * stride + x]);
    }
    return rows;
}

std::string deflated(const std::string& bytes) {
    auto size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()), effort) != Z_OK) return {};
    out.resize(size);
    return out;
}

}  // namespace

std::string png_bytes(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride) {
    constexpr char palette_type = 3, colour_type = 2;
    auto const small = indexed(pixels, width, height, stride);
    auto const data = deflated(small ? small->rows : true_colour(pixels, width, height, stride));
    if (data.empty()) return {};
    std::string header = big_endian(static_cast<std::uint32_t>(width)) + big_endian(static_cast<std::uint32_t>(height));
    header += '\x08';
    header += small ? palette_type : colour_type;
    header += std::string(3, '\0');  // the one compression, the one kind of filters, not interlaced
    std::string out("\x89PNG\r\n\x1a\n", 8);
    out += chunk("IHDR", header);
    if (small) out += chunk("PLTE", small->palette);
    out += chunk("IDAT", data);
    return out + chunk("IEND", {});
}

}  // namespace bot::charts
