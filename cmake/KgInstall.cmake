# What `cmake --install` and `cpack` put where. Components: program (kg, man page, completions, pages, seeds) and
# development (library, headers, CMake and pkg-config files).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# One archive of everything, because kg's own libraries are an inner matter: libkg.a.
set(KG_PARTS kg kg_english kg_facts kg_lang kg_grammar kg_exec kg_optimizer kg_algebra kg_store kg_rdf kg_model kg_base)
set(KG_OBJECTS "")
foreach(part ${KG_PARTS})
  list(APPEND KG_OBJECTS $<TARGET_OBJECTS:${part}>)
endforeach()
add_library(kg_archive STATIC ${KG_OBJECTS})
set_target_properties(kg_archive PROPERTIES
  OUTPUT_NAME kg LINKER_LANGUAGE CXX ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/install)
install(TARGETS kg_archive ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)

# The public headers: kg.h and what it includes.
set(KG_HEADERS kg/kg.h)
set(waiting kg/kg.h)
while(waiting)
  list(POP_FRONT waiting header)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${header})
  file(STRINGS ${PROJECT_SOURCE_DIR}/${header} lines REGEX "^#include \"kg/")
  foreach(line ${lines})
    string(REGEX REPLACE "^#include \"(.*)\".*$" "\\1" included "${line}")
    if(NOT included IN_LIST KG_HEADERS)
      list(APPEND KG_HEADERS ${included})
      list(APPEND waiting ${included})
    endif()
  endforeach()
endwhile()
foreach(header ${KG_HEADERS})
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder} COMPONENT development)
endforeach()

# What a program has to link beside libkg.a: modules of pkg-config, and the ANTLR runtime, which is none.
set(KG_LINK_MODULES rocksdb fmt re2 libutf8proc zlib libzstd libxxhash libmd)
set(KG_LINK_LIBRARIES -lantlr4-runtime -pthread)
string(REPLACE ";" " " KG_PC_REQUIRES "${KG_LINK_MODULES}")
string(REPLACE ";" " " KG_PC_LIBS "${KG_LINK_LIBRARIES}")
# From lib/pkgconfig, or lib/x86_64-linux-gnu/pkgconfig, back to the prefix.
string(REGEX REPLACE "[^/]+" ".." KG_PC_UP "${CMAKE_INSTALL_LIBDIR}")
configure_file(${PROJECT_SOURCE_DIR}/cmake/kg.pc.in ${PROJECT_BINARY_DIR}/install/kg.pc @ONLY)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/kg-config.cmake.in
  ${PROJECT_BINARY_DIR}/install/kg-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kg PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/install/kg-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/install/kg.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/install/kg-config.cmake ${PROJECT_BINARY_DIR}/install/kg-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kg COMPONENT development)

# The program writes its man page and completions itself.
set(KG_WRITTEN "")
foreach(file "kg.1 --man" "kg.bash completions bash" "_kg completions zsh" "kg.fish completions fish")
  string(REPLACE " " ";" words "${file}")
  list(POP_FRONT words name)
  set(written ${PROJECT_BINARY_DIR}/install/${name})
  add_custom_command(OUTPUT ${written}
    COMMAND kg_program ${words} > ${written} DEPENDS kg_program COMMENT "Writing ${name}" VERBATIM)
  list(APPEND KG_WRITTEN ${written})
endforeach()
add_custom_target(kg_written ALL DEPENDS ${KG_WRITTEN})

install(TARGETS kg_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/install/kg.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/install/kg.bash RENAME kg
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/install/_kg
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/install/kg.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(DIRECTORY seeds DESTINATION ${CMAKE_INSTALL_DATADIR}/kg COMPONENT program)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libkg-dev COMPONENT development)
# Where Debian looks for a package's licence.
foreach(package kg:program libkg-dev:development)
  string(REPLACE ":" ";" package ${package})
  list(GET package 0 name)
  list(GET package 1 component)
  install(FILES LICENSE RENAME copyright
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name} COMPONENT ${component})
endforeach()

# `cpack -G DEB`, or the target `package`: kg and libkg-dev.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kg)
set(CPACK_PACKAGE_VENDOR kg)
set(CPACK_PACKAGE_CONTACT "kg <kg@kg.example>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME kg)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "${PROJECT_DESCRIPTION}
 One directory holds a graph of entities, relations and their evidence; kg loads, queries and checks it.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libkg-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "librocksdb-dev, libantlr4-runtime-dev, libfmt-dev, libre2-dev, libutf8proc-dev, zlib1g-dev, libzstd-dev, libxxhash-dev, libmd-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "Library of kg, an embedded knowledge-graph query tool
 Headers, static library, CMake and pkg-config files.")
include(CPack)
