// What a screen reader is given of a page, against a file: roles, names, order (ecosystem.md §5.3, 6).
//
// PHARE_GOLDEN=write writes the files anew, to be looked at and committed when a page was changed on purpose.
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {check} from './stage.mjs';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'golden');

/// Without what stands in a log: what is said there belongs to other tests, and changes with every text.
function outline(snapshot) {
    const kept = [];
    let inside = Infinity;
    for (const line of snapshot.split('\n')) {
        const depth = line.search(/\S/);
        if (depth > inside) continue;
        inside = /^\s*- log\b/.test(line) ? depth : Infinity;
        kept.push(line);
    }
    return kept.join('\n');
}

export async function golden(page, name) {
    const file = path.join(folder, `${name}.yaml`);
    const found = `${outline(await page.locator('body').ariaSnapshot()).replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://ICI')}\n`;
    if (process.env.PHARE_GOLDEN === 'write') {
        fs.mkdirSync(folder, {recursive: true});
        fs.writeFileSync(file, found);
        return;
    }
    check(fs.existsSync(file), `golden/${name}.yaml is missing: PHARE_GOLDEN=write writes it`);
    const [one, two] = [found.split('\n'), fs.readFileSync(file, 'utf8').split('\n')];
    const at = one.findIndex((line, n) => line !== two[n]);
    check(found === two.join('\n'), `golden/${name}.yaml, line ${at + 1}: the page has ${JSON.stringify(one[at])}, the file ${JSON.stringify(two[at])} (changed on purpose: PHARE_GOLDEN=write)`);
}
