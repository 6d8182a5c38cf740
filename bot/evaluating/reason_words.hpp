#pragma once
/// \file bot/evaluating/reason_words.hpp
/// A reason of `phare evaluate`, as an adviser reads it in a file: the fact by the name that the file gives
/// it, what it is, what it should be, and the text that the bound comes from.
///
/// French. Threads: functions of their arguments.

#include "rules/law/verdict.hpp"

#include <string>
#include <vector>

namespace bot::evaluating {

/// The reasons of a no, one sentence each, in the order of the verdict: "age : 26 ans ; il faut 25 ans au
/// plus (Décret n° …)". \param tree what explain() gave for the same facts and day
[[nodiscard]] std::vector<std::string> reason_words(
    const rules::law::Vocabulary&, const rules::law::Verdict&, const rules::law::Explained& tree
);

/// The facts that are missing, by names that can be given: a derived one by what it is derived from.
[[nodiscard]] std::vector<std::string>
missing_names(const rules::law::Vocabulary&, const rules::law::Verdict&);

}  // namespace bot::evaluating
