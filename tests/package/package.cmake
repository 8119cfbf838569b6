# Installing, and using what was installed. Programs that link a library with sanitizers need them too.
if(NOT KG_SANITIZE)
  add_test(NAME install COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/package/install_test.py
    ${CMAKE_COMMAND} ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR} ${CMAKE_CXX_COMPILER})
endif()
