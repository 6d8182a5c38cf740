#include "rules/figures/package.hpp"

#include <expat.h>
#include <zip.h>

#include <array>
#include <cstring>

namespace rules::figures {
namespace {

constexpr zip_uint64_t largest_part = 256U << 20U;
constexpr zip_uint64_t largest_ratio = 200, ratio_counts_from = 1U << 20U;
constexpr std::size_t chunk = 1U << 16U;

std::string_view local(const char* name) {
    auto const* colon = std::strrchr(name, ':');
    return colon ? colon + 1 : name;
}

struct Running {
    XmlReader& reader;
    XML_Parser parser;
    bool stopped = false, dtd = false;
    void stop() {
        stopped = true;
        XML_StopParser(parser, XML_FALSE);
    }
};

void on_start(void* data, const char* name, const char** attributes) {
    auto& running = *static_cast<Running*>(data);
    if (!running.stopped && !running.reader.start(local(name), attributes)) running.stop();
}
void on_end(void* data, const char* name) {
    auto& running = *static_cast<Running*>(data);
    if (!running.stopped && !running.reader.end(local(name))) running.stop();
}
void on_text(void* data, const char* text, int length) {
    auto& running = *static_cast<Running*>(data);
    if (!running.stopped && !running.reader.text({text, static_cast<std::size_t>(length)})) running.stop();
}
void on_doctype(void* data, const char*, const char*, const char*, int) {
    auto& running = *static_cast<Running*>(data);
    running.dtd = true;
    running.stop();
}

struct ParserDeleter {
    void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};
struct FileDeleter {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct Package::Handle {
    zip_t* archive = nullptr;
    explicit Handle(zip_t* opened) : archive(opened) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { zip_discard(archive); }
};

std::string_view attribute(const char** attributes, std::string_view name) {
    for (; attributes[0] != nullptr; attributes += 2)
        if (local(attributes[0]) == name) return attributes[1];
    return {};
}

Package::Package(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Package::Package(Package&&) noexcept = default;
Package& Package::operator=(Package&&) noexcept = default;
Package::~Package() = default;

std::optional<Package> Package::open(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    auto* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    if (source && !archive) zip_source_free(source);
    zip_error_fini(&error);
    if (!archive) return {};
    return Package(std::make_unique<Handle>(archive));
}

Package::End Package::read(const std::string& part, XmlReader& reader) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(handle_->archive, part.c_str(), ZIP_FL_NOCASE, &stat) != 0) return End::absent;
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) return End::encrypted;
    std::unique_ptr<zip_file_t, FileDeleter> const file(zip_fopen_index(handle_->archive, stat.index, 0));
    std::unique_ptr<XML_ParserStruct, ParserDeleter> const parser(XML_ParserCreate(nullptr));
    if (!file || !parser) return End::broken;
    Running running{reader, parser.get()};
    XML_SetUserData(parser.get(), &running);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    std::array<char, chunk> buffer{};
    zip_uint64_t unpacked = 0;
    for (bool last = false; !last;) {
        auto const n = zip_fread(file.get(), buffer.data(), buffer.size());
        if (n < 0) return End::broken;
        unpacked += static_cast<zip_uint64_t>(n);
        // What unpacks is counted, not what the archive says of itself.
        if (unpacked > largest_part || (unpacked > ratio_counts_from && unpacked > largest_ratio * stat.comp_size))
            return End::too_large;
        last = n == 0;
        auto const status = XML_Parse(parser.get(), buffer.data(), static_cast<int>(n), last ? 1 : 0);
        if (running.dtd) return End::has_dtd;
        if (running.stopped) return End::stopped;
        if (status != XML_STATUS_OK) return End::broken;
    }
    return End::read;
}

}  // namespace rules::figures
