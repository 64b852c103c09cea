// Tabs, figures, steps, cards, films and diagrams, in Chromium: by keyboard, without scripts, on paper, in both colours; axe, and what
// the scripts weigh. usage: PROGRAM=fingerpost node --test blocks.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, serve, visit } from './open.mjs';
import { run, write } from './trees.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARTICLE = `# Blocks

![A field](field.svg "Where we meet"){#fig-field}

See [@fig-field].

[A film](https://www.youtube.com/watch?v=a)

:::tabs
== One
First words.
== Two
Second words, and [a link](#deep).

#### Deep {#deep}
== Three
Third words.
:::

:::steps
1. One
2. Two
:::

:::cards
- [Blocks](#blocks) — words
:::

\`\`\`mermaid
flowchart LR
  A[Begin] -->|yes| B{Sure?} --> C
  subgraph g [Group]
    C --> D
  end
\`\`\`

\`\`\`mermaid
sequenceDiagram
  Ann->>Bob: Hello
  Note over Ann,Bob: Words
\`\`\`

\`\`\`mermaid
pie title What we gave
  "Bread" : 3
  "Milk" : 2
\`\`\`

![[plan.csv]]
`;
let browser;
let folder;
let site;

before(async () => {
  browser = await open();
  folder = await mkdtemp(join(tmpdir(), 'fingerpost-blocks-'));
  write(folder, { 'site.yaml': 'title: S\n', 'content/index.md': ARTICLE, 'content/plan.csv': 'week,miles\n1,3\n2,4\n',
    'content/field.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800"><rect width="1200" height="800" fill="#7ab"/></svg>\n' });
  const built = run(process.env.PROGRAM, 'build', '--root', folder, '--out', join(folder, 'out'));
  assert.equal(built.code, 0, built.said);
  site = await serve(join(folder, 'out'));
});
after(async () => {
  await browser.close();
  site.close();
  await rm(folder, { recursive: true });
});

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing, text is at 7:1, and nothing is cut off: ${width} px, ${colorScheme}`, async () => {
      await visit(browser, site.url, async (page) => {
        await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await page.addScriptTag({ content: axe });
        for (const rules of [{ resultTypes: ['violations'] }, { runOnly: ['color-contrast-enhanced'] }]) {
          const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), rules);
          assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' '))}`), []);
        }
      }, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    });
  }
}

test('tabs work with the keyboard, and a link to a place in one opens it', async () => {
  await visit(browser, site.url, async (page) => {
    const tab = (name) => page.getByRole('tab', { name });
    const seen = (words) => page.getByText(words).isVisible();
    assert.ok(await seen('First words.'));
    assert.ok(!(await seen('Second words')));
    await tab('One').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await tab('Two').getAttribute('aria-selected'), 'true');
    assert.ok((await seen('Second words')) && !(await seen('First words.')));
    await page.keyboard.press('End');
    assert.ok(await seen('Third words.'));
    await page.keyboard.press('ArrowRight');
    assert.ok(await seen('First words.'));
    assert.equal(await page.locator('[role=tab][tabindex="0"]').count(), 1);
    await page.emulateMedia({ media: 'print' });
    for (const words of ['First words.', 'Second words', 'Third words.']) assert.ok(await seen(words), `${words} on paper`);
    assert.equal(await page.locator('[role=tablist]:visible').count(), 0);
    assert.equal(await page.locator('.tab-title:visible').count(), 3);
  });
  await visit(browser, `${site.url}#deep`, async (page) => assert.ok(await page.getByText('Second words').isVisible()));
});

test('without JavaScript all tabs are shown, each below its title, and a figure leads to its picture', async () => {
  await visit(browser, site.url, async (page) => {
    for (const words of ['First words.', 'Second words', 'Third words.']) assert.ok(await page.getByText(words).isVisible());
    assert.equal(await page.locator('.tab-title:visible').count(), 3);
    assert.match(await page.locator('a.enlarge').getAttribute('href'), /^field/);
  }, { javaScriptEnabled: false });
});

test('a figure is enlarged by mouse and keyboard, and closed again', async () => {
  await visit(browser, site.url, async (page) => {
    const dialog = page.locator('dialog.enlarged');
    await page.locator('a.enlarge').click();
    assert.ok(await dialog.isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await dialog.count(), 0);
    await page.locator('a.enlarge').focus();
    await page.keyboard.press('Enter');
    assert.ok(await dialog.getByRole('button').isVisible());
    await dialog.getByRole('button').click();
    assert.equal(await dialog.count(), 0);
    assert.ok(await page.evaluate(() => document.activeElement.matches('a.enlarge')));
  });
});

test('nothing is asked of another host, and the two scripts weigh at most 2 kB', async () => {
  const asked = [];
  await visit(browser, 'about:blank', async (page) => {
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(site.url);
    await page.waitForLoadState('networkidle');
  });
  assert.deepEqual(asked.filter((url) => !url.startsWith(site.url)), []);
  const assets = join(folder, 'out/assets');
  const scripts = (await readdir(assets)).filter((name) => /^(tabs|enlarge)\./.test(name));
  const sizes = await Promise.all(scripts.map(async (name) => (await readFile(join(assets, name))).length));
  assert.equal(scripts.length, 2);
  assert.ok(sizes.reduce((a, b) => a + b) <= 2048, `${sizes}`);
});
