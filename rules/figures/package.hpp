#pragma once
/// \file rules/figures/package.hpp
/// The parts of an Office package (a ZIP in memory), each run through an XML parser as it unpacks. Internal to
/// rules/figures. Threads: one package on one thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rules::figures {

/// What an XML part says, by local names. Stops when a call returns false.
class XmlReader {
  public:
    virtual ~XmlReader() = default;
    /// \param attributes name, value, name, value … null
    virtual bool start(std::string_view name, const char** attributes) = 0;
    virtual bool end(std::string_view name) = 0;
    virtual bool text(std::string_view) = 0;
};
/// The value of an attribute by its local name; empty if absent.
[[nodiscard]] std::string_view attribute(const char** attributes, std::string_view name);

class Package {
  public:
    /// \param bytes outlive the package
    [[nodiscard]] static std::optional<Package> open(std::string_view bytes);
    Package(Package&&) noexcept;
    Package& operator=(Package&&) noexcept;
    ~Package();

    enum class End : std::uint8_t { read, stopped, absent, broken, too_large, has_dtd, encrypted };
    [[nodiscard]] End read(const std::string& part, XmlReader&);

  private:
    struct Handle;
    explicit Package(std::unique_ptr<Handle>);
    std::unique_ptr<Handle> handle_;
};

}  // namespace rules::figures
