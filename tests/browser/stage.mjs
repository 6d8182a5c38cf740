// The stage of the browser tests: the real `phare serve` and a real Chromium on loopback.
//
// A test is a function of a Stage, handed to play(). play() ends the process with ctest's exit code: 0, 1, or 77 (skipped, with
// the reason) where browser or packages cannot be had. The clock is real: a test waits for what it wants to see, with a limit.
// Every page is watched from its birth: an error on its console, a script that throws, a request to another host fail the test.
// PHARE_PICTURES=folder: pictures for the handbooks are written there.
import {spawn, execFileSync} from 'node:child_process';
import {createServer} from 'node:net';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

export class Failure extends Error {}
/// The test cannot run here.
export class Skipped extends Error {}
export function skip(why) {
    throw new Skipped(why);
}
export function check(truth, what) {
    if (!truth) throw new Failure(what);
}
export function same(found, wanted, what) {
    const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
    check(a === b, `${what}: found ${a}, wanted ${b}`);
}

export async function until(holds, what, limit = 15_000) {
    for (const end = Date.now() + limit; Date.now() < end; await new Promise(done => setTimeout(done, 50)))
        try {
            if (await holds()) return;
        } catch (error) {
            // A page that is just being left answers nothing: asked again, it is the next one.
            if (!/context was destroyed|because of a navigation/.test(error.message)) throw error;
        }
    throw new Failure(`not within ${limit} ms: ${what}`);
}

function freePort() {
    return new Promise(found => {
        const server = createServer();
        server.listen(0, '127.0.0.1', () => {
            const {port} = server.address();
            server.close(() => found(port));
        });
    });
}

/// A wall's clock that a test sets (environment for Service; needs libfaketime); the steady one runs on. `at`: a Date, "now" if none.
export class Clock {
    constructor(folder, at = new Date()) {
        const libraries = fs.readdirSync('/usr/lib').map(name => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`).filter(file => fs.existsSync(file));
        if (!libraries.length) skip('libfaketime absent : apt-get install faketime');
        this.file = path.join(folder, 'clock');
        this.shift = (at - Date.now()) / 1000;
        this.environment = {LD_PRELOAD: libraries[0], FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1'};
        this.forward(0);
    }
    forward(minutes) {
        this.shift += 60 * minutes;
        fs.writeFileSync(`${this.file}.new`, `${this.shift < 0 ? '' : '+'}${this.shift.toFixed(3)}\n`);
        fs.renameSync(`${this.file}.new`, this.file);  // never read half
    }
}

/// `phare serve` with a configuration, data folder and port of its own. `settings` as in the file; "web" is there already.
export class Service {
    static async make(folder, settings = {}) {
        const service = new Service();
        service.folder = folder;
        service.port = await freePort();
        service.url = `http://127.0.0.1:${service.port}`;
        service.config = path.join(folder, 'config.yaml');
        service.words = [];  // further words of the command line
        service.environment = {};
        const {web, ...others} = settings;
        service.settings = {
            data: {folder: path.join(folder, 'data'), master_key_file: path.join(folder, 'master.key')},
            web: {listen: {address: '127.0.0.1', port: service.port}, ...web},
            metrics: {address: '127.0.0.1', port: await freePort()},
            fast_reply: '0 ms',  // tests type faster than people
            ...others,
        };
        return service;
    }
    async start() {
        fs.writeFileSync(this.config, JSON.stringify(this.settings, null, 1));  // JSON is YAML
        const log = fs.openSync(path.join(this.folder, 'phare.log'), 'a');
        this.process = spawn(process.env.PHARE_PROGRAM, ['serve', '-c', this.config, ...this.words], {
            stdio: ['ignore', log, log], env: {...process.env, ...this.environment},
        });
        this.ended = new Promise(done => this.process.once('exit', (code, signal) => done(signal ?? code)));
        fs.closeSync(log);
        const ready = `http://127.0.0.1:${this.settings.metrics.port}/readyz`;
        await until(async () => {
            check(this.process.exitCode === null, `phare serve ended at its start with ${this.process.exitCode}`);
            return fetch(ready).then(reply => reply.ok, () => false);
        }, 'phare serve is ready', 60_000);
    }
    async kill(signal = 'SIGKILL') {
        this.process.kill(signal);
        return this.ended;
    }
}

/// Why the tests cannot run here; undefined: they can.
function missing() {
    try {
        execFileSync('which', [process.env.PHARE_CHROMIUM || 'chromium'], {stdio: 'pipe'});
    } catch {
        return 'chromium absent : apt-get install chromium';
    }
    for (const name of ['playwright-core', 'axe-core'])
        if (!fs.existsSync(path.join(here, 'node_modules', name))) return 'tests/browser/install did not fetch playwright-core and axe-core';
    return undefined;
}

export class Stage {
    constructor(browser, folder) {
        Object.assign(this, {browser, folder, services: [], watched: []});
    }
    async service(settings) {
        const folder = path.join(this.folder, `phare${this.services.length}`);
        fs.mkdirSync(folder);
        const service = await Service.make(folder, settings);
        this.services.push(service);
        return service;
    }
    port() {
        return freePort();
    }
    /// A page in a browser profile of its own. Options as playwright's newContext; `loose`: its console is not judged.
    async page(service, {loose = false, ...options} = {}) {
        const context = await this.browser.newContext({
            locale: 'fr-FR', viewport: {width: 360, height: 640}, baseURL: service.url, ...options,
        });
        const page = await context.newPage();
        const seen = {said: [], hosts: new Set()};
        context.on('console', message => ['error', 'warning'].includes(message.type()) && seen.said.push(message.text()));
        context.on('weberror', error => seen.said.push(String(error.error())));
        const note = request => seen.hosts.add(new URL(request.url()).host);
        context.on('requestfinished', note);
        context.on('requestfailed', request => request.failure()?.errorText === 'csp' || note(request));  // csp: was never sent
        if (!loose) this.watched.push({seen, service});
        page.seen = seen;
        return page;
    }
    judge() {
        for (const {seen, service} of this.watched) {
            same(seen.said, [], 'errors on the console');
            for (const host of seen.hosts) check(host === `127.0.0.1:${service.port}`, `a request went to ${host}`);
        }
    }
    /// For docs/pictures, where they are asked for.
    async picture(page, name, options = {}) {
        const folder = process.env.PHARE_PICTURES;
        if (folder) await page.screenshot({path: path.join(folder, `${name}.png`), ...options});
    }
}

export async function play(test) {
    const why = missing();
    if (why) {
        console.log(`SKIPPED: ${why}`);
        process.exit(77);
    }
    const {chromium} = await import('playwright-core');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'phare-browser-'));
    const browser = await chromium.launch({
        executablePath: execFileSync('which', [process.env.PHARE_CHROMIUM || 'chromium'], {encoding: 'utf8'}).trim(),
        args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
    });
    const stage = new Stage(browser, folder);
    let code = 0;
    try {
        await test(stage);
        stage.judge();
    } catch (failure) {
        code = failure instanceof Skipped ? 77 : 1;
        console.log(code === 77 ? `SKIPPED: ${failure.message}` : failure instanceof Failure ? `FAILED: ${failure.message}` : failure);
        console.log(String(failure.stack).split('\n').filter(line => line.includes('/tests/browser/') && !line.includes('node_modules')).join('\n'));
        const shots = process.env.PHARE_FAILURES;
        for (const context of browser.contexts())
            for (const [i, page] of context.pages().entries()) {
                if (shots) await page.screenshot({path: path.join(shots, `${path.basename(process.argv[1], '.mjs')}-${i}.png`)}).catch(() => {});
                console.log(`page ${i}: ${page.url()}\n${await page.locator('body').innerText().catch(() => '?')}`);
            }
        for (const service of stage.services) console.log(fs.readFileSync(path.join(service.folder, 'phare.log'), 'utf8').slice(-3000));
    }
    await browser.close();
    for (const service of stage.services) {
        if (service.process?.exitCode !== null || service.process.signalCode !== null) continue;
        const end = await service.kill('SIGTERM');
        if (end !== 0 && code === 0) {
            console.log(`FAILED: phare serve ended with ${end} after SIGTERM`);
            code = 1;
        }
    }
    fs.rmSync(folder, {recursive: true, force: true});
    process.exit(code);
}
