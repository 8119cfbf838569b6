# Claims in plain English about the example store, with the verdicts that they should get.
add_test(NAME claims COMMAND Python3::Interpreter ${CMAKE_CURRENT_LIST_DIR}/claims_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds
  ${CMAKE_CURRENT_LIST_DIR}/development.tsv ${CMAKE_CURRENT_LIST_DIR}/held_out.tsv)
# Claims that are proposed from the briefs' sentences, beside those that people read from them.
add_test(NAME suggest_precision COMMAND Python3::Interpreter ${CMAKE_CURRENT_LIST_DIR}/suggest_precision.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
