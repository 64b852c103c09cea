// The review as one file, opened from the disk: nothing is asked for, nothing runs, axe finds nothing, a tree can be walked in both
// versions, and a change of 200 files is there at once. usage: SITE=FOLDER PROGRAM=FILE node --test review.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './open.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'];
let browser;
let own;

before(async () => {
  browser = await open();
  own = await mkdtemp(join(tmpdir(), 'review-'));
});
after(async () => {
  await browser.close();
  await rm(own, { recursive: true });
});

const picture = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="${colour}"/></svg>`;
const tree = (no) => `title: Calf
levels: [self-care, urgent]
questions:
  far: {ask: "How far <was> it?", kind: number, unit: miles, min: 1, max: 30, next: [{when: {far: "> 20"}, goto: today}, {goto: sure}]}
  sure: {ask: Are you sure?, options: {"yes": {say: "Yes", goto: home}, "no": {say: "No", goto: ${no}}}}
outcomes:
  home: {title: Stay home, level: self-care, body: Rest.}
  today: {title: Call today, level: urgent, body: Call us.}
`;

/** A review of `pages` changed pages, a tree, a picture and a guard, as a file. */
async function review(pages, name) {
  const folders = ['old', 'new'].map((side) => join(own, `${name}-${side}`));
  for (const [side, root] of folders.entries()) {
    await mkdir(join(root, 'content'), { recursive: true });
    await writeFile(join(root, 'site.yaml'), side ? 'title: A\nchecks: {broken-link: warning}\n' : 'title: A\n');
    await writeFile(join(root, 'content/index.md'), '# Home\n\n![A square](a.svg)\n');
    await writeFile(join(root, 'content/a.svg'), picture(side ? 'red' : 'blue'));
    await writeFile(join(root, 'content/calf.tree.yaml'), tree(side ? 'home' : 'today'));
    for (let page = 0; page < pages; page += 1) {
      const lines = Array.from({ length: 12 }, (_, line) => `Sentence ${line} of page ${page} says ${side && line % 4 === 0 ? 'this' : 'that'} <script>alert(1)</script> and goes on for a while.`);
      const card = `> [!${side ? 'ROUTINE' : 'URGENT'}] Ask\n>\n> - A sign.\n`;
      await writeFile(join(root, `content/p${page}.md`), `# Page ${page}\n\n${lines.join('\n\n')}\n\n## Part\n\n${card}`);
    }
  }
  const html = execFileSync(process.env.PROGRAM, ['diff', ...folders, '--format', 'html'], { maxBuffer: 1 << 24 });
  const file = join(own, `${name}.html`);
  await writeFile(file, html);
  return file;
}

async function shown(file, scheme = 'light', width = 1280) {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 900 } });
  const trouble = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('dialog', (dialog) => trouble.push(dialog.message()));
  page.on('request', (request) => /^(file|data):/.test(request.url()) || trouble.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, trouble };
}

test('a review opens from the disk, asks for nothing, and axe finds nothing', async () => {
  const file = await review(6, 'small');
  for (const scheme of SCHEMES) {
    for (const width of [1280, 320]) {
      const { page, trouble } = await shown(file, scheme, width);
      await page.evaluate(axe);
      const found = (await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))).violations;
      assert.deepEqual(found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120))}`), [], `${scheme}, ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${width}: ${wide} px too wide`);
      assert.deepEqual(trouble, []);
      await page.close();
    }
  }
});

test('a tree is walked in both versions side by side', async () => {
  const { page } = await shown(await review(1, 'walked'));
  const walks = page.locator('.walk');
  assert.equal(await walks.count(), 2);
  for (const [side, end] of [[0, 'Call today'], [1, 'Stay home']]) {
    const walk = walks.nth(side);
    await walk.getByRole('link', { name: '1 to 20 miles' }).click();
    assert.match(await walk.locator('.card:target').innerText(), /Are you sure/);
    await walk.getByRole('link', { name: 'No', exact: true }).click();
    assert.match(await walk.locator('.card:target').innerText(), new RegExp(end));
  }
  // The words that changed are marked, and the pictures are there.
  assert.equal(await page.locator('table.beside ins', { hasText: 'this' }).count(), 3);
  const sizes = await page.locator('.pictures img').evaluateAll((all) => all.map((img) => img.naturalWidth));
  assert.ok(sizes.length === 2 && sizes.every((width) => width > 0), String(sizes));
  await page.close();
});

test('a change of 200 files is below a megabyte and opens in under two seconds', async () => {
  const file = await review(200, 'large');
  assert.ok((await stat(file)).size < 1_000_000);
  const { page, trouble } = await shown(file);
  const [entry] = await page.evaluate(() => performance.getEntriesByType('navigation').map((e) => e.loadEventEnd - e.startTime));
  assert.ok(entry < 2000, `${entry} ms`);
  assert.equal(await page.locator('h3', { hasText: /^Page / }).count(), 200);
  assert.equal(await page.locator('table.beside').count(), 200);
  assert.deepEqual(trouble, []);
  await page.close();
});
