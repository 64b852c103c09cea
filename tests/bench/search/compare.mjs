// Known-item search beside Pagefind and MiniSearch, on the same pages in one run, and what each sends over the wire.
//
// usage: node compare.mjs PROGRAM SITE-FOLDER [HOW-MANY-HEADINGS]
//
// Every title and heading that one page alone has is asked for: as it is, by two of its words, with a slip, in another form, and
// by the site's synonyms. Printed are means of reciprocal ranks: 1 where the heading's page always comes first. Pagefind and
// Fingerpost then answer in Chromium with an empty cache; a server that compresses texts, as hosts do, counts what it sends.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import * as pagefind from 'pagefind';
import { open } from '../../browser/open.mjs';

const [program, folder, many = '500'] = process.argv.slice(2);
const out = await mkdtemp(join(tmpdir(), 'fingerpost-compare-'));
const built = spawnSync(program, ['build', '--root', folder, '--out', join(out, 'site')], { encoding: 'utf8' });
if (built.status === 2) throw new Error(built.stderr);

// ---- The pages: every article, as sections ----

const plain = (html) => html.replace(/<a class="(?:anchor|cite|mark)"[\s\S]*?<\/a>/g, '').replace(/<[^>]+>/g, ' ')
  .replace(/&(?:#(\d+)|(\w+));/g, (_, number, name) => (number ? String.fromCodePoint(number) : { amp: '&', lt: '<', gt: '>', quot: '"' }[name] ?? ' '))
  .replace(/\s+/g, ' ').trim();

async function pages() {
  const all = [];
  for (const file of (await readdir(join(out, 'site'), { recursive: true })).sort()) {
    if (!file.endsWith('index.html')) continue;
    const html = await readFile(join(out, 'site', file), 'utf8');
    if (!/<body class="kind-article"/.test(html)) continue;
    const main = html.match(/<main[\s\S]*?<\/main>/)[0];
    const parts = main.split(/(?=<h[1-6][ >])/).slice(1);
    const source = [`${file.slice(0, -'/index.html'.length)}.md`, file.replace('index.html', 'index.md')].map((name) => readFile(join(folder, 'content', name), 'utf8').catch(() => ''));
    const written = (await Promise.all(source)).join('');
    if (!written || /^search: false$/m.test(written)) continue; // made by the program, or not to be found
    const [, also = ''] = written.match(/^also_called: \[(.*)\]$/m) ?? [];
    const sections = parts.map((part) => {
      const [, level, heading, text] = part.match(/^<h([1-6])[^>]*>([\s\S]*?)<\/h[1-6]>([\s\S]*)/);
      return { level: Number(level), heading: plain(heading), text: plain(text), prose: level === '1' || /^<h[1-6][^>]* id="/.test(part) };
    });
    all.push({ url: file.slice(0, -'index.html'.length), title: sections[0].heading, also, html, sections });
  }
  return all;
}

const words = (text) => text.match(/[\p{L}\p{N}'’]+/gu) ?? [];

/** Headings of one page alone, evenly taken from all. */
function items(all) {
  const owners = new Map();
  for (const { url, sections } of all) {
    for (const { heading } of sections.filter((section) => section.prose)) {
      const key = words(heading.toLowerCase()).sort().join(' ');
      const owner = owners.get(key) ?? { heading, urls: new Set() };
      owner.urls.add(url);
      owners.set(key, owner);
    }
  }
  const own = [...owners.values()].filter(({ heading, urls }) => urls.size === 1 && words(heading).length > 1)
    .map(({ heading, urls }) => ({ query: heading, url: [...urls][0] }));
  const step = Math.max(1, own.length / Number(many));
  return own.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

const longest = (text) => words(text).sort((a, b) => b.length - a.length);
let turn = 0;
/** One slip in the longest word, of four kinds in turn: two letters exchanged, one left out, one doubled, another one. */
function slip(text) {
  const [word] = longest(text);
  const middle = Math.max(1, word.length >> 1);
  const [before, at, after] = [word.slice(0, middle), word[middle] ?? '', word.slice(middle + 1)];
  turn += 1;
  const slips = [before.slice(0, -1) + at + before.at(-1) + after, before + after, before + at + at + after, before + (at === 'e' ? 'a' : 'e') + after];
  return text.replace(word, slips[turn % 4] === word ? before + after : slips[turn % 4]);
}
const inflected = (word) => (word.length < 4 ? word : word.endsWith('s') ? word.slice(0, -1) : word.endsWith('e') ? `${word}s` : word.endsWith('ing') ? word.slice(0, -3) : `${word}s`);
const other = (text) => text.replace(/[\p{L}'’]+/gu, inflected);

async function synonyms() {
  const settings = await readFile(join(folder, 'site.yaml'), 'utf8');
  return [...settings.matchAll(/^ {2}- \[([^\],]+), ([^\],]+)/gm)].map(([, one, two]) => [one, two]);
}

/** The queries of each kind. */
async function kinds(all) {
  const change = (f) => all.map(({ query, url }) => ({ query: f(query), url }));
  const pairs = await synonyms();
  const meant = all.flatMap(({ query, url }) => pairs.flatMap(([one, two]) => {
    const found = new RegExp(`\\b${one}\\b`, 'i');
    return found.test(query) ? [{ query: query.replace(found, two), url }] : [];
  }));
  return { 'as it is': all, 'two words': change((text) => longest(text).slice(0, 2).join(' ')), 'a slip': change(slip), 'another form': change(other), 'a synonym': meant };
}

// ---- The three ----

function fingerpost(queries) {
  const run = spawnSync(program, ['search', '--json', '--root', folder], { input: queries.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 30 });
  return run.stdout.trim().split('\n').map((line) => JSON.parse(line).hits.map((hit) => hit.href.split('#')[0]));
}

function minisearch(all) {
  const index = new MiniSearch({ fields: ['title', 'also', 'heading', 'text'], storeFields: ['url'], searchOptions: { boost: { title: 3, also: 3, heading: 2 }, fuzzy: 0.2, prefix: true } });
  index.addAll(all.flatMap(({ url, title, also, sections }) => sections.map(({ heading, text }, i) => ({ id: `${url}#${i}`, url, title: i ? '' : title, also: i ? '' : also, heading, text }))));
  const bytes = gzipSync(JSON.stringify(index)).length;
  const ask = (queries) => queries.map((query) => [...new Set(index.search(query).map(({ url }) => url))].slice(0, 20));
  return { ask, bytes };
}

async function pagefinds(all) {
  const { index } = await pagefind.createIndex({ rootSelector: 'main' });
  for (const { url, html } of all) await index.addHTMLFile({ url: `/${url}`, content: html });
  await index.writeFiles({ outputPath: join(out, 'site/pagefind') });
  await pagefind.close();
}

async function asked_in(page, queries) {
  return page.evaluate(async (queries) => {
    const index = await import('/pagefind/pagefind.js');
    const answers = [];
    for (const query of queries) {
      const { results } = await index.search(query);
      const shown = await Promise.all(results.slice(0, 20).map((result) => result.data()));
      answers.push(shown.map(({ raw_url }) => raw_url.slice(1)));
    }
    return answers;
  }, queries);
}

// ---- What is sent ----

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml' };
let sent = 0;
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  const body = await readFile(join(out, 'site', path.endsWith('/') ? `${path}index.html` : path)).catch(() => null);
  if (!body) return response.writeHead(404).end();
  const type = TYPES[extname(path) || '.html'];
  const packed = type ? gzipSync(body) : body;
  sent += packed.length;
  response.writeHead(200, { 'content-type': type ?? 'application/octet-stream', ...(type && { 'content-encoding': 'gzip' }) }).end(packed);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const home = `http://127.0.0.1:${server.address().port}/`;

/** What a first answer sends, script included, and at most the answer to one more letter. */
async function sent_by_us(browser, address, query) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(home + address);
  const script = await page.getAttribute('script[src*="/search."]', 'src');
  const code = gzipSync(await readFile(join(out, 'site', new URL(script, page.url()).pathname))).length;
  const settle = async () => {
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(60);
  };
  sent = code;
  await page.fill('#search-field', query);
  await page.waitForSelector('[role=option], .top [role=status]:not(:empty)');
  await settle();
  const first = sent;
  const steps = [];
  for (const letter of [...' and calf stretch']) {
    sent = 0;
    await page.type('#search-field', letter);
    await settle();
    steps.push(sent);
  }
  await context.close();
  return { first, next: Math.max(...steps) };
}

/** How long typing held the page's main thread at most, in milliseconds of its own work: so others' work does not count. */
async function held_by_us(browser, address, queries) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(home + address);
  const client = await context.newCDPSession(page);
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] } });
  await page.keyboard.press('/');
  for (const query of queries) {
    await page.keyboard.type(query, { delay: 40 });
    await new Promise((done) => setTimeout(done, 500));
    for (const _ of query) await page.keyboard.press('Backspace');
  }
  const ended = new Promise((done) => client.once('Tracing.tracingComplete', done));
  await client.send('Tracing.end');
  await ended;
  await context.close();
  const typed = events.find(({ name, args }) => name === 'EventDispatch' && args.data?.type === 'input');
  return Math.max(...events.filter(({ name, pid, tid }) => name.includes('RunTask') && pid === typed.pid && tid === typed.tid).map(({ tdur = 0 }) => tdur)) / 1000;
}

async function sent_by_pagefind(browser, query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${home}404.html`);
  sent = 0;
  await page.evaluate(async (query) => {
    const index = await import('/pagefind/pagefind.js');
    const { results } = await index.search(query);
    await Promise.all(results.slice(0, 6).map((result) => result.data()));
  }, query);
  await context.close();
  return sent;
}

async function weigh(below, only = /./) {
  let bytes = 0;
  for (const file of await readdir(join(out, 'site', below), { recursive: true })) {
    const is = await stat(join(out, 'site', below, file));
    if (is.isFile() && only.test(file)) bytes += is.size;
  }
  return bytes;
}

// ---- The run ----

const mean = (queries, answers) => queries.reduce((sum, { url }, i) => {
  const place = [...new Set(answers[i])].indexOf(url);
  return sum + (place < 0 ? 0 : 1 / (place + 1));
}, 0) / queries.length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

const all = await pages();
const browser = await open();
try {
  await pagefinds(all);
  const mini = minisearch(all);
  const page = await browser.newPage();
  await page.goto(`${home}404.html`);
  const found = items(all);
  const rows = [];
  for (const [kind, queries] of Object.entries(await kinds(found))) {
    if (!queries.length) continue;
    const texts = queries.map(({ query }) => query);
    rows.push({ queries: kind, count: queries.length, Fingerpost: mean(queries, fingerpost(texts)).toFixed(3), Pagefind: mean(queries, await asked_in(page, texts)).toFixed(3), MiniSearch: mean(queries, mini.ask(texts)).toFixed(3) });
  }
  console.log(`${all.length} pages`);
  console.table(rows);
  const some = found.filter((_, i) => i % Math.ceil(found.length / 10) === 0);
  const ours = [];
  const theirs = [];
  for (const { query } of some) {
    ours.push(await sent_by_us(browser, some[0].url, query));
    theirs.push(await sent_by_pagefind(browser, query));
  }
  console.table({
    'all files': { Fingerpost: kilobytes(await weigh('assets/search')), Pagefind: kilobytes(await weigh('pagefind', /\.pf_|pagefind-entry/)), MiniSearch: `${kilobytes(mini.bytes)} compressed` },
    'first answer, at most': { Fingerpost: kilobytes(Math.max(...ours.map(({ first }) => first))), Pagefind: kilobytes(Math.max(...theirs)), MiniSearch: kilobytes(mini.bytes) },
    'one more letter, at most': { Fingerpost: kilobytes(Math.max(...ours.map(({ next }) => next))) },
    'main thread held, at most': { Fingerpost: `${(await held_by_us(browser, some[0].url, some.map(({ query }) => query))).toFixed(1)} ms` },
  });
} finally {
  await browser.close();
  server.close();
  await rm(out, { recursive: true });
}
