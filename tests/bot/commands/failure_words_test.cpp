#include "bot/commands/failure_words.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>

namespace failure_words_test {

using bot::commands::failure_words;
using bot::commands::told;

std::error_code of_system(int number) { return {number, std::generic_category()}; }

TEST(FailureWords, WhatTheSystemSaysIsFrench) {
    EXPECT_EQ(failure_words(of_system(EACCES)), "accès refusé");
    EXPECT_EQ(failure_words({ENOSPC, std::system_category()}), "le disque est plein");
    EXPECT_EQ(failure_words(boost::asio::error::make_error_code(boost::asio::error::connection_refused)), "connexion refusée");
    EXPECT_EQ(failure_words(of_system(EDOM)), "«\u00A0" + of_system(EDOM).message() + "\u00A0»") << "a code without words of ours is a quotation";
}

TEST(FailureWords, AnExceptionKeepsWhatWeWroteAndLosesWhatTheLibraryAdded) {
    EXPECT_EQ(told(std::system_error(of_system(EADDRINUSE), "127.0.0.1 port 8080")), "127.0.0.1 port 8080\u00A0: cette adresse est déjà prise par un autre programme");
    EXPECT_EQ(told(std::system_error(of_system(ENOENT))), "n’existe pas");
    EXPECT_EQ(told(std::filesystem::filesystem_error("cannot remove", "/srv/copie", of_system(EACCES))), "/srv/copie\u00A0: accès refusé");
    EXPECT_EQ(told(boost::system::system_error(boost::asio::error::timed_out, "relais")), "relais\u00A0: pas de réponse à temps");
    EXPECT_EQ(told(std::runtime_error("la clé manque")), "la clé manque");
}

}  // namespace failure_words_test
