#pragma once
/// \file bot/reading/training/danger_report.hpp
/// What grammar and model find together on lines of authors whom the model has not read: the honest figure for strangers.

#include "bot/reading/reading.hpp"

#include <string>
#include <vector>

namespace bot::reading::training {

/// A line with its label and both opinions of it.
struct Judged {
    std::string text, file;  ///< file "danger_…" and "calme_…": an author's lines; else examples of an intent
    int level = 0;           ///< the label, 0 to 3
    Danger grammar;
    std::vector<double> model;  ///< probability of each level, before calibration
};

/// Prints recall and precision by limit, the best limit for precisions of .85, .90 and .95, and what each author's lines
/// come to. `verbose`: also each line that is missed or alarms.
void report_danger(const std::vector<Judged>&, double temperature, bool verbose);

}  // namespace bot::reading::training
