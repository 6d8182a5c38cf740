// axe-core on a page: no violation, in light, dark and forced colours.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {check} from './stage.mjs';

// Read when it is first wanted: where the packages are absent the stage says so and skips.
const source = () => fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/// By the debugger's door: the page's own policy lets no script of others in, and stays in force.
export async function violations(page) {
    const devtools = await page.context().newCDPSession(page);
    const run = async expression => {
        const {result, exceptionDetails} = await devtools.send('Runtime.evaluate', {expression, awaitPromise: true, returnByValue: true});
        check(!exceptionDetails, `axe: ${exceptionDetails?.exception?.description}`);
        return result.value;
    };
    await run(source() + ';0');
    const found = await run('axe.run(document).then(r => ({rules: r.passes.length, bad: r.violations.map(v => v.id + ": " + v.help + " | " + v.nodes.map(n => n.html.slice(0, 120) + " " + (n.any.concat(n.all)[0] || {message: ""}).message).join(" | "))}))');
    await devtools.detach();
    check(found.rules >= 5, `axe looked at something: ${found.rules} rules`);
    return found.bad;
}

export const themes = [
    ['light', {colorScheme: 'light', forcedColors: 'none'}],
    ['dark', {colorScheme: 'dark', forcedColors: 'none'}],
    ['forced colours', {colorScheme: 'dark', forcedColors: 'active'}],
    ['no motion, more contrast', {colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce', contrast: 'more'}],
];

export async function accessible(page, what) {
    for (const [theme, media] of themes) {
        await page.emulateMedia(media);
        const bad = await violations(page);
        check(bad.length === 0, `${what}, ${theme}: ${bad.join('\n')}`);
    }
    await page.emulateMedia({colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference', contrast: 'no-preference'});
}
