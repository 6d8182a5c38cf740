#pragma once
/// \file bot/talking/ask.hpp
/// Which question comes next, and how it is put: one at a time, five numbered choices at most, always a way
/// out. Source: docs of the message models, ecosystem.md §3.6, §4 (2), bars of §7.

#include "bot/talking/turn.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking {

/// Puts the question for a field; remembers it and its choices.
/// \param measure answered for once the field is known; empty: the search goes on
void ask_field(Turn&, std::string_view field, std::string_view measure = {});

/// Age and place first, then what decides most. \returns false if nothing (more) is to be asked before the
/// leads.
[[nodiscard]] bool ask_before_leads(Turn&);

/// What is worth asking before the leads, as questions yet to be put, the most telling first.
[[nodiscard]] std::vector<Question> worth_asking_first(Turn&);
/// One of several questions in one message. `number`: from 1; 0: it stands alone.
void put_one_of_several(Turn&, const Question&, std::size_t number);

/// After the leads: one more question that would settle one of them, beside the numbers of the leads.
/// \param missing fields that the leads wait for
void ask_beside_leads(Turn&, std::span<const law::FieldId> missing);

/// Several places have this name.
void ask_which_place(Turn&, const reading::AmbiguousPlace&);

/// Puts the standing question again. \returns false if there is none.
bool repeat_question(Turn&);

/// After a digression: the question that stood before it, unless something else stands now or it is settled.
void return_to(Turn&, const Question& asked);

/// For the reader: how many choices stand, and what was asked.
[[nodiscard]] reading::Context reading_context(const Turn&);

}  // namespace bot::talking
