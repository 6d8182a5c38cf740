// libFuzzer target: a stranger's mail, from the pre-scan to what is understood of it. Whatever comes: no crash, valid
// UTF-8 out, nothing beyond the limits, and never an answer to what carries the mark of a robot.
// LINK: adapters_email_core

#include "adapters/email/charset.hpp"
#include "adapters/email/inspect.hpp"
#include "adapters/email/mime_tree.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace adapters::email;

/// Stops the run: libFuzzer keeps the input.
void must(bool holds) {
    if (!holds) std::abort();
}

std::size_t parts_of(const Part& part) {
    std::size_t count = 1;
    for (auto const& child : part.parts) count += parts_of(child);
    return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    InboundMail mail;
    mail.raw.assign(reinterpret_cast<const char*>(data), size);
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    us.authserv_id = "mx.phare.test";
    bool const passes = !prescan(mail.raw, us.limits);
    // GMime may see a part where no delimiter was counted (preamble, message): never many more.
    if (passes) must(parts_of(read_mime(mail.raw)) <= 2 * us.limits.parts + us.limits.depth);
    Understood const understood = understand(mail, us);
    must(passes == !understood.refusal);
    must(is_utf8(understood.visible) && is_utf8(understood.cut) && is_utf8(understood.subject) && is_utf8(understood.from_name));
    must(understood.subject.find_first_of("\r\n") == std::string::npos);
    must(understood.auth == AuthVerdict::none || understood.auth == AuthVerdict::fail || !understood.sender.empty());
    if (understood.judgement.may_answer) must(!us.is_ours(understood.answer_to) && !understood.answer_to.empty());
    must(!inspect_json(understood).empty());

    // A null sender or a robot's mark in front: no answer, whatever the rest says.
    mail.envelope_from = "";
    must(!understand(mail, us).judgement.may_answer);
    mail.envelope_from.reset();
    mail.raw.insert(0, "Auto-Submitted: auto-replied\r\n");
    must(!understand(mail, us).judgement.may_answer);
    return 0;
}
