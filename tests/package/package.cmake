# Installing, and using what was installed. Programs that link a library with sanitizers need them too.
if(NOT KG_SANITIZE)
  add_test(NAME install COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/package/install_test.py
    ${CMAKE_COMMAND} ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR} ${CMAKE_CXX_COMPILER})
endif()
# The Debian packages in a Debian of their own: needs root and a package mirror.
set(KG_DEBIAN_TREE "" CACHE PATH "Minimal Debian tree (made if absent) to test the packages in; empty: no such test")
if(KG_DEBIAN_TREE)
  add_test(NAME debian_packages COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/package/deb_test.sh
    ${PROJECT_BINARY_DIR} ${KG_DEBIAN_TREE} --library)
endif()
