#include "adapters/email/mime_tree.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/charset.hpp"
#include "adapters/email/headers.hpp"
#include "adapters/email/limits.hpp"
#include "adapters/email/transfer.hpp"

#include <memory>
#include <mutex>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#include <gmime/gmime.h>

namespace adapters::email {

namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

void initialise_once() {
    static std::once_flag once;
    std::call_once(once, [] { g_mime_init(); });
}

/// Type predicates of GMime are macros with C casts: kept here.
bool is_multipart(GMimeObject* object) { return GMIME_IS_MULTIPART(object); }
bool is_message_part(GMimeObject* object) { return GMIME_IS_MESSAGE_PART(object); }
bool is_part(GMimeObject* object) { return GMIME_IS_PART(object); }
GMimeMultipart* as_multipart(GMimeObject* object) { return GMIME_MULTIPART(object); }
GMimeMessagePart* as_message_part(GMimeObject* object) { return GMIME_MESSAGE_PART(object); }
GMimePart* as_part(GMimeObject* object) { return GMIME_PART(object); }
GMimeObject* as_object(GMimeMessage* message) { return GMIME_OBJECT(message); }

std::string raw_fields(GMimeHeaderList* list) {
    std::string text;
    if (list == nullptr) return text;
    int const count = g_mime_header_list_get_count(list);
    for (int i = 0; i < count; ++i) {
        GMimeHeader* header = g_mime_header_list_get_header_at(list, i);
        const char* name = g_mime_header_get_name(header);
        const char* value = g_mime_header_get_raw_value(header);
        if (name == nullptr || value == nullptr) continue;
        text += name;
        text += ':';
        text += value;
        if (!text.ends_with('\n')) text += '\n';
    }
    return text;
}

std::string stream_bytes(GMimeStream* stream) {
    std::string bytes;
    if (stream == nullptr) return bytes;
    g_mime_stream_reset(stream);
    char buffer[16 * 1024];
    for (;;) {
        auto const n = g_mime_stream_read(stream, buffer, sizeof buffer);
        if (n <= 0) return bytes;
        bytes.append(buffer, static_cast<std::size_t>(n));
    }
}

void describe(Part& part, const HeaderBlock& fields) {
    std::string_view content_type;  // of several the first that says something
    for (auto const value : fields.all("content-type"))
        if (content_type.empty()) content_type = value;
    part.type = read_parameterised(content_type);
    if (part.type.value.find('/') == std::string::npos) part.type.value = part.type.value == "text" ? "text/plain" : "";
    part.disposition = read_parameterised(fields.first("content-disposition"));
    part.encoding = std::string(trimmed(fields.first("content-transfer-encoding")));
    std::string_view id = trimmed(fields.first("content-id"));
    if (id.starts_with('<')) id.remove_prefix(1);
    if (id.ends_with('>')) id.remove_suffix(1);
    part.content_id = std::string(id);
}

Part converted(GMimeObject* object, std::size_t depth) {
    Part part;
    std::string const fields = raw_fields(g_mime_object_get_header_list(object)) + "\n";
    describe(part, read_headers(fields));
    GMimeContentType* type = g_mime_object_get_content_type(object);
    if (is_multipart(object)) {
        if (!part.is_multipart()) part.type.value = lowered(std::string("multipart/") + g_mime_content_type_get_media_subtype(type));
        if (depth >= Limits{}.depth + 2) return part;
        int const count = g_mime_multipart_get_count(as_multipart(object));
        for (int i = 0; i < count; ++i)
            if (GMimeObject* child = g_mime_multipart_get_part(as_multipart(object), i))
                part.parts.push_back(converted(child, depth + 1));
    } else if (is_message_part(object)) {
        part.type.value = "message/rfc822";
        GMimeMessage* message = g_mime_message_part_get_message(as_message_part(object));
        if (message == nullptr || depth >= Limits{}.depth + 2) return part;
        part.header = raw_fields(g_mime_object_get_header_list(as_object(message)));
        if (GMimeObject* inner = g_mime_message_get_mime_part(message)) part.parts.push_back(converted(inner, depth + 1));
    } else if (is_part(object)) {
        if (part.type.value.empty() || part.is_multipart()) part.type.value = "text/plain";
        GMimeDataWrapper* content = g_mime_part_get_content(as_part(object));
        if (content != nullptr) part.body = stream_bytes(g_mime_data_wrapper_get_stream(content));
    }
    return part;
}

/// What GMime gets to see: the Content-* fields of the top, and the body.
std::string for_structure(std::string_view raw, const HeaderBlock& header) {
    std::string seen = "MIME-Version: 1.0\n";
    seen.reserve(raw.size() - header.body + 4096);
    for (auto const& field : header.fields)
        if (find_word(field.name, "content-") == 0) {
            seen += field.name;
            seen += ": ";
            seen += trimmed(field.value);
            seen += '\n';
        }
    seen += '\n';
    seen += raw.substr(header.body);
    return seen;
}

Part as_one_text(std::string_view body) {
    Part part;
    part.type.value = "text/plain";
    part.body = std::string(body);
    return part;
}

}  // namespace

std::string Part::decoded() const { return transfer_decoded(body, encoding); }

std::string Part::text() const {
    std::string const converted_text = once_encoded(to_utf8(decoded(), type.parameter("charset")));
    std::string out;
    out.reserve(converted_text.size());
    for (std::size_t i = 0; i < converted_text.size(); ++i) {
        if (converted_text[i] != '\r') {
            out += converted_text[i];
            continue;
        }
        // CR LF, CR CR LF and a lone CR are one line end each.
        while (i + 1 < converted_text.size() && converted_text[i + 1] == '\r') ++i;
        if (i + 1 < converted_text.size() && converted_text[i + 1] == '\n') ++i;
        out += '\n';
    }
    return out;
}

std::string Part::file_name() const {
    std::string name = disposition.parameter("filename");
    if (name.empty()) name = type.parameter("name");
    return safe_file_name(name);
}

Part read_mime(std::string_view raw) {
    initialise_once();
    HeaderBlock const header = read_headers(raw);
    std::string const seen = for_structure(raw, header);
    Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(seen.data(), seen.size()));
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    Owned<GMimeObject> object(g_mime_parser_construct_part(parser.get(), nullptr));
    if (!object) return as_one_text(raw.substr(header.body));
    Part part = converted(object.get(), 0);
    // A multipart in which no part was found: show its text rather than nothing.
    if (part.is_multipart() && part.parts.empty()) return as_one_text(raw.substr(header.body));
    return part;
}

}  // namespace adapters::email
#pragma GCC diagnostic pop
