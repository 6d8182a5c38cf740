#include "adapters/matrix/registration.hpp"

#include "adapters/net/secret.hpp"


#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace adapters::matrix {
namespace {

/// A YAML text in single quotes: nothing in it but the quote itself has a meaning.
std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (char const c : text) {
        out += c;
        if (c == '\'') out += c;
    }
    return out + "'";
}

/// For Python's re and RE2 alike.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '_' || c == '-' || c == ':' || c == '=' || c == '/';
        if (!plain) out += '\\';
        out += c;
    }
    return out;
}

[[noreturn]] void fail(const std::string& what, const YAML::Node& at) {
    throw RegistrationError(what, at.IsDefined() && !at.Mark().is_null() ? at.Mark().line + 1 : 0);
}

std::string needed(const YAML::Node& file, const char* name) {
    YAML::Node const node = file[name];
    if (!node || !node.IsScalar() || node.Scalar().empty())
        fail(std::string("il manque «\u00A0") + name + "\u00A0»", file);
    return node.Scalar();
}

void write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category(), "fichier d’enregistrement");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void create(const std::filesystem::path& path, const std::string& text) {
    int const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), path.string());
    try {
        write_all(fd, text);
        if (::fsync(fd) != 0) throw std::system_error(errno, std::generic_category(), path.string());
    } catch (...) {
        ::close(fd);
        ::unlink(path.c_str());
        throw;
    }
    ::close(fd);
}

}  // namespace

std::string registration_yaml(const Settings& settings) {
    auto const server = escaped(settings.server_name) + "$";
    auto const prefix = escaped(settings.user_prefix);
    std::string out;
    auto const line = [&](std::string_view text) { out += std::string(text) + "\n"; };
    line(
        "# Enregistrement de Phare auprès de son serveur Matrix. Il porte des secrets\u00A0: donnez-le à ce serveur et à personne d’autre."
    );
    line("# Redémarrez le serveur Matrix après chaque changement.");
    line("id: " + in_quotes(settings.id));
    line("url: " + in_quotes(settings.url));
    line("as_token: " + in_quotes(settings.as_token));
    line("hs_token: " + in_quotes(settings.hs_token));
    line("sender_localpart: " + in_quotes(settings.sender_localpart));
    line("rate_limited: false");
    // Both names: the second one is what Synapse before 1.156 knows. We need neither receipts nor typing
    // notices.
    line("receive_ephemeral: false");
    line("de.sorunome.msc2409.push_ephemeral: false");
    line("namespaces:");
    line("  users:");
    line("    - exclusive: true");
    line("      regex: " + in_quotes("@" + prefix + ".*:" + server));
    line("  aliases:");
    line("    - exclusive: true");
    line("      regex: " + in_quotes("#" + prefix + ".*:" + server));
    line("  rooms: []");
    if (!settings.ip_ranges.empty()) {
        line("ip_range_whitelist:");
        for (auto const& range : settings.ip_ranges) line("  - " + in_quotes(range));
    }
    return out;
}

Settings with_fresh_tokens(Settings settings) {
    settings.as_token = net::fresh_secret();
    settings.hs_token = net::fresh_secret();
    return settings;
}

void write_registration(const std::filesystem::path& path, const std::string& yaml, Overwrite overwrite) {
    std::error_code missing;
    if (auto const folder = path.parent_path(); !folder.empty() && !std::filesystem::is_directory(folder, missing))
        throw RegistrationError(folder.string() + "\u00A0: ce dossier n’existe pas. Faites-le, ou donnez un autre fichier avec -o", 0);
    bool const exists = std::filesystem::exists(std::filesystem::symlink_status(path, missing));
    if (!exists) return create(path, yaml);
    if (overwrite == Overwrite::no)
        throw RegistrationError(path.string() + "\u00A0: ce fichier existe, et un nouveau rendrait ses jetons inutiles. Donnez --rotate si c’est voulu", 0);
    auto fresh = path;
    fresh += ".new";
    std::filesystem::remove(fresh);
    create(fresh, yaml);
    std::filesystem::rename(fresh, path);
}

Registration parse_registration(const std::string& yaml) {
    YAML::Node file;
    try {
        file = YAML::Load(yaml);
    } catch (const YAML::Exception& e) {
        throw RegistrationError("YAML mal formé", e.mark.is_null() ? 0 : e.mark.line + 1);
    }
    if (!file.IsMap()) fail("ce n’est pas un groupe de clés", file);
    Registration registration;
    registration.id = needed(file, "id");
    registration.as_token = needed(file, "as_token");
    registration.hs_token = needed(file, "hs_token");
    registration.sender_localpart = needed(file, "sender_localpart");
    if (registration.as_token == registration.hs_token) fail("les deux jetons sont les mêmes", file["hs_token"]);
    if (auto const url = file["url"]; url && url.IsScalar()) registration.url = url.Scalar();
    if (auto const limited = file["rate_limited"]; limited) {
        if (!limited.IsScalar()) fail("«\u00A0rate_limited\u00A0» n’est ni true ni false", limited);
        registration.rate_limited = limited.Scalar() != "false";
    }
    auto const spaces = file["namespaces"];
    if (!spaces || !spaces.IsMap()) fail("il manque «\u00A0namespaces\u00A0»", file);
    if (auto const users = spaces["users"]; users && users.IsSequence()) {
        for (auto const& user : users) {
            if (!user.IsMap() || !user["regex"] || !user["regex"].IsScalar())
                fail("un espace de noms sans «\u00A0regex\u00A0»", user);
            registration.user_patterns.push_back(user["regex"].Scalar());
        }
    }
    return registration;
}

Registration read_registration(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw RegistrationError(path.string() + "\u00A0: ce fichier n’existe pas, ou ne se lit pas sous ce compte", 0);
    std::string const text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (text.size() > 1u << 20) throw RegistrationError(path.string() + "\u00A0: ce fichier est trop gros", 0);
    try {
        return parse_registration(text);
    } catch (const RegistrationError& error) {  // said again with the file, for whoever has several
        auto const line = error.line > 0 ? ", ligne " + std::to_string(error.line) : std::string();
        throw RegistrationError(path.string() + line + "\u00A0: " + error.what(), error.line);
    }
}

Settings with_registration(Settings settings, const Registration& registration) {
    settings.id = registration.id;
    settings.as_token = registration.as_token;
    settings.hs_token = registration.hs_token;
    settings.sender_localpart = registration.sender_localpart;
    if (settings.url.empty()) settings.url = registration.url;
    return settings;
}

bool namespace_holds(const Registration& registration, const std::string& user_id) {
    return std::ranges::any_of(registration.user_patterns, [&](const std::string& pattern) {
        re2::RE2::Options quiet;
        quiet.set_log_errors(false);
        re2::RE2 const re(pattern, quiet);
        if (!re.ok()) return false;
        re2::StringPiece input(user_id);
        return re2::RE2::Consume(&input, re);  // anchored at the start only, as Python's re.match
    });
}

}  // namespace adapters::matrix
