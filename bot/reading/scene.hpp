#pragma once
/// \file bot/reading/scene.hpp
/// Everything that rules see in one message, before the models speak; the training tool and the reader share it,
/// so that a model is asked about what it was trained on. Threads: immutable after loading.

#include "bot/reading/linear.hpp"
#include "bot/reading/place.hpp"

#include <memory>
#include <optional>

namespace bot::reading {

struct Scene {
    Analysis analysis;
    Found found;
    PlacesRead places;
    Reading reading;       ///< as the rules have it: facts, danger, an opinion on the intent
    bool corrects = false;  ///< a word of correcting stands in it
    bool skips = false;     ///< "je ne sais pas", "suivant"
    bool answers_quoted = false;  ///< answers between the lines of a quoted mail
    bool closed = false;   ///< the rules are sure: a number of a list, danger, nothing to read
};

class Rules {
  public:
    /// \returns whether all went well; else says why in `error`.
    [[nodiscard]] bool load(
        const std::filesystem::path& folder, std::shared_ptr<const rules::places::Gazetteer>, std::string& error
    );
    [[nodiscard]] Scene look_at(std::string_view text, const Context&) const;
    [[nodiscard]] const Lexicon& lexicon() const { return lexicon_; }

  private:
    void read_answers(std::string_view text, const Context&, Scene&) const;

    Lexicon lexicon_;
    std::optional<PlaceReader> places_;
};

/// What the intent model sees: delexicalised words and pairs, letters, the bot's last act, the role, and what the
/// rules found.
void intent_features(const Rules&, const Scene&, const Context&, Features&);
/// What the danger models see: words, pairs over a gap, letters, and which signs of danger stand together.
void danger_features(const Rules&, const Scene&, Features&);

}  // namespace bot::reading
