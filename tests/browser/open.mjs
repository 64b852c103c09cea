// A browser, and a tiny server for a built site: what the browser tests and the screenshots share.
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { join, extname, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.xml': 'text/xml' };

/** Serves `folder` below `prefix` on a free port of this machine. */
export async function serve(folder, prefix = '/') {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const below = path.startsWith(prefix) ? path.slice(prefix.length - 1) : null;
    const file = below === null ? '404.html' : below.endsWith('/') ? `${below}index.html` : below;
    const read = (name) => readFile(join(folder, normalize(`/${name}`)));
    try {
      const body = await read(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': TYPES['.html'] }).end(await read('404.html'));
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
}

/** Debian's Chromium, or the one that CHROMIUM names. */
export function open() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** What is seen at an address, in a window of its own; `timeout` as the browser's driver has it, in milliseconds. */
export async function visit(browser, url, look, { timeout = 30_000, ...options } = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(timeout);
  const page = await context.newPage();
  try {
    await page.goto(url);
    return await look(page, context);
  } finally {
    await context.close();
  }
}

/** Lets the next page write down in `window.moved` what moves on it: by how much, and what. */
export const watchMoves = (page) => page.addInitScript(() => {
  window.moved = [];
  new PerformanceObserver((list) => list.getEntries().forEach((e) => window.moved.push([e.value, ...e.sources.map((s) => s.node?.outerHTML?.slice(0, 80))])))
    .observe({ type: 'layout-shift', buffered: true });
});

/** Lets scripts come late, as on a slow line. */
export const slowScripts = (page) => page.route(/\.js$/, async (route) => {
  await new Promise((later) => { setTimeout(later, 300); });
  await route.continue();
});

/** The addresses of all pages of a built site, relative to its own. */
export async function pages(folder) {
  const files = await readdir(folder, { recursive: true });
  return files.filter((f) => f.endsWith('index.html')).map((f) => f.slice(0, -'index.html'.length)).sort();
}
