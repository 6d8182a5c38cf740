// Small, large, zoomed: nothing scrolls sideways, everything can be read and hit; in danger the numbers are in sight at once.
import {check, play} from './stage.mjs';
import {open, say} from './chat.mjs';
import {tooSmall, sideways} from './look.mjs';

play(async stage => {
    const service = await stage.service();
    await service.start();
    const page = await open(await stage.page(service));
    await say(page, 'j’ai 19 ans, j’habite à Rouen, ni école ni travail');
    await say(page, `un mot très long : ${'anticonstitutionnellement'.repeat(6)} https://exemple.fr/${'chemin/'.repeat(30)}`);
    const devtools = await page.context().newCDPSession(page);

    const judge = async what => {
        const paths = ['/', '/urgence', '/donnees', '/accessibilite', '/rien'];
        for (const where of paths) {
            if (where === '/rien') page.seen.said.length = 0;
            await page.goto(where);
            if (where === '/rien') page.seen.said.length = 0;  // the browser notes a 404 on its console
            const over = await sideways(page);
            check(over.length === 0, `${what}, ${where}: scrolls sideways because of ${over.join(', ')}`);
            const small = await tooSmall(page);
            check(small.length === 0, `${what}, ${where}: too small: ${small.join(', ')}`);
        }
    };
    for (const [width, height] of [[320, 568], [360, 640], [640, 360], [1280, 800]]) {
        await page.setViewportSize({width, height});
        await judge(`${width} × ${height}`);
    }
    // Letters twice as large, on a phone (RGAA 10.4), and the browser's zoom at 200 % on a small laptop.
    await devtools.send('Page.setFontSizes', {fontSizes: {standard: 32, fixed: 26}});
    await page.setViewportSize({width: 360, height: 640});
    await judge('letters at 200 %');
    check(await page.evaluate(() => getComputedStyle(document.body).fontSize) === '32px', 'the letters are twice as large');
    await devtools.send('Page.setFontSizes', {fontSizes: {standard: 16, fixed: 13}});
    await devtools.send('Emulation.setDeviceMetricsOverride', {width: 640, height: 400, deviceScaleFactor: 2, mobile: false});
    await judge('zoom at 200 %');
    await devtools.send('Emulation.clearDeviceMetricsOverride');

    // Danger: without scrolling, on a small phone, with and without script.
    for (const javaScriptEnabled of [true, false]) {
        const there = await open(await stage.page(service, {javaScriptEnabled}));
        await say(there, 'j’ai envie de mourir');
        const call = there.locator('#l a[href="tel:3114"]').first();
        await call.waitFor();
        const box = await call.boundingBox();
        check(box && box.y >= 0 && box.y + box.height <= 640, `3114 is in sight: ${JSON.stringify(box)}`);
        for (const [role, name] of [['link', 'Quitter vite'], ['button', 'Parler à quelqu’un'], ['link', 'Urgence'], ['button', 'Effacer']]) {
            const at = await there.getByRole(role, {name, exact: true}).boundingBox();
            check(at && at.y >= 0 && at.y + at.height <= 640, `${name} is in sight: ${JSON.stringify(at)}`);
        }
        if (javaScriptEnabled) await stage.picture(there, 'page-danger');
        await there.goto('/urgence');
        const second = await there.locator('main a[href^="tel:"]').first().boundingBox();
        check(second && second.y + second.height <= 640, 'so on the page of the numbers');
    }
});
