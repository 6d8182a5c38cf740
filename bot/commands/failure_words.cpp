#include "bot/commands/failure_words.hpp"

#include "rules/yaml/complain.hpp"

#include <boost/system/system_error.hpp>

#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace bot::commands {

namespace {

/// "Cannot do it: No such file" without what the library added.
std::string without(std::string text, const std::string& added) {
    if (auto const at = text.rfind(": " + added); at != std::string::npos) return text.substr(0, at);
    return text == added ? std::string() : text;
}

std::string joined(const std::string& what, const std::error_code& why) {
    return (what.empty() ? std::string() : what + "\u00A0: ") + failure_words(why);
}

}  // namespace

std::string failure_words(const std::error_code& code) {
    using std::errc;
    static const std::array<std::pair<errc, std::string_view>, 21> words{{
        {errc::permission_denied, "accès refusé"},
        {errc::operation_not_permitted, "ce compte n’en a pas le droit"},
        {errc::no_such_file_or_directory, "n’existe pas"},
        {errc::file_exists, "existe déjà"},
        {errc::not_a_directory, "n’est pas un dossier"},
        {errc::is_a_directory, "est un dossier"},
        {errc::directory_not_empty, "le dossier n’est pas vide"},
        {errc::no_space_on_device, "le disque est plein"},
        {errc::read_only_file_system, "le disque n’accepte que la lecture"},
        {errc::io_error, "le disque a une panne"},
        {errc::filename_too_long, "le chemin est trop long"},
        {errc::too_many_symbolic_link_levels, "le chemin tourne en rond"},
        {errc::too_many_files_open, "trop de fichiers ouverts"},
        {errc::not_enough_memory, "plus de mémoire"},
        {errc::cross_device_link, "d’un disque à un autre"},
        {errc::address_in_use, "cette adresse est déjà prise par un autre programme"},
        {errc::address_not_available, "cette adresse n’est pas à cette machine"},
        {errc::connection_refused, "connexion refusée"},
        {errc::connection_reset, "connexion coupée"},
        {errc::timed_out, "pas de réponse à temps"},
        {errc::host_unreachable, "machine injoignable"},
    }};
    for (auto const& [which, said] : words)
        if (code == which) return std::string(said);
    return rules::yaml::guillemets(code.message());
}

std::string told(const std::exception& error) {
    if (auto const* file = dynamic_cast<const std::filesystem::filesystem_error*>(&error)) return joined(file->path1().string(), file->code());
    if (auto const* system = dynamic_cast<const std::system_error*>(&error))
        return joined(without(system->what(), system->code().message()), system->code());
    if (auto const* system = dynamic_cast<const boost::system::system_error*>(&error))
        return joined(without(system->what(), system->code().what()), system->code());
    return error.what();
}

}  // namespace bot::commands
