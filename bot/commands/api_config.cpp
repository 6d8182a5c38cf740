#include "bot/commands/api_config.hpp"

#include "bot/commands/config_values.hpp"

namespace bot::commands {

ApiConfig read_api_config(const yaml::Node& node, yaml::Complaints& complaints) {
    constexpr int most = 100'000;
    yaml::only_keys(node, {"listen", "tokens", "per_minute", "burst", "proxies"}, complaints);
    ApiConfig api;
    listen(node["listen"], api.listen, complaints);
    folder_into(node["tokens"], api.tokens, complaints);
    if (auto const each = node["per_minute"])
        if (auto const n = within(each, 1, most, complaints)) api.per_minute = *n;
    if (auto const each = node["burst"])
        if (auto const n = within(each, 1, most, complaints)) api.burst = *n;
    if (auto const proxies = node["proxies"]) api.proxies = yaml::texts(proxies, complaints);
    return api;
}

std::filesystem::path tokens_file(const ApiConfig& api, const std::filesystem::path& data_folder) {
    return api.tokens.empty() ? data_folder / "api-tokens.json" : api.tokens;
}

std::string example_api_config() {
    return R"(
# api:                                    # /api/v1 pour les logiciels des partenaires, derrière un proxy qui chiffre (TLS)
#   listen: {address: 127.0.0.1, port: 9130}
#   tokens: /var/lib/phare/api-tokens.json   # fait par : phare token create ; n’a aucun jeton, seulement de quoi les reconnaître
#   per_minute: 120                       # demandes d’un même jeton
#   burst: 60                             # dont autant d’un coup
#   proxies: [127.0.0.1]                  # ceux dont X-Forwarded-For est cru : les jetons faux sont comptés par adresse
)";
}

}  // namespace bot::commands
