# What `cmake --install` puts where, and the Debian package: cmake --preset release && cmake --build build/release --target package
include(GNUInstallDirs)

if(TARGET alloquyd)
    install(TARGETS alloquyd RUNTIME DESTINATION bin)
endif()
if(TARGET m_alloquy)
    install(TARGETS m_alloquy LIBRARY DESTINATION lib/alloquy)
endif()
# The children's templates. The settings file is the administrator's once it is installed.
install(DIRECTORY config/inspircd config/murmur config/coturn DESTINATION share/alloquy/config)
install(FILES config/alloquy.toml DESTINATION /etc/alloquy OPTIONAL)
install(FILES deploy/alloquy.service DESTINATION lib/systemd/system)
install(FILES README.md DESTINATION share/doc/alloquy)
install(DIRECTORY docs/operations DESTINATION share/doc/alloquy)
install(FILES deploy/debian/copyright DESTINATION share/doc/alloquy)

# Debian wants the changelog compressed, without a time stamp so that equal sources give equal packages.
set(changelog ${CMAKE_BINARY_DIR}/changelog.Debian.gz)
add_custom_command(OUTPUT ${changelog}
    COMMAND sh -c "gzip -9nc '${CMAKE_SOURCE_DIR}/deploy/debian/changelog' > '${changelog}'"
    DEPENDS deploy/debian/changelog VERBATIM)
add_custom_target(alloquy_changelog ALL DEPENDS ${changelog})
install(FILES ${changelog} DESTINATION share/doc/alloquy)

file(STRINGS /etc/os-release os_release REGEX "^(ID|VERSION_ID)=")
string(REGEX MATCH "VERSION_ID=\"?([0-9]+)" _ "${os_release}")
set(debian_release ${CMAKE_MATCH_1})

# The module is compiled against one minor version of InspIRCd and is refused by another.
execute_process(COMMAND dpkg-query -W -f "\${Version}" inspircd-dev
    OUTPUT_VARIABLE inspircd_version ERROR_QUIET)
set(inspircd_depends "inspircd")
if(inspircd_version MATCHES "^([0-9]+)\\.([0-9]+)")
    math(EXPR next_minor "${CMAKE_MATCH_2} + 1")
    set(inspircd_depends
        "inspircd (>= ${CMAKE_MATCH_1}.${CMAKE_MATCH_2}), inspircd (<< ${CMAKE_MATCH_1}.${next_minor}~)")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME alloquy)
set(CPACK_PACKAGE_VENDOR "Alloquy")
set(CPACK_PACKAGE_CONTACT "The Alloquy authors <alloquy@n-3-0.github.io>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Self-hosted community: text, voice and calls with one account")
set(CPACK_PACKAGE_DESCRIPTION "One program that runs InspIRCd, Murmur and coturn as one product: it writes their
configuration, starts, watches and restarts them, and gives people one account for
IRC, Mumble, calls and the web API. Any IRC client and any Mumble client can enter.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_OUTPUT_FILE_PREFIX ${CMAKE_BINARY_DIR}/packages)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~deb${debian_release}")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${inspircd_depends}, mumble-server, coturn, passwd")
if(debian_release EQUAL 12)
    # Murmur 1.3 there needs the SQLite driver, which its package only recommends.
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libqt5sql5-sqlite")
endif()
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA)
foreach(script preinst postinst prerm postrm conffiles)
    list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/deploy/debian/${script})
endforeach()
include(CPack)
