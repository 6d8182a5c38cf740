// The same conversation with a thumb, and in a browser without script: the same words, nothing lost at a reload, nothing left
// after "Effacer".
import {check, play, same} from './stage.mjs';
import {choices, open, press, say, turns} from './chat.mjs';

async function dialogue(stage, page) {
    await open(page);
    await say(page, 'j’ai 19 ans, j’habite à Rouen, ni école ni travail');
    check(await choices(page).count() >= 2, 'the question has buttons');
    const label = (await choices(page).first().innerText()).replace(/\u00a0/g, ' ');
    check(/^1\. \S/.test(label), `a button says number and words: ${label}`);
    await choices(page).first().click();
    await page.waitForFunction(n => document.querySelectorAll('#l > ol > li').length >= n, 4);
    await page.waitForFunction(() => !document.querySelector('#l > ol').lastElementChild.classList.contains('m'));
    await press(page, /^1\. Mission locale/);
    check((await choices(page).count()) === 0, 'what is to be done is no choice: a button of it would open another measure');
    await say(page, 'c’est quoi la mission locale ?');
    return turns(page);
}

play(async stage => {
    const service = await stage.service();
    await service.start();

    const page = await stage.page(service, {hasTouch: true, isMobile: true});
    const told = await dialogue(stage, page);
    check(told.length >= 6, `three questions and three answers: ${told.length}`);
    check(told[0].includes('j’ai 19 ans'), 'the person’s words are shown');
    await stage.picture(page, 'page-discussion');

    await page.reload();
    same(await turns(page), told, 'after a reload');

    const bare = await stage.page(service, {javaScriptEnabled: false});
    same(await dialogue(stage, bare), told, 'without script');
    check(bare.url().endsWith('/#fin'), `answers come by 303: ${bare.url()}`);

    for (const one of [page, bare]) {
        await press(one, 'Effacer');
        check((await choices(one).count()) === 2, 'asked once more');
        await one.getByRole('button', {name: '1. Oui'}).click();
        await one.waitForFunction(() => document.body.innerText.includes('C’est effacé'));
        await one.reload();
        const left = (await turns(one)).join('\n');
        check(!left.includes('19 ans') && !left.includes('Rouen'), `after the erasure a reload shows: ${left}`);
    }
});
