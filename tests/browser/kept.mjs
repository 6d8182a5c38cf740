// Without script: the page says until when the conversation is kept, a button keeps it longer, and what was being typed stays.
import {Clock, check, play, same} from './stage.mjs';
import {field, open, say, turns} from './chat.mjs';

play(async stage => {
    const clock = new Clock(stage.folder);
    const service = await stage.service();
    service.environment = clock.environment;
    await service.start();
    const page = await stage.page(service, {javaScriptEnabled: false});
    await open(page);
    const line = page.locator('noscript p');
    same(await line.count(), 0, 'what has not begun has no end');
    await say(page, 'j’ai 19 ans, j’habite à Rouen');
    const before = await turns(page);
    const said = (await line.innerText()).replace(/\u00a0/g, ' ');
    check(/^Sans message de ta part, la discussion s’efface à \d+ h( \d\d)?\./.test(said), `the page says until when: ${said}`);
    check(await line.isVisible(), 'where it is seen');

    // Ten and ten minutes are more than fifteen: it was put off, by the keyboard alone.
    clock.forward(10);
    await field(page).fill('un début');
    await page.getByRole('button', {name: 'Garder plus longtemps'}).focus();
    // Listened for from before the key: afterwards the page being left would still count as loaded.
    await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
    await page.waitForLoadState();
    same(await field(page).inputValue(), 'un début', 'what was being typed stays');
    same(await turns(page), before, 'nothing was said');
    const later = (await line.innerText()).replace(/\u00a0/g, ' ');
    check(later !== said, `the end has moved: ${said} → ${later}`);
    clock.forward(10);
    await page.goto('/');
    same(await turns(page), before, 'the conversation is still there');

    // And with script the line is not shown: the page asks by itself (closing.mjs).
    const scripted = await open(await stage.page(service));
    await say(scripted, 'bonjour');
    same(await scripted.locator('noscript p').count(), 0, 'one notice, not two');
});
