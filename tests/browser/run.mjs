// The club's own site in a real browser: accessible, usable by keyboard and without JavaScript, at 320 px, on paper; no
// request to anyone else. usage: SITE=FOLDER node --test run.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { open, pages, serve, visit } from './open.mjs';

const folder = process.env.SITE;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KINDS = {
  home: '', section: 'cramps/', article: 'cramps/cramp-right-now/', table: 'run-walk/how-slow-is-slow/', tree: 'sore-calf/', whole: 'sore-calf/whole-tree/',
  question: 'sore-calf/one-or-both/', outcome: 'sore-calf/emergency-chest/', tags: 'tags/', tag: 'tags/cramp/', everything: 'everything/', missing: 'not/there/', offline: 'offline/', book: 'book/',
};
let browser;
let site;

before(async () => {
  browser = await open();
  site = await serve(folder);
});
after(async () => {
  await browser.close();
  site.close();
});

const at = (address, options, look) => visit(browser, site.url + address, look, { viewport: { width: 360, height: 740 }, ...options });

for (const [kind, address] of Object.entries(KINDS)) {
  for (const width of [320, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing: ${kind}, ${width} px, ${colorScheme}`, async () => {
        await at(address, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true }, async (page) => {
          await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
          await page.addScriptTag({ content: axe });
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
          const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
          assert.deepEqual(told, []);
        });
      });
    }
  }
  test(`nothing to scroll sideways at 320 px: ${kind}`, async () => {
    await at(address, { viewport: { width: 320, height: 700 } }, async (page) => {
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
    });
  });
}

for (const prefix of ['/', '/help/']) {
  test(`every page below ${prefix}: whole, not wider than 320 px, no message in the console, no request to anyone else`, async () => {
    const served = await serve(folder, prefix);
    const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
    const page = await context.newPage();
    const said = [];
    page.on('console', (m) => said.push(`${page.url()}: ${m.text()}`));
    page.on('pageerror', (e) => said.push(`${page.url()}: ${e}`));
    page.on('request', (r) => { if (!r.url().startsWith(served.url)) said.push(`${page.url()} asks ${r.url()}`); });
    page.on('response', (r) => { if (r.status() >= 400) said.push(`${r.status()} ${r.url()}`); });
    try {
      // Below a folder only links could differ, which are alike on every kind of page.
      const all = await pages(folder);
      for (const address of all.filter((_, number) => prefix === '/' || number % 4 === 0)) {
        // The page of an old address leads on at once; where to is another of these pages.
        if (readFileSync(join(folder, address, 'index.html'), 'utf8').includes('http-equiv="refresh"')) continue;
        await page.goto(served.url + address);
        const has = await page.evaluate(() => {
          document.querySelectorAll('details').forEach((d) => { d.open = true; });
          const count = (selector) => document.querySelectorAll(selector).length;
          const csp = count('meta[http-equiv="Content-Security-Policy"]');
          const fits = document.documentElement.scrollWidth <= 320;
          return { h1: count('h1'), csp, title: document.title !== '', lang: document.documentElement.lang, fits };
        });
        assert.deepEqual(has, { h1: 1, csp: 1, title: true, lang: 'en', fits: true }, address);
      }
    } finally {
      await context.close();
      served.close();
    }
    assert.deepEqual(said, []);
  });
}

/** The answers of somebody whom home advice helps; where none of them is offered, the first answer. */
const ADVICE = [/^None of these/, /^Both about the same/, /of stopping/];
function answer(words, wanted) {
  return wanted.map((pattern) => words.findIndex((text) => pattern.test(text))).find((i) => i >= 0) ?? 0;
}

/** Presses Tab until the link with these words has the focus, then Enter. */
async function press(page, words) {
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab');
    const text = await page.locator(':focus').first().textContent({ timeout: 1000 }).catch(() => '');
    if (text?.trim() === words) {
      const before = page.url();
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.href !== before);
      return;
    }
  }
  throw new Error(`Tab never comes to "${words}" on ${page.url()}`);
}

/** Presses Tab until this box has the focus, then Space, and on to the button below the boxes; or until the button that excludes
 * them has it. Then Enter. */
async function tick(page, wanted) {
  const before = page.url();
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab');
    const at = await page.locator('.ticks :is(input, button)').evaluateAll((all) => all.indexOf(document.activeElement));
    const button = await page.evaluate(() => document.activeElement.matches('main form.form button'));
    if (at === wanted && !button) await page.keyboard.press('Space');
    if (button && (at === wanted || at < 0)) {
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.href !== before);
      return;
    }
  }
  throw new Error(`Tab never comes to the button on ${page.url()}`);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'by keyboard' : 'by keyboard, without JavaScript';
  test(`from home to an article ${how}`, async () => {
    await at('', { javaScriptEnabled, viewport: { width: 1280, height: 800 } }, async (page) => {
      await press(page, 'Is it an emergency?');
      await page.waitForURL(/when-a-calf-is-an-emergency/);
    });
  });
  const ways = { emergency: [], 'self-care': ADVICE };
  for (const [level, wanted] of Object.entries(ways)) {
    test(`from home through the calf tree to ${level}, ${how}`, async () => {
      await at('', { javaScriptEnabled }, async (page) => {
        await press(page, 'What helps my sore calf after a long run?');
        for (let step = 0; step < 20 && (await page.locator('.choice a, .tick').count()) > 0; step += 1) {
          const ticks = (await page.locator('.tick').count()) > 0;
          const words = (await page.locator(ticks ? '.ticks > li' : '.choice a').allTextContents()).map((text) => text.trim());
          const found = answer(words, wanted);
          if (ticks) await tick(page, found);
          else await press(page, words[found]);
        }
        assert.equal(await page.locator(`.verdict.care-${level}`).count(), 1, page.url());
      });
    });
  }
}

test('the calf tree ends in home advice, by taps alone, without JavaScript', async () => {
  await at('sore-calf/', { javaScriptEnabled: false }, async (page) => {
    const asked = [];
    for (let step = 0; step < 20 && (await page.locator('.choice a').count()) > 0; step += 1) {
      asked.push(page.url());
      const choices = page.locator('.choice a');
      const words = await choices.allInnerTexts();
      const found = answer(words.map((text) => text.trim()), ADVICE);
      const card = await choices.nth(found).evaluate((link) => {
        link.scrollIntoView({ block: 'center' });
        const box = link.closest('.choice').getBoundingClientRect();
        const hit = (x, y) => document.elementFromPoint(x, y)?.closest('a') === link;
        return { height: box.height, tappable: hit(box.left + 12, box.top + 6) && hit(box.left + 12, box.bottom - 6) };
      });
      assert.ok(card.height >= 44 && card.tappable, `an answer is ${card.height} px high, ${card.tappable}`);
      const before = page.url();
      await choices.nth(found).click();
      await page.waitForURL((url) => url.href !== before);
    }
    assert.match(page.url(), /care-/, asked.join(' '));
  });
});

test('on paper there is no navigation, and addresses outside stand beside their links', async () => {
  await at('cramps/cramp-right-now/', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('nav.menu').isVisible(), false);
    assert.equal(await page.locator('h1').isVisible(), true);
    const outside = page.locator('.prose a[href^="http"], .sources a[href^="http"]');
    const shown = await outside.evaluateAll((links) => links.map((link) => getComputedStyle(link, '::after').content));
    assert.ok(shown.length > 0 && shown.every((text) => text.includes('http') || text.includes('attr(')), shown.join(' '));
  });
});

test('the whole site on one page: every link leads within it, every picture is there, and on paper a chapter is a new sheet', async () => {
  await at('book/', {}, async (page) => {
    const found = await page.evaluate(() => {
      const links = [...document.querySelectorAll('main a[href^="#"]')];
      return {
        links: links.length,
        lost: links.filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => link.getAttribute('href')),
        pictures: document.images.length,
        missing: [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src),
        lazy: [...document.images].filter((image) => image.loading === 'lazy').length,
        chapters: document.querySelectorAll('.chapter').length,
      };
    });
    assert.ok(found.links > 200 && found.pictures > 10 && found.chapters > 30, JSON.stringify(found));
    assert.deepEqual([found.lost, found.missing, found.lazy], [[], [], 0]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.take a').click()]);
    assert.equal(download.suggestedFilename(), 'book.epub');
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.evaluate(() => [...document.querySelectorAll('.chapter')].every((chapter) => getComputedStyle(chapter).breakBefore === 'page')));
    for (const part of ['.top', '.bottom', '.take']) assert.equal(await page.locator(part).isVisible(), false, part);
  });
});
