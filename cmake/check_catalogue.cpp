/// The build's own look at the catalogue: a mistake in it stops the build, with file, line, column and what
/// to write. (`phare check` says the same, and also complains of links that have expired since.)

#include "rules/law/catalogue.hpp"

#include <iostream>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "check_catalogue FOLDER\n";
        return 2;
    }
    auto const loaded = rules::law::Catalogue::load(argv[1]);
    for (const auto& complaint : loaded.complaints) std::cerr << argv[1] << '/' << complaint.text() << '\n';
    return loaded.catalogue ? 0 : 1;
}
