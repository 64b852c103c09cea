// Who to call, where it is read: every care card and every outcome of a level with a number shows a button that calls it, at
// each width, and no style hides it. usage: SITE=FOLDER PROGRAM=FILE node --test care.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, pages, serve } from './open.mjs';

const LEVELS = ['emergency', 'urgent', 'routine', 'self-care'];
let browser;
let own;

before(async () => {
  browser = await open();
  own = await mkdtemp(join(tmpdir(), 'care-'));
  const card = (level) => `> [!${level.toUpperCase()}] Do this first\n> - A sign.\n`;
  const outcome = (level, body) => `    title: Do this\n    level: ${level}\n    body: |\n${body.replace(/^/gm, '      ')}\n`;
  const options = LEVELS.flatMap((level) => ['joined', 'plain', 'below'].map((how) => `      ${level}-${how}: {say: ${level} ${how}, goto: o-${level}-${how}}`));
  const outcomes = LEVELS.flatMap((level) => [
    `  o-${level}-joined:\n${outcome(level, card(level))}`,
    `  o-${level}-plain:\n${outcome(level, 'Only words.')}`,
    `  o-${level}-below:\n${outcome(level, `First some words.\n\n${card(level)}`)}`,
  ]);
  await mkdir(join(own, 'content'));
  await writeFile(join(own, 'site.yaml'), 'title: Care\nemergency: {emergency: "999", urgent: "111"}\n');
  await writeFile(join(own, 'content/index.md'), `# Home\n\n${LEVELS.map(card).join('\n')}`);
  await writeFile(join(own, 'content/t.tree.yaml'), `title: Which?\nquestions:\n  q:\n    ask: Which?\n    options:\n${options.join('\n')}\noutcomes:\n${outcomes.join('')}`);
  execFileSync(process.env.PROGRAM, ['build', '--root', own, '--out', join(own, 'out')], { stdio: 'pipe' });
});
after(async () => {
  await browser.close();
  await rm(own, { recursive: true });
});

/** What a reader misses on a page: cards and outcomes without a button of their level in view, and buttons that are hidden. */
const missing = (numbers) => {
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
    && element.getBoundingClientRect().width >= 44 && element.getBoundingClientRect().height >= 44
    && element.getBoundingClientRect().left >= 0 && element.getBoundingClientRect().right <= document.documentElement.clientWidth;
  const out = [];
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  for (const call of document.querySelectorAll('main a[href^="tel:"]')) {
    if (!call.closest('.unwell') && !shown(call)) out.push(`hidden: ${call.textContent}`);
  }
  for (const [level, number] of Object.entries(numbers)) {
    for (const box of document.querySelectorAll(`main .care-${level}`)) {
      // A card that is drawn as a part of the verdict has the verdict's button.
      const whole = box.matches('.joined + .prose > .care:first-child') ? [box, document.querySelector('.verdict')] : [box];
      const calls = whole.flatMap((part) => [...part.querySelectorAll(`a[href="tel:${number}"]`)]).filter(shown);
      if (!calls.length) out.push(`no button: ${level}`);
      if (calls.filter((call) => call.classList.contains('call')).length > 1) out.push(`two buttons: ${level}`);
    }
  }
  return out;
};

/** The pages that have such a card or outcome at all. */
async function urgent(folder) {
  const has = async (address) => /class="(care|verdict) care-(emergency|urgent)/.test(await readFile(join(folder, address, 'index.html'), 'utf8'));
  const all = await pages(folder);
  const kept = await Promise.all(all.map(has));
  return all.filter((_, i) => kept[i]);
}

for (const [name, folder, least] of [['a site of every level', () => join(own, 'out'), 7], ['the club\'s site', () => process.env.SITE, 7]]) {
  test(`who to call is in view: ${name}`, async () => {
    const site = await serve(folder());
    const addresses = await urgent(folder());
    assert.ok(addresses.length >= least, `only ${addresses.length} pages have such cards`);
    const wrong = [];
    try {
      for (const [width, javaScriptEnabled] of [[320, true], [1280, true], [320, false]]) {
        const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled });
        const page = await context.newPage();
        for (const address of addresses) {
          await page.goto(site.url + address);
          wrong.push(...(await page.evaluate(missing, { emergency: '999', urgent: '111' })).map((what) => `${address} at ${width}: ${what}`));
        }
        await context.close();
      }
    } finally {
      site.close();
    }
    assert.deepEqual(wrong, []);
  });
}
