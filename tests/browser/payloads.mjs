// Hostile words in every place that content reaches, in a real browser without the pages' own policy: nothing runs, nothing is
// asked of anyone else, no element is there that no page of ours has. usage: PROGRAM=fingerpost node --test payloads.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { open, pages, serve } from './open.mjs';
import { PAYLOADS } from './payload-list.mjs';

const { PROGRAM } = process.env;
const TABS = 4;
// A picture of one point.
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

// What is told does not keep a page from being published: the worst that an author can set.
const CODES = readdirSync(new URL('../../src/problem/codes/', import.meta.url)).map((name) => name.replace('.md', ''));
const CHECKS = `checks: {${CODES.map((code) => `${code}: off`).join(', ')}}`;

const quoted = (text) => JSON.stringify(text);
const payload = (i) => PAYLOADS[((i % PAYLOADS.length) + PAYLOADS.length) % PAYLOADS.length];
const line = (text) => text.replace(/\s+/g, ' ');
/** As a file's name: without what no name may hold. */
const name = (text) => line(text).replace(/[/\0]/g, '_').replace(/^\.+/, '').slice(0, 60).trim() || 'a';

/** An article with a payload in each of its places; over all articles each payload is in each place. */
function article(i) {
  const [title, description, tag, alias, called, author, reviewer, heading, words, address, alt, code, cell, html, note, source] =
    Array.from({ length: 16 }, (_, place) => payload(i + place * 11));
  return `---
title: ${quoted(title)}
description: ${quoted(description)}
tags: [${quoted(tag)}]
aliases: [${quoted(alias)}, ${quoted(`/old/${i}/${line(alias)}/`)}]
also_called: [${quoted(called)}]
author: ${quoted(author)}
reviewed: 2026-01-01
reviewer: ${quoted(reviewer)}
---

Needle. A [${line(words)}](index.md), a [link](<${line(address).replaceAll('<', '\\<').replaceAll('>', '\\>')}>), a [bare](${line(address).replaceAll(' ', '')}) one.
A [[${line(words)}]] and [[index|${line(words)}]]. ![${line(alt)}](dot.png ${quoted(line(alt))}) ![[dot.png|${line(alt)}]] ![[${line(address)}]]

## ${line(heading)}

\`${line(code)}\` and the word w${i}w [@k${i}] [@${line(source)}].[^1]

\`\`\`${line(code)}
${code}
\`\`\`

| ${line(cell)} | b |
| - | - |
| ${line(cell)} | ${line(alt)} |

> [!NOTE] ${line(note)}
> - ${line(note)}

${html}

[^1]: ${line(note)}

Behind it.
`;
}

/** Eight payloads in each place of a decision tree. */
function tree(i) {
  const at = (place) => quoted(payload(i * 8 + place));
  const each = (of) => Array.from({ length: 8 }, (_, o) => of(o)).join('\n');
  return `title: ${at(0)}
description: ${at(1)}
purpose: ${at(2)}
tags: [${at(3)}]
questions:
  q:
    ask: ${at(4)}
    hint: ${at(5)}
    kind: any
    options:
${each((o) => `      o${o}: {say: ${at(o)}, hint: ${at(o + 1)}}`)}
      none: ${at(6)}
    next:
${each((o) => `      - {when: {q: o${o}}, goto: r${o}}`)}
      - goto: n
  n: {ask: ${at(6)}, kind: number, unit: ${at(7)}, min: 0, max: 9, next: [{when: {n: "< 3"}, goto: r0}, {goto: x}]}
outcomes:
${each((o) => `  r${o}: {title: ${at(o)}, level: urgent, body: ${at(o + 1)}, read: [${at(o + 2)}, index]}`)}
  x: {title: ${at(2)}, level: routine, body: ${at(3)}, also: [{when: {q: o1}, say: ${at(5)}}]}
`;
}

/** A tree whose ids are the payloads. */
function ids(i) {
  const id = (o) => quoted(payload(i * 8 + o));
  return `title: Ids ${i}\nquestions:\n  ${id(0)}:\n    ask: A?\n    options:\n${[1, 2, 3].map((o) => `      ${id(o)}: {say: A, goto: ${id(o + 3)}}`).join('\n')}\noutcomes:\n${[1, 2, 3].map((o) => `  ${id(o + 3)}: {title: O, level: urgent}`).join('\n')}\n`;
}

function site() {
  const files = { 'site.yaml': `title: Hostile words\nbase_url: https://x.example/\nreview_after: 6\noffline: true\n${CHECKS}\n`, 'content/index.md': '# Home\n\nNeedle.\n', 'content/dot.png': DOT };
  PAYLOADS.forEach((text, i) => {
    files[`content/a/p${i}.md`] = article(i);
    files[`content/a/dot.png`] = DOT;
    if (i % 4 === 0) {
      files[`content/n/${name(text)} ${i}.md`] = `# Named ${i}\n\n![[${name(text)} ${i}.png]] [it](<${name(text)} ${i}.png>)\n`;
      files[`content/n/${name(text)} ${i}.png`] = DOT;
    }
  });
  for (let i = 0; i * 8 < PAYLOADS.length; i += 1) files[`content/t/t${i}.tree.yaml`] = tree(i);
  for (let i = 0; i < 6; i += 1) files[`content/t/i${i}.tree.yaml`] = ids(i * 3);
  files['content/glossary.yaml'] = PAYLOADS.map((text, i) => `- {term: ${quoted(i % 2 ? `w${i}w` : line(text))}, forms: [${quoted(`w${i}w`)}, ${quoted(line(payload(i + 5)))}], meaning: ${quoted(text)}}\n`).join('');
  files['content/references.yaml'] = PAYLOADS.map((text, i) => `k${i}: {type: ${quoted(payload(i + 1))}, authors: ${quoted(text)}, title: ${quoted(payload(i + 2))}, journal: ${quoted(payload(i + 3))}, site: ${quoted(payload(i + 4))}, volume: ${quoted(payload(i + 5))}, pages: ${quoted(payload(i + 6))}, doi: ${quoted(payload(i + 7))}, url: ${quoted(payload(i + 8))}, year: 2020}\n`).join('');
  return files;
}

/** Settings whose words are all payloads at once, over two pages. */
function settings() {
  const all = quoted(PAYLOADS.map(line).join(' '));
  return {
    'site.yaml': `title: ${all}\nbase_url: https://x.example/\ndescription: ${all}\npublisher: ${all}\nemergency: ${quoted(payload(7))}\nnavigation:\n${PAYLOADS.map((text, i) => `  - ${quoted(text)}: ${i % 2 ? 'one.md' : quoted(text)}\n`).join('')}synonyms:\n${PAYLOADS.map((text, i) => `  - [${quoted(text)}, w${i}]\n`).join('')}${CHECKS}\n`,
    'content/index.md': '# Home\n',
    'content/one.md': '# One\n',
  };
}

let browser;
let folder;
before(async () => {
  browser = await open();
  folder = mkdtempSync(join(tmpdir(), 'fingerpost-payloads-'));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

function write(root, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function built(called, files) {
  const root = join(folder, called);
  write(root, files);
  const said = spawnSync(PROGRAM, ['build', '--root', root, '--out', join(root, 'out')], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(said.status, 0, `${said.stdout.slice(0, 3000)} ${said.stderr.slice(-2000)}`);
  return join(root, 'out');
}

/** A tab with hooks on everything that a payload could do; `said` is what was. */
async function tab(said, home) {
  const context = await browser.newContext({ bypassCSP: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  // A machine may be busy; what hangs comes to this all the same.
  page.setDefaultTimeout(120_000);
  page.on('dialog', (dialog) => { said.push(`dialog on ${page.url()}`); dialog.dismiss(); });
  page.on('console', (m) => {
    const missing = /status of 404/.test(m.text()) && m.location().url.split('#')[0] === page.url().split('#')[0];
    // What a theme's script asks for is held up here.
    if (/Service Worker registration blocked/.test(m.text())) return;
    if (!missing && (m.type() === 'error' || m.type() === 'warning')) said.push(`console on ${page.url()}: ${m.text()} ${m.location().url}`);
  });
  page.on('pageerror', (error) => said.push(`error on ${page.url()}: ${error}`));
  page.on('popup', () => said.push(`window from ${page.url()}`));
  page.on('request', (r) => { if (!r.url().startsWith(home)) said.push(`request from ${page.url()}: ${r.url()}`); });
  // Nothing leaves this machine even so.
  await context.route((url) => !url.href.startsWith(home), (route) => route.abort());
  return page;
}

/** In the page: elements and attributes that no page of ours has. */
function strangers() {
  const out = [];
  const bad = 'iframe, object, embed, base, frame, frameset, applet, textarea, select, audio, video, style, link[rel=import], link[rel=prefetch], portal, marquee, dialog:not([data-fingerpost]), plaintext, xmp, listing, keygen, svg script, svg foreignObject, svg image, svg animate, svg set';
  for (const element of document.querySelectorAll(bad)) out.push(element.outerHTML.slice(0, 120));
  // Of MathML a formula has what draws it, and nothing of another language within it.
  const drawn = /^(merror|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|ms|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover)$/;
  for (const element of document.querySelectorAll('math *')) {
    if (!drawn.test(element.localName) || element.attributes.href) out.push(element.outerHTML.slice(0, 120));
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name: attribute, value } of element.attributes) {
      // The preview makes room for its board.
      if (attribute === 'style' && ['html', 'fingerpost-preview'].includes(element.localName)) continue;
      const leads = ['href', 'src', 'action', 'xlink:href', 'formaction', 'data', 'poster'].includes(attribute);
      const to = leads && URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI).protocol : 'https:';
      if (attribute.startsWith('on') || ['style', 'srcdoc', 'is', 'ping', 'srcset'].includes(attribute) && element.localName !== 'source' || !['http:', 'https:', 'mailto:', 'tel:'].includes(to)) {
        out.push(`${attribute}=${value.slice(0, 60)} in <${element.localName}>`);
      }
    }
  }
  for (const script of document.scripts) {
    if (script.type === 'application/ld+json') JSON.parse(script.textContent);
    else if (script.textContent || !new URL(script.src).pathname.match(/^\/(assets|_fingerpost)\//)) out.push(script.outerHTML.slice(0, 120));
  }
  const refresh = document.querySelector('meta[http-equiv=refresh i]');
  if (refresh && new URL(refresh.content.replace(/^.*?url=/i, ''), document.baseURI).origin !== location.origin) out.push(refresh.outerHTML);
  return out;
}

/** Opens every address, in a few tabs, and looks. */
async function looked(home, addresses, look = () => {}) {
  const said = [];
  const rest = [...addresses];
  const one = async () => {
    const page = await tab(said, home);
    for (let address = rest.pop(); address !== undefined; address = rest.pop()) {
      await page.goto(home + address);
      await look(page);
      // The page of an old address leads on by itself, perhaps just now.
      const found = await page.evaluate(strangers).catch(() => page.waitForLoadState().then(() => page.evaluate(strangers)));
      said.push(...found.map((stranger) => `${page.url()}: ${stranger}`));
    }
    await page.context().close();
  };
  await Promise.all(Array.from({ length: TABS }, one));
  return said;
}

test('the hooks see a script that runs, an error, a request and a stranger', async () => {
  const root = join(folder, 'control');
  write(root, { 'index.html': '<!doctype html><iframe></iframe><script>alert(1)</script><script>console.error("a"); throw new Error("b")</script><img src="https://x.invalid/a">', '404.html': 'x' });
  const control = await serve(root);
  const said = (await looked(control.url, [''])).join('\n');
  control.close();
  for (const seen of [/dialog on/, /console on .*: a /, /error on .*b/, /request from .*x\.invalid/, /<iframe>/]) assert.match(said, seen);
});

test(`${PAYLOADS.length} payloads in every place of articles, trees and names`, async () => {
  assert.ok(PAYLOADS.length >= 150);
  const out = built('content', site());
  const server = await serve(out);
  const at = await pages(out);
  assert.ok(at.filter((address) => /^a\/p\d+\/$/.test(address)).length === PAYLOADS.length, `every article is published: ${at.length}`);
  assert.ok(at.filter((address) => /^t\/t\d/.test(address)).length > PAYLOADS.length / 8, 'trees are published');
  // Pages of old addresses are all alike, and lead to pages that are looked at anyway.
  const moved = (address) => readFileSync(join(out, address, 'index.html'), 'utf8').includes('http-equiv="refresh"');
  // Each article is looked at; of the pages that are made of many, which are alike, a third.
  const chosen = (address, i) => /^a\/p\d+\/$/.test(address) || i % 12 === 0 || i % 3 === 0 && !moved(address);
  const said = await looked(server.url, at.filter(chosen));
  assert.deepEqual(said.slice(0, 12), [], `${said.length} on ${at.length} pages`);

  // The search's answers, and its field.
  const asked = PAYLOADS.filter((_, i) => i % 10 === 0).map((text) => `search/?q=${encodeURIComponent(text)}`);
  const search = await looked(server.url, ['search/?q=needle', ...asked], async (page) => {
    await page.waitForFunction(() => /./.test(document.querySelector('main [role=status]')?.textContent ?? ''), null, { timeout: 5000 }).catch(() => {});
  });
  assert.deepEqual(search.slice(0, 12), []);
  // Addresses that lead nowhere, and fragments of a tree's pages.
  const some = PAYLOADS.filter((_, i) => i % 6 === 1);
  const lost = some.map((text) => `not/there/${encodeURIComponent(text)}/`);
  const steps = some.flatMap((text) => [`t/t0/#${text}`, `t/t0/#q=${encodeURIComponent(text)}`]);
  const hostile = await looked(server.url, [...lost, ...steps], (page) => page.waitForTimeout(30));
  assert.deepEqual(hostile.slice(0, 12), []);

  // What machines read is XML.
  const page = await tab([], server.url);
  await page.goto(server.url);
  const files = readdirSync(out, { recursive: true }).filter((file) => file.endsWith('.xml'));
  assert.ok(files.includes('feed.xml') && files.includes('sitemap.xml'), String(files));
  for (const file of files) {
    const wrong = await page.evaluate(async (address) => {
      const text = await (await fetch(address)).text();
      return new DOMParser().parseFromString(text, 'text/xml').querySelector('parsererror')?.textContent ?? '';
    }, server.url + file);
    assert.equal(wrong, '', file);
  }
  await page.context().close();
  server.close();
});

test('payloads in the settings', async () => {
  const out = built('settings', settings());
  const server = await serve(out);
  const said = await looked(server.url, [...await pages(out), '404.html']);
  assert.deepEqual(said.slice(0, 12), []);
  server.close();
});

test('problems that quote payloads, in the preview', async () => {
  const root = join(folder, 'preview');
  const files = { 'site.yaml': 'title: Small\n', 'content/index.md': '# Home\n' };
  for (let i = 0; i < PAYLOADS.length; i += 12) {
    const some = PAYLOADS.slice(i, i + 12);
    files[`content/p${i}.md`] = `---\ntitle: P${i}\n${some.map((text) => `${quoted(text)}: ${quoted(text)}\n`).join('')}---\n\n${some.map((text) => `[[${line(text)}]] [a](<${line(text).replace(/[<>]/g, '')}.md>) [@${line(text)}]\n\n${text}\n\n`).join('')}`;
  }
  write(root, files);
  const server = spawn(PROGRAM, ['serve', '--root', root, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise((ready) => {
    let text = '';
    server.stdout.on('data', (more) => {
      text += more;
      const found = /^http:\S+$/m.exec(text);
      if (found) ready(found[0]);
    });
  });
  const told = [];
  const at = Object.keys(files).filter((path) => path.startsWith('content/p')).map((path) => `${path.slice(8, -3)}/`);
  const said = await looked(url, at, async (page) => {
    await page.waitForFunction(() => /\d/.test(document.querySelector('fingerpost-preview')?.shadowRoot.querySelector('#sum').textContent ?? ''), null, { timeout: 20_000 });
    const [text, inside] = await page.evaluate(() => {
      const board = document.querySelector('fingerpost-preview').shadowRoot;
      const all = [...board.querySelectorAll('*')];
      const odd = all.filter((e) => /^(iframe|script|img|svg|object|embed|style|form|b|i)$/.test(e.localName) || [...e.attributes].some((a) => a.name.startsWith('on')));
      return [board.textContent, odd.map((e) => e.outerHTML.slice(0, 120))];
    });
    told.push(text);
    assert.deepEqual(inside, []);
  });
  server.kill();
  assert.equal(told.length, at.length);
  assert.ok(told.join('').includes('<script>'), 'the problems quote the payloads');
  assert.deepEqual(said.slice(0, 12), []);
});
