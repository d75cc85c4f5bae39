# Builds src/client with Node.js and sets ALLOQUY_CLIENT_SOURCES: what brings the client into an executable, or an empty table. Nothing is
# written into the source folder; the packages and what is built are in build/client, which all presets of a checkout share.
set(ALLOQUY_CLIENT_SOURCES ${CMAKE_SOURCE_DIR}/src/webapp/no_client.cpp)
if(NOT ALLOQUY_WEB STREQUAL "OFF")
    execute_process(COMMAND ${CMAKE_SOURCE_DIR}/deploy/npm-run --find
        OUTPUT_VARIABLE alloquy_node OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_VARIABLE problem RESULT_VARIABLE result)
    if(NOT result EQUAL 0 AND ALLOQUY_WEB STREQUAL "ON")
        message(FATAL_ERROR "ALLOQUY_WEB=ON needs Node.js: ${problem}")
    elseif(NOT result EQUAL 0)
        message(WARNING "Without Node.js 20.19 or later the web client is left out of alloquyd. deploy/install-deps brings one.")
    endif()
endif()
if(alloquy_node)
    set(client ${CMAKE_SOURCE_DIR}/src/client)
    set(work ${CMAKE_SOURCE_DIR}/build/client)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/client)
    # Not all of the folder: somebody's node_modules may be in it.
    set(patterns ${client}/*.json ${client}/*.ts ${client}/.npmrc)
    foreach(package base protocol platform state ui features web tools)
        list(APPEND patterns ${client}/${package}/*.json ${client}/${package}/*.ts ${client}/${package}/*.html)
    endforeach()
    file(GLOB client_sources ${patterns})
    set(patterns "")
    foreach(package base protocol platform state ui features web)
        list(APPEND patterns ${client}/${package}/src/* ${client}/${package}/public/* ${client}/${package}/locales/*)
    endforeach()
    file(GLOB_RECURSE more_client_sources ${patterns})
    # A folder changes when a file comes or goes. (With CONFIGURE_DEPENDS ninja could never say that nothing is to do.)
    set(folders ${client_sources} ${more_client_sources})
    list(TRANSFORM folders REPLACE "/[^/]+$" "")
    list(REMOVE_DUPLICATES folders)
    list(REMOVE_ITEM folders ${client})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folders})
    set(ALLOQUY_CLIENT_SOURCES ${out}/client_files.cpp ${out}/client_bytes.S)
    add_custom_command(OUTPUT ${ALLOQUY_CLIENT_SOURCES}
        COMMAND ${CMAKE_SOURCE_DIR}/deploy/npm-run --unless-current web/dist ${client} ${work} build
        COMMAND ${alloquy_node} ${CMAKE_SOURCE_DIR}/src/webapp/pack.mjs ${work}/web/dist ${out}
        DEPENDS ${client_sources} ${more_client_sources} ${CMAKE_SOURCE_DIR}/src/webapp/pack.mjs ${CMAKE_SOURCE_DIR}/deploy/npm-run
        COMMENT "Building the web client" VERBATIM)
    enable_language(ASM)
    # The assembler reads the files by itself, so nothing else tells that they changed.
    set_source_files_properties(${out}/client_bytes.S PROPERTIES OBJECT_DEPENDS ${out}/client_files.cpp)
endif()
