// The whole dialogue with a keyboard alone, in the order of the page; the focus is never taken away; names for who does not see.
import {check, play, same} from './stage.mjs';
import {answered, choices, open, turns} from './chat.mjs';

const focused = page => page.evaluate(() => {
    const e = document.activeElement;
    return `${e.tagName.toLowerCase()}:${(e.labels?.[0] ?? e).innerText.replace(/\u00a0/g, ' ').trim()}`;
});

play(async stage => {
    const service = await stage.service();
    await service.start();
    const page = await open(await stage.page(service));
    const keys = page.keyboard;

    await keys.press('Tab');
    same(await focused(page), 'a:Aller au champ de réponse', 'the first stop skips to the field');
    check(await page.locator('a.s').evaluate(e => e.getBoundingClientRect().left >= 0), 'and is seen then');
    await keys.press('Enter');
    same(await focused(page), 'textarea:Ta réponse', 'it goes there');

    await keys.type('j’ai 19 ans, j’habite à Rouen, ni école ni travail');
    await keys.press('Enter');
    await answered(page, 0);
    same(await focused(page), 'textarea:Ta réponse', 'an answer does not take the focus away');
    same(await page.locator('#m').inputValue(), '', 'what was sent has left the field');

    const count = await choices(page).count();
    for (let i = 0; i < count; ++i) await keys.press('Shift+Tab');
    const first = await focused(page);
    check(/^button:1\. /.test(first), `the choices stand just before the field: ${first}`);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    check(outline !== 'none', 'the focus is seen');
    const before = (await turns(page)).length;
    await keys.press('Space');
    await answered(page, before);

    // Shift and Enter make a new line.
    await page.locator('#m').focus();
    await keys.type('une');
    await keys.press('Shift+Enter');
    await keys.type('deux');
    same(await page.locator('#m').inputValue(), 'une\ndeux', 'two lines');

    // What stands around the field, in the order of the tabulator.
    await page.reload();
    await page.locator('#m').focus();
    const order = [];
    for (let i = 0; i < 6; ++i) {
        await keys.press('Tab');
        order.push(await focused(page));
    }
    same(order, ['button:Envoyer', 'button:Parler à quelqu’un', 'a:Urgence', 'button:Effacer', 'a:Tes données', 'a:Accessibilité : non conforme'],
        'stops after the field');

    const names = await page.locator('main').ariaSnapshot();
    for (const name of ['heading "Discussion" [level=2]', 'log "Discussion"', 'status', 'group "Choisis, ou réponds avec tes mots"', 'textbox "Ta réponse"'])
        check(names.includes(name), `the accessibility tree has ${name}:\n${names}`);
    same((await page.getByRole('heading').allInnerTexts()).slice(0, 1), ['Trouver une aide en Normandie'], 'first heading');
});
