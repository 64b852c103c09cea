// A small site, its preview and a browser's window: what the browser tests of the preview share.
import { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { dirname, join } from 'node:path';
import { open } from './open.mjs';

/** Milliseconds: far more than a quiet machine needs. */
const PATIENCE = 20_000;

const { PROGRAM } = process.env;
const PARTS = Array.from({ length: 30 }, (_, i) => `## Part ${i}\n\nParagraph ${i} has some words.\n`).join('\n');
const RUN = `title: What now?
questions:
  flags:
    ask: Do you have any of these now?
    kind: any
    options: {pop: A sudden pop, swelling: Swelling, none: None of these}
    next: [{goto: far}]
  far:
    ask: How far was the run?
    kind: number
    unit: miles
    min: 0
    max: 150
    next: [{when: {far: "< 6"}, goto: rest}, {goto: see}]
outcomes:
  see: {title: See somebody, level: urgent, body: "A visit."}
  rest: {title: Rest, level: self-care, body: "Rest well."}
`;
export const SITE = {
  'site.yaml': 'title: Small\n',
  'content/index.md': '# Home\n\nA [page](page.md).\n',
  'content/page.md': `# A page\n\nThe first words of this page.\n\n<details><summary>More</summary>\n\nHidden words.\n\n</details>\n\n${PARTS}`,
  'content/other.md': '# Another\n\nOther words.\n',
  'content/run.tree.yaml': RUN,
};
let browser;

before(async () => { browser = await open(); });
after(() => browser.close());

/** Starts `fingerpost serve` on a site's folder. */
export async function started(root, port, options = []) {
  const server = spawn(PROGRAM, ['serve', '--root', root, '--port', port, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  server.stderr.resume();
  const url = await new Promise((ready, failed) => {
    let said = '';
    server.on('exit', (code) => failed(new Error(`it ended with ${code}`)));
    server.stdout.on('data', (text) => {
      said += text;
      const found = /^http:\S+$/m.exec(said);
      if (found) ready(found[0]);
    });
  });
  const ended = new Promise((done) => { server.once('exit', done); });
  const stop = () => {
    server.kill();
    return ended;
  };
  return { url, stop };
}

/** A site, its preview and a browser's window; fails at the end if a page has written to its console. Where a file is `gone` for a moment,
    the browser itself may write down that it asked for it just then. */
export async function preview(look, { options = [], site = {}, context: settings = {}, spoken = false, gone = false } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'fingerpost-preview-'));
  const save = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    // Whole at once, as most editors save: a style sheet that is still empty is another one.
    writeFileSync(join(root, '.being-saved'), text);
    renameSync(join(root, '.being-saved'), join(root, path));
  };
  for (const [path, text] of Object.entries({ ...SITE, ...site })) save(path, text);
  const server = await started(root, '0', options);
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, ...settings });
  context.setDefaultTimeout(PATIENCE);
  const said = [];
  const tab = async (address) => {
    const page = await context.newPage();
    page.on('console', (m) => said.push(m.text()));
    page.on('pageerror', (e) => said.push(String(e)));
    const waits = page.waitForResponse(/_fingerpost\/news/);
    await page.goto(server.url + address);
    await waits;
    await page.evaluate(() => { window.same = true; });
    return page;
  };
  try {
    await look({ root, save, tab, server, context });
  } finally {
    await context.close();
    await server.stop();
    rmSync(root, { recursive: true });
  }
  if (!spoken) assert.deepEqual(said.filter((line) => !gone || !line.includes('status of 404')), []);
}

export const edited = (path, from, to) => {
  assert.ok(SITE[path].includes(from));
  return SITE[path].replace(from, to);
};
export const shows = (page, text) => page.locator('main', { hasText: text }).waitFor();
export const same = (page) => page.evaluate(() => window.same === true);
/** What is there comes to be what is wanted. */
export async function comes(now, want) {
  const end = Date.now() + PATIENCE;
  while (!isDeepStrictEqual(await now(), want) && Date.now() < end) await new Promise((later) => { setTimeout(later, 50); });
  assert.deepEqual(await now(), want);
}
export const board = (page) => page.locator('fingerpost-preview section');
