# Rules about the source itself. Python's standard library only.
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
foreach(check layering style seeds_check)
  add_test(NAME structure_${check}
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/${check}.py
    WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR})
endforeach()
