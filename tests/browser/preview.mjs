// The preview in a browser: what is saved is there, patched in place, and the reader stays where they were.
// usage: PROGRAM=fingerpost node --test preview.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SITE, board, comes, edited, preview, same, shows, started } from './preview-site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PARTS = Array.from({ length: 30 }, (_, i) => `## Part ${i}\n\nParagraph ${i} has some words.\n`).join('\n');

test('a changed word changes in place: scroll, open details, focus, selection and every other node stay', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  await page.evaluate(() => {
    document.querySelector('main details').open = true;
    document.querySelectorAll('main *').forEach((element, i) => { element.mark = i; });
    const heading = document.getElementById('part-20');
    heading.tabIndex = -1;
    heading.focus();
    const text = document.querySelector('#part-5 ~ p').firstChild;
    getSelection().setBaseAndExtent(text, 0, text, 9);
    scrollTo(0, 900);
  });
  const before = await page.evaluate(() => scrollY);
  save('content/page.md', edited('content/page.md', 'Paragraph 5 has some words', 'Paragraph 5 has other words'));
  await shows(page, 'has other words');
  const now = await page.evaluate(() => ({
    y: scrollY, open: document.querySelector('main details').open, focus: document.activeElement.id, chosen: String(getSelection()),
    kept: [...document.querySelectorAll('main *')].every((element, i) => element.mark === i),
  }));
  assert.deepEqual(now, { y: before, open: true, focus: 'part-20', chosen: 'Paragraph', kept: true });
  assert.ok(await same(page));
}));

test('what comes and goes above leaves the reader at the same line', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  const top = () => page.evaluate(() => Math.round(document.getElementById('part-15').getBoundingClientRect().top));
  await page.evaluate(() => document.getElementById('part-15').scrollIntoView());
  const before = await top();
  save('content/page.md', edited('content/page.md', '## Part 3\n', `${'Many more words. '.repeat(120)}\n\n- One\n- Two\n\n## Part 3\n`));
  await shows(page, 'Many more words');
  await page.waitForTimeout(100); // the browser may move it once more by itself
  assert.ok(Math.abs(await top() - before) <= 1, `${before} → ${await top()}`);
  save('content/page.md', SITE['content/page.md'].replace(/## Part 3\n[^]*?## Part 8\n/, '## Part 8\n'));
  await page.locator('#part-3').waitFor({ state: 'detached' });
  await page.waitForTimeout(100);
  assert.ok(Math.abs(await top() - before) <= 1, `${before} → ${await top()}`);
  assert.equal(await page.locator('main h2[id^=part]').count(), 25);
}));

test('whatever is written, the page is what a new tab is served', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  /** The page as it stands, but for the preview's own parts; the order of an element's attributes means nothing. */
  const written = () => {
    const copy = document.documentElement.cloneNode(true);
    copy.querySelectorAll('fingerpost-preview, script[data-key]').forEach((part) => part.remove());
    // By its style the preview makes room for its board, as soon as that is drawn.
    copy.removeAttribute('style');
    const tag = (element) => [element.tagName, ...[...element.attributes].map(({ name, value }) => `${name}=${value}`).sort()].join(' ');
    const text = (node) => (node.nodeType === Node.ELEMENT_NODE ? `<${tag(node)}>${[...node.childNodes].map(text).join('')}</>` : node.nodeValue);
    return text(copy);
  };
  const plain = (p) => p.evaluate(written);
  const texts = [
    '# A page\n\nShort.\n', '---\ntitle: Titled\ntags: [one, two]\n---\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n## B\n\n## A\n\n## C\n',
    '# A page\n\n## A\n\n## B\n\n## D\n\n## C\n\n1. one\n2. two\n\n> [!NOTE]\n> Words.\n', `# A page\n\n${PARTS}`, '', SITE['content/page.md'],
  ];
  for (const text of texts) {
    save('content/page.md', text);
    const fresh = await tab('page/');
    const want = await plain(fresh);
    const until = Date.now() + 20_000;
    while (await plain(page) !== want && Date.now() < until) await page.waitForTimeout(50);
    assert.equal(await plain(page), want);
    await fresh.close();
  }
  assert.ok(await same(page));
}));

test('a style is exchanged without a moment of none', () => preview(async ({ root, save, tab }) => {
  const page = await tab('page/');
  const css = await page.evaluate(() => fetch(document.querySelector('link[rel=stylesheet]').href).then((r) => r.text()));
  await page.evaluate(() => {
    window.margins = new Set();
    const look = () => { window.margins.add(getComputedStyle(document.body).marginTop); requestAnimationFrame(look); };
    look();
  });
  const shown = async (color) => {
    await page.waitForFunction((color) => getComputedStyle(document.querySelector('main h1')).color === color, color);
    await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
  };
  save('themes/default/assets/style.css', `${css}\nmain h1 { color: rgb(1, 2, 3) }\n`);
  await shown('rgb(1, 2, 3)');
  // Some editors empty a file before they write it.
  const file = join(root, 'themes/default/assets/style.css');
  writeFileSync(file, '');
  await page.waitForTimeout(20);
  writeFileSync(file, `${css}\nmain h1 { color: rgb(4, 5, 6) }\n`);
  await shown('rgb(4, 5, 6)');
  assert.deepEqual(await page.evaluate(() => [...window.margins]), ['0px']);
  assert.ok(await same(page));
}));

test('the problems of this page are shown as in the terminal, others counted; mended, they go away', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  assert.equal(await board(page).isVisible(), false);
  save('content/page.md', edited('content/page.md', 'The first words', 'The [first](othr.md) words'));
  await board(page).waitFor();
  const text = await board(page).locator('pre').innerText();
  assert.match(text, /error\[broken-link\]/);
  assert.match(text, /content\/page\.md:3:\d+[^]*The \[first\]\(othr\.md\) words[^]*\^\^\^/);
  assert.match(text, /other\.md/, 'help');
  assert.match(await page.locator('fingerpost-preview [role=status]').innerText(), /1 problem on this page/);
  await shows(page, 'The first words');

  save('content/other.md', '# Another\n\n[Nowhere](gone.md) and [nowhere](lost.md).\n');
  await board(page).getByText('2 in other files').waitFor();
  await board(page).getByRole('link', { name: 'content/other.md' }).waitFor();

  await page.keyboard.press('Escape');
  await board(page).locator('pre').waitFor({ state: 'hidden' });
  await board(page).getByRole('button', { name: 'Show' }).press('Enter');
  await board(page).locator('pre').waitFor();
  await board(page).getByRole('link', { name: 'content/other.md' }).click();
  await page.waitForURL('**/other/');
  await board(page).locator('pre').first().waitFor();
  assert.equal(await board(page).locator('pre').count(), 2);
  save('content/other.md', SITE['content/other.md']);
  await board(page).locator('pre').first().waitFor({ state: 'hidden' });
  save('content/page.md', SITE['content/page.md']);
  await board(page).waitFor({ state: 'hidden' });
  assert.match(await page.locator('fingerpost-preview [role=status]').innerText(), /mended/);
}));

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing in the problems: ${width} px, ${colorScheme}`, () => preview(async ({ tab }) => {
      const page = await tab('bad/');
      await board(page).locator('pre').first().waitFor();
      await page.addScriptTag({ content: axe });
      for (const folded of [false, true]) {
        if (folded) await page.keyboard.press('Escape');
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' '))}`), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      }
      await page.emulateMedia({ media: 'print' });
      assert.equal(await board(page).isVisible(), false);
    }, {
      site: { 'content/bad.md': '---\ndraft: true\n---\n# Bad\n\n[x](gone.md) and ![](dot.png)\n', 'content/other.md': '# Another\n\n[y](gone.md)\n' },
      context: { viewport: { width, height: 700 }, colorScheme, bypassCSP: true },
    }));
  }
}

const DOT = (colour) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path fill="${colour}" d="M0 0h20v20H0z"/></svg>`);

test('a picture that is replaced is shown anew, and no other', () => preview(async ({ save, tab }) => {
  const page = await tab('seen/');
  const colours = () => page.evaluate(() => [...document.querySelectorAll('main img')].map((picture) => {
    if (!picture.complete || !picture.naturalWidth) return null;
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.drawImage(picture, 0, 0);
    return [...canvas.getImageData(1, 1, 1, 1).data].slice(0, 3).join();
  }));
  const come = async (wanted) => {
    for (let n = 0; n < 80 && String(await colours()) !== wanted; n += 1) await page.waitForTimeout(50);
    assert.equal(String(await colours()), wanted);
  };
  await come('255,0,0,0,0,255');
  const other = await page.locator('main img').nth(1).getAttribute('src');
  save('content/a dot.svg', DOT('#0f0'));
  await come('0,255,0,0,0,255');
  assert.equal(await page.locator('main img').nth(1).getAttribute('src'), other);
  assert.ok(await same(page));
}, { site: { 'content/seen.md': '# Seen\n\n![A dot](<a dot.svg>) ![Another](b.svg)\n', 'content/a dot.svg': DOT('#f00'), 'content/b.svg': DOT('#00f') } }));

test('a draft is shown, and said to be one', () => preview(async ({ tab }) => {
  const page = await tab('soon/');
  await board(page).getByText('A draft: not published yet').waitFor();
}, { site: { 'content/soon.md': '---\ndraft: true\n---\n# Soon\n\nWords.\n' } }));

test('half-way through a tree, an edit elsewhere and edits of this question leave the reader where they were', () => preview(async ({ save, tab }) => {
  const page = await tab('run/');
  await page.getByLabel('A sudden pop').check();
  const url = page.url();

  save('content/other.md', '# Another\n\nQuite other words.\n');
  save('content/run.tree.yaml', edited('content/run.tree.yaml', 'A sudden pop, swelling', 'A loud pop, bruise: A bruise, swelling'));
  await page.getByLabel('A loud pop').waitFor();
  assert.equal(await page.getByLabel('A loud pop').isChecked(), true);
  assert.equal(await page.locator('input:checked').count(), 1);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/run\/far\/#flags=pop$/);
  assert.notEqual(page.url(), url);

  // The second question, reached without a new page, with half a number typed.
  await page.locator('#form-number').fill('12');
  await page.evaluate(() => { document.querySelector('#form-number').setSelectionRange(1, 1); });
  save('content/other.md', '# Another\n\nStill other words.\n');
  save('content/run.tree.yaml', edited('content/run.tree.yaml', 'How far was the run?', 'How far did you run?'));
  await page.locator('main h1', { hasText: 'How far did you run?' }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('How far did you run?'));
  const now = () => page.evaluate(() => ({
    hash: location.hash, value: document.querySelector('#form-number').value, focus: document.activeElement.id,
    links: document.querySelector('.choices').checkVisibility(), forms: document.querySelectorAll('main form.form').length,
    answers: document.querySelectorAll('.answers').length, back: document.querySelectorAll('.back-link').length,
    given: document.querySelector('.answers dd')?.textContent,
  }));
  const want = { hash: '#flags=pop', value: '12', focus: 'form-number', links: false, forms: 1, answers: 1, back: 1, given: 'A sudden pop' };
  await comes(now, want);
  save('content/run.tree.yaml', edited('content/run.tree.yaml', 'unit: miles', 'unit: kilometres'));
  await page.locator('#form-unit', { hasText: 'kilometres' }).waitFor();
  await comes(now, want);
  assert.ok(await same(page), 'the page was never loaded anew');

  // What comes next is not what was fetched ahead.
  const told = page.waitForResponse(/news/);
  save('content/run.tree.yaml', edited('content/run.tree.yaml', 'unit: miles', 'unit: kilometres').replace('A visit.', 'A visit today.'));
  await told;
  await page.keyboard.press('Enter');
  await page.locator('main', { hasText: 'A visit today.' }).waitFor();
  assert.match(page.url(), /#flags=pop&far=12$/);
  save('content/run.tree.yaml', edited('content/run.tree.yaml', 'unit: miles', 'unit: kilometres').replace('A visit.', 'A visit tomorrow.'));
  await page.locator('main', { hasText: 'A visit tomorrow.' }).waitFor();
  assert.equal(await page.locator('.answers dl > div').count(), 2);
  await page.goBack();
  await page.locator('#form-number').waitFor();
  assert.equal(await page.locator('#form-number').inputValue(), '12');
  assert.ok(await same(page), 'nor after that');
}));

test('what is typed outlives a moment in which the questions are not to be had, and a question that is broken for a while', () => preview(async ({ save, tab }) => {
  const page = await tab('run/far/#flags=pop');
  await page.locator('#form-number').fill('12');
  const now = () => page.evaluate(() => {
    const field = document.querySelector('#form-number');
    return field?.checkVisibility() ? { value: field.value, focus: document.activeElement === field } : null;
  });
  const want = { value: '12', focus: true };
  await comes(now, want);
  let asked = 0;
  await page.route(/assets\/trees/, (route) => {
    asked += 1;
    return route.fulfill({ status: 404, body: '' });
  });
  const save_as = (...pair) => save('content/run.tree.yaml', edited('content/run.tree.yaml', ...pair));
  save_as('unit: miles', 'unit: kilometres');
  await comes(now, null);
  assert.ok(asked > 0);
  await page.unroute(/assets\/trees/);
  save_as('unit: miles', 'unit: metres');
  await page.locator('#form-unit', { hasText: 'metres' }).waitFor();
  await comes(now, want);
  save_as('goto: see}]', 'goto: nowhere}]');
  await board(page).locator('pre').first().waitFor();
  save_as('unit: miles', 'unit: yards');
  await page.locator('#form-unit', { hasText: 'yards' }).waitFor();
  await comes(now, want);
  assert.ok(await same(page));
}, { spoken: true }));

test('a typed search stays, and finds what was just written', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  await page.locator('button.search-link').click();
  await page.locator('#search-field').pressSequentially('zebra');
  await page.getByText(/nothing|no page/i).first().waitFor();
  save('content/other.md', '# Another\n\nA zebra crosses.\n');
  await page.getByRole('option', { name: /Another/ }).waitFor();
  save('content/page.md', edited('content/page.md', 'The first words', 'The very first words'));
  await shows(page, 'The very first words');
  assert.equal(await page.locator('#search-field').inputValue(), 'zebra');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search-field');
  await page.getByRole('option', { name: /Another/ }).waitFor();
}));

test('nine tabs are served, and those whose page has changed show it', () => preview(async ({ save, tab }) => {
  const tabs = [];
  for (const address of ['page/', '', 'other/', 'other/', '', 'run/', 'run/far/', 'everything/', 'page/']) tabs.push(await tab(address));
  for (const page of tabs) {
    await page.evaluate(() => {
      window.touched = 0;
      new MutationObserver((all) => { window.touched += all.length; }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  }
  const heard = Promise.all(tabs.map((page) => page.waitForResponse(/news/)));
  save('content/page.md', edited('content/page.md', 'The first words', 'The last words'));
  await Promise.all([shows(tabs[0], 'The last words'), shows(tabs[8], 'The last words')]);
  await heard;
  const touched = await Promise.all(tabs.map((page) => page.evaluate(() => window.touched > 0)));
  assert.deepEqual(touched, tabs.map((_, i) => i === 0 || i === 8));
}));

test('the tab used last goes to the page that was saved, unless it is seen already or somebody types', () => preview(async ({ save, tab }) => {
  const [one, two] = [await tab(''), await tab('page/')];
  // Without a window every tab says that it has the focus; then whichever reports last counts as the one used last.
  await one.evaluate(() => { document.hasFocus = () => false; });
  // A save that comes before the browser waits for one is not followed: then the next is.
  for (let n = 0; n < 8 && new URL(two.url()).pathname !== '/other/'; n += 1) {
    save('content/other.md', `# Another\n\nNew words ${n}.\n`);
    await two.waitForURL('**/other/', { timeout: 1000 }).catch(() => {});
  }
  await shows(two, 'New words');
  assert.equal(new URL(one.url()).pathname, '/');
  await two.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('news')));
  await two.waitForTimeout(200);
  save('content/other.md', '# Another\n\nNewer words.\n');
  await shows(two, 'Newer words');
  await two.locator('button.search-link').click();
  await two.locator('#search-field').fill('words');
  await two.getByRole('option').first().waitFor();
  const heard = two.waitForResponse(/news/);
  save('content/page.md', edited('content/page.md', 'The first words', 'The last words'));
  await heard;
  await two.waitForTimeout(200);
  assert.equal(new URL(two.url()).pathname, '/other/');
  assert.equal(new URL(one.url()).pathname, '/');
}, { options: ['--follow'] }));

test('a theme that does not parse leaves the page as it was, after a reload too, and says so', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  save('themes/default/templates/article.html', '{% if %}');
  await board(page).getByText('template-syntax').first().waitFor();
  await board(page).getByText('Shown as it was before').waitFor();
  await shows(page, 'The first words');
  await page.reload();
  await board(page).getByText('template-syntax').first().waitFor();
  await shows(page, 'The first words');
  save('themes/default/templates/article.html', '{% extends "base.html" %}{% block content %}<h1>Anew</h1>{{ article.body | safe }}{% endblock %}');
  await page.getByRole('heading', { name: 'Anew' }).waitFor();
  await board(page).waitFor({ state: 'hidden' });
}));

test('a theme that never worked is said not to, and its pages come when it does', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  await page.getByRole('heading', { name: 'This page cannot be shown' }).waitFor();
  await board(page).getByText('template-syntax').first().waitFor();
  save('themes/default/templates/article.html', '{% extends "base.html" %}{% block content %}<h1>Anew</h1>{{ article.body | safe }}{% endblock %}');
  await page.getByRole('heading', { name: 'Anew' }).waitFor();
}, { site: { 'themes/default/templates/article.html': '{% if %}' }, spoken: true }));

test('a page that is opened before it is written says so, and is there with its file, at its own address', () => preview(async ({ save, tab }) => {
  const page = await tab('new-words/');
  await page.getByRole('heading', { name: /not here|not found|no page/i }).waitFor();
  await page.waitForURL('**/new-words/?q=**');
  save('content/new-words.md', '# New words\n\nHere they are.\n');
  await shows(page, 'Here they are');
  assert.ok(page.url().endsWith('/new-words/'), page.url());
}, { spoken: true })); // the browser itself says that the page is not there

test('a server that has gone is told; one that is back is noticed', () => preview(async ({ root, save, tab, server }) => {
  const page = await tab('page/');
  await server.stop();
  await board(page).getByText('The preview has stopped').waitFor();
  assert.match(await page.locator('fingerpost-preview [role=alert]').innerText(), /stopped/);
  save('content/page.md', edited('content/page.md', 'The first words', 'Words of the meantime'));
  const again = await started(root, new URL(server.url).port);
  try {
    assert.equal(again.url, server.url);
    await shows(page, 'Words of the meantime');
    await board(page).waitFor({ state: 'hidden' });
    save('content/page.md', SITE['content/page.md']);
    await shows(page, 'The first words');
  } finally {
    await again.stop();
  }
}, { spoken: true }));
