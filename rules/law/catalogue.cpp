#include "rules/law/catalogue.hpp"

#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>

namespace rules::law {

std::string Diagnostic::text() const {
    return yaml::Complaint{{file, line, column}, message, advice}.text();
}

const Source* Measure::source(std::string_view wanted) const {
    auto const at =
        std::find_if(sources.begin(), sources.end(), [&](const Source& s) { return s.id == wanted; });
    return at == sources.end() ? nullptr : &*at;
}

const Version* Measure::in_force(Day day) const {
    auto const at = std::find_if(versions.begin(), versions.end(), [&](const Version& version) {
        return version.from <= day && (!version.to || day <= *version.to);
    });
    return at == versions.end() ? nullptr : &*at;
}

bool Measure::shown_to(std::string_view audience) const {
    return publication == Publication::verifie &&
           std::find(audiences.begin(), audiences.end(), audience) != audiences.end();
}

const Measure* Catalogue::find(std::string_view id) const {
    auto const at = std::lower_bound(
        measures_.begin(),
        measures_.end(),
        id,
        [](const Measure& m, std::string_view wanted) { return m.id < wanted; }
    );
    return at == measures_.end() || at->id != id ? nullptr : &*at;
}

const Parameter* parameter_named(const std::vector<Parameter>& parameters, std::string_view name) {
    auto const at = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) {
        return p.name == name;
    });
    return at == parameters.end() ? nullptr : &*at;
}

bool Catalogue::side_help(const Measure& measure) const {
    return !measure.families.empty() &&
           std::all_of(measure.families.begin(), measure.families.end(), [&](const std::string& family) {
               return std::find(side_families_.begin(), side_families_.end(), family) != side_families_.end();
           });
}

const Resource* Catalogue::resource(std::string_view id) const {
    auto const at =
        std::find_if(resources_.begin(), resources_.end(), [&](const Resource& r) { return r.id == id; });
    return at == resources_.end() ? nullptr : &*at;
}

}  // namespace rules::law
