// What readers keep: with no network after one visit the trees and what was read still work; a new version is seen at once;
// and what was kept can be taken back. usage: PROGRAM=FILE node --test offline.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { open, pages } from './open.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };
const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const READ = 'about/how-to-help/'; // neither a tree nor about urgent help
let browser;
before(async () => { browser = await open(); });
after(async () => { await browser.close(); });

/** The club's site in a folder of its own, with a server whose line can be cut or slow. */
async function club(prefix) {
  const root = await mkdtemp(join(tmpdir(), 'fingerpost-offline-'));
  await cp(join(REPOSITORY, 'content'), join(root, 'content'), { recursive: true });
  const settings = (await readFile(join(REPOSITORY, 'site.yaml'), 'utf8')).replace(/^(offline|budget):.*\n/gm, '');
  const line = { state: 'good', asked: [], bytes: 0 };
  const server = createServer(async (request, response) => {
    if (line.state === 'cut') return request.socket.destroy();
    if (line.state === 'slow') return undefined; // an answer never comes
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    line.asked.push(path);
    const below = path.startsWith(prefix) ? path.slice(prefix.length) : '404.html';
    const file = below === '' || below.endsWith('/') ? `${below}index.html` : below;
    try {
      const body = await readFile(join(root, 'public', file));
      const sent = gzipSync(body);
      line.bytes += sent.length;
      return response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'max-age=600', 'content-encoding': 'gzip' }).end(sent);
    } catch {
      return response.writeHead(404, { 'content-type': 'text/html' }).end('not there');
    }
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  const site = {
    root, line, url: `http://127.0.0.1:${server.address().port}${prefix}`,
    async publish(offline) {
      await writeFile(join(root, 'site.yaml'), `${settings}${offline}\n`);
      execFileSync(process.env.PROGRAM, ['build', '--root', root], { stdio: ['ignore', 'ignore', 'inherit'] });
    },
    drop: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(root, { recursive: true });
    },
  };
  return site;
}

/** Goes to a page; and once more, as a reader would, where Chromium (148) forgets one that is asked for while a worker is replaced. */
async function come(page, url) {
  await page.goto(url, { timeout: 15_000 }).catch(async (late) => {
    if (late.name !== 'TimeoutError') throw late;
    console.log(`${url}: once more`);
    await page.goto(url);
  });
}

/** Whether something comes to be so within some milliseconds; what it is asked of is a page. */
async function comes(page, patience, what, argument) {
  const end = Date.now() + patience;
  while (!(await page.evaluate(what, argument))) {
    if (Date.now() > end) return false;
    await new Promise((later) => { setTimeout(later, 100); });
  }
  return true;
}

/** The worker of the published version is at work, and has looked after what was read. */
async function settled(page, site, read = READ) {
  const worker = await readFile(join(site.root, 'public/sw.js'), 'utf8');
  const list = JSON.parse(worker.match(/^const LIST = (.*);$/m)[1]);
  /** What is not so yet. */
  const missing = () => page.evaluate(async ([list, read]) => {
    const registration = await navigator.serviceWorker.getRegistration();
    const states = ['installing', 'waiting', 'active'].map((name) => registration?.[name]?.state).join();
    if (states !== ',,activated') return `workers: ${states}`;
    const named = async (what) => (await caches.keys()).find((name) => name.startsWith('fingerpost ') && name.endsWith(` ${what}`));
    const [kept, notes] = [await named('kept'), await named('notes')];
    if (!kept || !notes) return 'caches';
    const files = (await (await caches.open(kept)).keys()).map(({ url }) => url);
    const wanted = [...list.packs, ...list.pages, ...list.assets].map((address) => new URL(address, registration.scope).href);
    if (wanted.length !== files.length || !wanted.every((url) => files.includes(url))) return `kept: ${files}`;
    const seen = await (await caches.open(notes)).match(new URL('offline/seen', registration.scope).href);
    if ((await seen?.json())?.version !== [...list.packs, ...list.pages].join()) return 'what was read is not looked after';
    return read && !await caches.match(read) ? read : '';
  }, [list, read && new URL(read, site.url).href]);
  // A browser does not replace a worker that it thinks busy, for minutes on a busy machine; the reader comes again.
  for (let visit = 0; visit < 6; visit += 1) {
    for (const end = Date.now() + 10_000; Date.now() < end;) {
      if (!await missing()) return;
      await new Promise((later) => { setTimeout(later, 100); });
    }
    await come(page, page.url());
  }
  assert.fail(`never so: ${await missing()}`);
}

for (const prefix of ['/', '/help/']) {
  test(`below ${prefix}: kept, renewed and taken back`, async () => {
    const site = await club(prefix);
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const said = [];
    page.on('console', (m) => said.push(m.text()));
    page.on('pageerror', (e) => said.push(String(e)));
    try {
      await site.publish('offline: true');
      await come(page, site.url + READ);
      await settled(page, site);
      assert.deepEqual(said, [], 'nothing is said in the console');

      // ---- Without a network ----
      site.line.state = 'cut';
      for (const address of ['', 'sore-calf/', READ, 'cramps/when-a-calf-is-an-emergency/']) {
        await come(page, site.url + address);
        const styled = await page.evaluate(() => document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0);
        assert.ok(styled && (await page.locator('h1').count()) === 1, address);
      }
      // What only leads on from an old address is not kept, nor is the page of the whole tree before it was read.
      const steps = [];
      for (const address of await pages(join(site.root, 'public'))) {
        const text = address.startsWith('sore-calf/') && address !== 'sore-calf/whole-tree/' && await readFile(join(site.root, 'public', address, 'index.html'), 'utf8');
        if (text && !/http-equiv="?refresh/.test(text)) steps.push(address);
      }
      const missing = await page.evaluate(async (urls) => {
        const asked = await Promise.all(urls.map(async (url) => [url, (await fetch(url).catch(() => ({}))).ok]));
        return asked.filter(([, ok]) => !ok).map(([url]) => url);
      }, steps.map((address) => site.url + address));
      assert.ok(steps.length > 50);
      assert.deepEqual(missing, []);
      await come(page, `${site.url}sore-calf/`);
      await page.getByRole('button', { name: 'None of these' }).click();
      await page.locator('.answers').waitFor(); // only the script shows what was answered
      await come(page, `${site.url}glossary/`);
      assert.equal(page.url(), `${site.url}offline/#missing`);
      assert.ok(await page.locator('#missing').isVisible());
      assert.ok((await page.locator('main a').count()) > 1);

      // ---- A new version ----
      site.line.state = 'good';
      await come(page, site.url);
      const { root } = site;
      const change = async (file) => writeFile(join(root, file), (await readFile(join(root, file), 'utf8')).replace(/\n\n(?=[A-Z])/, '\n\nNewly written. '));
      await change('content/index.md');
      await change(`content/${READ.slice(0, -1)}.md`);
      await site.publish('offline: true');
      site.line.asked.length = 0;
      await come(page, site.url);
      assert.match(await page.locator('main').textContent(), /Newly written\./, 'a new version is seen at once');
      await settled(page, site);
      const again = site.line.asked.filter((path) => path.includes('/sore-calf/') || /\.(css|js)$/.test(path) && !path.endsWith('/sw.js'));
      assert.deepEqual(again, [], 'what has not changed is not loaded again');
      site.line.state = 'cut';
      for (const address of ['', READ]) {
        await come(page, site.url + address);
        assert.match(await page.locator('main').textContent(), /Newly written\./, `the old ${address} is gone`);
      }
      site.line.state = 'slow';
      const began = Date.now();
      await come(page, site.url + READ);
      assert.ok(Date.now() - began < 15_000);
      assert.match(await page.locator('main').textContent(), /Newly written\./, 'a bad line is not waited for');

      // ---- Taken back ----
      site.line.state = 'good';
      site.drop(); // a worker with a request that is never answered is not replaced for minutes
      await site.publish('offline: false');
      // Taken back once the reader has left, for whom every visit goes on as usual.
      let gone = false;
      for (let visit = 0; visit < 6 && !gone; visit += 1) {
        await come(page, site.url);
        assert.equal(await page.locator('h1').count(), 1);
        gone = await comes(page, 2_000, async () => (await caches.keys()).length === 0 && (await navigator.serviceWorker.getRegistrations()).length === 0);
        await page.goto('about:blank');
        await page.waitForTimeout(2_000);
      }
      assert.ok(gone);
    } finally {
      await context.close();
      await site.close();
    }
  });
}

/** What the network costs until a page is whole, and what is kept. */
async function cost(page, site, address) {
  Object.assign(site.line, { asked: [], bytes: 0 });
  await come(page, site.url + address);
  await settled(page, site, null);
  return { requests: site.line.asked.length, bytes: site.line.bytes };
}

test('a first visit is light, and a new style fetches itself alone', async () => {
  const site = await club('/');
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await site.publish('offline: true');
    const first = await cost(page, site, 'cramps/cramp-right-now/');
    console.log('first visit', first);
    assert.ok(first.requests <= 60 && first.bytes <= 300_000, JSON.stringify(first));
    await mkdir(join(site.root, 'themes/default/assets'), { recursive: true });
    await writeFile(join(site.root, 'themes/default/assets/own.css'), ':root { --gap: 1.5rem; }\n');
    await site.publish('offline: true');
    await come(page, site.url + READ);
    await cost(page, site, ''); // until the old version's own work is done
    await writeFile(join(site.root, 'themes/default/assets/own.css'), ':root { --gap: 1.25rem; }\n');
    await site.publish('offline: true');
    const style = await cost(page, site, READ);
    console.log('style', style, site.line.asked);
    assert.ok(style.requests - 1 <= 3, `besides the page: ${site.line.asked}`);
    site.line.state = 'cut';
    for (const address of ['', READ, 'sore-calf/', 'cramps/when-a-calf-is-an-emergency/']) {
      await come(page, site.url + address);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--gap')), '1.25rem', `${address} has the new style`);
    }
  } finally {
    await context.close();
    await site.close();
  }
});

test('on a slow line nothing is kept unasked, and what was asked for can be taken away', async () => {
  const site = await club('/');
  const context = await browser.newContext({ viewport: { width: 390, height: 664 } });
  const page = await context.newPage();
  await page.addInitScript(() => { Object.defineProperty(navigator.connection, 'effectiveType', { get: () => '3g' }); });
  const kept = () => page.evaluate(async () => (await caches.keys()).filter((name) => !name.endsWith(' notes')).length);
  try {
    await site.publish('offline: true');
    await come(page, site.url);
    await page.getByRole('link', { name: 'Without a connection' }).click();
    const [keep, drop] = [page.getByRole('button', { name: /^Keep these pages on this device \(.*kB\)$/ }), page.getByRole('button', { name: 'Take these pages off' })];
    await keep.waitFor();
    assert.ok(!(await drop.isVisible()) && !(await page.locator('#missing').isVisible()));
    assert.equal(await kept(), 0);
    assert.ok(!site.line.asked.includes('/sw.js'));
    await keep.click();
    await drop.waitFor();
    assert.match(await page.getByRole('status').textContent(), /are kept/);
    site.line.state = 'cut';
    await come(page, `${site.url}sore-calf/`);
    assert.equal(await page.locator('h1').count(), 1);
    await come(page, `${site.url}offline/`);
    await drop.click();
    await keep.waitFor();
    assert.equal(await kept(), 0);
    site.line.state = 'good';
    await come(page, site.url);
    await page.waitForLoadState('networkidle');
    assert.equal(await kept(), 0, 'what was taken away does not come back by itself');
  } finally {
    await context.close();
    await site.close();
  }
});

test('a site that does not ask for it has no worker', async () => {
  const site = await club('/');
  const page = await browser.newPage();
  try {
    await site.publish('');
    await come(page, site.url);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    assert.equal(await page.evaluate(async () => (await fetch('sw.js')).status), 404);
  } finally {
    await page.close();
    await site.close();
  }
});
