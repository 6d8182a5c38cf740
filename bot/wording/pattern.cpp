#include "bot/wording/pattern.hpp"

#include "bot/wording/markup.hpp"

#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <map>
#include <stdexcept>
#include <utility>

namespace bot::wording {
namespace {

using icu::MessagePattern;
using icu::UnicodeString;

std::string utf8(const UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

/// Walks a parsed pattern: which names it uses and how, and all texts that its arms can give.
class Walk {
  public:
    explicit Walk(const MessagePattern& pattern) : pattern_(pattern), source_(pattern.getPatternString()) {}

    std::map<std::string, bool> names;  ///< name → true: chooses an arm (select, plural); false: is shown
    std::string error;

    std::vector<std::string> message(std::int32_t start) {
        std::vector<std::string> texts{""};
        const std::int32_t limit = pattern_.getLimitPartIndex(start);
        std::int32_t at = pattern_.getPart(start).getLimit();
        for (std::int32_t i = start + 1; i <= limit; ++i) {
            const auto& part = pattern_.getPart(i);
            append(texts, {utf8(source_.tempSubStringBetween(at, part.getIndex()))});
            if (part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER) append(texts, {"2"});
            if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) {
                append(texts, argument(i));
                i = pattern_.getLimitPartIndex(i);
            }
            at = pattern_.getPart(i).getLimit();
        }
        return texts;
    }

  private:
    static void append(std::vector<std::string>& texts, const std::vector<std::string>& ends) {
        std::vector<std::string> all;
        for (const auto& text : texts)
            for (const auto& end : ends)
                if (all.size() < 256) all.push_back(text + end);
        texts = std::move(all);
    }

    std::vector<std::string> argument(std::int32_t start) {
        const auto type = pattern_.getPart(start).getArgType();
        const std::string name = utf8(pattern_.getSubstring(pattern_.getPart(start + 1)));
        const bool chooses = type == UMSGPAT_ARG_TYPE_SELECT || type == UMSGPAT_ARG_TYPE_PLURAL;
        if (type != UMSGPAT_ARG_TYPE_NONE && !chooses)
            error =
                "«\u00A0{" + name + ", …}\u00A0»\u00A0: seuls select et plural servent ici. Mettez nombres et dates en forme avant";
        if (!names.try_emplace(name, chooses).second && names[name] != chooses)
            error = "«\u00A0{" + name + "}\u00A0» est montré et choisit aussi une branche. Donnez deux noms";
        if (!chooses) return {"x"};
        std::vector<std::string> arms;
        const std::int32_t limit = pattern_.getLimitPartIndex(start);
        for (std::int32_t i = start + 1; i < limit; ++i) {
            if (pattern_.getPart(i).getType() != UMSGPAT_PART_TYPE_MSG_START) continue;
            for (auto& text : message(i)) arms.push_back(std::move(text));
            i = pattern_.getLimitPartIndex(i);
        }
        return arms;
    }

    const MessagePattern& pattern_;
    const UnicodeString& source_;
};

}  // namespace

struct Pattern::Compiled {
    std::unique_ptr<const icu::MessageFormat> format;  ///< null: nothing to put in, `fixed` is the line
    std::string fixed;
    std::map<std::string, bool> names;
};

Pattern::Pattern() : compiled_(std::make_unique<Compiled>()) {}
Pattern::~Pattern() = default;

std::shared_ptr<const Pattern> Pattern::compile(std::string_view text, std::string& error) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    const auto source = UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    for (std::int32_t i = 0; i < source.length(); ++i) {
        if (source[i] >= 0xE000 && source[i] <= 0xF8FF) {
            error = "caractère à usage privé";
            return nullptr;
        }
    }
    MessagePattern parsed(source, &where, status);
    if (U_FAILURE(status) != 0) {
        error = std::string("ce n’est pas un modèle (") + u_errorName(status) + ") près de «\u00A0" +
                utf8(UnicodeString(where.postContext)) + "\u00A0»";
        return nullptr;
    }
    std::shared_ptr<Pattern> pattern(new Pattern);
    Walk walk(parsed);
    pattern->variants_ = walk.message(0);
    if (walk.names.size() > most_slots) walk.error = "trop d’arguments";
    if (!walk.error.empty()) {
        error = walk.error;
        return nullptr;
    }
    pattern->compiled_->names = std::move(walk.names);
    if (pattern->compiled_->names.empty()) {
        pattern->compiled_->fixed = pattern->variants_.front();
        return pattern;
    }
    const auto& names = pattern->compiled_->names;
    if (names.size() == 1 && text == "{" + names.begin()->first + "}") pattern->whole_ = names.begin()->first;
    pattern->compiled_->format =
        std::make_unique<icu::MessageFormat>(source, icu::Locale::getFrench(), where, status);
    if (U_FAILURE(status) != 0) {
        error = std::string("ce n’est pas un modèle (") + u_errorName(status) + ")";
        return nullptr;
    }
    return pattern;
}

Line Pattern::say(const Arguments& arguments) const {
    std::string error;
    if (!compiled_->format) return read_markup(compiled_->fixed, {}, error);
    std::vector<UnicodeString> names;
    std::vector<icu::Formattable> values;
    std::vector<std::string> texts;  // what the slots stand for
    for (const auto& [name, chooses] : compiled_->names) {
        const auto given = arguments.find(name);
        if (given == arguments.end()) throw std::logic_error("message argument missing: " + name);
        names.push_back(UnicodeString::fromUTF8(name));
        if (const auto* number = std::get_if<std::int64_t>(&given->second)) {
            values.emplace_back(*number);
        } else if (const auto* text = std::get_if<std::string>(&given->second)) {
            values.emplace_back(UnicodeString::fromUTF8(chooses ? *text : slot(texts.size())));
            if (!chooses) texts.push_back(*text);
        } else {
            throw std::logic_error("message argument is a list where a word is wanted: " + name);
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessageFormat format(*compiled_->format);
    UnicodeString out;
    format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
    if (U_FAILURE(status) != 0)
        throw std::logic_error(std::string("message cannot be formatted: ") + u_errorName(status));
    return read_markup(utf8(out), texts, error);
}

}  // namespace bot::wording
