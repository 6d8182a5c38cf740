// The server is killed while pages are open and comes back: the stream goes on where it was, nothing is missing, nothing twice.
import {check, play, same, until} from './stage.mjs';
import {open, say, turns} from './chat.mjs';

play(async stage => {
    const service = await stage.service();
    await service.start();
    const page = await open(await stage.page(service, {loose: true}));  // broken streams are noted on the console
    await say(page, 'j’ai 19 ans, j’habite à Rouen');
    const other = await page.context().newPage();  // the same person in a second tab
    await other.goto(service.url);
    const before = await turns(other);
    same(before, await turns(page), 'two tabs');
    await page.evaluate(() => { window.stays = true; });

    for (const round of [1, 2]) {
        await service.kill();
        await service.start();
        // Written in one tab, seen in the other, which nobody touches and which does not load anew.
        await other.reload();
        await say(other, round === 1 ? 'aucun diplôme' : 'je cherche une formation');
        const all = await turns(other);
        await until(async () => JSON.stringify(await turns(page)) === JSON.stringify(all), 'the open page has caught up', 20_000);
        check(await page.evaluate(() => window.stays === true), 'the open page was not loaded anew');
    }
    const all = await turns(page);
    check(all.length > before.length + 3, 'there is more than before');
    const ids = await page.locator('#l > ol > li').evaluateAll(list => list.map(li => Number(li.dataset.i)));
    same(ids, [...new Set(ids)].sort((a, b) => a - b), 'each turn once, in order');
    await page.reload();
    same(await turns(page), all, 'after a reload');
});
