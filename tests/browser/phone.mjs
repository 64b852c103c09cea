// The answer on the first screen of a phone, with one thumb: where answers begin, one way back, a board for each answer given,
// and a top that wraps instead of lying over itself. usage: SITE=FOLDER PROGRAM=FINGERPOST node --test phone.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, pages, serve, slowScripts, visit, watchMoves } from './open.mjs';
import { run, write } from './trees.mjs';

const { SITE, PROGRAM } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What the browser of a phone of 390 x 844 leaves of it. */
const PHONE = { width: 390, height: 664 };
const TREES = ['sore-calf/', 'run-walk/which-ratio-and-pace/'];
let browser;
let site;
let folder;
let german;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'phone-'));
  write(folder, {
    'site.yaml': 'title: Die Meilensteinläufer\nlanguage: de\nemergency: {emergency: "112"}\n',
    'content/index.md': '# Hilfe\n\n[[Muskelfaserverletzungen]]\n',
    'content/a.md': '# Muskelfaserverletzungen\n\nRuhe.\n',
    'content/t.tree.yaml': 'title: Was hilft meiner Wade?\nquestions:\n  q: {ask: "Seit wann?", kind: any, options: {a: {say: "Durchblutungsstörungsverschlimmerungen", goto: r}, none: {say: "Nichts davon", goto: r}}}\n  r: {ask: "Welches Bein?", options: {a: {say: Links, goto: o}, b: {say: Rechts, goto: o}}}\noutcomes:\n  o: {title: Ruhen, level: self-care, body: "Ruhen."}\n',
  });
  const built = run(PROGRAM, 'build', '--root', folder, '--out', join(folder, 'out'));
  assert.equal(built.code, 0, built.said);
  [browser, site, german] = [await open(), await serve(SITE), await serve(join(folder, 'out'))];
});
after(async () => {
  await browser.close();
  site.close();
  german.close();
  rmSync(folder, { recursive: true });
});

const at = (url, look, options = {}) => visit(browser, url, look, { viewport: PHONE, timeout: 20_000, ...options });

/** Every question page of the club's trees. */
async function questions() {
  const has = (address) => readFileSync(join(SITE, address, 'index.html'), 'utf8').includes('class="choices"');
  return (await pages(SITE)).filter((address) => TREES.some((tree) => address.startsWith(tree)) && has(address));
}

/** Where the answers begin and end: choices, ticks, or a field. */
const answers = () => {
  const shown = [...document.querySelectorAll('main :is(.choice, .tick, .alone, .field)')].filter((e) => e.checkVisibility());
  return shown.map((e) => e.getBoundingClientRect()).map(({ top, bottom }) => [Math.ceil(top), Math.ceil(bottom)]);
};

// Without a script an answer to tick boxes is a link that names them all, which is longer: it begins on the first screen.
for (const javaScriptEnabled of [true, false]) {
  test(`the first answer of every question is on the first screen, and all where they are three at most; JavaScript: ${javaScriptEnabled}`, async () => {
    const low = [];
    const all = await questions();
    assert.ok(all.length > 40, `only ${all.length} questions`);
    await at(site.url, async (page) => {
      for (const address of all) {
        await page.goto(site.url + address);
        if (javaScriptEnabled) await page.locator('.choices[hidden], .choices a[href*="#"], .choices a').first().waitFor({ state: 'attached' });
        const found = await page.evaluate(answers);
        const [first, last] = [found[0][javaScriptEnabled ? 1 : 0], found.at(-1)[javaScriptEnabled ? 1 : 0]];
        if (first > PHONE.height - (javaScriptEnabled ? 0 : 44)) low.push(`${address}: the first answer is at ${first}`);
        if (found.length <= 3 && last > PHONE.height) low.push(`${address}: the last answer is at ${last}`);
      }
    }, { javaScriptEnabled });
    assert.deepEqual(low, []);
  });
}

test('a question has no search, one way back, and says how many questions are to come', async () => {
  const way = 'sore-calf/one-or-both/#emergency-signs=none&same-day-signs=none';
  await at(site.url + way, async (page) => {
    await page.locator('.trail a').first().waitFor();
    assert.equal(await page.locator('[role=search], .crumbs').count(), 0);
    assert.ok((await page.locator('.bottom a[href$="search/"]').count()) > 0, 'a way to the search');
    assert.equal(await page.locator('.back-link').count(), 1);
    assert.equal(await page.locator('.back-link a').innerText(), 'Back');
    assert.match(await page.locator('.ahead').innerText(), /^Question 3, at most \d more$/);
  });
  await at(`${site.url}sore-calf/one-or-both/`, async (page) => {
    assert.match(await page.locator('.ahead').innerText(), /^At most \d more questions$/);
    assert.equal(await page.locator('.back-link a').innerText(), 'Start again');
    assert.ok((await page.locator('.back-link a').getAttribute('href')).endsWith('../'));
  }, { javaScriptEnabled: false });
});

test('the number of questions to come falls with every answer, and is true: the last leads to a result', async () => {
  await at(site.url + TREES[0], async (page) => {
    let left = Infinity;
    for (let asked = 1; asked < 20 && (await page.locator('#question').count()) > 0; asked += 1) {
      await page.waitForFunction((asked) => document.querySelector('.ahead').textContent.startsWith(`Question ${asked}`), asked);
      const words = await page.locator('.ahead').innerText();
      const now = words.includes('the last') ? 0 : Number(/at most (\d+)/.exec(words)[1]);
      assert.ok(now < left, `${words} after ${left}`);
      left = now;
      const before = page.url();
      if ((await page.locator('.tick').count()) > 0) {
        await page.locator('[data-alone]').click();
      } else {
        await page.waitForFunction(() => document.querySelector('.choices a').hash !== '');
        await page.locator('.choices a').last().click();
      }
      await page.waitForURL((url) => url.href !== before);
      await page.waitForTimeout(50);
    }
    assert.ok((await page.locator('.verdict').count()) === 1, page.url());
  });
});

test('each answer leaves a board, which says question and answer and leads back to it', async () => {
  const way = 'sore-calf/when-it-comes/#emergency-signs=none&same-day-signs=none&one-or-both=both';
  for (const width of [320, 390, 1280]) {
    await at(site.url + way, async (page) => {
      const boards = page.locator('.trail a');
      await boards.first().waitFor();
      assert.equal(await boards.count(), 3);
      const names = await boards.evaluateAll((all) => all.map((a) => a.getAttribute('aria-label')));
      assert.match(names[2], /^Question 3: Both.* Is it in one leg or both\?$/);
      const tops = await boards.evaluateAll((all) => all.map((a) => a.getBoundingClientRect().top));
      assert.equal(new Set(tops).size, 1, 'one row');
      const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      assert.ok(fits);
      await boards.nth(1).click();
      await page.waitForURL(/same-day-signs\/#emergency-signs=none$/);
      await page.waitForFunction(() => document.querySelector('[data-alone]')?.matches('[data-given]'));
      assert.equal(await page.locator('.trail a').count(), 1);
    }, { viewport: { width, height: 664 } });
  }
});

test('what leads on by itself can be followed at once, and hides nothing that has the focus', async () => {
  await visit(browser, site.url + TREES[0], async (page) => {
    const ticks = page.locator('.tick input');
    await ticks.first().waitFor();
    const inView = () => page.locator('.form .on .go').evaluate((e) => {
      const box = e.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight && e.contains(document.elementFromPoint(box.x + 20, box.y + 20));
    });
    assert.ok(!(await inView()), 'before anything is ticked the way on stands below all answers');
    await ticks.first().check();
    assert.ok(await inView(), 'the way on is in view');
    for (let nth = 1; nth < 8; nth += 1) {
      await page.keyboard.press('Tab');
      const [ends, bar] = await page.evaluate(() => [document.activeElement.closest('.tick').getBoundingClientRect().bottom, document.querySelector('.form .on').getBoundingClientRect().top]);
      assert.ok(ends <= bar, `answer ${nth} ends at ${ends}, behind what begins at ${bar}`);
    }
    await page.locator('.form .on .go').click();
    await page.locator('.care-emergency').first().waitFor();
  }, { viewport: PHONE });
});

test('a double click answers one question, not the next one too', async () => {
  await at(`${site.url}sore-calf/when-it-comes/#emergency-signs=none&same-day-signs=none&one-or-both=both`, async (page) => {
    await page.locator('.trail a').first().waitFor();
    await page.locator('.choices a').nth(1).dblclick();
    await page.waitForURL(/when-it-comes=/);
    await page.waitForTimeout(300);
    assert.equal(await page.locator('.trail a').count(), 4);
    assert.equal(page.url().split('#')[1].split('&').length, 4);
  });
});

test('with text twice as large a question stays within the window, and the name in its words', async () => {
  for (const width of [320, 390]) {
    await at(`${site.url}sore-calf/one-or-both/#emergency-signs=none&same-day-signs=none`, async (page) => {
      await page.locator('.trail a').first().waitFor();
      await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      const [wide, brand] = await page.evaluate(() => [document.querySelector('.progress').scrollWidth - document.querySelector('main').clientWidth, document.querySelector('.brand').getBoundingClientRect().height]);
      assert.ok(wide <= 0, `${width} px: ${wide} px too wide`);
      assert.ok(brand < 220, `${width} px: the name is ${brand} px high`);
    }, { viewport: { width, height: 664 } });
  }
});

test('with text twice as large nothing is wider than the window', async () => {
  for (const width of [320, 390]) {
    for (const path of ['', 'sore-calf/', 'sore-calf/emergency-signs/', 'sore-calf/today-tendon-or-tear/', 'cramps/when-a-calf-is-an-emergency/', 'run-walk/which-ratio-and-pace/', 'about/how-to-help/']) {
      await at(`${site.url}${path}`, async (page) => {
        await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path}, ${width} px: ${wide} px too wide`);
      }, { viewport: { width, height: 664 } });
    }
  }
});

test('neither the question nor its answers move when the answers of an address become boards', async () => {
  await at('about:blank', async (page) => {
    await watchMoves(page);
    await slowScripts(page);
    await page.goto(`${site.url}sore-calf/one-or-both/#emergency-signs=none&same-day-signs=none`);
    await page.locator('.trail a').first().waitFor();
    await page.waitForTimeout(100);
    const moved = await page.evaluate(() => window.moved);
    assert.ok(moved.reduce((sum, [value]) => sum + value, 0) < 0.02, JSON.stringify(moved));
    assert.ok(!/trail|<h1|choice/.test(JSON.stringify(moved.map(([, ...what]) => what.map((html) => html.slice(0, 12))))), JSON.stringify(moved));
  });
});

test('with reduced motion nothing swings; without, the post stays while the new board does', async () => {
  for (const [reducedMotion, swings] of [['reduce', false], ['no-preference', true]]) {
    await at(`${site.url}sore-calf/one-or-both/#emergency-signs=none&same-day-signs=none`, async (page) => {
      await page.locator('.trail a').first().waitFor();
      await page.locator('.choices a').first().click();
      await page.locator('.arriving').waitFor();
      const moving = await page.locator('.arriving > h1, .arriving > .verdict').first().evaluate((e) => getComputedStyle(e).animationName !== 'none');
      assert.equal(moving, swings, reducedMotion);
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).animationName), 'none');
    }, { reducedMotion });
  }
});

/** Which parts of the top lie over one another, stand out of the window, or are reached in another order than they are seen. */
const top = () => {
  const parts = [...document.querySelectorAll('.top :is(.brand, .search-link, .menu summary, .search, .sign)')].filter((e) => e.checkVisibility());
  const boxes = parts.map((e) => e.getBoundingClientRect());
  const wrong = [];
  boxes.forEach((a, i) => {
    if (a.left < 0 || a.right > document.documentElement.clientWidth + 0.5) wrong.push(`${parts[i].className || 'menu'} stands out`);
    boxes.forEach((b, k) => {
      if (i < k && a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5) wrong.push(`${parts[i].className} lies over ${parts[k].className}`);
      if (i < k && innerWidth < 960 && b.bottom <= a.top + 1) wrong.push(`${parts[k].className} stands above ${parts[i].className}`);
      if (getComputedStyle(parts[i]).position === 'absolute') wrong.push(`${parts[i].className} is taken out of the row`);
    });
  });
  return wrong;
};

test('the top is a row that wraps: nothing lies over anything, in German, at 320 px, with text twice as large', async () => {
  const wrong = [];
  for (const [from, addresses] of [[site, ['cramps/', '', 'sore-calf/']], [german, ['a/', '', 't/']]]) {
    for (const address of addresses) {
      for (const javaScriptEnabled of [true, false]) {
        await at(from.url + address, async (page) => {
          for (const [width, size] of [[320, 100], [360, 100], [390, 100], [390, 200], [320, 200], [600, 100], [736, 100], [800, 200], [959, 100], [960, 100], [1280, 100], [1280, 200], [1920, 100]]) {
            await page.setViewportSize({ width, height: 800 });
            await page.evaluate((size) => { document.documentElement.style.fontSize = `${size === 100 ? '' : '34px'}`; }, size);
            wrong.push(...(await page.evaluate(top)).map((what) => `${address} ${width} px, ${size} %: ${what}`));
          }
        }, { javaScriptEnabled });
      }
    }
  }
  assert.deepEqual([...new Set(wrong)], []);
});

test('the menu opens below its button, before everything else', async () => {
  await at(`${site.url}cramps/cramp-right-now/`, async (page) => {
    await page.locator('.menu summary').click();
    const [button, list, main] = await page.evaluate(() => ['.menu summary', '.menu details > ul', '.top .sign'].map((s) => document.querySelector(s).getBoundingClientRect()).map(({ top, bottom, width }) => ({ top, bottom, width })));
    assert.ok(list.top >= button.bottom && list.top - button.bottom < 24, `${list.top - button.bottom} px below`);
    assert.ok(list.width > 340 && main.top >= list.bottom);
  });
});

test('on a phone the search is a button that opens to the whole width, and closes with Escape', async () => {
  await at(`${site.url}cramps/`, async (page) => {
    const button = page.locator('button.search-link');
    await button.waitFor();
    assert.equal(await page.locator('#search-field').isVisible(), false);
    await button.click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search-field');
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    assert.ok((await page.locator('.top .search').boundingBox()).width > 340);
    await page.keyboard.type('night');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#search-field').isVisible(), false);
    assert.ok(await page.evaluate(() => document.activeElement.matches('button.search-link')));
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search-field');
  });
  await at(`${site.url}cramps/`, async (page) => {
    await page.locator('a.search-link').click();
    await page.waitForURL(/\/search\/$/);
  }, { javaScriptEnabled: false });
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing with boards on the post, an open search and an open menu, ${colorScheme}`, async () => {
    for (const width of [320, 1280]) {
      for (const address of ['sore-calf/when-it-comes/#emergency-signs=none&same-day-signs=none&one-or-both=both', 'cramps/']) {
        await at(site.url + address, async (page) => {
          if (address.includes('#')) await page.locator('.trail a').first().waitFor();
          else if (width < 960) await page.locator('button.search-link').click();
          await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
          await page.addScriptTag({ content: axe });
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
          assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), [], address);
        }, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
      }
    }
  });
}
