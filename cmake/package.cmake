# What is installed where, and the Debian package: cmake --preset package, build, then (cd build/package && cpack).
# FHS: program and data under /usr, configuration in /etc/phare; state is made by the package's postinst and by the unit.

if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
    set_property(CACHE CMAKE_INSTALL_PREFIX PROPERTY VALUE /usr)
endif()

# The handbooks are copied with links that hold where they are installed.
file(GLOB handbooks CONFIGURE_DEPENDS docs/*.md docs/decisions/*.md docs/pictures/*.png docs/pictures/*.svg)
list(APPEND handbooks packaging/installed-docs README.md CONTRIBUTING.md bot/demo/chiffres_exemple.csv)

# Man page and completion are made by the program from the table of its commands.
set(reference "${CMAKE_BINARY_DIR}/reference")
add_custom_command(
    OUTPUT "${reference}/phare.1.gz" "${reference}/phare.bash"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${reference}"
    COMMAND phare reference man > "${reference}/commands.roff"
    COMMAND phare reference bash > "${reference}/phare.bash"
    COMMAND sh -c "cat ${PROJECT_SOURCE_DIR}/packaging/man/head.roff ${reference}/commands.roff ${PROJECT_SOURCE_DIR}/packaging/man/tail.roff | gzip -9n > ${reference}/phare.1.gz"
    COMMAND sh -c "gzip -9nc ${PROJECT_SOURCE_DIR}/packaging/debian/changelog > ${reference}/changelog.gz"
    COMMAND "${PROJECT_SOURCE_DIR}/packaging/installed-docs" "${PROJECT_SOURCE_DIR}" "${reference}/doc"
    DEPENDS phare packaging/man/head.roff packaging/man/tail.roff packaging/debian/changelog ${handbooks}
    COMMENT "Writing man page and completion" VERBATIM)
add_custom_target(reference DEPENDS "${reference}/phare.1.gz" "${reference}/phare.bash")
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT PHARE_SANITIZE)
    add_custom_target(reference_made ALL)
    add_dependencies(reference_made reference)
endif()

install(TARGETS phare RUNTIME DESTINATION bin)
install(DIRECTORY rules/catalogue DESTINATION share/phare FILES_MATCHING PATTERN "*.yaml" PATTERN "*.csv")
install(DIRECTORY bot/reading/lexicons bot/wording/texts DESTINATION share/phare FILES_MATCHING PATTERN "*.yaml")
install(FILES "${reference}/phare.1.gz" DESTINATION share/man/man1)
install(FILES "${reference}/phare.bash" DESTINATION share/bash-completion/completions RENAME phare)
install(FILES packaging/systemd/phare.service packaging/systemd/phare-backup.service packaging/systemd/phare-backup.timer DESTINATION /lib/systemd/system)
install(FILES packaging/config.yaml DESTINATION /etc/phare PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
install(FILES LICENSE packaging/debian/copyright DESTINATION share/doc/phare)
install(FILES "${reference}/changelog.gz" DESTINATION share/doc/phare)
install(DIRECTORY "${reference}/doc/" DESTINATION share/doc/phare)
install(DIRECTORY packaging/proxies DESTINATION share/doc/phare)
install(FILES packaging/monitoring/grafana.json packaging/monitoring/phare-rules.yml packaging/monitoring/prometheus.yml DESTINATION share/doc/phare/monitoring)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME phare)
set(CPACK_PACKAGE_CONTACT "Phare <phare@exemple.fr>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "messaging service of a regional youth employment plan")
set(CPACK_PACKAGE_DESCRIPTION
"Phare answers young people who look for work, a training or help, on Matrix,
by mail and on a chat page of its own, in French. It answers partners on
measures and figures, and tells the steering group early when an objective
will be missed.")
set(CPACK_SET_DESTDIR ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Charts need the font, dates the zones, mail relays and homeservers the certificates.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates, fonts-dejavu-core, init-system-helpers (>= 1.54~), tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx | caddy, prometheus")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    "${PROJECT_SOURCE_DIR}/packaging/debian/conffiles" "${PROJECT_SOURCE_DIR}/packaging/debian/postinst"
    "${PROJECT_SOURCE_DIR}/packaging/debian/prerm" "${PROJECT_SOURCE_DIR}/packaging/debian/postrm")
# cpack packs what was built; it does not build (tests and all) by itself.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(CPack)
