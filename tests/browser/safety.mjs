// What others type stays text; the policy forbids what it should; leaving leaves nothing behind.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {createServer} from 'node:https';
import path from 'node:path';
import {check, play, same, until} from './stage.mjs';
import {open, say, turns} from './chat.mjs';

const hostile = [
    '<img src=x onerror=alert(1)><script>alert(2)</script>', '"><svg onload=alert(3)>', '<a href="javascript:alert(4)">ici</a>',
    '\u202Egpj.exe\u202C \u2067abc\u2069', '{{7*7}} ${7*7} %s %n', '👩‍👩‍👧‍👦 👍🏿', `&lt;b&gt; &amp;amp; ${'é'.repeat(3500)}`,
];

play(async stage => {
    // Where "Quitter vite" goes: a page of somebody else.
    const [key, cert] = ['key.pem', 'cert.pem'].map(name => path.join(stage.folder, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'], {stdio: 'pipe'});
    const neutral = createServer({key: fs.readFileSync(key), cert: fs.readFileSync(cert)}, (_, reply) => reply.end('<!DOCTYPE html><html lang="fr"><title>Météo</title><p>Soleil</p>'));
    await new Promise(done => neutral.listen(0, '127.0.0.1', done));
    const leave_to = `https://127.0.0.1:${neutral.address().port}/`;
    const service = await stage.service({web: {leave_to}});
    await service.start();

    for (const javaScriptEnabled of [true, false]) {
        const page = await open(await stage.page(service, {javaScriptEnabled}));
        page.on('dialog', () => stage.judged = 'a script of a visitor ran');
        for (const text of hostile) {
            await say(page, text);
            const made = await page.locator('#l .t').last().evaluate(e => e.children.length);
            same(made, 0, `elements made of ${text.slice(0, 40)}`);
        }
        await page.reload();
        same(await page.locator('#l img, #l script, #l svg, #l .t a').count(), 0, 'elements that were typed');
        const shown = (await turns(page)).join('\n');
        check(shown.includes('<img src=x onerror=alert(1)>'), 'the text is shown as it was typed');
        check(!/[\u202A-\u202E\u2066-\u2069]/.test(shown), 'nothing turns the direction of the page');
        check(!stage.judged, stage.judged);
    }

    // The policy holds: what is put in by force does not run.
    const page = await open(await stage.page(service, {loose: true}));
    await page.evaluate(() => {
        const s = document.createElement('script');
        try { s.textContent = 'window.ran = 1'; } catch { window.refused = 1; }
        document.body.append(s);
        const i = new Image();
        i.src = 'https://example.org/x.png';
        i.onerror = () => { window.blocked = 1; };
        document.body.append(i);
    });
    await page.waitForFunction(() => window.blocked);
    same(await page.evaluate(() => [window.ran ?? 0, window.refused ?? 0]), [0, 1], 'a script put in ran, was refused');
    check([...page.seen.hosts].every(host => host.startsWith('127.0.0.1')), `the browser asked ${[...page.seen.hosts]}`);

    // One cookie, that scripts do not see; nothing else is kept in the browser.
    const cookies = await page.context().cookies();
    same(cookies.map(c => [c.httpOnly, c.sameSite, c.expires]), [[true, 'Strict', -1]], 'cookies');
    same(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ['', 0, 0], 'what scripts see');

    // Leaving: another page in its place; the way back shows an empty chat.
    for (const javaScriptEnabled of [true, false]) {
        const there = await open(await stage.page(service, {loose: true, javaScriptEnabled, ignoreHTTPSErrors: true}));
        await say(there, 'j’ai 19 ans, j’habite à Rouen');
        const steps = await there.evaluate(() => history.length);
        await there.getByRole('link', {name: 'Quitter vite'}).click();
        await there.waitForURL(leave_to);
        same((await there.context().cookies(service.url)).length, 0, 'cookies after leaving');
        if (javaScriptEnabled) same(await there.evaluate(() => history.length), steps, 'the chat is replaced in the history');
        await there.goBack();
        await there.goto(service.url);
        await until(async () => (await turns(there)).length === 0, 'the chat is empty after leaving');
    }
    neutral.close();
});
