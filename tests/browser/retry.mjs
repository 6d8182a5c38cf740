// The network comes and goes between finger and server: a message is there once, whatever is tried, and never lost from the field.
import {check, play, same, until} from './stage.mjs';
import {answered, field, open, say, turns} from './chat.mjs';

const mine = page => page.locator('#l > ol > li.m').allInnerTexts().then(all => all.map(text => text.split('\n').pop()));

play(async stage => {
    const service = await stage.service();
    await service.start();
    const page = await open(await stage.page(service, {loose: true}));  // lost requests are noted on the console
    await say(page, 'j’ai 19 ans');

    // No network: the words stay, the page says so, and they go once it is back.
    await page.context().setOffline(true);
    await field(page).fill('j’habite à Rouen');
    await page.getByRole('button', {name: 'Envoyer'}).click();
    await page.getByText('Pas de réseau').waitFor();
    same(await field(page).inputValue(), 'j’habite à Rouen', 'the words are kept in the field');
    await page.context().setOffline(false);
    const before = (await turns(page)).length;
    await page.getByRole('button', {name: 'Envoyer'}).click();
    await answered(page, before);
    same(await mine(page), ['j’ai 19 ans', 'j’habite à Rouen'], 'once');

    // The answer is lost on its way: the server has the words, the page does not know, the person sends again.
    await page.route('**/', async route => {
        if (route.request().method() !== 'POST') return route.continue();
        await route.fetch();
        return route.abort('connectionreset');
    });
    await field(page).fill('aucun diplôme');
    await page.getByRole('button', {name: 'Envoyer'}).click();
    await page.getByText('aucun diplôme').first().waitFor();
    await until(async () => (await field(page).inputValue()) === 'aucun diplôme', 'the words are kept in the field');
    await page.unroute('**/');
    await page.getByRole('button', {name: 'Envoyer'}).click();
    await until(async () => (await field(page).inputValue()) === '', 'the second try is taken');
    await page.reload();
    same((await mine(page)).filter(text => text === 'aucun diplôme').length, 1, 'copies after a retry');

    // Two clicks in one breath, and Enter after a click.
    const count = (await mine(page)).length;
    await field(page).fill('merci');
    await page.evaluate(() => {
        const send = document.getElementById('e');
        send.click();
        send.click();
        document.getElementById('f').requestSubmit(send);
    });
    await until(async () => (await mine(page)).length > count, 'the message is shown');
    await page.reload();
    same((await mine(page)).slice(count), ['merci'], 'copies after two clicks');

    // Without script: the browser's own retry is the same form again; the back button finds the page, not a second message.
    const bare = await open(await stage.page(service, {javaScriptEnabled: false}));
    const form = await bare.locator('#f').evaluate(f => new URLSearchParams(new FormData(f)).toString());
    const cookie = (await bare.context().cookies()).map(c => `${c.name}=${c.value}`).join('; ');
    const body = form.replace('message=', 'message=bonjour');
    for (let i = 0; i < 3; ++i) {
        const reply = await fetch(service.url, {method: 'POST', redirect: 'manual', body,
            headers: {'Content-Type': 'application/x-www-form-urlencoded', Origin: service.url, Cookie: cookie}});
        same(reply.status, 303, 'a POST again');
    }
    await bare.goto('/');
    same(await mine(bare), ['bonjour'], 'three times the same POST');
    await say(bare, 'j’ai 20 ans');
    await bare.goBack();
    await bare.goForward();
    same(await mine(bare), ['bonjour', 'j’ai 20 ans'], 'after back and forward');
    check((await turns(bare)).length >= 3, 'the answers are there');
});
