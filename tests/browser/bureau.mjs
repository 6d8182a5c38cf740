// The bureau's page in a browser: in by a mailed link, objectives in the order of what needs a decision, a curve that can be read
// and the same figures as a table, an alert taken on, documents, out again. It is the 13th of November 2020 for the program.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {Clock, check, play, same, until} from './stage.mjs';
import {accessible} from './axe.mjs';
import {golden} from './golden.mjs';
import {sideways, tooSmall} from './look.mjs';

/// The link in the newest mail to this address.
async function mailed(folder, known) {
    let link;
    await until(() => {
        const fresh = fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => name.endsWith('.eml') && !known.has(name)) : [];
        for (const name of fresh) {
            const text = fs.readFileSync(path.join(folder, name), 'utf8').replace(/=\r?\n/g, '').replace(/=3D/g, '=');
            link = text.match(/http:\/\/127\.0\.0\.1:\d+\/bureau\/entrer\?lien=[\w-]{22}/)?.[0] ?? link;
        }
        return link;
    }, 'a mail with a link');
    for (const name of fs.readdirSync(folder)) known.add(name);
    return link;
}

play(async stage => {
    const mails = path.join(stage.folder, 'mails');
    fs.mkdirSync(mails);
    const service = await stage.service({
        email: {address: 'orientation@phare.test', authserv_id: 'mx.phare.test', lmtp: {socket: path.join(stage.folder, 'lmtp')}, mail_dir: mails},
        desk: {
            members: ['prefete@phare.test'], owners: ['responsable@phare.test'], data_owners: ['stat@phare.test'], examples: 'oui',
            mail: {secretariat: ['secretariat@phare.test']}, meetings: ['2020-12-17 14:00 Rouen'], wait_for_sisters: '0 s',
            imports: {listen: {address: '127.0.0.1', port: 0}},
        },
    });
    service.settings.desk.imports.listen.port = await stage.port();
    service.environment = new Clock(stage.folder, Date.UTC(2020, 10, 13, 10)).environment;
    await service.start();

    const figures = 'periode;territoire;operateur;mesure;indicateur;tranche_age;valeur;cumul;unite;source;extrait_le;statut;taux_remplissage;commentaire\n'
        + [270, 265, 230, 120, 150, 260, 250, 240, 980, 1140].map((n, m) => `2020-${String(m + 1).padStart(2, '0')};28;PE;AIJ;suivis;lt26;${n};0;personnes;SI_PE;2020-${String(m + 2).padStart(2, '0')}-12;provisoire;;essai\n`).join('');
    const imports = `http://127.0.0.1:${service.settings.desk.imports.listen.port}/objectifs/imports`;
    const words = ['token', 'create', '--name', 'essai', '--scope', 'imports:write', '-c', service.config];
    const env = {...process.env, ...service.environment};  // the same day as the service's
    const token = execFileSync(process.env.PHARE_PROGRAM, words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env}).trim();
    const headers = {Authorization: `Bearer ${token}`, 'X-Phare-Par': 'stat@phare.test'};
    const read = await fetch(imports, {method: 'POST', headers, body: figures});
    same(read.status, 201, 'the file of figures');
    same((await fetch(`${imports}/1/oui`, {method: 'POST', headers})).status, 200, 'OUI');

    const known = new Set();
    const enter = async (page, who) => {
        await page.goto('/bureau');
        await page.getByLabel('Votre adresse de courriel').fill(who);
        await page.getByRole('button', {name: 'Recevoir un lien'}).click();
        await page.getByText('un lien vient de partir').waitFor();
        await page.goto(await mailed(mails, known));
        await page.getByRole('button', {name: 'Entrer'}).click();
        await page.getByRole('heading', {name: 'Objectifs du plan jeunes'}).waitFor();
    };

    // In, with every page on the way accessible.
    const page = await stage.page(service, {viewport: {width: 1280, height: 800}});
    await page.goto('/bureau');
    await accessible(page, 'the way in');
    await golden(page, 'bureau-entree');
    await page.getByLabel('Votre adresse de courriel').fill('Prefete@Phare.test');
    await page.getByRole('button', {name: 'Recevoir un lien'}).click();
    await accessible(page, 'a link was sent');
    const link = await mailed(mails, known);
    await page.goto(link);
    await accessible(page, 'the button that lets in');
    await page.getByRole('button', {name: 'Entrer'}).click();
    await page.getByRole('heading', {name: 'Objectifs du plan jeunes'}).waitFor();
    same((await page.context().cookies()).map(c => [c.name, c.httpOnly, c.sameSite]), [['bureau', true, 'Strict']], 'cookies');

    // The alert is found by the program itself, some moments after the figures counted.
    await until(async () => {
        await page.reload();
        return (await page.locator('main').innerText()).includes('personne ne l’a en charge');
    }, 'an open alert', 30_000);
    const headings = (await page.getByRole('heading', {level: 2}).allInnerTexts()).map(text => text.replace(/ \(\d+\)$/, ''));
    same(headings.slice(0, 1), ['À décider'], 'what comes first');
    check(headings.includes('Tous les objectifs') && headings.includes('Journal'), headings.join(', '));
    await accessible(page, 'the list');
    await golden(page, 'bureau-liste');
    await page.setViewportSize({width: 800, height: 640});
    await stage.picture(page, 'bureau-liste');
    await page.setViewportSize({width: 1280, height: 800});
    for (const width of [320, 360, 640, 1280]) {
        await page.setViewportSize({width, height: 800});
        same(await sideways(page), [], `the list at ${width} px scrolls sideways`);
        same(await tooSmall(page), [], `the list at ${width} px has what is too small`);
    }

    const devtools = await page.context().newCDPSession(page);
    const enlarged = async what => {  // letters twice as large, on a phone and on a laptop (RGAA 10.4)
        await devtools.send('Page.setFontSizes', {fontSizes: {standard: 32, fixed: 26}});
        for (const width of [360, 1280]) {
            await page.setViewportSize({width, height: 800});
            same(await sideways(page), [], `${what} at ${width} px with letters at 200 % scrolls sideways`);
            same(await tooSmall(page), [], `${what} at ${width} px with letters at 200 % has what is too small`);
        }
        same(await page.evaluate(() => getComputedStyle(document.body).fontSize), '32px', 'the size of letters');
        await devtools.send('Page.setFontSizes', {fontSizes: {standard: 16, fixed: 13}});
        await page.setViewportSize({width: 1280, height: 800});
    };
    await enlarged('the list');

    // On paper: two pages, without what is for clicking and without the journal, which each objective's own page has.
    await page.emulateMedia({media: 'print'});
    const clicked = await page.locator('button:visible, input:visible, nav:visible, footer:visible').count();
    same([clicked, await page.getByRole('heading', {name: 'Journal'}).count()], [0, 0], 'buttons and journal on paper');
    check(await page.getByRole('heading', {name: 'Tous les objectifs'}).isVisible(), 'the table is on paper');
    await page.emulateMedia({media: null});
    const print = (await page.pdf({format: 'A4'})).toString('latin1');
    const sheets = (print.match(/\/Type\s*\/Page[^s]/g) ?? []).length;
    check(sheets >= 1 && sheets <= 2, `the list is printed on ${sheets} pages`);

    // One objective: the curve in two layouts, never both, never too small; the same figures in a table.
    await page.getByRole('link', {name: /^AIJ 2020 · Normandie · jeunes suivis/}).first().click();
    await page.getByRole('heading', {level: 1, name: /AIJ 2020/}).waitFor();
    for (const width of [320, 360, 600, 700, 1280]) {
        await page.setViewportSize({width, height: 800});
        same(await page.locator('svg.courbe:visible').count(), 1, `curves at ${width} px`);
        same(await sideways(page), [], `the objective at ${width} px scrolls sideways`);
        same(await tooSmall(page), [], `the objective at ${width} px has what is too small`);
        const cut = await page.evaluate(() => Array.from(document.querySelectorAll('svg.courbe text')).filter(text => {
            const svg = text.closest('svg').getBoundingClientRect(), box = text.getBoundingClientRect();
            return box.width > 0 && (box.left < svg.left - 1 || box.right > svg.right + 1 || box.bottom > svg.bottom + 1);
        }).map(text => text.textContent));
        same(cut, [], `texts of the curve that are cut at ${width} px`);
    }
    await enlarged('the objective');
    await accessible(page, 'an objective');
    await golden(page, 'bureau-objectif');
    await page.setViewportSize({width: 800, height: 640});
    await stage.picture(page, 'bureau-objectif');
    await page.setViewportSize({width: 1280, height: 800});
    check((await page.getByRole('img').first().getAttribute('aria-label')).includes('Courbe de AIJ 2020'), 'the curve has an alternative');
    check((await page.getByRole('cell', {name: '3 905'}).count()) >= 1, 'the last figure stands in the table');

    // Taken on, by keyboard, with a reason.
    await page.getByLabel('Motif').focus();
    await page.keyboard.type('réunion des directeurs mardi <b>');
    await page.keyboard.press('Tab');
    await page.getByRole('button', {name: 'Prendre en charge'}).press('Enter');
    await page.getByText('C’est noté.').waitFor();
    check((await page.locator('main').innerText()).includes('Prise en charge par prefete@phare.test'), 'who took it on is shown');
    check((await page.locator('main').innerText()).includes('réunion des directeurs mardi <b>'), 'and why, as text');
    await accessible(page, 'an alert that is taken on');
    await page.reload();
    same(await page.locator('main li', {hasText: 'pris en charge par'}).count(), 1, 'a reload takes nothing on twice');

    // "Vu comme le": nothing was known on the first of the month, and treatment is not shown.
    await page.goto('/bureau');
    await page.getByLabel('Vu comme le').fill('2020-11-01');
    await page.getByRole('button', {name: 'Voir'}).click();
    await page.getByText('seulement ce qui était connu ce jour-là').waitFor();
    await accessible(page, 'a past day');
    await page.getByRole('link', {name: 'Revenir à aujourd’hui'}).click();

    // A day that cannot be: refused, with the field as it was typed, and what to write.
    await page.goto('/bureau?vu=2020-02-31');
    await page.getByRole('alert').waitFor();
    same(await page.getByLabel('Vu comme le').inputValue(), '2020-02-31', 'the day stays in its field');
    await accessible(page, 'a day that cannot be');
    check(page.seen.said.every(line => line.includes('400')), `the browser notes that refusal alone: ${page.seen.said}`);
    page.seen.said.length = 0;
    await page.goto('/bureau');

    // Needs of the territories: nothing yet, and said so.
    await page.getByRole('link', {name: 'Besoins des territoires'}).click();
    await page.getByText('Aucun mois terminé').waitFor();
    await accessible(page, 'needs of the territories');

    // Documents, as files.
    for (const [where, type, begins] of [['/bureau/note.pdf', 'application/pdf', '%PDF-'], ['/bureau/classeur.xlsx', 'spreadsheetml', 'PK'],
                                        ['/bureau/objectifs.csv', 'text/csv', '\u00ef\u00bb\u00bfObjectif;']]) {
        const reply = await page.request.get(where);
        same(reply.status(), 200, where);
        check(reply.headers()['content-type'].includes(type), reply.headers()['content-type']);
        check((await reply.body()).toString('latin1').startsWith(begins), `${where} begins as it should`);
    }
    if (process.env.PHARE_PICTURES) fs.writeFileSync(path.join(stage.folder, 'note.pdf'), await (await page.request.get('/bureau/note.pdf')).body());

    // Out: the way back shows nothing.
    await page.getByRole('button', {name: 'Se déconnecter'}).click();
    await page.getByRole('button', {name: 'Recevoir un lien'}).waitFor();
    await page.goBack();
    await page.reload();
    check(!(await page.locator('body').innerText()).includes('AIJ'), 'after leaving the way back shows nothing');
    check(page.seen.said.length > 0 && page.seen.said.every(line => line.includes('403')), `the browser notes that refusal alone: ${page.seen.said}`);
    page.seen.said.length = 0;

    // The same without script, for somebody who may look and not treat; and a refusal keeps what was typed.
    const bare = await stage.page(service, {javaScriptEnabled: false});
    await enter(bare, 'stat@phare.test');
    await bare.getByRole('link', {name: /^AIJ 2020 · Normandie · jeunes suivis/}).first().click();
    same(await bare.getByRole('button', {name: /prise en charge|Prendre/}).count(), 0, 'buttons for who may not treat');
    const refused = await stage.page(service, {loose: true});
    await enter(refused, 'responsable@phare.test');
    await refused.getByRole('link', {name: /^AIJ 2020 · Normandie · jeunes suivis/}).first().click();
    await refused.getByRole('button', {name: 'Retirer la prise en charge'}).click();
    await refused.getByRole('button', {name: 'Prendre en charge'}).waitFor();
    await refused.getByLabel('Motif').fill('court');
    await refused.locator('textarea').evaluate(e => { e.form.noValidate = true; });
    await refused.getByRole('button', {name: 'Prendre en charge'}).click();
    await refused.getByRole('alert').waitFor();
    same(await refused.getByLabel('Motif').inputValue(), 'court', 'what was typed is kept');
    await accessible(refused, 'a refusal');
});
