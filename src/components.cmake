# Debian's Python: it has the packages that deploy/install-deps brings.
find_program(ALLOQUY_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)

# alloquy_component(NAME SOURCES a.cpp … [DEPENDS component …] [PRIVATE library …])
# One library per component. DEPENDS are the components its headers and sources may include (checked by tests/architecture);
# PRIVATE are outside libraries whose headers stay inside this component.
function(alloquy_component name)
    cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PUBLIC;PRIVATE" ${ARGN})
    add_library(alloquy_${name} STATIC ${arg_SOURCES})
    target_include_directories(alloquy_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(alloquy_${name} PUBLIC alloquy_flags)
    foreach(dependency ${arg_DEPENDS})
        target_link_libraries(alloquy_${name} PUBLIC alloquy_${dependency})
    endforeach()
    target_link_libraries(alloquy_${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# alloquy_embed(TARGET SYMBOL FILE …): makes the files' bytes available as
#   extern std::span<alloquy::base::EmbeddedFile const> const alloquy::embedded::SYMBOL
function(alloquy_embed target symbol)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp)
    add_custom_command(OUTPUT ${output}
        COMMAND ${ALLOQUY_PYTHON} ${CMAKE_SOURCE_DIR}/src/embed.py ${output} ${symbol} ${ARGN}
        DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/src/embed.py
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
        COMMENT "Embedding ${symbol}" VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
