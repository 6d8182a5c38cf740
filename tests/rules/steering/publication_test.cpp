#include "rules/steering/publication.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

Publication row(const char* published, const char* of, double value) {
    Publication publication;
    publication.objective = "O", publication.source = "AIS";
    publication.published_on = day(published), publication.month = month(of), publication.value = value;
    return publication;
}

TEST(PublicationLog, AnyDayIsSeenAsItWas) {
    PublicationLog log;
    log.append(row("2021-02-20", "2021-01", 100));
    log.append(row("2021-03-20", "2021-01", 110));
    log.append(row("2021-03-20", "2021-02", 90));
    auto const series = log.series("O", "AIS");
    auto const march = known_on(series, day("2021-03-19"));
    ASSERT_EQ(march.size(), 1U);
    EXPECT_EQ(march[0].value, 100);
    auto const later = known_on(series, day("2021-03-20"));
    ASSERT_EQ(later.size(), 2U);
    EXPECT_EQ(later[0].value, 110);
    EXPECT_EQ(later[0].first_value, 100);
    EXPECT_EQ(later[0].publications, 2);
    EXPECT_EQ(later[0].first_published, day("2021-02-20"));
    EXPECT_TRUE(known_on(series, day("2021-01-01")).empty());
}

TEST(PublicationLog, FilesInTheWrongOrderGiveTheSameView) {
    PublicationLog right, wrong;
    for (auto const* published : {"2021-02-20", "2021-03-20", "2021-04-20"}) right.append(row(published, "2021-01", published[6] - '0'));
    for (auto const* published : {"2021-04-20", "2021-02-20", "2021-03-20"}) wrong.append(row(published, "2021-01", published[6] - '0'));
    for (auto const* on : {"2021-02-25", "2021-03-25", "2021-05-25"})
        EXPECT_EQ(known_on(right.series("O", "AIS"), day(on))[0].value, known_on(wrong.series("O", "AIS"), day(on))[0].value);
}

TEST(PublicationLog, ASeriesThatIsNotThereIsEmptyAndNotZero) {
    PublicationLog const log;
    EXPECT_TRUE(log.series("O", "AIS").empty());
    EXPECT_TRUE(known_on(log.series("O", "AIS"), day("2021-01-01")).empty());
}

}  // namespace
}  // namespace rules::steering
