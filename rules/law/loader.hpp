#pragma once
/// \file rules/law/loader.hpp
/// Reads a catalogue folder. The format of its files is defined in rules/law/README.md. Internal to
/// rules/law.
///
/// Errors: every complaint is collected. Threads: one folder on one thread, which has the measures, each
/// apart from the others, read and checked by as many threads as the machine has cores, four at most.

#include "rules/law/measure_file.hpp"

#include <filesystem>
#include <vector>

namespace rules::law {

class Loader {
  public:
    /// `today`: also complains of what has expired by then.
    explicit Loader(std::filesystem::path folder, std::optional<Day> today = std::nullopt)
        : folder_(std::move(folder)), today_(today) {}
    [[nodiscard]] Catalogue::Loaded load();

  private:
    /// Reads one file of the folder and mixes it into the fingerprint.
    [[nodiscard]] yaml::Node read(const std::string& relative);
    /// Names of the YAML files of a subfolder, sorted.
    [[nodiscard]] std::vector<std::string> files_in(const std::string& subfolder);
    void mix(std::string_view bytes);
    void read_measures(const std::vector<SharedParameter>&);
    /// What one file gives; nothing that other files change.
    struct OneFile {
        std::string content;
        yaml::Complaints complaints;
        std::optional<ReadMeasure> read;
    };
    void read_and_check(const std::string& file, const std::vector<SharedParameter>&, OneFile&) const;
    void check_other_measures();

    std::filesystem::path folder_;
    yaml::Complaints complaints_;
    std::uint64_t fingerprint_ = 0xcbf29ce484222325U;  // FNV-1a
    Catalogue catalogue_;
    std::vector<std::string> measure_ids_;  // every file, readable or not
    std::vector<ReadMeasure> read_;
    std::optional<Day> today_;
};

}  // namespace rules::law
