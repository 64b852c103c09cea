// Ways of saving, and of not quite saving, in a preview: scroll, answers, open parts and address stay, and the console is clean.
// usage: PROGRAM=fingerpost node --test saving.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { appendFileSync, closeSync, cpSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, truncateSync, unlinkSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SITE, board, edited, preview, same } from './preview-site.mjs';

const PAGE = `---\ntitle: A page\norder: 1\n---\n\nThe first words of this page about a clot [@book].\n\n<details><summary>More</summary>\n\nHidden words.\n\n</details>\n\n${
  Array.from({ length: 30 }, (_, i) => `## Part ${i}\n\nParagraph ${i} has some words.\n`).join('\n')}`;
const GLOSSARY = '- {term: Clot, meaning: A plug of blood.}\n';
const REFERENCES = 'book: {title: A book}\n';
const FILES = { 'site.yaml': 'title: Small\nchecks: {orphan-page: "off"}\n', 'content/page.md': PAGE, 'content/glossary.yaml': GLOSSARY, 'content/references.yaml': REFERENCES, 'content/a/deep.md': '# Deep\n\nDeep words.\n' };
const TREE = SITE['content/run.tree.yaml'];
const other = (text) => text.replace('Paragraph 20 has some words', 'Paragraph 20 has other words');

/** What a reader has done to a page and sees of it. */
const state = (page) => page.evaluate(() => ({
  y: Math.round(scrollY), open: document.querySelector('main details')?.open, path: location.pathname + location.search, hash: location.hash,
  title: document.title, box: [...document.querySelectorAll('main input')].map((input) => (input.type === 'checkbox' ? input.checked : input.value)),
  answers: [...document.querySelectorAll('.answers dd:not(.change)')].map((given) => given.textContent), term: document.querySelectorAll('a.term').length,
  sources: document.querySelectorAll('.sources li').length, same: window.same === true,
}));

const settled = async (page) => {
  await page.waitForTimeout(350); // longer than a text is given to come back, and than the look afterwards
  await page.waitForFunction(() => fetch('/_fingerpost/looks').then((r) => r.json()).then(({ look }) => look > 0));
  await page.waitForTimeout(100);
};

/** A reader in the middle of the page, its part open; and one half-way through the tree, a number typed. */
async function readers({ tab }) {
  const page = await tab('page/');
  await page.evaluate(() => {
    document.querySelector('main details').open = true;
    scrollTo(0, 1200);
  });
  const tree = await tab('run/');
  await tree.getByLabel('A sudden pop').check();
  await tree.getByRole('button', { name: 'Continue' }).click();
  await tree.waitForURL(/run\/far\/#flags=pop$/);
  await tree.locator('#form-number').fill('12');
  await tree.waitForFunction(() => document.querySelector('.answers dd'));
  return [page, tree];
}

// What is done to the folder; `after` is undone by the next writing of all files.
const KINDS = {
  'a new file renamed over the old one': ({ at, put }) => { put('content/.page.new', other(PAGE)); renameSync(at('content/.page.new'), at('content/page.md')); },
  'emptied, and written 20 ms later': async ({ at, put, wait }) => { truncateSync(at('content/page.md')); await wait(20); put('content/page.md', other(PAGE)); },
  'empty for 250 ms': async ({ at, put, wait }) => { truncateSync(at('content/page.md')); await wait(250); put('content/page.md', other(PAGE)); },
  'written in place, in three pieces': async ({ at, wait }) => {
    const file = openSync(at('content/page.md'), 'r+');
    for (const piece of other(PAGE).match(/[^]{1,700}/g)) { writeSync(file, piece); await wait(8); }
    closeSync(file);
  },
  'deleted, and undone': async ({ at, put, wait }) => { unlinkSync(at('content/page.md')); await wait(300); put('content/page.md', PAGE); },
  'moved to a backup first, as vim does': async ({ at, put, wait }) => { renameSync(at('content/page.md'), at('content/page.md~')); await wait(10); put('content/page.md', other(PAGE)); unlinkSync(at('content/page.md~')); },
  'a lock file and a swap file beside it': ({ put }) => { put('content/.#page.md', 'x'); put('content/.page.md.swp', 'x'); put('content/#page.md#', 'x'); put('content/4913', 'x'); put('content/~$page.docx', 'x'); },
  'touched, and not changed': ({ at }) => utimesSync(at('content/page.md'), new Date(), new Date()),
  'the same written again': ({ put }) => put('content/page.md', PAGE),
  'a line added at its end': ({ at }) => appendFileSync(at('content/page.md'), '\nThe end.\n'),
  'a front matter with a quotation mark too many': ({ put }) => put('content/page.md', PAGE.replace('title: A page', 'title: "A page')),
  'a front matter with half a key': ({ put }) => put('content/page.md', PAGE.replace('title: A page', 'tit')),
  'a front matter that does not end': ({ put }) => put('content/page.md', PAGE.replace('order: 1\n---\n', 'order: 1\n')),
  'saved as Latin-1': ({ put }) => put('content/page.md', Buffer.from(PAGE.replace('Hidden', 'Caf\u00e9'), 'latin1')),
  'saved as UTF-16': ({ put }) => put('content/page.md', Buffer.from(`\ufeff${PAGE}`, 'utf16le')),
  'full of zeros, as after a crash': ({ put }) => put('content/page.md', Buffer.alloc(4096)),
  'a tree with a bracket too few': ({ put }) => put('content/run.tree.yaml', TREE.replace('options: {pop', 'options: [pop')),
  'a tree cut off in the middle': ({ put }) => put('content/run.tree.yaml', TREE.slice(0, 200)),
  'a tree emptied': ({ put }) => put('content/run.tree.yaml', ''),
  'a glossary with half a term': ({ put }) => put('content/glossary.yaml', `${GLOSSARY}- {term: Cal`),
  'a glossary emptied': ({ put }) => put('content/glossary.yaml', ''),
  'references with half a title': ({ put }) => put('content/references.yaml', `${REFERENCES}other: {title: [x`),
  'settings with half a key': ({ put }) => put('site.yaml', 'title: Small\nnav'),
  'settings with an open bracket': ({ put }) => put('site.yaml', 'title: Small\nnavigation: ['),
  'a template half-typed': ({ put }) => put('themes/default/templates/article.html', '{% extends "default/article.html" %}{% block con'),
  'a style emptied for 200 ms': async ({ at, put, wait, css }) => {
    put('themes/default/assets/style.css', css);
    await wait(200);
    truncateSync(at('themes/default/assets/style.css'));
    await wait(200);
    put('themes/default/assets/style.css', css);
  },
  'a style half-typed at its end': ({ put, css }) => put('themes/default/assets/style.css', `${css}\nmain h1 { color: re`),
  'a new page beside it': ({ put }) => put('content/newer.md', '# Newer\n\nNew.\n'),
  'another page with other words': ({ put }) => put('content/other.md', '# Another\n\nOther new words.\n'),
  'a folder beside it moved, and a file in it': ({ at, put }) => { renameSync(at('content/a'), at('content/b')); put('content/b/deep.md', '# Deep\n\nDeeper.\n'); },
  'a branch of 500 files, and back': async ({ at, put, wait }) => {
    for (let n = 0; n < 500; n += 1) put(`content/branch/p${n}.md`, `# Page ${n}\n\nWords ${n}.\n`);
    unlinkSync(at('content/page.md'));
    await wait(600);
    rmSync(at('content/branch'), { recursive: true });
    put('content/page.md', PAGE);
  },
  'the content folder away and back': async ({ at, wait }) => { renameSync(at('content'), at('.content')); await wait(300); renameSync(at('.content'), at('content')); },
  'synchronised by a copy of everything': ({ at, root }) => { cpSync(at('content'), join(root, '.copy'), { recursive: true }); rmSync(at('content'), { recursive: true }); cpSync(join(root, '.copy'), at('content'), { recursive: true }); },
};

for (const [name, does] of Object.entries(KINDS)) {
  test(`${name}: scroll, answers, open parts and address stay`, () => preview(async (all) => {
    const { root, save } = all;
    const [page, tree] = await readers(all);
    const css = await page.evaluate(() => fetch(document.querySelector('link[rel=stylesheet]').href).then((r) => r.text()));
    const at = (path) => join(root, path);
    const put = (path, text) => { mkdirSync(join(at(path), '..'), { recursive: true }); writeFileSync(at(path), text); };
    const before = [await state(page), await state(tree)];
    await does({ root, at, put, css, wait: (time) => page.waitForTimeout(time) });
    await settled(page);
    assert.deepEqual([await state(page), await state(tree)], before);
    // And it goes on from there.
    for (const [path, text] of Object.entries({ ...SITE, ...FILES })) save(path, text);
    rmSync(at('themes'), { recursive: true, force: true });
    save('content/page.md', PAGE.replace('Paragraph 3 has some words', 'Paragraph 3 goes on'));
    await page.locator('main', { hasText: 'Paragraph 3 goes on' }).waitFor();
    await board(page).waitFor({ state: 'hidden' }).catch(async () => assert.fail(await board(page).innerText()));
    assert.deepEqual((({ title, ...rest }) => rest)(await state(page)), (({ title, ...rest }) => rest)(before[0]));
    await board(tree).waitFor({ state: 'hidden' });
    assert.deepEqual(await state(tree), before[1]);
  }, { site: FILES }));
}

/** The reason that stands on the board of what is held. */
test('what is held says why, at the line, on the pages that it concerns', () => preview(async (all) => {
  const { save, root } = all;
  const [page, tree] = await readers(all);
  save('content/run.tree.yaml', TREE.replace('max: 150', 'max: ['));
  await board(tree).getByText('Shown as it was before').waitFor();
  assert.match(await board(tree).innerText(), /content\/run\.tree\.yaml` cannot be read[^]*content\/run\.tree\.yaml:\d+:\d+/);
  await board(page).getByText('1 problem in other files').waitFor();
  save('content/run.tree.yaml', TREE);
  await board(tree).waitFor({ state: 'hidden' });
  save('content/glossary.yaml', '- {term: C');
  for (const reader of [page, tree]) await board(reader).getByText('`content/glossary.yaml` cannot be read').waitFor();
  save('content/glossary.yaml', GLOSSARY);
  for (const reader of [page, tree]) await board(reader).waitFor({ state: 'hidden' });
  unlinkSync(join(root, 'content/page.md'));
  await board(page).getByText('`content/page.md` is no longer there').waitFor();
  assert.equal((await state(page)).y, 1200);
}, { site: FILES }));

const follows = {
  'another name': ['page.md', 'a/renamed.md', '/a/renamed/'],
  'capitals alone': ['page.md', 'PAGE.md', null],
  'letters of another script': ['page.md', 'größer 日本.md', null],
};
for (const [name, [from, to, wanted]] of Object.entries(follows)) {
  test(`a file that gets ${name} is followed: the address alone is another`, () => preview(async (all) => {
    const { root, save } = all;
    const [page] = await readers(all);
    const before = await state(page);
    renameSync(join(root, 'content', from), join(root, 'content', to));
    await settled(page);
    const { path, ...rest } = await state(page);
    assert.deepEqual({ ...rest, path: '' }, { ...before, path: '' });
    if (wanted) assert.equal(path, wanted);
    save(`content/${to}`, other(PAGE));
    await page.locator('main', { hasText: 'Paragraph 20 has other words' }).waitFor();
    assert.ok(await same(page));
    assert.equal(await page.evaluate(() => fetch(location.href).then((r) => r.status)), 200, 'a reload shows it too');
    assert.equal((await state(page)).y, before.y);
  }, { site: FILES, gone: true }));
}

test('a tree that gets another name is followed with its answers, in a folder that moves too', () => preview(async (all) => {
  const { root } = all;
  const [, tree] = await readers(all);
  const before = await state(tree);
  renameSync(join(root, 'content/run.tree.yaml'), join(root, 'content/a/jog.tree.yaml'));
  await tree.waitForURL(/\/a\/jog\/far\/#flags=pop$/);
  await settled(tree);
  assert.deepEqual({ ...await state(tree), path: before.path }, before);
  renameSync(join(root, 'content/a'), join(root, 'content/b'));
  await tree.waitForURL(/\/b\/jog\/far\/#flags=pop$/);
  await settled(tree);
  assert.deepEqual({ ...await state(tree), path: before.path }, before);
  await tree.keyboard.press('Enter');
  await tree.waitForURL(/#flags=pop&far=12$/);
}, { site: FILES, gone: true }));

test('two files that change places stay at their addresses', () => preview(async (all) => {
  const { root } = all;
  const [page] = await readers(all);
  const at = (name) => join(root, 'content', name);
  renameSync(at('page.md'), at('.swap'));
  renameSync(at('other.md'), at('page.md'));
  renameSync(at('.swap'), at('other.md'));
  await page.locator('main', { hasText: 'Other words.' }).waitFor();
  assert.equal((await state(page)).path, '/page/');
  assert.ok(await same(page));
}, { site: FILES }));

test('answers are replayed where the tree has another structure, and found again where that is undone', () => preview(async (all) => {
  const { save } = all;
  const [, tree] = await readers(all);
  const before = await state(tree);
  const hash = '#flags=pop';
  // An answer before it is another's: those given lead elsewhere now, which is said, and nothing is lost.
  save('content/run.tree.yaml', TREE.replace('next: [{goto: far}]', 'next: [{goto: shoe}]').replace('  far:\n', '  shoe: {ask: Old shoes?, options: {yes: {say: "Yes", goto: far}, no: {say: "No", goto: far}}}\n  far:\n'));
  await board(tree).getByText('Your answers lead elsewhere now').waitFor();
  assert.match(await board(tree).getByRole('link', { name: 'another page of it' }).getAttribute('href'), /\/run\/shoe\/#flags=pop$/);
  const now = await state(tree);
  assert.deepEqual([now.path, now.hash, now.box], [before.path, hash, before.box]);
  save('content/run.tree.yaml', TREE);
  await board(tree).waitFor({ state: 'hidden' });
  await tree.waitForFunction(() => document.querySelector('.answers dd'));
  assert.deepEqual(await state(tree), before);
  // A question more behind it, and one that is no longer asked before it.
  save('content/run.tree.yaml', TREE.replace('goto: rest}, {goto: see}', 'goto: rest}, {goto: pain}').replace('outcomes:', '  pain: {ask: Pain?, options: {yes: {say: "Yes", goto: see}, no: {say: "No", goto: rest}}}\noutcomes:'));
  await settled(tree);
  assert.deepEqual(await state(tree), before);
  save('content/run.tree.yaml', TREE.replace('title: What now?', 'title: What now?\nstart: far').replace(/  flags:[^]*?  far:/, '  far:'));
  await settled(tree);
  const fewer = await state(tree);
  assert.deepEqual(fewer.box, before.box);
}, { site: FILES }));

test('a script that comes with a term runs without the page being loaded anew', () => preview(async ({ save, tab }) => {
  const page = await tab('page/');
  assert.equal(await page.locator('a.term').count(), 0);
  await page.evaluate(() => { document.querySelector('main details').open = true; });
  save('content/glossary.yaml', GLOSSARY);
  await page.locator('a.term').first().waitFor();
  await page.locator('a.term').first().hover();
  await page.locator('.term-tip', { hasText: 'A plug of blood.' }).waitFor();
  assert.ok(await same(page));
  assert.equal(await page.evaluate(() => document.querySelector('main details').open), true);
}, { site: { 'content/page.md': PAGE.replace(' [@book]', '') } }));
