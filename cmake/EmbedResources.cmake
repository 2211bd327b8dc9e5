# nei_embed(TARGET NAMESPACE FILES...): compiles data files into TARGET. Each file `some-name.json` becomes a function
# `std::string_view some_name_json()` in the given namespace, declared in the generated "<NAMESPACE>_embedded.h".
function(nei_embed target namespace)
  set(header "${CMAKE_CURRENT_BINARY_DIR}/embedded/${namespace}_embedded.h")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded/${namespace}_embedded.cpp")
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE files)
  add_custom_command(
    OUTPUT "${header}" "${source}"
    COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" "-DNAMESPACE=${namespace}" "-DHEADER=${header}" "-DSOURCE=${source}"
            -P "${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake"
    COMMENT "Embedding ${namespace}" VERBATIM)
  target_sources(${target} PRIVATE "${source}" "${header}")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
