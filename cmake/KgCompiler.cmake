# Compiler settings for kg's own code. Warnings go to our targets only (target kg_options), so that
# headers of libraries and generated code are not held to them.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")  # -O1: the tests run in minutes, and backtraces stay readable

find_program(KG_CCACHE ccache)
if(KG_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KG_CCACHE})
endif()

add_library(kg_options INTERFACE)
target_compile_options(kg_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wcast-qual)
if(KG_WERROR)
  target_compile_options(kg_options INTERFACE -Werror)
endif()
if(KG_SANITIZE)
  add_compile_options(-fsanitize=${KG_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KG_SANITIZE})
  if(KG_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
