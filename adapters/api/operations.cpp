#include "adapters/api/operations.hpp"

#include "adapters/net/http.hpp"

#include <algorithm>

namespace adapters::api {
namespace {

constexpr std::string_view json = "application/json", ndjson = "application/x-ndjson", csv = "text/csv",
                           xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           bytes = "application/octet-stream";

const std::vector<Endpoint> table{
    {Operation::openapi, "GET", "/api/v1/openapi.json", {}, {}},
    {Operation::facts, "GET", "/api/v1/facts", Scope::measures, {}},
    {Operation::measures, "GET", "/api/v1/measures", Scope::measures, {}},
    {Operation::measure, "GET", "/api/v1/measures/{id}", Scope::measures, {}},
    {Operation::eligibility, "POST", "/api/v1/eligibility", Scope::eligibility, {json}},
    {Operation::eligibility_bulk, "POST", "/api/v1/eligibility/bulk", Scope::eligibility, {json, ndjson}},
    {Operation::objectives, "GET", "/api/v1/objectives", Scope::objectives_read, {}},
    {Operation::objective, "GET", "/api/v1/objectives/{id}", Scope::objectives_read, {}},
    {Operation::figures, "GET", "/api/v1/objectives/{id}/figures", Scope::objectives_read, {}},
    {Operation::alerts, "GET", "/api/v1/alerts", Scope::alerts_read, {}},
    {Operation::import_file, "POST", "/api/v1/imports", Scope::imports_write, {csv, xlsx, bytes}},
    {Operation::import_shown, "GET", "/api/v1/imports/{id}", Scope::imports_write, {}},
    {Operation::import_confirm, "POST", "/api/v1/imports/{id}/confirm", Scope::imports_write, {}},
    {Operation::import_undo, "POST", "/api/v1/imports/{id}/undo", Scope::imports_write, {}},
};

std::vector<std::string_view> parts(std::string_view path) {
    std::vector<std::string_view> all;
    while (!path.empty()) {
        auto const slash = path.find('/', 1);
        all.push_back(path.substr(1, slash == std::string_view::npos ? slash : slash - 1));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    }
    return all;
}

/// \returns whether the path has the pattern's form; `id` is then what stands for {id}.
bool fits(std::string_view pattern, std::string_view path, std::string& id) {
    auto const wanted = parts(pattern), given = parts(path);
    if (wanted.size() != given.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] != "{id}") {
            if (wanted[i] != given[i]) return false;
        } else if (!net::percent_decode(given[i], id) || id.empty()) {
            return false;
        }
    }
    return true;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::span<const Endpoint> endpoints() { return table; }

const Endpoint* Resource::with(std::string_view method) const {
    if (method == "HEAD") method = "GET";
    auto const found = std::find_if(methods.begin(), methods.end(), [&](const Endpoint* each) { return each->method == method; });
    return found == methods.end() ? nullptr : *found;
}

std::string Resource::allow() const {
    std::string text;
    for (const Endpoint* const each : methods) text += std::string(each->method) + (each->method == "GET" ? ", HEAD, " : ", ");
    return text + "OPTIONS";
}

std::optional<Resource> resource_at(std::string_view path) {
    if (!path.starts_with(base)) return std::nullopt;
    Resource resource;
    for (auto const& each : table)
        if (fits(each.path, path, resource.id)) resource.methods.push_back(&each);
    if (resource.methods.empty()) return std::nullopt;
    return resource;
}

bool is_type(std::string_view content_type, const std::vector<std::string_view>& types) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    return std::any_of(types.begin(), types.end(), [&](std::string_view wanted) {
        return std::equal(type.begin(), type.end(), wanted.begin(), wanted.end(), [](char a, char b) { return lower(a) == b; });
    });
}

}  // namespace adapters::api
