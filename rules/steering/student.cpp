#include "rules/steering/student.hpp"

#include <cmath>

namespace rules::steering {

double student_cdf(double t, int degrees) {
    double const nu = degrees;
    double const sine = t / std::sqrt(nu + t * t), cosine2 = nu / (nu + t * t);
    double term = 1, sum = 1;
    for (int k = 2; k <= degrees - 2; k += 2) {
        term *= cosine2 * (k - 1) / k;
        sum += term;
    }
    return 0.5 * (1 + sine * sum);
}

double student_quantile(double p, int degrees) {
    double low = -1, high = 1;
    while (student_cdf(low, degrees) > p) low *= 2;
    while (student_cdf(high, degrees) < p) high *= 2;
    for (int i = 0; i < 90; ++i) {
        double const middle = (low + high) / 2;
        (student_cdf(middle, degrees) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace rules::steering
