#include "bot/delivery/cause.hpp"

#include "db/store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace cause_test {

template <class Error>
std::string_view word(const Error& error) {
    auto const field = bot::delivery::cause(std::make_exception_ptr(error));
    EXPECT_EQ(field.key_, "cause");
    return field.word_view_;
}

TEST(Cause, TellsTheDiskFromRightsAndFromUs) {
    EXPECT_EQ(word(db::NoSpace("full")), "no_space");
    EXPECT_EQ(word(std::system_error(std::make_error_code(std::errc::no_space_on_device))), "no_space");
    EXPECT_EQ(word(std::filesystem::filesystem_error("copy", std::make_error_code(std::errc::permission_denied))), "denied");
    EXPECT_EQ(word(std::system_error(std::make_error_code(std::errc::read_only_file_system))), "read_only");
    EXPECT_EQ(word(std::system_error(std::make_error_code(std::errc::too_many_files_open))), "too_many_files");
    EXPECT_EQ(word(db::Unavailable("not now")), "database");
    EXPECT_EQ(word(std::out_of_range("at")), "our_bug");
    EXPECT_EQ(word(std::runtime_error("a text that may name somebody")), "other");
}

}  // namespace cause_test
