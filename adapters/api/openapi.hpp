#pragma once
/// \file adapters/api/openapi.hpp
/// The document openapi.json of this folder, as it was when the program was built. Threads: any.

#include <string>

namespace adapters::api {

[[nodiscard]] const std::string& openapi_document();

}  // namespace adapters::api
