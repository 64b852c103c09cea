// Reading an article on a phone: care cards are headings, what stands behind the text is folded, a field that is wrong looks
// wrong, nothing jumps on the page of the search; and a site's own styles win. usage: SITE=FOLDER PROGRAM=FINGERPOST node --test reading.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, serve, visit, watchMoves } from './open.mjs';
import { run, write } from './trees.mjs';

const PHONE = { width: 390, height: 664 };
let browser;
let club;
let folder;
let own;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reading-'));
  const card = '> [!URGENT] Get help\n> - A sign.\n';
  const linking = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`content/l${n}.md`, `# Page ${n}\n\nSee [[Cards]].\n`]));
  write(folder, {
    'site.yaml': 'title: Own\n',
    'content/index.md': '# Home\n\n[[Cards]]\n',
    'content/cards.md': `# Cards\n\n${card}\nText.[^1]\n\n## Part\n\n${card}\n### Below\n\n${card}\n## Care 1\n\nText.\n\n[^1]: A note.\n`,
    'content/pictures.md': '# Pictures\n\n![A field](field.svg "A field under a sky, in the early morning of a long run.")\n\n![One](field.svg "The first") ![Two](field.svg)\n',
    'content/field.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800"><rect width="1200" height="800" fill="#7ab"/></svg>\n',
    'content/wide.md': `# Wide\n\nText, and again text, ${'so that it fills its column, '.repeat(8)}all of it.\n\n~~~\nshort\n~~~\n\n~~~\n${'a long line of code '.repeat(6)}\n~~~\n\n| Runner | ${[...Array(12).keys()].map((n) => `Hardlybreakable${n}`).join(' | ')} |\n|${'---|'.repeat(13)}\n| One | ${'x | '.repeat(12)}\n\n## A\n\n## B\n\n## C\n`,
    ...linking,
    'themes/default/assets/own.css': ':root { --paper: #fffdf7; }\nh1 { color: rgb(1, 2, 3); }\n',
  });
  const built = run(process.env.PROGRAM, 'build', '--root', folder, '--out', join(folder, 'out'));
  assert.equal(built.code, 0, built.said);
  [browser, club, own] = [await open(), await serve(process.env.SITE), await serve(join(folder, 'out'))];
});
after(async () => {
  await browser.close();
  club.close();
  own.close();
  rmSync(folder, { recursive: true });
});

const at = (url, look, options = {}) => visit(browser, url, look, { viewport: PHONE, colorScheme: 'light', ...options });

test('a care card is a heading one below its section, says its level first, and stands first in the contents', async () => {
  await at(`${own.url}cards/`, async (page) => {
    const headings = await page.getByRole('heading').evaluateAll((all) => all.map((h) => `${h.tagName} ${h.textContent.trim()}`));
    assert.deepEqual(headings.slice(0, 7), ['H1 Cards', 'H2 Urgent Get help', 'H2 Part', 'H3 Urgent Get help', 'H3 Below', 'H4 Urgent Get help', 'H2 Care 1']);
    assert.equal(await page.getByRole('heading', { name: /^Urgent ?: ?Get help$/ }).count(), 3);
    const contents = await page.locator('.toc a').evaluateAll((all) => all.map((a) => [a.textContent, document.querySelectorAll(`[id="${a.hash.slice(1)}"]`).length]));
    assert.deepEqual(contents.slice(0, 4), [['Urgent: Get help', 1], ['Urgent: Get help', 1], ['Urgent: Get help', 1], ['Part', 1]]);
  });
});

test('behind the text there are three pages that link here, and the others on asking', async () => {
  await at(`${own.url}cards/`, async (page) => {
    await page.evaluate(() => { const around = document.querySelector('.around'); if (around) around.open = true; });
    assert.equal(await page.locator('.linked a:visible').count(), 3);
    await page.locator('.linked summary').click();
    assert.equal(await page.locator('.linked a:visible').count(), 7);
  });
});

test('a footnote says what it is, and where its way back leads', async () => {
  await at(`${own.url}cards/`, async (page) => {
    const told = await page.locator('[role^=doc-]').evaluateAll((all) => all.map((e) => [e.role, e.ariaLabel]));
    assert.deepEqual(told, [['doc-noteref', 'Footnote 1'], ['doc-endnotes', 'Footnotes'], ['doc-backlink', 'Back to the text']]);
  });
});

test('a heading has a link to copy: seen on a phone, on pointing and by keyboard, not on paper, and no part of its name', async () => {
  const name = 'Link to this section: Part';
  const shown = (link) => link.evaluate((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  await at(`${own.url}cards/`, async (page) => {
    const link = page.getByRole('link', { name });
    assert.equal(await page.getByRole('heading', { name: 'Part', exact: true }).count(), 1);
    assert.equal(await shown(link), true);
    const [heading, box] = await page.evaluate(() => ['#part', '#part + .here'].map((s) => document.querySelector(s).getBoundingClientRect()).map(({ top, bottom, right }) => ({ top, bottom, right })));
    assert.ok(box.bottom - box.top >= 44 && Math.abs((heading.top + heading.bottom - box.top - box.bottom) / 2) < 6, JSON.stringify([heading, box]));
    await link.tap();
    assert.equal(new URL(page.url()).hash, '#part');
  }, { javaScriptEnabled: false, hasTouch: true, isMobile: true });
  await at(`${own.url}cards/`, async (page) => {
    const link = page.getByRole('link', { name });
    assert.equal(await shown(link), false);
    await page.locator('#part').hover();
    assert.equal(await shown(link), true);
    await page.mouse.move(0, 0);
    await link.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    assert.equal(await shown(link), true);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await link.isVisible(), false);
  }, { viewport: { width: 1280, height: 800 } });
});

test('pictures of one paragraph stand in a row, and below each other where there is no room; a caption stands below its own', async () => {
  for (const [width, rows] of [[320, 2], [390, 1], [1280, 1]]) {
    await at(`${own.url}pictures/`, async (page) => {
      const tops = await page.locator('.pictures img').evaluateAll((all) => all.map((e) => e.getBoundingClientRect().top));
      assert.equal(new Set(tops).size, rows, `${width} px: ${tops}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      const [picture, caption] = await page.evaluate(() => ['.prose > figure img', '.prose > figure figcaption'].map((s) => document.querySelector(s).getBoundingClientRect().toJSON()));
      assert.ok(caption.top >= picture.bottom);
    }, { viewport: { width, height: 664 } });
  }
});

test('code and tables that need it are wider than the text, others are not', async () => {
  await at(`${own.url}wide/`, async (page) => {
    const widths = () => page.locator('.prose > :is(p, .code, .table)').evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().width)));
    for (const width of [1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      const [text, short, long, table] = await widths();
      assert.equal(short, text, `${width} px`);
      assert.ok(long > text + 100 && table > text + 100, `${width} px: ${[text, long, table]}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
    }
    await page.setViewportSize({ width: 320, height: 664 });
    assert.equal(new Set(await widths()).size, 1);
    const region = page.getByRole('region', { name: 'Table 1' });
    await region.evaluate((e) => { e.scrollLeft = 200; });
    const [first, second] = await region.locator('tbody tr').first().locator('td').evaluateAll((all) => all.map((e) => e.getBoundingClientRect().left));
    assert.ok(first > 0 && second < first + 60, 'the first column stays');
  });
});

test('“No” opens a message without a script; answers and words stand in it only if the reader ticks that; nothing is asked for', async () => {
  const asked = [];
  const message = (link) => link.evaluate((a) => decodeURIComponent(a.href));
  await at(`${club.url}sleep/night-cramps/`, async (page) => {
    page.on('request', (request) => asked.push(request.url()));
    const group = page.getByRole('group', { name: 'Did this help?' });
    const link = group.getByRole('link');
    assert.equal(await link.isVisible(), false);
    await group.getByText('Yes', { exact: true }).tap();
    await group.getByText('No', { exact: true }).tap();
    assert.equal(await group.getByText('nobody counts').isVisible(), false, 'one answer at a time');
    assert.match(await message(link), /^mailto:.*night-cramps/s);
    assert.equal(await group.getByRole('checkbox').count(), 0);
    const heights = await group.locator('summary').evaluateAll((all) => all.map((e) => e.getBoundingClientRect().height));
    assert.ok(heights.every((height) => height >= 44), String(heights));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await group.isVisible(), false);
  }, { javaScriptEnabled: false, hasTouch: true, isMobile: true });
  const way = '#emergency-signs=none&same-day-signs=none&one-or-both=one&clot-risk=hormones+journey';
  await at(`${club.url}sore-calf/today-clot-or-infection/${way}`, async (page) => {
    await page.locator('.answers').waitFor();
    const group = page.getByRole('group', { name: 'Did this help?' });
    await group.getByText('No', { exact: true }).click();
    const before = await message(group.getByRole('link'));
    assert.ok(!before.includes('hormones') && !before.includes('#'), before);
    await group.getByRole('checkbox').check();
    assert.match(await message(group.getByRole('link')), /- answers: \{emergency-signs: \[none\], same-day-signs: \[none\], one-or-both: one, clot-risk: \[hormones, journey\]\}\s+reaches: today-clot-or-infection/);
    await group.getByRole('checkbox').uncheck();
    assert.equal(await message(group.getByRole('link')), before);
  });
  await at(`${club.url}search/?q=qqzz`, async (page) => {
    const vain = page.locator('.in-vain');
    await vain.waitFor();
    assert.ok(!(await message(vain.getByRole('link'))).includes('qqzz'));
    await vain.getByRole('checkbox').check();
    assert.match(await message(vain.getByRole('link')), /search_tests:\s+"qqzz": /);
    await page.locator('main input[type=search]').fill('cramp');
    await page.locator('.places li').first().waitFor();
    assert.equal(await vain.isVisible(), false);
  });
  await at(`${club.url}cramps/`, async (page) => {
    await page.locator('.top button.search-link').click();
    const vain = page.locator('.search-panel .in-vain');
    await page.locator('#search-field').fill('cramp');
    await page.locator('#search-places li').first().waitFor();
    assert.equal(await vain.isVisible(), false);
    await page.locator('#search-field').fill('qqzz & xxqq');
    await vain.waitFor();
    await page.locator('#search-field').press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.in-vain') !== null), true);
    await vain.getByRole('button').press('Enter');
    await page.locator('main .in-vain').waitFor();
    assert.equal(await page.locator('main input[type=search]').inputValue(), 'qqzz & xxqq');
  });
  assert.deepEqual(asked.filter((url) => !url.startsWith(club.url)), []);
});

test('sources are folded on a phone and open where there is room; a citation opens them', async () => {
  for (const [viewport, open] of [[PHONE, false], [{ width: 1280, height: 800 }, true]]) {
    await at(`${club.url}circulation/clot-or-cramp/`, async (page) => {
      assert.equal(await page.locator('.sources li').first().isVisible(), open);
      await page.getByRole('link', { name: 'Source 1', exact: true }).first().click();
      await page.locator('#source-1').waitFor();
    }, { viewport, javaScriptEnabled: false });
  }
});

test('a number that does not fit makes its field look wrong', async () => {
  await at(`${club.url}run-walk/which-ratio-and-pace/longest/`, async (page) => {
    const colour = () => page.locator('#form-number').evaluate((e) => getComputedStyle(e).borderTopColor);
    const before = await colour();
    await page.locator('#form-number').fill('99');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('.error').waitFor();
    assert.notEqual(await colour(), before);
    assert.equal(await colour(), await page.locator('.error').evaluate((e) => getComputedStyle(e).borderInlineStartColor));
  });
});

test('nothing jumps on the page of the search while its answer comes', async () => {
  for (const viewport of [PHONE, { width: 1280, height: 800 }]) {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    await watchMoves(page);
    await page.goto(`${club.url}search/?q=cramp`);
    await page.locator('.places li').first().waitFor();
    await page.waitForTimeout(200);
    const moved = await page.evaluate(() => window.moved);
    assert.ok(moved.reduce((sum, [value]) => sum + value, 0) < 0.02, JSON.stringify(moved));
    assert.match(await page.locator('main [role=status]').innerText(), /^The first 20 of \d+ places\.$/);
    await context.close();
  }
});

test('the words looked for are marked on the page that one comes to, until they are taken off or the page is loaded anew', async () => {
  const marks = (page) => page.evaluate(() => [...(CSS.highlights.get('sought') ?? [])].map(String));
  for (const from of ['', 'search/?q=dark%20urine']) {
    await at(club.url + from, async (page) => {
      if (from) await page.locator('.places a').first().click();
      else {
        await page.locator('button.search-link').click();
        await page.keyboard.type('dark urine');
        await page.locator('[role=option]').first().click();
      }
      const off = page.getByRole('button', { name: 'Marks off' });
      await off.waitFor();
      assert.ok((await off.boundingBox()).height >= 44);
      const found = await marks(page);
      assert.ok(found.length > 2 && found.every((word) => /^(dark|urine)/i.test(word)), found.join());
      assert.ok(!page.url().includes('urine=') && !new URL(page.url()).search, 'no word stands in the address');
      await off.click();
      assert.deepEqual(await marks(page), []);
      assert.equal(await off.count(), 0);
      await page.reload();
      await page.locator('button.search-link').waitFor();
      assert.deepEqual(await marks(page), []);
    });
  }
});

test('little words are not marked, and a short word marks no other', async () => {
  await at(`${club.url}search/?q=is%20it%20safe%20to%20run%20tomorrow`, async (page) => {
    await page.locator('.places mark').first().waitFor();
    const marks = await page.locator('.places mark').allTextContents();
    assert.deepEqual(marks.filter((word) => /^(is|it|to|in|its|the|today)$/i.test(word)), []);
  });
});

test('what stands in own.css wins over the theme, however it is written', async () => {
  await at(own.url, async (page) => {
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 253, 247)');
    assert.equal(await page.locator('h1').evaluate((e) => getComputedStyle(e).color), 'rgb(1, 2, 3)');
  });
});
