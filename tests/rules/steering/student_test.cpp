#include "rules/steering/student.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

TEST(Student, GoldenQuantilesOfExampleJ) {
    EXPECT_NEAR(student_quantile(0.9, 12), 1.35622, 5e-6);
    EXPECT_NEAR(student_quantile(0.975, 12), 2.17881, 5e-6);
    EXPECT_NEAR(student_cdf(1, 12), 0.831475, 5e-7);
}

TEST(Student, IsSymmetricAndItsInverse) {
    for (int const degrees : {2, 4, 8, 12, 40})
        for (double const p : {0.01, 0.1, 0.3, 0.5, 0.8, 0.99}) {
            EXPECT_NEAR(student_cdf(student_quantile(p, degrees), degrees), p, 1e-10);
            EXPECT_NEAR(student_cdf(1.7, degrees) + student_cdf(-1.7, degrees), 1, 1e-12);
        }
}

}  // namespace
}  // namespace rules::steering
