#pragma once
/// \file adapters/email/contents.hpp
/// What a mail's tree of parts holds: the text a person reads, the files, an invitation, the reports of machines.
/// Reference: email.md §2.3 "Choose text". Pure; linear.

#include "adapters/email/mime_tree.hpp"

#include <string>
#include <vector>

namespace adapters::email {

struct Attachment {
    std::string name;  ///< base name, safe to show; may be empty
    std::string type;  ///< as declared
    const Part* part = nullptr;  ///< in the tree that was given; decode on demand, never opened here
};

struct Contents {
    std::string text;           ///< normalised; from text/plain, else from HTML (then with quote marks of html_text.hpp)
    bool from_html = false;
    std::vector<Attachment> attachments;
    bool encrypted = false;     ///< S/MIME or PGP: nobody here can read it
    std::string calendar;       ///< text of the first text/calendar part
    std::string calendar_method;  ///< from Content-Type; may be empty though there is a calendar
    std::string report_type;    ///< of multipart/report: "delivery-status", "feedback-report", "disposition-notification"
    std::vector<const Part*> reports;   ///< message/delivery-status and its kind
    const Part* returned = nullptr;     ///< message/rfc822 or text/rfc822-headers of a report
};

[[nodiscard]] Contents read_contents(const Part& root);

}  // namespace adapters::email
