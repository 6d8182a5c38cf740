#include "bot/commands/command_line.hpp"

#include "bot/commands/command_reference.hpp"
#include "bot/commands/french_help.hpp"

#include <iostream>

namespace bot::commands {

namespace {
/// CLI11 puts a colon behind it.
constexpr const char* commands_group = "Commandes\u00A0";
}  // namespace

int run_command_line(int argc, const char* const* argv, const std::string& version, const Commands& run) {
    CLI::App app{"Phare\u00A0: le service de messagerie d’un plan régional pour l’emploi des jeunes", "phare"};
    app.formatter(std::make_shared<FrenchHelp>());
    app.set_help_flag("-h,--help", "montrer cette aide");
    app.set_version_flag("--version", version, "montrer la version");
    app.require_subcommand(1);
    Arguments a;
    int code = Exit::done;
    auto const command =
        [&](CLI::App* parent, const char* name, const char* what, const char* example, const Commands::Run& does) {
            auto* sub = parent->add_subcommand(name, what)->group(commands_group)->footer(example);
            sub->callback([&a, &code, does] { code = does(a); });
            return sub;
        };
    auto const group = [&](const char* name, const char* what) {
        auto* all = app.add_subcommand(name, what)->group(commands_group);
        all->require_subcommand(1);
        return all;
    };
    auto const with_config = [&](CLI::App* sub) {
        sub->add_option("-c,--config", a.config, "fichier de configuration")->capture_default_str();
    };

    auto* sub = command(&app, "serve", "faire tourner le service", "phare serve -c /etc/phare/config.yaml", run.serve);
    with_config(sub);
    sub->add_option("--today", a.today, "répondre comme si l’on était ce jour-là (2020-11-10)");
    sub->add_option("--mail-dir", a.mail_dir, "les courriels deviennent des fichiers de ce dossier au lieu de partir par le relais");
    auto* page = sub->add_option("--web", a.web, "essayer la page de discussion à cette adresse (127.0.0.1:8080), sans configuration");
    auto* data = sub->add_option("--data", a.folder, "avec --web, où sont gardées les données");
    page->needs(data);
    data->needs(page);
    sub->add_flag("--story", a.story, "avec --web, le tableau de bord aussi\u00a0: celui de l’histoire que `phare demo` a laissée (dossier donnees)")->needs(page);
    sub = command(&app, "chat", "parler à Phare ici, sans serveur", "phare chat --partner", run.chat);
    sub->add_option("--today", a.today, "répondre comme si l’on était ce jour-là (2020-11-10)");
    sub->add_option("--data", a.folder, "garder la conversation dans ce dossier (sinon elle est jetée)");
    sub->add_option("--script", a.script, "jouer les lignes de ce fichier");
    sub->add_flag("--partner", a.partner, "parler comme un conseiller");
    auto* bureau = sub->add_flag("--bureau", a.bureau, "poser les questions d’un membre du bureau sur les objectifs");
    sub->add_option("--journal", a.journal, "avec --bureau, les chiffres de ce journal (phare objectives import --journal)")->needs(bureau);
    sub->add_flag(
        "--desk",
        a.desk,
        "les demandes à une structure arrivent ici aussi\u00A0; une ligne qui commence par @ est écrite par la structure"
    );
    sub = command(&app, "demo", "jouer une histoire de quatorze mois, sans serveur, et garder ce qu’elle produit", "phare demo --out essai", run.demo);
    sub->add_option("--out", a.folder, "où vont courriels, conversations, courbes et chiffres")->required();
    sub->add_flag("--pas-a-pas", a.step_by_step, "raconter l’histoire étape par étape, chacune expliquée\u00a0; dans un terminal, Entrée mène à la suivante");
    sub = command(&app, "read", "ce que la lecture comprend de messages, une ligne JSON chacun", "phare read --jsonl < messages.jsonl", run.read_lines);
    auto* reading = sub->add_option_group("Ce qui arrive");
    reading->add_flag("--jsonl", a.messages, "un message par ligne");
    reading->add_flag("--dialogues", a.dialogues, "un dialogue par ligne");
    reading->require_option(1);
    sub = command(&app, "check", "vérifier le catalogue", "phare check rules/catalogue", run.check);
    sub->add_option("dossier", a.catalogue, "un autre catalogue que celui qui est installé");
    sub->add_flag("--json", a.json, "pour des programmes");
    sub = command(
        &app, "evaluate", "les mesures ouvertes à chaque personne d’un fichier\u00A0; rien ne sort de cette machine", "phare evaluate --in personnes.csv --out resultats.csv", run.evaluate
    );
    sub->add_option("--in", a.evaluate.in, "CSV, ou lignes JSON\u00A0; - pour l’entrée standard")->capture_default_str();
    sub->add_option("--out", a.evaluate.out, "où vont les résultats\u00A0; - pour la sortie standard")
        ->capture_default_str();
    sub->add_option(
        "--date", a.today, "jour où juger, pour une ligne qui n’en donne pas (2020-11-10\u00A0; sinon aujourd’hui)"
    );
    sub->add_option(
           "--measures", a.evaluate.measures, "identifiants séparés par des virgules (sinon toutes les mesures vérifiées\u00A0; avec --jsonl, toutes)"
    )
        ->delimiter(',');
    sub->add_option(
        "--refused", a.evaluate.refused, "copie annotée des lignes refusées (sinon le nom de --out suivi de .refus.csv)"
    );
    sub->add_flag(
        "--jsonl", a.evaluate.json_lines, "lignes JSON à l’entrée et à la sortie, avec montants, faits manquants et raisons"
    );
    sub->add_option("--catalogue", a.catalogue, "un autre catalogue que celui qui est installé");
    auto* catalogue = group("catalogue", "travailler sur des dossiers de catalogue");
    sub = command(catalogue, "diff", "ce qui change d’un catalogue à l’autre, et pour qui", "phare catalogue diff avant/catalogue rules/catalogue", run.catalogue_diff);
    sub->add_option("ancien", a.diff.before, "dossier")->required();
    sub->add_option("nouveau", a.diff.after, "dossier")->required();
    sub->add_option("--people", a.diff.people, "combien de personnes sont simulées")->capture_default_str();
    sub->add_option("--seed", a.diff.seed, "lesquelles")->capture_default_str();
    auto* objectives = group("objectives", "les objectifs et leurs chiffres");
    sub = command(
        objectives, "replay", "ce qui aurait été dit, mois après mois, avec ce qui était su alors", "phare objectives replay --data donnees --out alertes.csv", run.objectives_replay
    );
    sub->add_option("--data", a.replay.data, "dossier de objectives.csv, observations.csv…")->required();
    sub->add_option("--out", a.replay.out, "fichier à écrire\u00A0: objective_id,tick,level,p_shortfall,lo80,mid,hi80")->required();
    sub->add_option("--overruns", a.replay.overruns, "la même chose pour les dépassements d’enveloppes");
    sub = command(objectives, "status", "où en sont les objectifs", "phare objectives status --as-of 2020-11-25", run.objectives_status);
    with_config(sub);
    sub->add_option("--as-of", a.today, "vu comme ce jour-là (2021-06-25\u00A0; sinon aujourd’hui)");
    sub->add_flag("--json", a.status.json, "pour des programmes");
    sub->add_option("--only", a.status.only, "un seul objectif");
    auto* explain = sub->add_option("--explain", a.status.explain, "un objectif en détail\u00A0: ses niveaux et ce qui les a fait changer, ses mois, ce qui a changé depuis un autre jour");
    sub->add_option("--since", a.since, "avec --explain\u00A0: compter les changements à partir de ce jour (2020-10-12\u00A0; sinon la veille des derniers chiffres)")->needs(explain);
    sub->add_option("--data", a.status.data, "un dossier de données, au lieu du service en marche");
    sub->add_option("--journal", a.status.journal, "un journal à part, au lieu du service en marche");
    sub->add_option("--catalogue", a.catalogue, "un autre catalogue que celui qui est installé");
    sub = command(objectives, "import", "les chiffres d’un partenaire\u00A0: montrés d’abord, comptés avec --oui", "phare objectives import chiffres.xlsx", run.objectives_import);
    sub->add_option("fichier", a.import.file, "CSV ou XLSX");
    with_config(sub);
    sub->add_option("--journal", a.import.journal, "un journal à part, au lieu du service en marche");
    sub->add_flag("--oui,--yes", a.import.yes, "les lignes comptent, sans demander");
    sub->add_option("--confirmer", a.import.confirm, "compter un import qui attend, par le numéro de son reçu (service seulement)");
    sub->add_option("--annuler", a.import.withdraw, "retirer un import, par le numéro de son reçu");
    sub->add_option("--par", a.import.by, "qui l’a envoyé");
    sub->add_option("--refused", a.import.annotated, "copie annotée des lignes refusées (sinon le nom du fichier suivi de .refus.csv ou .refus.xlsx)");
    sub->add_option("--today", a.today, "jour de réception (2021-03-10\u00A0; sinon aujourd’hui)");
    sub->add_option("--catalogue", a.catalogue, "un autre catalogue que celui qui est installé");
    auto* matrix = group("matrix", "se relier à un serveur Matrix");
    sub = command(matrix, "registration", "écrire le fichier d’enregistrement, avec des jetons neufs", "phare matrix registration -c config.yaml", run.registration);
    with_config(sub);
    sub->add_option("-o,--output", a.output, "où l’écrire (sinon là où la configuration le dit)");
    sub->add_flag("--rotate", a.rotate, "remplacer les jetons d’un fichier qui existe");
    auto* mail = group("mail", "le courriel");
    sub = command(mail, "inspect", "ce que le service comprend d’un courriel", "phare mail inspect courriel.eml --json", run.inspect_mail);
    sub->add_option("fichier", a.inspect.file, "un .eml (ou le texte seul\u00A0: .txt, .html)")->required();
    auto* envelope = sub->add_option("--envelope-from", a.inspect.envelope_from, "MAIL FROM de l’enveloppe\u00A0; \"\" ou <> pour l’expéditeur vide (sinon inconnu)");
    sub->add_option("--envelope-to", a.inspect.envelope_to, "RCPT TO de l’enveloppe");
    sub->add_option("--now", a.inspect.now, "quand il est arrivé\u00A0: secondes depuis 1970, ou 2025-03-03T11:04:27Z (sinon maintenant)");
    sub->add_flag("--json", a.inspect.json, "un objet JSON");
    sub->add_option("--address", a.inspect.address, "notre adresse")->capture_default_str();
    sub->add_option("--authserv-id", a.inspect.authserv_id, "de qui les Authentication-Results comptent")->capture_default_str();
    sub->add_option("--trusted-sealer", a.inspect.sealers, "qui peut faire suivre pour d’autres (sceau ARC)")->capture_default_str();
    auto* inspect = sub;
    sub = command(mail, "answer", "répondre à des courriels sans serveur\u00A0: chaque réponse devient un fichier", "phare mail answer courriel.eml --mail-dir reponses", run.answer_mail);
    sub->add_option("fichiers", a.mails, "des .eml")->required();
    sub->add_option("--mail-dir", a.mail_dir, "où vont les réponses")->required();
    sub->add_option("--data", a.folder, "garder la conversation dans ce dossier (sinon elle est jetée)");
    sub->add_option("--today", a.today, "répondre comme si l’on était ce jour-là (2020-11-10)");
    sub->add_option("--address", a.inspect.address, "notre adresse")->capture_default_str();
    sub->add_option("--authserv-id", a.inspect.authserv_id, "de qui les Authentication-Results comptent")->capture_default_str();
    sub = command(mail, "suppressed", "si une adresse reçoit des courriels (service arrêté)", "phare mail suppressed quelquun@exemple.fr", run.mail_suppressed);
    with_config(sub);
    sub->add_option("adresse", a.mail_address, "adresse de courriel")->required();
    sub = command(mail, "held", "les courriels retenus ou jamais arrivés (service arrêté)", "phare mail held -c config.yaml", run.mail_held);
    with_config(sub);
    sub = command(mail, "unsuppress", "écrire de nouveau à une adresse (service arrêté)", "phare mail unsuppress quelquun@exemple.fr", run.mail_unsuppress);
    with_config(sub);
    sub->add_option("adresse", a.mail_address, "adresse de courriel")->required();
    inspect->parse_complete_callback([&a, envelope] { a.inspect.envelope_given = envelope->count() > 0; });
    auto* token = group("token", "qui peut se servir de l’API");
    sub = command(token, "create", "faire un jeton et le montrer, cette seule fois", "phare token create --name \"Mission locale de Rouen\" --scope eligibility,measures", run.token_create);
    with_config(sub);
    sub->add_option("--name", a.token.name, "pour qui il est")->required();
    sub->add_option("--scope", a.token.scopes, "ce qu’il permet\u00A0: eligibility, measures, objectives:read, money:read, imports:write, alerts:read, alerts:write")
        ->required()
        ->delimiter(',');
    with_config(command(token, "list", "noms, portées et jours de dernier usage", "phare token list", run.token_list));
    sub = command(token, "revoke", "retirer un jeton, tout de suite", "phare token revoke 3f2a", run.token_revoke);
    with_config(sub);
    sub->add_option("identifiant", a.token.id, "comme la liste le montre")->required();
    auto* config = group("config", "la configuration");
    command(config, "example", "écrire une configuration complète", "phare config example > config.yaml", run.config_example);
    sub = command(&app, "doctor", "dire ce qui ne va pas, une ligne par cause", "phare doctor -c config.yaml", run.doctor);
    with_config(sub);
    sub->add_flag("--json", a.json, "pour des programmes");
    sub = command(
        &app,
        "backup",
        "copier les données maintenant, service en marche ou non",
        "phare backup -c config.yaml",
        run.backup
    );
    with_config(sub);
    sub->add_option("dossier", a.folder, "où\u00A0; ne doit pas exister, service arrêté (sinon un dossier daté dans backup.folder)");
    sub = command(&app, "restore", "revenir à une copie, ou la vérifier avec --check", "phare restore --check /var/backups/phare/phare-20261129T033000Z", run.restore);
    with_config(sub);
    sub->add_option("copie", a.folder, "le dossier de la copie");
    sub->add_flag("--check", a.check, "la lire seulement, et dire si elle est bonne");
    sub->add_option("--key", a.key, "avec --check, le fichier de la clé principale, pour vérifier le sceau de chaque ligne");
    sub->add_flag(
        "--accept", a.accept, "rejouer les effacements faits depuis la copie, pour que le service puisse démarrer"
    );
    sub->add_option(
        "--later-keys", a.later_keys, "le keys.db de la base perdue ou d’une copie plus jeune\u00A0: ses effacements sont rejoués"
    );
    sub->add_flag(
        "--no-later-keys", a.no_later_keys, "il n’y en a pas\u00A0: accepter que les effacements faits depuis la copie soient défaits"
    );
    sub = command(&app, "export", "ce qui est gardé d’un salon (service arrêté)", "phare export --room '!salon:exemple.fr'", run.export_room);
    with_config(sub);
    sub->add_option("--room", a.room, "identifiant du salon")->required();
    sub = command(&app, "erase", "oublier un salon (service arrêté)", "phare erase --room '!salon:exemple.fr'", run.erase_room);
    with_config(sub);
    sub->add_option("--room", a.room, "identifiant du salon")->required();

    // For packages: the man page and the completion are made from this very table.
    auto* reference = app.add_subcommand("reference", "page de manuel et complétion de ce programme")->group("");
    reference->require_subcommand(1);
    reference->add_subcommand("man", "section COMMANDES de phare(1)")->callback([&app] { std::cout << man_commands(app); });
    reference->add_subcommand("bash", "complétion pour bash")->callback([&app] { std::cout << bash_completion(app); });

    try {
        app.parse(argc, argv);
        return code;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        if (auto const word = unknown_word(app, argc, argv); !word.empty()) std::cerr << word << '\n';
        else std::cerr << french_complaint(app, error) << '\n';
        return Exit::wrong_usage;
    } catch (const WrongUsage& error) {
        std::cerr << error.what() << '\n';
        return Exit::wrong_usage;
    }
}

}  // namespace bot::commands
