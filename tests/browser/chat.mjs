// The chat page as a person sees it, for the tests that write on it.
import {until} from './stage.mjs';

export async function open(page) {
    await page.goto('/');
    return page;
}

/// Texts of the conversation, one a turn, with ordinary blanks.
export async function turns(page) {
    const texts = await page.locator('#l > ol > li').allInnerTexts();
    return texts.map(text => text.replace(/[\s\u00a0\u202f]+/g, ' ').trim());
}
export const field = page => page.getByRole('textbox', {name: 'Ta réponse'});
export const choices = page => page.locator('#c button');

/// Ours, after the last words of the person; waits until nothing more is on its way.
export async function answered(page, before) {
    await until(async () => {
        const all = page.locator('#l > ol > li');
        const count = await all.count();
        return count > before + 1 && !(await all.last().getAttribute('class') ?? '').split(' ').includes('m');
    }, 'an answer');
    return (await turns(page)).slice(before + 1);
}
export async function say(page, text) {
    const before = (await turns(page)).length;
    await field(page).fill(text);
    await page.getByRole('button', {name: 'Envoyer'}).click();
    return answered(page, before);
}
export async function press(page, name) {
    const before = (await turns(page)).length;
    await page.getByRole('button', {name}).click();
    return answered(page, before);
}
