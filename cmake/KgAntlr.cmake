# kg_grammar: lexer and parser generated from grammar/ into the build directory, compiled once, without our
# warnings. The tool writes u8 literals, which in C++20 need -fno-char8_t to be plain text again.
set(KG_GRAMMAR_DIR ${CMAKE_CURRENT_BINARY_DIR}/grammar)
set(KG_GRAMMAR_SOURCES ${KG_GRAMMAR_DIR}/KgLexer.cpp ${KG_GRAMMAR_DIR}/KgParser.cpp)
add_custom_command(
  OUTPUT ${KG_GRAMMAR_SOURCES} ${KG_GRAMMAR_DIR}/KgLexer.h ${KG_GRAMMAR_DIR}/KgParser.h
  COMMAND ${CMAKE_COMMAND} -E make_directory ${KG_GRAMMAR_DIR}
  COMMAND ${ANTLR_TOOL} -Dlanguage=Cpp -package kg::grammar -no-listener -no-visitor -Werror
          -o ${KG_GRAMMAR_DIR} KgLexer.g4
  COMMAND ${ANTLR_TOOL} -Dlanguage=Cpp -package kg::grammar -no-listener -no-visitor -Werror
          -lib ${KG_GRAMMAR_DIR} -o ${KG_GRAMMAR_DIR} KgParser.g4
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/grammar
  DEPENDS ${PROJECT_SOURCE_DIR}/grammar/KgLexer.g4 ${PROJECT_SOURCE_DIR}/grammar/KgParser.g4
  COMMENT "Generating the parser from grammar/"
  VERBATIM)
add_library(kg_grammar STATIC ${KG_GRAMMAR_SOURCES})
target_include_directories(kg_grammar SYSTEM PUBLIC ${KG_GRAMMAR_DIR})
target_compile_options(kg_grammar PRIVATE -fno-char8_t -w)
target_link_libraries(kg_grammar PUBLIC kg_dep_antlr)
