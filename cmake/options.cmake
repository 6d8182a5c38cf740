# Flags of every target of ours: `phare_options` (language, sanitizers, hardening) and, through it, `phare_warnings`.
# No CMAKE_CXX_FLAGS and no global add_compile_options: what a target gets can be read at its target_link_libraries.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(PHARE_CCACHE ccache)
if(PHARE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${PHARE_CCACHE}")
endif()

add_library(phare_warnings INTERFACE)
target_compile_options(phare_warnings INTERFACE
    -Wall -Wextra -Werror -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(phare_warnings INTERFACE
        -Wduplicated-cond -Wlogical-op
        -Wno-mismatched-new-delete # false alarm of g++ 12 on Asio's awaitable frames at -O2
        -Wno-maybe-uninitialized)  # the same of strings in plain structs and of date::parse at -O1 and -O2
endif()

# Several sources compiled as one (presets ci and program): a clean build takes less than half of the time, an edit
# takes longer. What is in an anonymous namespace is then beside its neighbours', which these two take for a mistake.
if(CMAKE_UNITY_BUILD)
    target_compile_options(phare_warnings INTERFACE -Wno-shadow)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(phare_warnings INTERFACE -Wno-subobject-linkage)
    endif()
endif()

add_library(phare_options INTERFACE)
target_compile_features(phare_options INTERFACE cxx_std_20)
target_include_directories(phare_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_link_libraries(phare_options INTERFACE phare_warnings)
target_compile_options(phare_options INTERFACE -fPIE -fstack-protector-strong)
target_link_options(phare_options INTERFACE -pie -Wl,-z,relro -Wl,-z,now)

find_program(PHARE_LLD ld.lld)
if(PHARE_LLD)
    target_link_options(phare_options INTERFACE -fuse-ld=lld)
endif()

if(PHARE_SANITIZE)
    target_compile_options(phare_options INTERFACE
        -fsanitize=${PHARE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(phare_options INTERFACE -fsanitize=${PHARE_SANITIZE})
    # Asio recycles coroutine frames per thread, which hides a use after free from the sanitizer.
    target_compile_definitions(phare_options INTERFACE BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
    if(PHARE_SANITIZE MATCHES "thread")
        target_compile_options(phare_options INTERFACE -Wno-tsan) # Boost uses atomic_thread_fence
    endif()
else()
    target_compile_definitions(phare_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()
target_compile_definitions(phare_options INTERFACE _GLIBCXX_ASSERTIONS)
