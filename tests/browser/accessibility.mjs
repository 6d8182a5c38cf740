// axe on every page of the chat, in every state and theme.
import {check, play} from './stage.mjs';
import {choices, open, press, say} from './chat.mjs';
import {accessible, violations} from './axe.mjs';
import {golden} from './golden.mjs';

play(async stage => {
    const service = await stage.service();
    await service.start();
    const page = await open(await stage.page(service));
    await accessible(page, 'empty');
    await golden(page, 'discussion-vide');
    await say(page, 'j’ai 19 ans, j’habite à Rouen, ni école ni travail');
    check(await choices(page).count() >= 2, 'there are choices');
    await accessible(page, 'a question with choices');
    await golden(page, 'discussion-question');
    await page.emulateMedia({colorScheme: 'dark'});
    await stage.picture(page, 'page-discussion-sombre');
    await page.reload();
    await accessible(page, 'the same after a reload');
    await say(page, 'aucun');
    await press(page, 'Parler à quelqu’un');
    await accessible(page, 'asking for a person');
    await say(page, 'j’ai envie de mourir');
    await accessible(page, 'danger');
    for (const where of ['/urgence', '/donnees', '/accessibilite']) {
        await page.goto(where);
        await accessible(page, where);
    }
    const odd = await stage.page(service, {loose: true});  // the browser notes refusals on its console
    await odd.goto('/rien');
    await accessible(odd, 'a page that is not there');
    // What a browser without script gets when its form is refused (axe itself needs script: the form is sent as one is without).
    const refused = await open(await stage.page(service, {loose: true}));
    await say(refused, 'j’ai 19 ans');
    await refused.evaluate(() => {
        const form = document.getElementById('f');
        form.elements.cle.value = 'x';
        form.elements.message.value = 'encore';
        HTMLFormElement.prototype.submit.call(form);
    });
    await refused.locator('#n').waitFor();
    await accessible(refused, 'refused, the words kept');
    check(await refused.locator('#m').inputValue() === 'encore', 'the words are kept');
    // The tool sees faults: a check that cannot fail would be none.
    await page.evaluate(() => document.documentElement.removeAttribute('lang'));
    check((await violations(page)).some(v => v.startsWith('html-has-lang')), 'axe sees a missing language');
});
