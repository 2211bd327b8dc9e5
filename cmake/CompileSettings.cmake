# nei_settings: language level, warnings, sanitizers and Qt definitions of every target, in one place.
add_library(nei_settings INTERFACE)
target_compile_features(nei_settings INTERFACE cxx_std_23)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

target_include_directories(nei_settings INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(nei_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Wconversion
  -Wno-sign-conversion  # index arithmetic between Qt's int and std::size_t would drown the rest
  $<$<BOOL:${NEI_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(nei_settings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_CONTEXTLESS_CONNECT QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(NEI_SANITIZE)
  target_compile_options(nei_settings INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(nei_settings INTERFACE -fsanitize=address,undefined)
endif()
