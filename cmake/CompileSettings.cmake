# nei_settings: language level, warnings, sanitizers and Qt definitions of every target, in one place.
add_library(nei_settings INTERFACE)
target_compile_features(nei_settings INTERFACE cxx_std_23)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

# With -O3, GCC 12 warns of faults that are not there in std::variant and std::vector; where this program computes much,
# it is inside OpenSSL and zlib.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

# A compiler cache where there is one. It cannot keep what was compiled with a precompiled header, and a cached object
# is faster than either: so the one or the other.
find_program(NEI_CCACHE ccache DOC "Compiler cache; NEI_CCACHE=NO builds without")
if(NEI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${NEI_CCACHE}")
endif()
if(CMAKE_CXX_COMPILER_LAUNCHER MATCHES "ccache")
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
endif()

# libc++ before version 20 keeps std::stop_token behind a switch.
include(CheckCXXSourceCompiles)
set(stop_token_source "#include <stop_token>\nint main() { return std::stop_source{}.stop_requested(); }")
set(CMAKE_CXX_STANDARD 23)  # for the checks; targets have it from nei_settings
check_cxx_source_compiles("${stop_token_source}" NEI_HAS_STOP_TOKEN)
if(NOT NEI_HAS_STOP_TOKEN)
  set(CMAKE_REQUIRED_FLAGS -fexperimental-library)
  check_cxx_source_compiles("${stop_token_source}" NEI_HAS_EXPERIMENTAL_STOP_TOKEN)
  if(NOT NEI_HAS_EXPERIMENTAL_STOP_TOKEN)
    message(FATAL_ERROR "This compiler's standard library has no std::stop_token. "
                        "It takes GCC 12, Clang 18 or Xcode 26, or newer: set CXX to one of these.")
  endif()
  target_compile_options(nei_settings INTERFACE -fexperimental-library)
  target_link_options(nei_settings INTERFACE -fexperimental-library)
  unset(CMAKE_REQUIRED_FLAGS)
endif()

target_include_directories(nei_settings INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(nei_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Wconversion
  -Wno-sign-conversion  # index arithmetic between Qt's int and std::size_t would drown the rest
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # false alarms on std::string's operator+ in GCC 12 (bug 105651)
  $<$<BOOL:${NEI_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(nei_settings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_CONTEXTLESS_CONNECT QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(NEI_SANITIZE)
  set(sanitizers -fsanitize=address,undefined)
  target_compile_options(nei_settings INTERFACE ${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # GCC's manual: the checks that it inserts cause false alarms
  target_link_options(nei_settings INTERFACE ${sanitizers})
endif()
