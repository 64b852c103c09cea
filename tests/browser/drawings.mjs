// Hostile drawings, each opened as a page of its own: nothing runs, nothing is asked for, nothing leads away.
// usage: PROGRAM=fingerpost node --test drawings.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from './open.mjs';
import { run, write } from './trees.mjs';

let browser;
let folder;
let server;
let published = [];
const asked = [];

/** The files that a text of tests/drawings lists. In one of `(bytes)` `\xe9` stands for a byte. */
function sections(text) {
  const files = {};
  for (const section of text.split(/^--- /m).slice(1)) {
    const end = section.indexOf('\n');
    const [, path, bytes] = section.slice(0, end).match(/^(.*?)( \(bytes\))?$/);
    const content = section.slice(end + 1);
    const undone = (all) => all.replaceAll('\n', '').replace(/\\x(..)|([^\x00-\x7f])/g, (_, hex, letter) => hex
      ? String.fromCharCode(parseInt(hex, 16)) : Buffer.from(letter).toString('latin1'));
    files[path] = bytes ? Buffer.from(undone(content), 'latin1') : content;
  }
  return files;
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fingerpost-drawings-'));
  write(folder, sections(readFileSync(new URL('../drawings/hostile.txt', import.meta.url), 'utf8')));
  run(process.env.PROGRAM, 'build', '--root', folder, '--out', join(folder, 'public'));
  published = readdirSync(join(folder, 'public')).filter((name) => name.endsWith('.svg')).sort();
  // A host that sends no header of its own: what holds must hold by itself.
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (LINKED.includes(path)) return response.writeHead(200, { 'content-type': 'text/plain' }).end('linked');
    asked.push(path);
    const file = join(folder, path);
    if (!/^\/(content|public)\/[\w.-]+$/.test(path) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await open();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A link of the drawing that was clicked may lead within the site; these two do, relative as they are. */
const LINKED = ['/public/a', '/public/a\n'];

/** Opens a drawing, touches everything in it, and tells what happened besides drawing. */
async function happens(path) {
  const seen = new Set();
  const context = await browser.newContext({ viewport: { width: 200, height: 200 } });
  const page = await context.newPage();
  const address = `http://127.0.0.1:${server.address().port}/${path}`;
  page.on('dialog', (dialog) => { seen.add('a script ran'); dialog.dismiss().catch(() => {}); });
  page.on('pageerror', (error) => seen.add(`an error: ${error.message}`));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) seen.add(`the console: ${message.text()}`); });
  const decode = (path) => { try { return decodeURIComponent(path); } catch { return path; } };
  const linked = (url) => LINKED.includes(decode(new URL(url, 'http://localhost').pathname));
  page.on('request', (request) => {
    if (linked(request.url())) return;
    if (request.url() !== address && !request.url().endsWith('/favicon.ico') && !request.url().startsWith('data:')) seen.add(`asked for ${request.url()}`);
  });
  page.on('framenavigated', (frame) => { if (!linked(frame.url()) && frame.url().split('#')[0] !== address) seen.add(`went to ${frame.url()}`); });
  page.on('popup', () => seen.add('opened a window'));
  await page.goto(address, { timeout: 5000 }).catch(() => seen.add('did not open'));
  const touch = () => page.evaluate(() => {
    for (const element of document.querySelectorAll('*')) {
      for (const kind of ['mouseover', 'mouseenter', 'pointerdown', 'focusin', 'click']) {
        element.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
      }
    }
  });
  await page.waitForTimeout(60);
  await Promise.race([touch().catch(() => {}), page.waitForTimeout(2000)]);
  for (const [x, y] of [[20, 20], [8, 18], [100, 100]]) await page.mouse.click(x, y).catch(() => {});
  await page.waitForTimeout(60);
  await context.close();
  return [...seen];
}

/** Many at once, a few at a time. */
async function each(paths) {
  const found = new Map();
  const waiting = [...paths];
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) found.set(path, await happens(path));
  }));
  return found;
}

// The eyes are tried on every third of them: each that runs a script costs a second.
test('the drawings as strangers wrote them do harm, and it is seen', { timeout: 900_000 }, async () => {
  const names = readdirSync(join(folder, 'content')).filter((name) => name.endsWith('.svg')).sort();
  const found = await each(names.filter((_, number) => number % 3 === 0).map((name) => `content/${name}`));
  const ran = [...found].filter(([, seen]) => seen.includes('a script ran')).map(([path]) => path);
  const fetched = [...found].filter(([, seen]) => seen.some((what) => what.includes('/canary/'))).map(([path]) => path);
  if (process.env.SHOW) console.log({ ran, fetched, quiet: [...found].filter(([, seen]) => !seen.length).map(([path]) => path) });
  assert.ok(ran.length >= 8, `${ran.length} ran a script`);
  assert.ok(fetched.length >= 2, `${fetched.length} asked for something`);
});

test('nothing in what is published of them runs, asks for anything or leads away', { timeout: 900_000 }, async () => {
  assert.ok(published.length >= 40, `${published.length} are published`);
  asked.length = 0;
  const found = await each(published.map((name) => `public/${name}`));
  assert.deepEqual([...found].filter(([, seen]) => seen.length), []);
  const others = asked.filter((path) => path !== '/favicon.ico' && !published.includes(path.replace('/public/', '')));
  assert.deepEqual(others, []);
});
