// An open page when its time runs out: it asks, can be told to go on, and then says that the conversation is closed and comes back no more.
import {Clock, check, play, same, until} from './stage.mjs';
import {choices, field, open, say, turns} from './chat.mjs';
import {accessible} from './axe.mjs';

play(async stage => {
    const clock = new Clock(stage.folder);
    const service = await stage.service();
    service.environment = clock.environment;
    await service.start();
    const page = await stage.page(service);
    await page.addInitScript(() => {
        const Source = window.EventSource;
        window.sources = [];
        window.EventSource = class extends Source {
            constructor(address) {
                super(address);
                window.sources.push(this);
            }
        };
    });
    await open(page);
    await say(page, 'j’ai 19 ans, j’habite à Rouen');
    const before = await turns(page);
    const near = page.locator('#r');
    same(await near.getAttribute('role'), 'status', 'the line is announced');
    same(await near.innerText(), '', 'nothing is asked yet');

    // Within five minutes of the end (the stream looks every twenty seconds).
    clock.forward(11);
    await until(async () => /s’efface dans [45]\sminutes/.test(await near.innerText()), 'the page asks', 30_000);
    await accessible(page, 'the page asks whether somebody is there');
    await field(page).fill('un début');
    await page.getByRole('button', {name: 'Continuer'}).click();
    await until(async () => await near.innerText() === '', 'the line is gone');
    same(await turns(page), before, 'nothing was said');
    same(await field(page).inputValue(), 'un début', 'what was being typed stays');

    // Eleven and eleven are more than fifteen: it was put off.
    clock.forward(11);
    await until(async () => /s’efface dans/.test(await near.innerText()), 'the page asks again', 30_000);
    same(await turns(page), before, 'the conversation is still there');

    clock.forward(5);
    await until(async () => /fermée et effacée/.test(await near.innerText()), 'the page says that it is over', 30_000);
    same(await turns(page), [], 'the list is empty');
    same(await choices(page).count(), 0, 'no choice is left');
    await accessible(page, 'the conversation is closed');
    same(await page.evaluate(() => window.sources.map(source => source.readyState)), [2], 'the one stream is closed for good, and no other was opened');

    // Words typed now begin another conversation.
    await field(page).fill('bonjour');
    await page.getByRole('button', {name: 'Envoyer'}).click();
    await until(async () => (await turns(page)).length >= 2, 'another conversation has begun');
    check(!(await turns(page)).join(' ').includes('Rouen'), 'nothing of the old one is shown');
    same(await near.innerText(), '', 'nothing is asked');
});
