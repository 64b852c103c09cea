// The club's own site in a real browser: accessible, usable by keyboard and without JavaScript, at 320 px, on paper; no
// request to anyone else. usage: SITE=FOLDER node --test run.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { open, pages, serve } from './open.mjs';

const folder = process.env.SITE;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KINDS = {
  home: '', section: 'cramps/', article: 'cramps/cramp-right-now/', table: 'run-walk/how-slow-is-slow/', tree: 'sore-calf/',
  question: 'sore-calf/pressure/', outcome: 'sore-calf/emergency-chest/', tags: 'tags/', tag: 'tags/cramp/', everything: 'everything/', missing: 'not/there/',
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

async function at(address, options, look) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  try {
    await page.goto(site.url + address);
    return await look(page);
  } finally {
    await context.close();
  }
}

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

test('every page: one h1, a title, a language; no message in the console, no request to anyone else', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const said = [];
  page.on('console', (m) => said.push(`${page.url()}: ${m.text()}`));
  page.on('pageerror', (e) => said.push(`${page.url()}: ${e}`));
  page.on('request', (r) => { if (!r.url().startsWith(site.url)) said.push(`asks ${r.url()}`); });
  for (const address of await pages(folder)) {
    await page.goto(site.url + address);
    const has = await page.evaluate(() => [document.querySelectorAll('h1').length, document.title !== '', document.documentElement.lang]);
    if (!address.includes('redirect')) assert.deepEqual(has, [1, true, 'en'], address);
  }
  await context.close();
  assert.deepEqual(said, []);
});

/** Presses Tab until the link with these words has the focus, then Enter. */
async function press(page, words) {
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab');
    const text = await page.locator(':focus').first().textContent({ timeout: 1000 }).catch(() => '');
    if (text?.trim() === words) {
      await Promise.all([page.waitForURL((url) => url.href !== page.url() || true), page.keyboard.press('Enter')]);
      await page.waitForLoadState();
      return;
    }
  }
  throw new Error(`Tab never comes to "${words}" on ${page.url()}`);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'by keyboard' : 'by keyboard, without JavaScript';
  test(`from home to an article ${how}`, async () => {
    await at('', { javaScriptEnabled, viewport: { width: 1280, height: 800 } }, async (page) => {
      await press(page, 'When a calf is an emergency');
      await page.waitForURL(/when-a-calf-is-an-emergency/);
    });
  });
  test(`the calf tree ends in an emergency ${how}`, async () => {
    await at('sore-calf/', { javaScriptEnabled }, async (page) => {
      await page.getByRole('link', { name: 'No, none of these' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/pressure/);
      await page.getByRole('link', { name: 'Not sure' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/emergency-leg/);
      assert.match(await page.locator('main').innerText(), /Call 999 now/);
    });
  });
}

test('the calf tree ends in home advice, by taps alone, without JavaScript', async () => {
  await at('sore-calf/', { javaScriptEnabled: false }, async (page) => {
    const asked = [];
    for (let step = 0; step < 20 && (await page.locator('.choice a').count()) > 0; step += 1) {
      asked.push(page.url());
      const choices = page.locator('.choice a');
      const words = await choices.allInnerTexts();
      const wanted = [/^No\b/, /^Both/, /after stopping|after I stop|hours after/i, /^Stretch/i, /7 hours or more/i];
      const found = wanted.map((w) => words.findIndex((t) => w.test(t.trim()))).find((i) => i >= 0) ?? 0;
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

test('on paper there is no navigation', async () => {
  await at('cramps/cramp-right-now/', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('nav.menu').isVisible(), false);
    assert.equal(await page.locator('h1').isVisible(), true);
  });
});
