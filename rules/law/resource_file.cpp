#include "rules/law/resource_file.hpp"

#include "rules/law/map_reader.hpp"

#include <algorithm>

namespace rules::law {

std::vector<Resource> read_resources(const yaml::Node& file, yaml::Complaints& complaints) {
    MapReader const top(file, {"ressources"}, complaints);
    yaml::Node const list = top.required("ressources");
    std::vector<Resource> resources;
    for (const yaml::Node& node : list.items()) {
        MapReader const map(
            node,
            {"id", "nom", "numero", "sms", "horaires", "url", "texte", "pour", "verifie", "source"},
            complaints
        );
        Resource resource;
        resource.id = map.text("id");
        resource.name = map.text("nom");
        resource.number = map.optional_text("numero");
        resource.sms = map.optional_text("sms");
        resource.hours = map.optional_text("horaires");
        resource.url = map.optional_text("url");
        if (map.required("texte")) {
            auto text = map.registers("texte");
            resource.text_tu = std::move(text.tu);
            resource.text_vous = std::move(text.vous);
        }
        if (map.required("pour")) resource.for_what = map.optional_texts("pour");
        if (map.required("verifie")) resource.verified = map.flag("verifie");
        resource.source = map.text("source");
        if (resource.number.empty() && resource.sms.empty() && resource.url.empty())
            yaml::complain(
                complaints,
                node.place(),
                "ni numéro, ni SMS, ni adresse",
                "Donner au moins un moyen de joindre"
            );
        bool const twice = std::any_of(resources.begin(), resources.end(), [&](const Resource& r) {
            return r.id == resource.id;
        });
        if (twice)
            yaml::complain(
                complaints,
                node.place(),
                "ressource en double " + yaml::guillemets(resource.id),
                "Changer son nom"
            );
        resources.push_back(std::move(resource));
    }
    return resources;
}

}  // namespace rules::law
