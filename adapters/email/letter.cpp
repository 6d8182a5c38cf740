#include "adapters/email/letter.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/base64.hpp"
#include "adapters/email/mail_inbound.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/transfer.hpp"
#include "adapters/email/unsubscribe_routes.hpp"

#include <nlohmann/json.hpp>

namespace adapters::email {

namespace {

using nlohmann::json;
namespace wording = bot::wording;
using Occasion = bot::Say::Occasion;

constexpr int form = 1;
constexpr std::string_view footer = "Message automatique de Phare. Pour continuer\u00a0: répondre à ce message. Pour parler à quelqu’un\u00a0: répondre HUMAIN.";
constexpr std::string_view alert_footer =
    "Message automatique de Phare, envoyé aux adresses inscrites pour les alertes du plan jeunes. Pour agir\u00a0: répondre à ce message. Pour ne plus en recevoir\u00a0: "
    "répondre STOP.";

// One letter a block and a line a list of [style, text, url]: a document is small, its outbox row sealed.
json to_json(const std::vector<wording::Line>& lines) {
    json out = json::array();
    for (auto const& line : lines) {
        json spans = json::array();
        for (auto const& span : line) spans.push_back({static_cast<int>(span.style), span.text, span.url});
        out.push_back(std::move(spans));
    }
    return out;
}

std::vector<wording::Line> lines_of(const json& in) {
    std::vector<wording::Line> out;
    for (auto const& line : in) {
        wording::Line spans;
        for (auto const& span : line) {
            int const style = span.at(0).get<int>();
            if (style < 0 || style > static_cast<int>(wording::Span::Style::link)) throw std::out_of_range("style");
            spans.push_back({static_cast<wording::Span::Style>(style), span.at(1).get<std::string>(), span.at(2).get<std::string>()});
        }
        out.push_back(std::move(spans));
    }
    return out;
}

struct BlockToJson {
    json operator()(const wording::Paragraph& b) const { return {"p", to_json(b.lines)}; }
    json operator()(const wording::Bullets& b) const { return {"b", to_json(b.items)}; }
    json operator()(const wording::Numbered& b) const { return {"n", to_json(b.items)}; }
    json operator()(const wording::Quote& b) const { return {"q", to_json(b.lines)}; }
};

wording::Block block_of(const json& in) {
    auto const kind = in.at(0).get<std::string>();
    auto lines = lines_of(in.at(1));
    if (kind == "p") return wording::Paragraph{std::move(lines)};
    if (kind == "b") return wording::Bullets{std::move(lines)};
    if (kind == "n") return wording::Numbered{std::move(lines)};
    if (kind == "q") return wording::Quote{std::move(lines)};
    throw std::out_of_range("block");
}

std::string bytes_of(const json& in) { return from_base64(in.get<std::string>()); }

}  // namespace

Letter letter_of(const bot::Say& say) {
    Letter out;
    out.document = say.document;
    out.thread = thread_of(say.thread);
    out.occasion = say.occasion;
    out.urgent = say.urgent;
    out.files = say.files;
    if (!say.title.empty()) out.thread.subject = say.title;
    return out;
}

std::string stored_form(const Letter& letter) {
    json blocks = json::array();
    for (auto const& block : letter.document.blocks) blocks.push_back(std::visit(BlockToJson(), block));
    json out{{"form", form}, {"blocks", std::move(blocks)}, {"thread", thread_id(letter.thread)}, {"occasion", static_cast<int>(letter.occasion)}, {"urgent", letter.urgent}};
    if (auto const& picture = letter.document.picture)
        out["picture"] = {{"png", to_base64(picture->landscape)}, {"words", picture->alternative}, {"table", picture->table}};
    for (auto const& file : letter.files)
        out["files"].push_back({{"name", file->name}, {"type", file->type}, {"bytes", to_base64(file->bytes)}});
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Letter> letter_from(std::string_view stored) try {
    auto const in = json::parse(stored);
    if (in.at("form") != form) return std::nullopt;
    Letter out;
    for (auto const& block : in.at("blocks")) out.document.blocks.push_back(block_of(block));
    out.thread = thread_of(in.at("thread").get<std::string>());
    int const occasion = in.at("occasion").get<int>();
    if (occasion < 0 || occasion > static_cast<int>(Occasion::alert)) return std::nullopt;
    out.occasion = static_cast<Occasion>(occasion);
    out.urgent = in.at("urgent").get<bool>();
    if (in.contains("picture")) {
        auto const& stored_picture = in.at("picture");
        auto picture = std::make_shared<wording::Picture>();
        picture->landscape = bytes_of(stored_picture.at("png"));
        picture->alternative = stored_picture.at("words").get<std::string>();
        picture->table = stored_picture.at("table").get<std::vector<std::vector<std::string>>>();
        out.document.picture = std::move(picture);
    }
    if (in.contains("files"))
        for (auto const& file : in.at("files"))
            out.files.push_back(std::make_shared<const bot::File>(
                bot::File{file.at("name").get<std::string>(), file.at("type").get<std::string>(), bytes_of(file.at("bytes"))}
            ));
    return out;
} catch (const json::exception&) {
    return std::nullopt;
} catch (const std::out_of_range&) {
    return std::nullopt;
}

std::uint64_t text_hash(const Letter& letter) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const c : wording::plain_text(letter.document)) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

MailKind kind_of(const Letter& letter) { return letter.occasion == Occasion::answer ? MailKind::answer : MailKind::alert; }

std::string recipient_of(const Letter& letter, std::string_view conversation) {
    return letter.thread.to.empty() ? address_of(conversation) : letter.thread.to;
}

std::optional<WrittenLetter> write_letter(const Letter& letter, const Posting& posting, const MailSettings& settings) {
    WrittenLetter out;
    out.to = recipient_of(letter, posting.conversation);
    out.message_id = message_id_of(settings.key, posting.row, settings.us.domain);
    auto const last_day = std::chrono::floor<std::chrono::days>(posting.created) + settings.token_life;
    auto const token = [&](TokenPurpose purpose, std::string_view matter = {}) { return make_token(settings.key, {purpose, out.to, matter}, last_day); };
    auto const thread = std::string(thread_in(posting.conversation));
    out.envelope_from = with_tag(settings.address, "verp-" + token(TokenPurpose::verp));

    OutgoingMail mail;
    mail.kind = kind_of(letter);
    mail.from_name = settings.name;
    mail.from_address = settings.address;
    mail.to = out.recipient = with_ascii_domain(out.to);
    mail.reply_to = with_tag(settings.address, token(TokenPurpose::reply, thread) + thread);
    mail.subject = letter.thread.subject.empty() ? "Un message de Phare" : letter.thread.subject;
    mail.message_id = out.message_id;
    mail.references = letter.thread.references;
    if (!mail.references.empty()) mail.in_reply_to = mail.references.back();
    mail.date = posting.created;
    mail.document = letter.document;
    if (auto const& picture = letter.document.picture; picture && !picture->landscape.empty()) {
        auto const cid = "courbe." + std::to_string(posting.row) + "@" + settings.us.domain;
        mail.pictures.push_back({cid, "courbe.png", "image/png", picture->alternative, picture->landscape});
    }
    for (auto const& file : letter.files) mail.files.push_back({file->name, file->type, file->bytes});
    mail.footer = std::string(letter.occasion == Occasion::alert ? alert_footer : footer);
    mail.loop_mark = settings.address;
    if (letter.occasion == Occasion::alert) {
        mail.list_id = "alertes." + settings.us.domain;
        auto const wish = token(TokenPurpose::unsubscribe);
        if (!settings.public_url.empty()) mail.unsubscribe_url = unsubscribe_url(settings, out.to, wish);
        mail.unsubscribe_mailto = with_tag(settings.address, std::string(unsubscribe_tag) + wish);  // a mailbox that exists
    }
    auto bytes = write_mail(mail);
    if (!bytes) return std::nullopt;
    out.bytes = std::move(*bytes);
    return out;
}

}  // namespace adapters::email
