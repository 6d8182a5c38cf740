#pragma once
/// \file bot/charts/png_writer.hpp
/// Pixels as a PNG (W3C PNG, third edition). A chart is flat: with few colours it becomes a palette image, and rows go
/// unfiltered; that takes a third of the time of a general writer and fewer bytes. Threads: functions of their arguments.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace bot::charts {

/// \param pixels 0x00RRGGBB, `height` rows of `stride` of them (stride ≥ width > 0)
/// \returns the bytes; empty if there is no memory for them
[[nodiscard]] std::string png_bytes(std::span<const std::uint32_t> pixels, std::size_t width, std::size_t height, std::size_t stride);

}  // namespace bot::charts
