// Which of a picture's sizes a browser takes, and that nothing on the page moves for it. usage: PROGRAM=fingerpost node --test pictures.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, serve } from './open.mjs';
import { run, write } from './trees.mjs';

let browser;
let folder;
let site;

/** A photo, more or less: colours that run into one another, as a JPEG. */
async function photo(width, height) {
  const page = await browser.newPage();
  const address = await page.evaluate(([w, h]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
    const context = canvas.getContext('2d');
    const colours = context.createLinearGradient(0, 0, w, h);
    ['#204080', '#e0b040', '#306030'].forEach((colour, n) => colours.addColorStop(n / 2, colour));
    context.fillStyle = colours;
    context.fillRect(0, 0, w, h);
    return canvas.toDataURL('image/jpeg', 0.9);
  }, [width, height]);
  await page.close();
  return Buffer.from(address.split(',')[1], 'base64');
}

before(async () => {
  browser = await open();
  folder = await mkdtemp(join(tmpdir(), 'fingerpost-pictures-'));
  const words = 'Some words of the article.\n\n'.repeat(250);
  write(folder, {
    'site.yaml': 'title: Pictures\noffline: true\n',
    'content/index.md': '# Home\n\n[Pictures](pictures.md)\n',
    'content/pictures.md': `# Pictures\n\nWords.\n\n![A wide field](wide.jpg)\n\n![[small.jpg|A small field|200]]\n\n${words}![Far below](below.jpg)\n`,
  });
  for (const [name, width, height] of [['wide', 2400, 1600], ['small', 1200, 900], ['below', 1600, 1200]]) {
    await writeFile(join(folder, `content/${name}.jpg`), await photo(width, height));
  }
  const built = run(process.env.PROGRAM, 'build', '--root', folder, '--out', join(folder, 'out'));
  assert.equal(built.code, 0, built.said);
  site = await serve(join(folder, 'out'));
});
after(async () => {
  await browser.close();
  site.close();
  await rm(folder, { recursive: true });
});

async function visit(width, points, look) {
  const context = await browser.newContext({ viewport: { width, height: 740 }, deviceScaleFactor: points, serviceWorkers: 'block' });
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url().split('/').pop()));
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.moved += value; })).observe({ type: 'layout-shift', buffered: true });
  });
  try {
    await page.goto(`${site.url}pictures/`);
    return await look(page, asked);
  } finally {
    await context.close();
  }
}

// Of a phone in the hand, of a new one, of a tablet, of a screen, of a fine screen.
for (const [width, points, wide, small] of [[320, 1, 400, 400], [390, 2, 760, 400], [390, 3, 1080, 760], [768, 1, 760, 400], [1280, 1, 760, 400], [1280, 2, 1440, 400]]) {
  test(`${width} pixels of ${points} point${points > 1 ? 's' : ''} get the size for them, and nothing moves`, async () => {
    await visit(width, points, async (page, asked) => {
      const of = (name) => asked.filter((file) => file.startsWith(name));
      await page.waitForFunction(() => document.querySelector('[alt="A small field"]').naturalWidth > 0);
      assert.deepEqual([of('wide'), of('small')], [[`wide.jpg.${wide}.webp`], [`small.jpg.${small}.webp`]]);
      assert.deepEqual(of('below'), [], 'a picture far below waits');
      await page.evaluate(() => document.querySelector('[alt="Far below"]').scrollIntoView());
      await page.waitForFunction(() => document.querySelector('[alt="Far below"]').naturalWidth > 0);
      assert.equal(of('below').length, 1);
      assert.equal(await page.evaluate(() => window.moved), 0);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });
  });
}

test('a picture has its place before it comes', async () => {
  await visit(390, 2, async (page) => {
    const place = await page.evaluate(() => {
      const { width, height } = document.querySelector('[alt="Far below"]').getBoundingClientRect();
      return [width, height];
    });
    assert.ok(Math.abs(place[0] - 350) <= 1 && Math.abs(place[1] - 262.5) <= 1, place);
  });
});
