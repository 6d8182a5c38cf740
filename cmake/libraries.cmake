# Outside libraries, all Debian 12 packages (bot/packages.txt), each as one target that names what it is for.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(SQLiteCpp 3.2 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(date 3.0 REQUIRED)
find_package(EXPAT 2.5 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.88)
add_library(phare_curl INTERFACE)
target_link_libraries(phare_curl INTERFACE PkgConfig::CURL)
pkg_check_modules(GMIME REQUIRED gmime-3.0)
pkg_check_modules(LIBXML2 REQUIRED libxml-2.0)
pkg_check_modules(CAIRO REQUIRED pangocairo cairo)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf)
add_library(phare_qpdf INTERFACE)
target_link_libraries(phare_qpdf INTERFACE PkgConfig::QPDF)
target_compile_definitions(phare_qpdf INTERFACE POINTERHOLDER_TRANSITION=4)

# Debian installs Boost 1.81 beside the default 1.74 headers, in /usr/include/boost; FindBoost is asked for the version.
find_package(Boost 1.81 REQUIRED)

# System headers: their warnings are not ours.
add_library(phare_boost INTERFACE)
target_include_directories(phare_boost SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
target_compile_definitions(phare_boost INTERFACE
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
    BOOST_ASIO_DISABLE_BOOST_ARRAY BOOST_ASIO_DISABLE_BOOST_DATE_TIME)
target_link_libraries(phare_boost INTERFACE Threads::Threads)

# yaml-cpp 0.7 exports a plain name and no include path.
add_library(phare_yaml INTERFACE)
target_link_libraries(phare_yaml INTERFACE yaml-cpp)

# Asio and Beast, compiled once.
add_library(phare_asio STATIC "${PROJECT_SOURCE_DIR}/cmake/boost_asio.cpp")
target_link_libraries(phare_asio PUBLIC phare_boost OpenSSL::SSL OpenSSL::Crypto PRIVATE phare_options)
add_library(phare_beast STATIC "${PROJECT_SOURCE_DIR}/cmake/boost_beast.cpp")
target_link_libraries(phare_beast PUBLIC phare_asio PRIVATE phare_options)

add_library(phare_zip INTERFACE)
target_link_libraries(phare_zip INTERFACE PkgConfig::LIBZIP)
# C headers of GLib, GMime, libxml2, cairo and pango: system headers too.
foreach(library gmime libxml2 cairo)
    string(TOUPPER ${library} upper)
    add_library(phare_${library} INTERFACE)
    target_include_directories(phare_${library} SYSTEM INTERFACE ${${upper}_INCLUDE_DIRS})
    target_link_libraries(phare_${library} INTERFACE ${${upper}_LINK_LIBRARIES})
endforeach()
