#include "adapters/api/query.hpp"

#include "adapters/api/idempotency.hpp"
#include "adapters/api/operations.hpp"

#include <gtest/gtest.h>

namespace adapters::api {
namespace query_test {

TEST(Query, EachParameterOnceAndOnlyTheKnownOnes) {
    Query query("limit=20&on=2024-02-29&q=%C3%A9t%C3%A9&list=a,,b", {"limit", "on", "q", "list"});

    EXPECT_EQ(query.number("limit", 1, 50), 20);
    EXPECT_EQ(query.day("on"), std::chrono::sys_days(std::chrono::year(2024) / 2 / 29));
    EXPECT_EQ(query.text("q"), "été");
    EXPECT_EQ(query.list("list"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(query.text("absent"), std::nullopt);
    EXPECT_TRUE(query.wrong().empty());
    EXPECT_EQ(Query("a=1&a=2", {"a"}).wrong().size(), 1U);
    EXPECT_EQ(Query("b=1", {"a"}).wrong().at(0).field, "b");
    EXPECT_EQ(Query("a=%zz", {"a"}).wrong().size(), 1U);
}

TEST(Query, WhatIsNoNumberOrNoDayIsSaid) {
    for (auto const* value : {"0", "51", "-1", "1x", "", "99999999999"}) {
        Query query("n=" + std::string(value), {"n"});
        EXPECT_EQ(query.number("n", 1, 50), std::nullopt) << value;
        EXPECT_EQ(query.wrong().size(), 1U) << value;
    }
    for (auto const* day : {"2023-02-29", "2023-2-9", "20230209", "2023-13-01", "2023-00-10", "+202-01-01"}) EXPECT_FALSE(read_day(day)) << day;
    Query query("word=c", {"word"});
    EXPECT_EQ(query.choice("word", {"a", "b"}, "a"), "a");
    EXPECT_EQ(query.wrong().size(), 1U);
}

TEST(EntityTags, ListsWeakOnesAndStar) {
    EXPECT_TRUE(matches("\"a\"", "\"a\""));
    EXPECT_TRUE(matches("\"x\" , W/\"a\"", "\"a\""));
    EXPECT_TRUE(matches("*", "\"a\""));
    EXPECT_FALSE(matches("", "\"a\""));
    EXPECT_FALSE(matches("a", "\"a\""));
    EXPECT_FALSE(matches("\"ab\"", "\"a\""));
}

TEST(Operations, APathIsOneResourceOrNone) {
    auto const measure = resource_at("/api/v1/measures/c%65j");
    ASSERT_TRUE(measure);
    EXPECT_EQ(measure->id, "cej");
    EXPECT_EQ(measure->allow(), "GET, HEAD, OPTIONS");
    EXPECT_EQ(measure->with("HEAD")->operation, Operation::measure);
    EXPECT_EQ(measure->with("POST"), nullptr);
    EXPECT_EQ(resource_at("/api/v1/imports/3/confirm")->id, "3");
    for (auto const* path : {"", "/", "/api/v1", "/api/v1/measures/", "/api/v1//measures", "/api/v1/measures/a/b", "/api/v1/measures/%zz", "/API/v1/measures"})
        EXPECT_FALSE(resource_at(path)) << path;
}

TEST(Operations, TypesOfBodiesWithoutTheirParameters) {
    EXPECT_TRUE(is_type("application/json; charset=utf-8", {"application/json"}));
    EXPECT_TRUE(is_type("Application/JSON", {"application/json"}));
    EXPECT_FALSE(is_type("", {"application/json"}));
    EXPECT_FALSE(is_type("application/jsonx", {"application/json"}));
}

TEST(IdempotencyKeys, WhatARecordSaysOfARequest) {
    auto const request = name_of_request("/a", "body");
    auto const record = [&](int status) { return R"({"request":")" + request + R"(","status":)" + std::to_string(status) + R"(,"body":"x"})"; };

    EXPECT_EQ(judge(std::nullopt, request).kind, Earlier::Kind::none);
    EXPECT_EQ(judge(record(0), request).kind, Earlier::Kind::begun);
    EXPECT_EQ(judge(record(201), request).kind, Earlier::Kind::answered);
    EXPECT_EQ(judge(record(201), request).status, 201);
    EXPECT_EQ(judge(record(201), name_of_request("/a", "other")).kind, Earlier::Kind::other_request);
    EXPECT_EQ(judge("of another version", request).kind, Earlier::Kind::none);
    EXPECT_TRUE(is_key("a-b.c"));
    for (auto const& key : {std::string(), std::string("a b"), std::string("é"), std::string(129, 'k')}) EXPECT_FALSE(is_key(key));
}

}  // namespace query_test
}  // namespace adapters::api
