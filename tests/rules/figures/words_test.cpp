#include "rules/figures/words.hpp"

#include <gtest/gtest.h>

namespace rules::figures {
namespace {

using steering::read_month;

TEST(Words, NumbersAsOfficesWriteThem) {
    struct Case {
        const char* text;
        double value;
    };
    for (auto const& c : {Case{"1140", 1140}, Case{"1 140", 1140}, Case{"1\u00A0140", 1140}, Case{"1\u202F140,5", 1140.5},
                          Case{"12,5", 12.5}, Case{"1140.25", 1140.25}, Case{"\u221212", -12}, Case{"83,7 %", 0.837},
                          Case{"1 234 567", 1234567}, Case{"0.125", 0.125}, Case{"0,125", 0.125}})
        EXPECT_DOUBLE_EQ(read_number(c.text).value_or(-1e9), c.value) << c.text;
}

TEST(Words, WhatCanBeReadTwoWaysIsNotRead) {
    for (auto const* text : {"1.140", "1,140", "12.345", "1.234,5", "1 1 40", "12 34", "", "abc", "1e5", "0x10", "12a", "1,2,3", "nan", "inf", "-", "%"})
        EXPECT_FALSE(read_number(text)) << text;
    EXPECT_TRUE(doubtful_number("1.140"));
    EXPECT_FALSE(doubtful_number("1140"));
    EXPECT_DOUBLE_EQ(*read_number("1.140", true), 1.14);  // a number of a spreadsheet is in no doubt
    EXPECT_DOUBLE_EQ(*read_number("1E3", true), 1000);
}

TEST(Words, Months) {
    auto const february = *read_month("2021-02");
    for (auto const* text : {"2021-02", "02/2021", "2/2021", "2021/02", "202102", "février 2021", "Février 2021", "févr. 2021", "fev-21",
                             "Feb 2021", "2021 February", "2021-02-01", "2021-02-28"})
        EXPECT_EQ(read_month_words(text), february) << text;
    EXPECT_EQ(read_month_words("août 2021"), *read_month("2021-08"));
    EXPECT_EQ(read_month_words("déc. 2021"), *read_month("2021-12"));
    EXPECT_EQ(read_month_words("juil. 2021"), *read_month("2021-07"));
    for (auto const* text : {"2021-13", "jui 2021", "2021", "février", "2021-02-15", "2023-06-31", "31/06/2023", "13/2021", "", "T1 2021"})
        EXPECT_FALSE(read_month_words(text)) << text;
}

TEST(Words, Days) {
    auto const day = *steering::read_day("2021-03-05");
    for (auto const* text : {"2021-03-05", "05/03/2021", "5/3/2021", "5 mars 2021", "2021-03-05T10:00:00"}) EXPECT_EQ(read_day_words(text), day) << text;
    for (auto const* text : {"2023-06-31", "31/06/2023", "29/02/2021", "2021-03", "", "0/3/2021"}) EXPECT_FALSE(read_day_words(text)) << text;
}

TEST(Words, FoldedHeadersAreOneWord) {
    EXPECT_EQ(folded("Extrait le"), folded("extrait_le"));
    EXPECT_EQ(folded("Période"), "periode");
    EXPECT_EQ(folded("TRANCHE D’ÂGE"), "tranchedage");
    EXPECT_EQ(folded("Œuvre"), "oeuvre");
}

}  // namespace
}  // namespace rules::figures
