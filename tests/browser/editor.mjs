// The preview and the author's editor: a problem and a paragraph are opened at their lines; a save is followed to its paragraph.
// usage: PROGRAM=fingerpost node --test editor.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { board, edited, preview, same, shows, SITE } from './preview-site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A program that writes down what it was started with, a line an argument, and the option that names it. */
function recorder() {
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-editor-'));
  const [program, log] = [join(folder, 'an editor.mjs'), join(folder, 'log')];
  writeFileSync(log, '');
  writeFileSync(program, "import { appendFileSync } from 'node:fs';\nappendFileSync(process.argv[2], JSON.stringify(process.argv.slice(3)) + '\\n');\n");
  const opened = async (wanted) => {
    for (let n = 0; n < 100 && readFileSync(log, 'utf8').trim().split('\n').at(-1) !== JSON.stringify(wanted); n += 1) await new Promise((done) => { setTimeout(done, 50); });
    assert.equal(readFileSync(log, 'utf8').trim().split('\n').at(-1), JSON.stringify(wanted));
  };
  return { options: ['--editor', `${process.execPath} '${program}' ${log} -g {file} {line}:{column}`], opened, log };
}

test('a click on a problem, a key on a paragraph and a click with Alt open the file at the line', () => {
  const { options, opened, log } = recorder();
  return preview(async ({ root, save, tab }) => {
    const page = await tab('page/');
    const at = (path, place) => opened(['-g', join(root, path), place]);
    // No board yet: `e` where the pointer is.
    await page.locator('#part-0').hover();
    await page.keyboard.press('e');
    await at('content/page.md', '11:1');
    await page.locator('main p', { hasText: /^Paragraph 2 / }).click({ modifiers: ['Alt'] });
    await at('content/page.md', '21:1');
    // Lines put in above: the same paragraph stands further down, and is the same one.
    await page.evaluate(() => { document.querySelector('#part-2').mark = 1; });
    save('content/page.md', edited('content/page.md', 'The first words of this page.', 'The first words of this page.\n\nOne more.\n\nAnd one.'));
    await shows(page, 'One more.');
    assert.equal(await page.evaluate(() => document.querySelector('#part-2').mark), 1);
    await page.locator('main p', { hasText: /^Paragraph 2 / }).hover();
    await page.keyboard.press('e');
    await at('content/page.md', '25:1');

    save('content/page.md', edited('content/page.md', 'The first words', 'The [first](othr.md) words'));
    await board(page).locator('pre', { hasText: 'broken-link' }).waitFor();
    await board(page).locator('pre').first().click();
    await at('content/page.md', '3:13');
    writeFileSync(log, '');
    await board(page).getByRole('button', { name: 'Open content/page.md:3' }).press('Enter');
    await at('content/page.md', '3:13');
    // Who types is not heard.
    writeFileSync(log, '');
    await page.locator('button.search-link').click();
    await page.locator('#search-field').fill('th');
    await page.keyboard.press('e');
    await page.waitForTimeout(200);
    assert.equal(readFileSync(log, 'utf8'), '');
    assert.equal(await page.locator('#search-field').inputValue(), 'the');
    assert.ok(await same(page));

    const tree = await tab('run/far/');
    await tree.locator('main h1').hover();
    await tree.keyboard.press('e');
    await at('content/run.tree.yaml', '8:1');

  }, { options });
});

test('the page of all problems is kept as the site is, and opens files', () => {
  const { options, opened } = recorder();
  return preview(async ({ root, save, server, context }) => {
    const page = await context.newPage();
    await page.goto(`${server.url}_fingerpost/problems`);
    await page.getByText('Nothing is wrong.').waitFor();
    save('content/other.md', '# Another\n\n[x](gone.md)\n');
    await page.locator('pre', { hasText: 'broken-link' }).waitFor();
    await page.getByRole('button', { name: 'Open content/other.md:3' }).click();
    await opened(['-g', join(root, 'content/other.md'), '3:5']);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}`);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' '))}`), []);
    }
    save('content/other.md', SITE['content/other.md']);
    await page.getByText('Nothing is wrong.').waitFor();
    await page.getByRole('link', { name: 'What has changed' }).click();
    await page.getByText('in no git repository').waitFor();
  }, { options, context: { bypassCSP: true } });
});

test('an editor that cannot be started is said not to be, and without one nothing is offered', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  await page.locator('#part-0').hover();
  await page.keyboard.press('e');
  await board(page).getByText('The editor could not be started').waitFor();
  save('content/page.md', edited('content/page.md', 'The first words', 'The last words'));
  await shows(page, 'The last words');
  await board(page).waitFor({ state: 'hidden' });
}, { options: ['--editor', '/nowhere/editor {file}'], spoken: true }));

test('without an editor, a problem is no button and a key does nothing', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  save('content/page.md', edited('content/page.md', 'The first words', 'The [first](othr.md) words'));
  await board(page).locator('pre').waitFor();
  assert.equal(await board(page).getByRole('button', { name: /Open/ }).count(), 0);
  await page.locator('#part-0').hover();
  await page.keyboard.press('e');
  await page.waitForTimeout(200);
}));

test('a save is followed to its paragraph, on this page and on another', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  const inView = (id) => page.waitForFunction((id) => {
    const { top, bottom } = document.getElementById(id).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }, id);
  let text;
  for (let n = 0; n < 8 && !(await page.evaluate(() => scrollY > 0)); n += 1) {
    text = edited('content/page.md', 'Paragraph 22 has some', `Paragraph 22 has ${n} other`);
    save('content/page.md', text);
    await shows(page, `Paragraph 22 has ${n} other`);
    await page.waitForTimeout(150);
  }
  await inView('part-22');
  const far = `# Another\n\n${Array.from({ length: 40 }, (_, i) => `## There ${i}\n\nOther words ${i}.\n`).join('\n')}`;
  save('content/other.md', far);
  await page.waitForURL('**/other/');
  await page.waitForTimeout(300);
  save('content/page.md', text.replace('Paragraph 28 has some', 'Paragraph 28 has more'));
  await page.waitForURL('**/page/');
  await inView('part-28');
}, { options: ['--follow'] }));

for (const colorScheme of ['light', 'dark']) {
  test(`errors before warnings, advice apart, nothing cut off on a phone: ${colorScheme}`, () => preview(async ({ tab }) => {
    const page = await tab('bad/');
    await board(page).locator('pre').first().waitFor();
    assert.deepEqual(await board(page).locator('pre').evaluateAll((all) => all.map((pre) => pre.className)), ['error', 'error', 'warning', 'warning', 'advice']);
    assert.match(await board(page).locator('h2').innerText(), /^4 problems on this page · 1 in other files · 1 piece of advice$/);
    for (const folded of [false, true]) {
      if (folded) await page.keyboard.press('Escape');
      const fits = await board(page).evaluate((section) => {
        const box = section.getBoundingClientRect();
        const heading = section.querySelector('h2').getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && heading.left >= 0 && heading.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth;
      });
      assert.ok(fits, `folded: ${folded}`);
    }
  }, {
    site: {
      'content/bad.md': `# Bad\n\n![](dot.png) and [x](gone.md) and http://bare.example/a\n\n${'This sentence has a great many words and it goes on and on. '.replace('. ', ' ').repeat(3)}for ever.\n`,
      'content/other.md': '# Another\n\n[y](gone.md)\n', 'site.yaml': 'title: Small\nchecks: {orphan-page: "off", unexplained-word: "off", reading-level: "off"}\n',
    },
    context: { viewport: { width: 320, height: 700 }, colorScheme },
  }));
}
