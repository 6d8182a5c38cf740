#pragma once
/// \file adapters/web/bureau/bureau_endpoint.hpp
/// The routes of the bureau's page, beside the chat's on the same server: sign-in by a link, the objectives on any day, one
/// objective, taking an alert on.
///
///     GET  /bureau[?vu=2020-06-25]            the list, or the way in; a `vu` that cannot be shown is a 400 with the field as it was
///     POST /bureau/lien                       qui: sends a link; the answer is the same for everybody
///     GET  /bureau/entrer?lien=…              a button; opening a link changes nothing (mail scanners follow links)
///     POST /bureau/entrer                     lien: uses it, sets the cookie
///     POST /bureau/sortir                     jeton, quoi=ici|tout
///     GET  /bureau/objectif?id=…[&vu=…]       figures, curve, table, journal, forms
///     GET  /bureau/classeur.xlsx[?vu=…]       the same as a workbook
///     GET  /bureau/objectifs.csv[?vu=…]       the list for a spreadsheet
///     GET  /bureau/mois.csv?id=…[&vu=…]       the months of one objective for a spreadsheet
///     GET  /bureau/note.pdf[?vu=…]            two pages for the meeting
///     GET  /bureau/besoins                    needs of the territories, by month
///     POST /bureau/traiter                    jeton, id, episode, quoi=prendre|retirer, motif, jusque
///
/// Threads: the executor's one thread. Lifetime: outlives the server that has its routes.

#include "adapters/net/http_server.hpp"
#include "adapters/web/bureau/doorkeeper.hpp"
#include "adapters/web/bureau/pages.hpp"
#include "adapters/web/rate_limit.hpp"
#include "adapters/web/session.hpp"
#include "bot/board/shelf.hpp"
#include "bot/office/office.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adapters::web::bureau {

struct BureauSettings {
    BureauSettings() = default;
    Place place;
    Rate requests{240, 240};  ///< an address's
    Rate links{5, 0.5};      ///< an identifier's from one address: a link every two minutes after five
    Rate links_of_address{20, 2};     ///< an address's, for whomever: an office sits behind one
    Rate links_of_identifier{30, 1};  ///< an identifier's from everywhere: who floods from many addresses fills no mailbox
    Rate entries{20, 2};              ///< tries to use a link, an address's
};

/// A form or a query: the first of each name counts. \returns nothing on a broken escape or invalid UTF-8
using Fields = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] std::optional<Fields> fields_of(std::string_view encoded);

class BureauEndpoint {
  public:
    BureauEndpoint(
        boost::asio::any_io_executor,
        db::Store&,
        bot::office::Office&,
        bot::delivery::Alarm&,
        Doorkeeper&,
        std::shared_ptr<const bot::wording::Messages>,
        BureauSettings
    );
    [[nodiscard]] std::vector<net::Route> routes();

  private:
    struct Visitor {
        std::string cookie, who, token;
    };
    [[nodiscard]] std::optional<net::Reply> admit(const net::RequestHead&);
    boost::asio::awaitable<net::Reply> answer(net::Request);
    boost::asio::awaitable<net::Reply> unguarded(net::Request);
    boost::asio::awaitable<net::Reply> get(net::RequestHead);
    boost::asio::awaitable<net::Reply> post(net::RequestHead, Fields);
    boost::asio::awaitable<net::Reply> enter(net::RequestHead, std::string secret);
    boost::asio::awaitable<net::Reply> leave(Visitor, bool everywhere);
    boost::asio::awaitable<net::Reply> treat(Visitor, Fields);
    [[nodiscard]] net::Reply invite(const net::RequestHead&, const std::string& identifier);
    [[nodiscard]] net::Reply show(const Visitor&, const net::RequestHead&, const Fields&) const;
    [[nodiscard]] net::Reply document(std::string_view type, const std::string& name, std::string bytes) const;
    [[nodiscard]] std::optional<net::Reply> document_of(const bot::board::Board&, std::string_view path, const Fields&) const;
    [[nodiscard]] net::Reply show_objective(const Visitor&, const std::string& id, bot::desk::Day, Visit, const Draft&, int status) const;
    [[nodiscard]] std::optional<Visitor> visitor(const net::RequestHead&) const;
    [[nodiscard]] Visit visit(const Visitor&) const;
    [[nodiscard]] std::shared_ptr<const bot::board::Board> board(const Visitor&, bot::desk::Day) const;
    /// Of `vu`; nothing typed is today. \returns nothing if that is no day, one to come, or one before all objectives
    [[nodiscard]] std::optional<bot::desk::Day> day(const Fields&) const;
    [[nodiscard]] std::vector<bot::needs::Published> needs() const;
    [[nodiscard]] std::string sign_in(const std::string& notice) const;
    [[nodiscard]] net::Reply html(int status, std::string page) const;
    [[nodiscard]] std::string cookie(std::string_view value, bool drop) const;

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    bot::office::Office& office_;
    bot::delivery::Alarm& alarm_;
    Doorkeeper& door_;
    std::shared_ptr<const bot::wording::Messages> messages_;
    Labels label_;
    mutable bot::board::Shelf shelf_;  ///< boards that were made, which changes nothing that can be seen
    BureauSettings settings_;
    RateLimit by_address_, links_by_address_, links_by_identifier_, links_by_both_, entries_;
};

}  // namespace adapters::web::bureau
