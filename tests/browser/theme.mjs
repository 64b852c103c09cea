// How the default theme looks and weighs: text at 7:1, a first visit's weight, nothing that moves, forced colours, right to left,
// other colours, menus and targets. usage: SITE=FOLDER PROGRAM=fingerpost node --test theme.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { open, serve, slowScripts, visit, watchMoves } from './open.mjs';
import { run, write } from './trees.mjs';

const folder = process.env.SITE;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KINDS = {
  home: '', section: 'cramps/', article: 'cramps/cramp-right-now/', table: 'run-walk/how-slow-is-slow/', tree: 'sore-calf/', whole: 'sore-calf/whole-tree/',
  question: 'sore-calf/one-or-both/', outcome: 'sore-calf/emergency-chest/', tags: 'tags/', tag: 'tags/cramp/', everything: 'everything/', glossary: 'glossary/', references: 'references/', map: 'map/', offline: 'offline/', book: 'book/', search: 'search/?q=cramp', missing: '404.html',
};
const EVERY = ['', 'a/one/', 'a/two/', 'a/place-of-its-own/', 'far-away/holding-others/', 'check/hours/', 'check/rest/signs-pain/', 'references/', 'glossary/', 'map/'];
const PHONE = { width: 360, height: 740 };
let browser;
let club;
let made;
let hebrew;
let every;

before(async () => {
  browser = await open();
  club = await serve(folder);
  made = await mkdtemp(join(tmpdir(), 'fingerpost-theme-'));
  write(made, {
    'site.yaml': 'title: אתר הריצה\nlanguage: he\nemergency: {emergency: "101"}\ntheme_settings: {colour: plum}\n',
    'content/index.md': '# שלום\n\nטקסט.\n',
    'content/a/index.md': '# נושא\n',
    'content/a/one.md': '# מאמר ראשון\n\nמשפט [קישור](two.md).\n\n## אחת\n\n> [!URGENT] עזרה היום\n> עוד.\n\n## שתיים\n\nטקסט.\n\n## שלוש\n\nטקסט.\n',
    'content/a/two.md': '# מאמר שני\n\nטקסט.\n',
    'content/t.tree.yaml': 'title: מה כואב?\nquestions:\n  q: {ask: "כואב?", options: {yes: {say: "כן", goto: o}, no: {say: "לא", goto: p}}}\noutcomes:\n  o: {title: "לנוח", level: urgent, body: "טקסט."}\n  p: {title: "לרוץ", level: self-care, body: "טקסט."}\n',
    'themes/default/words/he.yaml': 'menu: תפריט\nsearch: חיפוש\nsources: מקורות\n',
  });
  const built = run(process.env.PROGRAM, 'build', '--root', made, '--out', join(made, 'out'));
  assert.equal(built.code, 0, built.said);
  hebrew = await serve(join(made, 'out'));
  // Every construct once: call-outs, embeds, notes, tasks, code, tables, pictures. Its own templates are no pages for readers.
  await cp(new URL('../golden/site', import.meta.url), join(made, 'golden'), { recursive: true, filter: (from) => !from.endsWith('/themes') });
  const settings = await readFile(join(made, 'golden/site.yaml'), 'utf8');
  write(made, { 'golden/site.yaml': settings.replace('theme: plain\n', '') });
  const golden = run(process.env.PROGRAM, 'build', '--root', join(made, 'golden'), '--out', join(made, 'every'));
  assert.equal(golden.code, 0, golden.said);
  every = await serve(join(made, 'every'), '/help/');
});
after(async () => {
  await browser.close();
  club.close();
  hebrew.close();
  every.close();
  await rm(made, { recursive: true });
});

const at = (url, options, look) => visit(browser, url, look, { viewport: PHONE, ...options });

async function broken(page, rules) {
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), rules);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).slice(0, 4).join('; ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  test(`text is at least 7:1 on its ground, on every kind of page, ${colorScheme}`, async () => {
    for (const [kind, address] of Object.entries(KINDS)) {
      await at(club.url + address, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' }, async (page) => {
        if (kind === 'search') await page.waitForSelector('.places li');
        await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
        assert.deepEqual(await broken(page, { runOnly: ['color-contrast-enhanced'] }), [], kind);
      });
    }
  });
  for (const colour of ['blue', 'plum', 'slate']) {
    test(`text is at least 7:1 with boards in ${colour}, ${colorScheme}`, async () => {
      for (const address of ['', 'cramps/cramp-right-now/', 'sore-calf/']) {
        await at(club.url + address, { colorScheme, viewport: { width: 1280, height: 800 }, bypassCSP: true, reducedMotion: 'reduce' }, async (page) => {
          await page.evaluate((colour) => document.documentElement.classList.add(`colour-${colour}`), colour);
          assert.deepEqual(await broken(page, { runOnly: ['color-contrast-enhanced'] }), [], address);
        });
      }
    });
  }
}

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing on pages with every construct, and nothing is cut off: ${width} px, ${colorScheme}`, async () => {
      for (const address of EVERY) {
        await at(every.url + address, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true }, async (page) => {
          await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${address} is wider`);
          assert.deepEqual(await broken(page, { resultTypes: ['violations'] }), [], address);
          assert.deepEqual(await broken(page, { runOnly: ['color-contrast-enhanced'] }), [], address);
        });
      }
    });
  }
}

test('a page that is not there searches for what its address says, and is used by keyboard', async () => {
  await at(`${club.url}sleep/nihgt-cramps/`, {}, async (page) => {
    assert.equal(await page.inputValue('main input'), 'nihgt cramps');
    await page.waitForSelector('main .places a[href*="sleep/night-cramps/"]');
    assert.equal(await page.locator('[role=search]').count(), 1, 'one field, not two');
    await page.keyboard.press('/');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('swollen calf');
    await page.waitForSelector('main .places a[href*="clot-or-cramp"]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('nihgt'));
    assert.ok(await page.locator('main h1').isVisible());
  });
  await at(`${club.url}sleep/nihgt-cramps/`, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('input:visible').count(), 0);
    for (const to of ['everything/', 'tags/']) assert.ok(await page.locator(`main a[href$="${to}"]`).isVisible());
    assert.ok(await page.locator('main noscript p').isVisible());
  });
});

test('a first visit of an article: at most 30 KB without pictures, as a static host compresses, in at most 6 files', async () => {
  for (const address of ['cramps/cramp-right-now/', 'cramps/calf-cramps-after-long-runs/', 'run-walk/how-slow-is-slow/']) {
    const context = await browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    const got = [];
    page.on('response', (response) => got.push(response));
    await page.goto(club.url + address, { waitUntil: 'networkidle' });
    const all = await Promise.all(got.map(async (r) => ({ url: r.url(), type: r.request().resourceType(), body: await r.body() })));
    // The icon is asked for twice, by the page and by the browser's tab, and sent once: hosts let it be kept, this server says nothing.
    const once = all.filter(({ url }, i) => all.findIndex((other) => other.url === url) === i);
    const counted = once.filter(({ url, type }) => type !== 'image' || url.includes('/assets/icon'));
    const weighs = counted.map(({ url, body }) => [url.slice(club.url.length), gzipSync(body, { level: 9 }).length]);
    const sum = weighs.reduce((total, [, bytes]) => total + bytes, 0);
    console.log(`# ${address}: ${counted.length} files, ${sum} bytes: ${weighs.map(([url, bytes]) => `${url.split('/').at(-1) || 'page'} ${bytes}`).join(', ')}`);
    assert.ok(sum <= 30_000, `${sum} bytes: ${weighs.join(' ')}`);
    assert.ok(counted.length <= 6, counted.map(({ url }) => url).join(' '));
    await context.close();
  }
});

test('nothing on an article moves while it loads, with a slow script', async () => {
  for (const viewport of [PHONE, { width: 1280, height: 800 }]) {
    for (const address of ['cramps/cramp-right-now/', '', '404.html', 'search/']) {
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      await watchMoves(page);
      await slowScripts(page);
      await page.goto(club.url + address, { waitUntil: 'networkidle' });
      await page.locator('#search-field').waitFor({ state: 'attached' });
      await page.waitForTimeout(100);
      assert.deepEqual(await page.evaluate(() => window.moved), [], address);
      await context.close();
    }
  }
});

test('with forced colours, boards, levels and the menu are drawn in the reader’s colours', async () => {
  await at(`${club.url}sore-calf/one-or-both/`, { forcedColors: 'active' }, async (page) => {
    const drawn = (selector) => page.locator(selector).first().evaluate((e) => ({ border: getComputedStyle(e).borderTopWidth, board: getComputedStyle(e, '::before').display }));
    assert.deepEqual(await drawn('.choice'), { border: '2px', board: 'none' });
    assert.deepEqual(await drawn('.bottom .sign'), { border: '2px', board: 'none' });
  });
  await at(`${club.url}sore-calf/emergency-chest/`, { forcedColors: 'active', bypassCSP: true }, async (page) => {
    const level = page.locator('.verdict .care-level');
    assert.ok(await level.isVisible());
    assert.notEqual(await level.evaluate((e) => getComputedStyle(e).borderTopWidth), '0px');
    assert.deepEqual(await broken(page, {}), []);
  });
});

for (const width of [320, 1280]) {
  test(`from right to left, ${width} px: the post, the menu and the boards change sides, nothing is cut off, axe finds nothing`, async () => {
    for (const address of ['', 'a/one/', 't/', 't/o/', 't/whole-tree/', 'everything/', 'search/']) {
      await at(hebrew.url + address, { viewport: { width, height: 800 }, bypassCSP: true }, async (page) => {
        const seen = await page.evaluate(() => {
          document.querySelectorAll('details').forEach((d) => { d.open = true; });
          const root = document.documentElement;
          const brand = document.querySelector('.brand').getBoundingClientRect();
          const boards = [...document.querySelectorAll('main :is(.sign, .arm, .choice)')];
          return {
            dir: root.dir, fits: root.scrollWidth <= innerWidth,
            brand: brand.right > innerWidth / 2,
            boards: boards.every((b) => getComputedStyle(b, '::before').transform === 'matrix(-1, 0, 0, 1, 0, 0)'),
          };
        });
        assert.deepEqual(seen, { dir: 'rtl', fits: true, brand: true, boards: true }, address);
        assert.deepEqual(await broken(page, { resultTypes: ['violations'] }), [], address);
      });
    }
  });
}

test('what one taps is at least 44 px high: answers, signs, the menu, the search, arms of the home page', async () => {
  for (const address of ['', 'cramps/', 'sore-calf/', 'sore-calf/one-or-both/', 'sore-calf/emergency-chest/', 'everything/', '404.html']) {
    await at(club.url + address, { viewport: { width: 320, height: 700 } }, async (page) => {
      await page.waitForLoadState('networkidle');
      const low = await page.evaluate(() => {
        document.querySelectorAll('details').forEach((d) => { d.open = true; });
        const all = document.querySelectorAll(':is(.sign, .arm, .choice, .menu summary, .menu a, .search, .search-link, .brand, .toc a, .turn a, .tags a, .links a, .crumbs a, .again a, .unwell a, .call, .letters a)');
        return [...all].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => `${e.className} ${e.textContent.trim()} ${e.getBoundingClientRect().height}`);
      });
      assert.deepEqual(low, [], address);
    });
  }
});

test('a word that is wider than its column breaks in the menu, the contents and the way up', async () => {
  const word = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft';
  write(made, {
    'long/site.yaml': 'title: S\n',
    'long/content/index.md': '# Home\n\n[one](a/one.md)\n',
    'long/content/a/index.md': `# ${word}\n`,
    'long/content/a/one.md': `# X${word}\n\n## Y${word}\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n`,
  });
  const built = run(process.env.PROGRAM, 'build', '--root', join(made, 'long'), '--out', join(made, 'long-out'));
  assert.equal(built.code, 0, built.said);
  const long = await serve(join(made, 'long-out'));
  try {
    for (const width of [320, 700, 960, 1280]) {
      await at(`${long.url}a/one/`, { viewport: { width, height: 800 } }, async (page) => {
        const wide = await page.evaluate(() => {
          document.querySelectorAll('details').forEach((d) => { d.open = true; });
          const all = [document.documentElement, ...document.querySelectorAll('.menu, .toc, .crumbs')];
          return all.filter((e) => e.scrollWidth > Math.max(e.clientWidth, 1) + 1 && getComputedStyle(e).display !== 'contents').map((e) => `${e.className || e.tagName} ${e.scrollWidth} ${e.clientWidth}`);
        });
        assert.deepEqual(wide, [], `${width} px`);
      });
    }
  } finally {
    long.close();
  }
});

test('at no width does the menu lie over the search or the name', async () => {
  await at(`${club.url}cramps/`, {}, async (page) => {
    await page.locator('button.search-link').waitFor();
    for (const width of [320, 400, 560, 735, 736, 800, 959, 960, 1100, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => {
        const box = (selector) => document.querySelector(selector).getBoundingClientRect();
        const summary = document.querySelector('.menu summary');
        if (!summary.checkVisibility()) return [];
        const menu = summary.getBoundingClientRect();
        const meets = (b) => b.left < menu.right && menu.left < b.right && b.top < menu.bottom && menu.top < b.bottom;
        return ['.brand', '.search', 'button.search-link', '.top .sign'].filter((selector) => meets(box(selector)));
      });
      assert.deepEqual(over, [], `${width} px`);
    }
  });
});

test('the menu opens without JavaScript, by keyboard, and marks the page', async () => {
  await at(`${club.url}cramps/cramp-right-now/`, { javaScriptEnabled: false }, async (page) => {
    const summary = page.locator('.menu summary');
    assert.equal(await page.locator('.menu a').first().isVisible(), false);
    await summary.focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.menu [aria-current=page]').isVisible(), true);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('.menu a') !== null));
  });
});

test('every page has a way to the main questions, and the first stop of the keyboard is the way past the top', async () => {
  for (const [kind, address] of Object.entries(KINDS)) {
    await at(club.url + address, {}, async (page) => {
      const ways = await page.locator('.sign, .again a, .tree .choices a').evaluateAll((links) => links.filter((a) => /sore-calf/.test(a.href)).length);
      assert.ok(ways > 0, kind);
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', kind);
    });
  }
});

test('on paper a page has its title, its text and its sources, and nothing to press', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await at(`${club.url}cramps/cramp-right-now/`, { colorScheme }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme });
      const shown = await page.locator(':is(.menu, .search, .search-link, .sign, .toc, .turn, .crumbs, .suggest, button):visible').count();
      assert.equal(shown, 0);
      const ink = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
      assert.deepEqual(ink, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], colorScheme);
    });
  }
});
