#pragma once
/// \file adapters/email/quote_words.hpp
/// The words of mail clients around a quotation, folded (plain_text.hpp). French first; the others because a phone
/// keeps its first language.

#include <array>
#include <string_view>

namespace adapters::email::words {

inline constexpr std::array<std::string_view, 73> months{
    "janvier",  "janv",  "jan",     "fevrier",  "fevr",      "fev",     "mars",     "mar",      "avril",   "avr",      "mai",
    "juin",     "juil",  "juillet", "aout",     "septembre", "sept",    "sep",      "octobre",  "oct",     "novembre", "nov",
    "decembre", "dec",   "january", "february", "feb",       "march",   "april",    "apr",      "may",     "june",     "jun",
    "july",     "jul",   "august",  "aug",      "september", "october", "november", "december", "januar",  "februar",  "marz",
    "maerz",    "juni",  "juli",    "oktober",  "okt",       "dezember", "dez",     "enero",    "ene",     "febrero",  "marzo",
    "abril",    "abr",   "mayo",    "junio",    "julio",     "agosto",  "ago",      "septiembre", "octubre", "noviembre", "diciembre",
    "gennaio",  "febbraio", "aprile", "maggio", "giugno",    "ottobre", "julho"};

/// An attribution begins with one of them …
inline constexpr std::array<std::string_view, 15> attribution_starts{
    "le ", "en date du ", "en date de ", "on ", "am ", "el ", "il giorno ", "il ", "in data ", "em ", "op ", "den ", "w dniu ", "dnia ", "a la date du "};
/// … and has one of them.
inline constexpr std::array<std::string_view, 26> verbs{
    "\xE5\x86\x99\xE9\x81\x93", "\xE5\xAF\xAB\xE9\x81\x93",
    "a ecrit", "ecrivait", "a dit", "wrote", "schrieb", "escribio", "ha scritto", "escreveu", "schreef", "skrev", "napisal", "a envoye",
    "a repondu", "a transmis", "ecrit", "writes", "schreibt", "said", "va escriure", "scrisse", "pisze", "het volgende geschreven", "geschreven", "sent"};

enum class Label { author, date, to, copy, subject, answer };
struct Labelled {
    std::string_view word;
    Label label;
};
inline constexpr std::array<Labelled, 89> labels{{
    {"de", Label::author}, {"expediteur", Label::author}, {"from", Label::author}, {"von", Label::author}, {"da", Label::author},
    {"van", Label::author}, {"\xD0\xBE\xD1\x82", Label::author}, {"emetteur", Label::author}, {"absender", Label::author},
    {"envoye par", Label::author}, {"expedie par", Label::author}, {"fra", Label::author}, {"fran", Label::author}, {"od", Label::author},
    {"envoye", Label::date}, {"envoye le", Label::date}, {"date", Label::date}, {"date d'envoi", Label::date}, {"sent", Label::date},
    {"gesendet", Label::date}, {"datum", Label::date}, {"verzonden", Label::date}, {"inviato", Label::date}, {"data", Label::date},
    {"enviado", Label::date}, {"enviado el", Label::date}, {"fecha", Label::date}, {"enviada em", Label::date}, {"recu le", Label::date},
    {"recu", Label::date}, {"le", Label::date}, {"date et heure", Label::date}, {"date de reception", Label::date}, {"message du", Label::date},
    {"\xD0\xBE\xD1\x82\xD0\xBF\xD1\x80\xD0\xB0\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBE", Label::date}, {"skickat", Label::date}, {"expedie", Label::date},
    {"a", Label::to}, {"pour", Label::to}, {"destinataire", Label::to}, {"destinataires", Label::to}, {"destinataire(s)", Label::to},
    {"to", Label::to}, {"an", Label::to}, {"aan", Label::to}, {"para", Label::to}, {"per", Label::to}, {"till", Label::to},
    {"\xD0\xBA\xD0\xBE\xD0\xBC\xD1\x83", Label::to}, {"til", Label::to}, {"do", Label::to},
    {"cc", Label::copy}, {"copie", Label::copy}, {"copie a", Label::copy}, {"cci", Label::copy}, {"kopie", Label::copy},
    {"objet", Label::subject}, {"sujet", Label::subject}, {"subject", Label::subject}, {"betreff", Label::subject}, {"oggetto", Label::subject},
    {"asunto", Label::subject}, {"onderwerp", Label::subject}, {"repondre a", Label::answer}, {"reply-to", Label::answer},
    // Turkish, Ukrainian, Romanian, Arabic, Polish, Czech, Portuguese: telephones keep the language of home.
    {"kimden", Label::author}, {"gonderildi", Label::date}, {"gonderen", Label::author}, {"tarih", Label::date}, {"kime", Label::to}, {"konu", Label::subject},
    {"від", Label::author}, {"надіслано", Label::date}, {"тема", Label::subject}, {"копія", Label::copy},
    {"de la", Label::author}, {"trimis", Label::date}, {"catre", Label::to}, {"subiect", Label::subject},
    {"من", Label::author}, {"تم الارسال", Label::date}, {"التاريخ", Label::date}, {"الى", Label::to}, {"الموضوع", Label::subject},
    {"wyslano", Label::date}, {"temat", Label::subject}, {"odeslano", Label::date}, {"assunto", Label::subject}, {"enviada", Label::date}}};

inline constexpr std::array<std::string_view, 24> original_bars{
    "message d'origine", "message original", "mail original", "mail d'origine", "message initial", "courriel original", "courriel d'origine",
    "original message", "original appointment", "ursprungliche nachricht", "mensaje original", "messaggio originale", "mensagem original",
    "oorspronkelijk bericht", "e-mail d'origine", "email d'origine", "e-mail original", "message precedent", "reply message", "message de depart",
    "rendez-vous d'origine", "originalnachricht", "email original", "message source"};
inline constexpr std::array<std::string_view, 17> forwarded_bars{
    "forwarded message", "message transfere", "message reexpedie", "message transmis", "mail transfere", "mail reexpedie", "mail transmis",
    "courriel transfere", "message renvoye", "weitergeleitete nachricht", "mensaje reenviado", "messaggio inoltrato", "mensagem encaminhada",
    "doorgestuurd bericht", "message forwarde", "forwarded by", "e-mail transfere"};
inline constexpr std::array<std::string_view, 8> forward_openings{
    "debut du message reexpedie", "debut du message transfere", "debut du message transmis", "begin forwarded message", "anfang der weitergeleiteten",
    "inizio messaggio inoltrato", "inicio del mensaje reenviado", "debut de message transfere"};

/// Lines that phones and webmails add; matched at the beginning of a line.
inline constexpr std::array<std::string_view, 110> mobile_signatures{
    "obtenez bluemail", "get bluemail", "telechargez bluemail", "obtenez proton",
    "envoye de mon ", "envoye de ma ", "envoye depuis mon ", "envoye depuis ma ", "envoye depuis l'app", "envoye depuis l'appli", "envoye depuis yahoo",
    "envoye depuis outlook", "envoye depuis orange", "envoye depuis sfr", "envoye depuis free", "envoye depuis laposte", "envoye depuis la poste",
    "envoye depuis bouygues", "envoye depuis un ", "envoye depuis une ", "envoye depuis mail", "envoye depuis gmail", "envoye depuis proton",
    "envoye depuis android", "envoye depuis iphone", "envoye depuis ipad", "envoye depuis samsung", "envoye depuis le webmail", "envoye a partir de ",
    "envoye a partir d'", "envoye avec la messagerie", "envoye avec proton", "envoye avec l'app", "envoye avec mail", "envoye avec mon ",
    "envoye avec aquamail", "envoye avec spark", "envoye avec canary", "envoye avec airmail", "envoye avec blue", "envoye avec tutanota",
    "envoye avec orange", "envoye avec outlook", "envoye via ", "envoye par mon ", "envoye par ma ", "envoye par l'app", "envoye a l'aide de ",
    "envoye du bout", "envoye grace a ", "expedie de mon ", "expedie depuis mon ", "telecharger outlook pour", "telechargez outlook", "obtenez outlook pour",
    "obtenir outlook pour", "obtenez outlook", "obtenir outlook", "provenance : courrier", "provenance: courrier", "sent from my ", "sent from mail for",
    "sent from yahoo", "sent from outlook", "sent from proton", "sent from samsung", "sent via ", "sent with proton", "get outlook for", "gesendet von ",
    "von meinem ", "inviato da ", "enviado desde mi", "enviado do meu", "verzonden vanaf", "yahoo mail: ", "yahoo mail : ", "mail envoye depuis",
    "message envoye depuis", "message envoye de mon", "envoye avec newton", "envoye avec sparrow", "envoye avec edison", "envoye avec gmail", "envoye avec thunderbird",
    "inviato dal mio ", "enviado desde ", "enviado a partir ", "verstuurd vanaf", "verzonden via", "skickat fran ", "sendt fra ", "lahetetty ", "wyslane z ", "wyslano z ",
    "odeslano z ", "trimis de pe ", "iphone'umdan ", "ipad'imden ", "telefonumdan ", "samsung cihazimdan ", "надіслано з ", "надіслано з мого", "отправлено с ", "отправлено из ",
    "ارسلت من ", "تم الارسال من ", "从我的iphone", "從我的 iphone", "da gui tu "};

/// The beginning of a paragraph that lawyers or virus scanners wrote.
inline constexpr std::array<std::string_view, 42> legal_footers{
    "ce message et toutes les pieces", "ce message et toute piece", "ce message et ses pieces", "ce message et les pieces", "ce message est confidentiel",
    "ce message ainsi que", "ce message, et toute", "ce message, ainsi que", "ce message peut contenir", "ce message contient des informations",
    "ce courriel et", "ce courriel est confidentiel", "ce courriel peut contenir", "ce courrier electronique et", "ce courrier electronique ne contient",
    "ce mail et", "cet e-mail et", "cet email et", "cet e-mail a ete", "cet email a ete", "ce mail a ete verifie", "l'absence de virus", "garanti sans virus",
    "virus-free", "l'integrite de ce message", "les informations contenues dans ce", "pensez a l'environnement", "pensez environnement",
    "avant d'imprimer", "confidentiality notice", "merci de penser a l'environnement", "n'imprimez ce", "afin de preserver l'environnement", "adoptons les eco", "this message and any",
    "this email and any", "this e-mail and any", "the information contained in this", "this message is confidential", "please consider the environment",
    "si vous n'etes pas le destinataire", "si vous avez recu ce message par erreur"};

/// Of a paragraph that begins otherwise, four of them tell the same.
inline constexpr std::array<std::string_view, 25> legal_stems{
    "confidenti", "destinataire", "destine", "exclusi", "divulg", "par erreur", "diffusion", "interdit", "pieces jointes", "piece jointe", "detrui", "expediteur",
    "reproduire", "reproduction", "strictement", "documents qui", "personnelles", "rgpd", "intended", "addressee", "recipient", "disclos", "attachment", "privileged",
    "unauthori"};

}  // namespace adapters::email::words
