// What pages share: terms explained in place, and the pages made of all of them. By mouse, keyboard and finger, without
// JavaScript, on paper, in both colour schemes. usage: SITE=FOLDER node --test knowledge.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { open, serve } from './open.mjs';

const folder = process.env.SITE;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARTICLE = 'circulation/clot-or-cramp/';
const MADE = ['glossary/', 'references/', 'map/', 'everything/'];
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

async function at(address, options, look) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()); });
  try {
    await page.goto(site.url + address);
    await look(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

const TERM = '.prose a.term >> nth=0';
const TIP = '.term-tip';
const meaning = (page) => page.locator(`#${'term-deep-vein-thrombosis'}`).textContent();

test('a term is explained when it is pointed at, until the pointer leaves both, or Escape', async () => {
  await at(ARTICLE, {}, async (page) => {
    await page.hover(TERM);
    await page.waitForSelector(`${TIP}:visible`);
    assert.ok((await meaning(page)).trim().startsWith((await page.textContent(TIP)).trim()));
    await page.hover(TIP);
    await page.waitForTimeout(600);
    assert.ok(await page.isVisible(TIP), 'the pointer may rest on the explanation');
    await page.mouse.move(2, 2);
    await page.waitForSelector(TIP, { state: 'hidden' });
    await page.hover(TERM);
    await page.waitForSelector(`${TIP}:visible`);
    await page.keyboard.press('Escape');
    assert.ok(!(await page.isVisible(TIP)));
  });
});

test('a term is explained when it has the focus; Enter leads to the glossary', async () => {
  await at(ARTICLE, {}, async (page) => {
    await page.focus(TERM);
    await page.waitForSelector(`${TIP}:visible`);
    await page.waitForTimeout(600);
    assert.ok(await page.isVisible(TIP), 'it stays as long as the focus does');
    await page.keyboard.press('Escape');
    assert.ok(!(await page.isVisible(TIP)));
    assert.ok(await page.locator(TERM).evaluate((link) => link === document.activeElement));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.waitForSelector(`${TIP}:visible`);
    await page.keyboard.press('Tab');
    assert.ok(!(await page.isVisible(TIP)));
    await page.focus(TERM);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/glossary\/#deep-vein-thrombosis$/);
  });
});

test('a tap explains a term, a tap elsewhere puts it away, a second tap follows the link', async () => {
  await at(ARTICLE, { hasTouch: true, isMobile: true }, async (page) => {
    await page.tap(TERM);
    await page.waitForSelector(`${TIP}:visible`);
    assert.match(page.url(), /clot-or-cramp/);
    const box = await page.locator(TIP).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360, `it is ${box.x} + ${box.width} px wide`);
    await page.tap('h1');
    await page.waitForSelector(TIP, { state: 'hidden' });
    await page.tap(TERM);
    await page.waitForSelector(`${TIP}:visible`);
    await page.tap(TERM);
    await page.waitForURL(/\/glossary\/#/);
  });
});

test('without JavaScript a term is a link to its meaning', async () => {
  await at(ARTICLE, { javaScriptEnabled: false }, async (page) => {
    await page.click(TERM);
    await page.waitForURL(/\/glossary\/#deep-vein-thrombosis$/);
    assert.ok(await page.locator(':target').isVisible());
    assert.match(await page.locator(':target').textContent(), /blood clot in a deep vein/);
  });
});

test('a screen reader is told the meaning; paper shows each once', async () => {
  await at(ARTICLE, {}, async (page) => {
    const told = await page.locator(TERM).evaluate((link) => document.getElementById(link.getAttribute('aria-describedby')).textContent);
    assert.match(told, /blood clot in a deep vein/);
    assert.ok(!(await page.isVisible('.terms')));
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.isVisible('.terms'));
    const words = await page.locator('.terms dt').allTextContents();
    assert.ok(words.length > 1 && new Set(words).size === words.length, words.join());
  });
});

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    for (const address of [...MADE, ARTICLE]) {
      test(`axe finds nothing: ${address}, ${width} px, ${colorScheme}`, async () => {
        await at(address, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true }, async (page) => {
          await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
          if (address === ARTICLE) {
            await page.hover(TERM);
            await page.waitForSelector(`${TIP}:visible`);
          }
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
          await page.addScriptTag({ content: axe });
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
          assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`), []);
        });
      });
    }
  }
}
