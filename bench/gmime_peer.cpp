#include "bench/gmime_peer.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#include <gmime/gmime.h>

namespace bench {
namespace {

void add(GMimeObject*, GMimeObject* part, gpointer sum) {
    if (!GMIME_IS_PART(part)) return;
    GMimeDataWrapper* const content = g_mime_part_get_content(GMIME_PART(part));
    if (content == nullptr) return;
    GMimeStream* const out = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, out);
    *static_cast<std::size_t*>(sum) += static_cast<std::size_t>(g_mime_stream_length(out));
    g_object_unref(out);
}

}  // namespace

std::size_t decoded_by_gmime(std::string_view raw) {
    static bool const ready = (g_mime_init(), true);
    static_cast<void>(ready);
    GMimeStream* const stream = g_mime_stream_mem_new_with_buffer(raw.data(), raw.size());
    GMimeParser* const parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage* const message = g_mime_parser_construct_message(parser, nullptr);
    std::size_t sum = 0;
    if (message != nullptr) {
        g_mime_message_foreach(message, add, &sum);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    return sum;
}

}  // namespace bench
#pragma GCC diagnostic pop
