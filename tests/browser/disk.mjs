// `build --for-disk`, opened as files: every link of the club's site is followed, both trees are walked to an outcome, and the
// console stays empty. usage: PROGRAM=FILE CHROMIUM=FILE node --test disk.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { open } from './open.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
let browser;
let folder;
let page;
const said = [];

before(async () => {
  browser = await open();
  folder = await mkdtemp(join(tmpdir(), 'fingerpost disk-')); // with a space, as on many a stick
  execFileSync(process.env.PROGRAM, ['build', '--for-disk', '--root', REPOSITORY, '--out', join(folder, 'help')], { stdio: ['ignore', 'ignore', 'inherit'] });
  page = await (await browser.newContext()).newPage();
  page.on('console', (message) => said.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`${page.url()}: ${error}`));
  page.on('requestfailed', (request) => said.push(`${page.url()}: ${request.url()} failed`));
  page.on('request', (request) => { if (!request.url().startsWith('file:')) said.push(`${page.url()} asks for ${request.url()}`); });
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const home = () => pathToFileURL(join(folder, 'help', 'index.html')).href;

/** The links of the page that is open, without those that leave the site. */
const links = () => page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => new URL(link.getAttribute('href'), document.baseURI).href).filter((href) => href.startsWith('file:')));

test('every link leads to a page that is there, shown as it should be', async () => {
  const top = pathToFileURL(join(folder, 'help')).href;
  const [seen, waiting] = [new Set(), [home()]];
  let parts = 0;
  while (waiting.length > 0) {
    const address = waiting.pop();
    if (seen.has(address)) continue;
    seen.add(address);
    if (!address.endsWith('.html')) continue;
    await page.goto(address);
    assert.ok(address.startsWith(`${top}/`), `${address} lies outside the folder`);
    assert.ok(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink') !== ''), `${address} has no style`);
    assert.ok(await page.evaluate(() => document.querySelector('script[src]') === null), `${address} loads a script`);
    assert.ok(await page.evaluate(() => [...document.images].every((image) => image.loading === 'lazy' || image.naturalWidth > 0)), `${address} lacks a picture`);
    for (const to of await links()) {
      const [path, part] = to.split('#');
      if (path === address && part) {
        parts += 1;
        assert.ok(await page.evaluate((id) => document.getElementById(decodeURIComponent(id)) !== null || id === 'top', part), `${address} has no #${part}`);
      } else {
        waiting.push(path);
      }
    }
  }
  const all = (await readdir(join(folder, 'help'), { recursive: true })).filter((file) => file.endsWith('index.html'));
  assert.ok(seen.size > 50 && parts > 50, `${seen.size} pages, ${parts} parts`);
  assert.ok(all.length > 50);
  assert.deepEqual(said, []);
});

test('both trees are walked to an outcome by links', async () => {
  await page.goto(home());
  const trees = await page.evaluate(() => [...new Set([...document.querySelectorAll('a[href]')].map((link) => link.href))]);
  let walked = 0;
  for (const tree of trees.filter((href) => href.startsWith('file:') && !href.endsWith('.epub'))) {
    await page.goto(tree);
    if (!await page.evaluate(() => document.body.classList.contains('kind-tree'))) continue;
    walked += 1;
    for (const answer of [0, -1]) {
      await page.goto(tree);
      for (let step = 0; ; step += 1) {
        assert.ok(step < 40, `${tree} has no end`);
        if (await page.evaluate(() => document.body.classList.contains('kind-outcome'))) break;
        const choices = page.locator('.choices .choice > a');
        const chosen = choices.nth(answer === 0 ? 0 : await choices.count() - 1);
        // The next page is there when it is loaded, not when it is asked for.
        await Promise.all([page.waitForNavigation(), chosen.click()]);
      }
      assert.ok((await page.locator('h1').innerText()).length > 3);
    }
  }
  assert.equal(walked, 2);
  assert.deepEqual(said, []);
});

test('a page is found without the search: by the list of all', async () => {
  await page.goto(home());
  assert.equal(await page.locator('form.search').count(), 0);
  await page.locator('footer a').first().click();
  assert.match(page.url(), /everything\/index\.html$/);
  await page.getByRole('link', { name: /cramp/i }).first().click();
  assert.match(await page.locator('h1').innerText(), /cramp/i);
  assert.deepEqual(said, []);
});
