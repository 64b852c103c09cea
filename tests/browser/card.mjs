// The card that a reader carries: a result on one screen and on a sheet of A6, with a code that opens it again; and the code on
// paper of every page that is read. usage: SITE=DIR PROGRAM=FILE node --test card.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { open, serve, visit } from './open.mjs';
import { write } from './trees.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ROOM = 8; // pixels a point

let browser, site;
before(async () => {
  browser = await open();
  site = await serve(process.env.SITE);
});
after(async () => {
  await browser.close();
  site.close();
});

/** What a camera reads in a drawing: its picture as a browser paints it. */
async function read(page, code) {
  const address = await code.evaluate((svg, room) => {
    const copy = svg.cloneNode(true);
    const side = svg.viewBox.baseVal.width * room;
    [copy.setAttribute('width', side), copy.setAttribute('height', side), copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')];
    return [`data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`, side];
  }, ROOM);
  const picture = await browser.newPage();
  const points = await picture.evaluate(async ([source, side]) => {
    const image = Object.assign(new Image(), { src: source });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, side, side);
    pen.drawImage(image, 0, 0);
    return { data: [...pen.getImageData(0, 0, side, side).data], side };
  }, address);
  await picture.close();
  return jsqr(new Uint8ClampedArray(points.data), points.side, points.side)?.data;
}

const RESULT = 'sore-calf/today-clot-or-infection/';
/** Answers until a result, as somebody with one swollen leg. */
async function result(page) {
  await page.goto(`${site.url}sore-calf/`);
  await page.getByRole('button', { name: 'None of these' }).click();
  await page.getByLabel('One leg is swollen').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('.carry').waitFor();
}

for (const colorScheme of ['light', 'dark']) {
  test(`a result as a card, ${colorScheme}`, () => visit(browser, site.url, async (page) => {
    const said = [];
    page.on('pageerror', (e) => said.push(String(e)));
    page.on('console', (m) => said.push(m.text()));
    await result(page);
    const opened = page.url();
    assert.ok(opened.startsWith(`${site.url}${RESULT}#`));
    await page.getByRole('button', { name: 'Show as a card to carry' }).click();
    const card = page.getByRole('dialog', { name: 'Get your calf checked today' });
    await card.waitFor();
    for (const words of ['Urgent', 'Call 111', 'Ask for an urgent GP appointment', 'One leg is swollen', 'Emergency signs']) {
      assert.ok((await card.textContent()).includes(words), words);
    }
    assert.match(await card.textContent(), /Filled in on \d+ \w+ \d{4}, \d\d:\d\d/);
    assert.equal(await read(page, card.locator('svg')), opened, 'its code opens the result with these answers');
    assert.ok(!(await page.locator('main').isVisible()) && !(await page.locator('header.top').isVisible()), 'nothing else is on the screen');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    await page.emulateMedia({ media: 'print', colorScheme });
    assert.equal(await card.locator('.verdict').evaluate((box) => getComputedStyle(box).backgroundColor), 'rgb(255, 245, 232)', 'paper is light');
    await page.emulateMedia({ media: null, colorScheme });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, ...sides]) => sides.map((side) => Math.round(Number(side) * 25.4 / 72)));
    assert.deepEqual(sheets, [[105, 148]], 'one sheet of A6');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    assert.ok(!(await card.isVisible()) && await page.locator('main').isVisible());
    assert.equal(await page.evaluate(() => document.activeElement.className), 'carry');
    assert.deepEqual(said, []);
  }, { viewport: { width: 320, height: 664 }, colorScheme }));
}

test('going back closes the card and leaves the result; so does its button', () => visit(browser, site.url, async (page) => {
  await result(page);
  const opened = page.url();
  for (const close of [() => page.goBack(), () => page.getByRole('button', { name: 'Back to the page' }).click()]) {
    await page.locator('.carry').click();
    await page.getByRole('dialog').waitFor();
    await close();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(page.url(), opened);
    assert.ok(await page.locator('main .verdict').isVisible());
    assert.equal(await page.evaluate(() => document.activeElement.className), 'carry');
  }
  await page.goBack();
  await page.getByRole('heading', { name: 'Do you have any of these other signs?' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
}));

test('on paper each page that is read has its own code, and no screen shows it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-codes-'));
  try {
    write(folder, {
      'site.yaml': 'title: Codes\nbase_url: https://codes.example/help\n', 'content/index.md': '# Home\n\n[Good](läuft/gut.md)\n',
      'content/läuft/gut.md': '# Good\n\nA text.\n',
    });
    execFileSync(process.env.PROGRAM, ['build', '--root', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const built = await serve(join(folder, 'public'), '/help/');
    for (const [address, wanted] of [['', ''], ['l%C3%A4uft/gut/', 'l%C3%A4uft/gut/']]) {
      await visit(browser, built.url + address, async (page) => {
        const code = page.locator('.address svg');
        assert.ok(!(await code.isVisible()));
        await page.emulateMedia({ media: 'print' });
        assert.ok(await code.isVisible());
        assert.equal(await read(page, code), `https://codes.example/help/${wanted}`);
      });
    }
    built.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
