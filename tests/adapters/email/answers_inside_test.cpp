// What somebody typed into our own letter.
#include "adapters/email/answers_inside.hpp"

#include <gtest/gtest.h>

#include <string>

namespace answers_inside_test {

using adapters::email::answers_inside;

const std::string letter =
    "Pour te proposer des pistes, il me manque 3 réponses\u00a0:\n"
    "1. Tu as quel âge, et tu vis où\u00a0?\n"
    "2. Tu fais quoi en ce moment\u00a0?\n"
    "a. Rien en ce moment, ou je cherche un travail\n"
    "b. Le collège ou le lycée\n"
    "3. Quel est ton plus haut diplôme\u00a0?\n"
    "a. Aucun, ou le brevet\n"
    "b. CAP ou BEP\n"
    "Réponds en une fois, avec tes mots ou comme ceci\u00a0: «\u00a01 19 ans, Rouen, 2 b\u00a0».";

std::string with(std::string text, const std::string& behind, const std::string& answer) {
    return text.insert(text.find(behind) + behind.size(), answer);
}
std::string told(const std::string& quoted) {
    std::string out;
    for (auto const& one : answers_inside(quoted, letter)) out += std::to_string(one.number) + "=" + one.text + ";";
    return out;
}
/// Wrapped at 40 and marked.
std::string wrapped(const std::string& text) {
    std::string out = "> ";
    std::size_t width = 0;
    for (char const c : text) {
        bool const breaks = c == '\n' || (c == ' ' && width > 40);
        out += breaks ? "\n> " : std::string(1, c);
        width = breaks ? 0 : width + 1;
    }
    return out;
}

TEST(AnswersInside, AQuotationAloneHoldsNone) {
    EXPECT_EQ(told(letter), "");
    EXPECT_EQ(told(wrapped(letter)), "");
    EXPECT_EQ(told("De : Phare <orientation@phare.test>\nEnvoyé : lundi 3 mars 2025 10:12\n\n" + letter + "\n\nMessage automatique de Phare.\nEnvoyé de mon iPhone"), "");
    EXPECT_EQ(told("rien qui soit de nous, 19 ans, Rouen"), "");
    EXPECT_EQ(told(""), "");
}

TEST(AnswersInside, BehindTheQuestionOnItsLine) {
    auto text = with(with(letter, "vis où\u00a0?", " 19 ans à Rouen"), "haut diplôme\u00a0?", " CAP");
    EXPECT_EQ(told(text), "1=19 ans à Rouen;3=CAP;");
    EXPECT_EQ(told(wrapped(text)), "1=19 ans\nà Rouen;3=CAP;") << "its lines stay as they came";
}

TEST(AnswersInside, UnderTheQuestionWithoutAMark) {
    auto text = with(with(letter, "vis où\u00a0?", "\n=> 19 ans\nÉvreux\n"), "moment\u00a0?", "\nje cherche un travail");
    EXPECT_EQ(told("De : Phare\n\n" + text), "1=19 ans\nÉvreux;2=je cherche un travail;");
}

TEST(AnswersInside, AnAnswerThatBeginsLikeTheNextLine) {
    EXPECT_EQ(told(with(letter, "vis où\u00a0?", " 2 ans de moins que ma sœur, 17")), "1=2 ans de moins que ma sœur, 17;");
    EXPECT_EQ(told(with(letter, "moment\u00a0?", "\na")), "2=a;");
    EXPECT_EQ(told(with(letter, "BEP", "\nb")), "3=b;");
}

TEST(AnswersInside, WhatWasTakenOutIsNoAnswer) {
    auto text = letter;
    text.erase(text.find("a. Rien"), text.find("3. Quel") - text.find("a. Rien"));
    EXPECT_EQ(told(text), "");
    EXPECT_EQ(told(with(text, "moment\u00a0?", "\nb\n")), "2=b;");
}

TEST(AnswersInside, WhatAProgramAddsIsNobodysWord) {
    EXPECT_EQ(told(with(letter, "brevet", "<https://aka.ms/x> [cid:a@b]")), "");
}

}  // namespace answers_inside_test
