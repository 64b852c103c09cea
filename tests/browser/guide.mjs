// The guide, built by the program: its pages accessible, not wider than 320 px, with no message in the console; every second in the dark, the others in the light.
// usage: PROGRAM=FILE node --test guide.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open, pages, serve } from './open.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'guide-'));
const out = join(folder, 'site');
let browser;
let site;

before(async () => {
  const root = fileURLToPath(new URL('../../guide', import.meta.url));
  execFileSync(process.env.PROGRAM, ['build', '--root', root, '--out', out], { stdio: 'ignore' });
  browser = await open();
  site = await serve(out);
});
after(async () => {
  await browser?.close();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const [colorScheme, rest] of [['light', 0], ['dark', 1]]) {
  test(`axe finds nothing, and nothing is wider than 320 px, ${colorScheme}`, async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 700 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const told = [];
    page.on('console', (m) => told.push(`${page.url()}: ${m.text()}`));
    page.on('pageerror', (e) => told.push(`${page.url()}: ${e}`));
    // The pages of the checks are alike: a few stand for them.
    const few = (await pages(out)).filter((address, number) => !address.startsWith('reference/checks/') || number % 10 === 0);
    const all = few.filter((address, number) => number % 2 === rest);
    assert.ok(all.length >= 15, `${all.length} pages`);
    for (const address of all) {
      await page.goto(site.url + address);
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 320) told.push(`${address} is ${wide} px wide`);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      told.push(...violations.map((v) => `${address}: ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`));
    }
    await context.close();
    assert.deepEqual(told, []);
  });
}
