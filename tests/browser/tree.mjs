// Decision trees with JavaScript: fields, ticks, answers so far, back, change, links that reproduce a result; never a false one.
// usage: SITE=FOLDER PROGRAM=FINGERPOST node --test tree.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, serve } from './open.mjs';
import { random, run, time, tree, write } from './trees.mjs';

const { SITE, PROGRAM } = process.env;
const CLUB = join(import.meta.dirname, '../../content/sore-calf.tree.yaml');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SETTINGS = 'title: Trees\nchecks: {tree-dead-rule: off, tree-unreachable: off, tree-unasked: off}\n';
const RUN = `title: What now?
summary: A tree with one question of each kind.
questions:
  flags:
    ask: Do you have any of these now?
    kind: any
    options: {pop: A sudden pop, swelling: {say: Swelling, hint: In one leg., goto: now}, warm: Warmth, none: None of these}
    next: [{goto: far}]
  far:
    ask: How far was the run?
    kind: number
    unit: miles
    min: 0
    max: 150
    step: 0.5
    next: [{when: {far: "< 6", flags: none}, goto: sleep}, {when: {far: "> 100"}, goto: "tree:deep/t1"}, {goto: see}]
  sleep:
    ask: Did you sleep?
    options: {"yes": {say: "Yes", goto: rest}, "no": {say: "No", goto: see}}
outcomes:
  now: {title: Get help now, level: emergency, body: "Call."}
  see: {title: See somebody, level: urgent, body: "A visit."}
  rest: {title: Rest, level: self-care, body: "Rest well."}
`;
const LOAD = `title: Too much?
questions:
  signs:
    ask: What do you feel?
    kind: any
    options: {sore: Sore, tired: Tired, cold: Cold, none: Nothing}
    next: [{when: {signs: {count: ">= 2"}}, goto: far}, {goto: fine}]
  far:
    ask: How far was it?
    called: the distance
    hint: "With {signs}."
    kind: number
    unit: miles
    min: 0
    max: 50
    next: [{when: {load: ">= 3"}, goto: rest}, {goto: fine}]
values:
  load: {say: the load, points: {signs: {sore: 2, tired: 1.5, cold: -0.5}, far: {">= 20": 1}}}
outcomes:
  rest: {title: "Rest after {far}", level: routine, body: "A load of {load} from **{answer:signs}** and {far}."}
  fine: {title: Fine, level: self-care, body: "Run on."}
`;
const PACE = readFileSync(join(import.meta.dirname, '../examples/pace.tree.yaml'), 'utf8');
const GENERATED = [1, 2, 3, 4, 5, 6, 7];
let browser;
let folder;
let club;
let small;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trees-'));
  const files = { 'site.yaml': SETTINGS, 'content/index.md': '# Home\n\n[[What now?]]\n', 'content/run/now.tree.yaml': RUN, 'content/run/load.tree.yaml': LOAD, 'content/run/pace.tree.yaml': PACE };
  for (const seed of GENERATED) files[`content/deep/t${seed}.tree.yaml`] = tree(seed).text;
  write(folder, files);
  const built = run(PROGRAM, 'build', '--root', folder, '--out', join(folder, 'out'));
  assert.equal(built.code, 0, built.said);
  [browser, club, small] = [await open(), await serve(SITE, '/help/'), await serve(join(folder, 'out'), '/x/')];
});
after(async () => {
  await browser.close();
  club.close();
  small.close();
  rmSync(folder, { recursive: true });
});

/** A page at an address; fails at the end if something was written to the console, or an answer was asked of the server. */
async function at(address, look, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const [asked, said] = [[], []];
  page.on('request', (r) => asked.push(r.url()));
  page.on('console', (m) => said.push(m.text()));
  page.on('pageerror', (e) => said.push(String(e)));
  try {
    await page.goto(address);
    await look(page, { asked, context });
  } finally {
    await context.close();
  }
  assert.deepEqual(asked.filter((url) => url.includes('?')), [], 'a query');
  if (!options.spoilt) assert.deepEqual(said, []);
}

const heading = (page) => page.locator('main h1').innerText();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);
/** Does something, and waits for another address and another page: going back, the address comes first. */
async function moves(page, act) {
  const url = page.url();
  await page.evaluate(() => { document.querySelector('main h1').dataset.before = ''; });
  await act();
  await page.waitForURL((now) => now.href !== url);
  await page.waitForFunction(() => document.querySelector('main h1')?.dataset.before === undefined);
}
const press = (page, name, role = 'button') => moves(page, () => page.getByRole(role, { name }).first().click());
async function tick(page, ...labels) {
  for (const label of labels) await page.getByLabel(label, { exact: true }).check();
}
const NOW = 'run/now/';
/** From the start of the small tree to its third question. */
async function aShortRun(page) {
  await press(page, 'None of these');
  await page.locator('#form-number').fill('3');
  await press(page, 'Continue');
}

test('ticks and a number lead to the result, with the answers behind the # and the focus on each heading', async () => {
  await at(small.url + NOW, async (page, { asked }) => {
    assert.equal(await page.locator('.choices').isVisible(), false);
    await tick(page, 'A sudden pop', 'Warmth');
    await press(page, 'Continue');
    assert.ok(page.url().startsWith(`${small.url}${NOW}far/`) && page.url().endsWith('/#flags=pop+warm'), page.url());
    assert.equal(await focused(page), 'How far was the run?');
    assert.match(await page.title(), /How far was the run\?/);
    await page.getByRole('textbox', { name: "How far was the run? Your answer" }).fill('7.5');
    await page.keyboard.press('Enter');
    await page.waitForURL(/far=7\.5$/);
    assert.match(await heading(page), /See somebody/);
    assert.match(await focused(page), /See somebody/);
    const rows = await page.locator('.answers dl div').allInnerTexts();
    assert.deepEqual(rows.map((row) => row.split('\n').slice(0, 2)), [
      ['Do you have any of these now?', 'A sudden pop; Warmth'], ['How far was the run?', '7.5 miles']]);
    assert.deepEqual(asked.filter((url) => /pop|7\.5/.test(url)), []);
  });
});

test('none of these is one touch; it is gone once something is ticked, and Enter in a box never means it', async () => {
  await at(small.url + NOW, async (page) => {
    const none = page.getByRole('button', { name: 'None of these' });
    const url = page.url();
    await page.getByLabel('Warmth').focus();
    await page.keyboard.press('Enter');
    await page.locator('.error', { hasText: 'Tick at least one' }).waitFor();
    assert.equal(page.url(), url);
    await tick(page, 'Warmth');
    assert.equal(await none.isVisible(), false);
    await page.getByLabel('Warmth').uncheck();
    await moves(page, () => none.click());
    assert.match(page.url(), /#flags=none$/);
    // Back there, it is the answer that was given, and goes on as it did.
    await moves(page, () => page.goBack());
    await page.locator('[data-given]').waitFor();
    await press(page, 'Continue');
    assert.match(page.url(), /#flags=none$/);
    await moves(page, () => page.goBack());
    await page.locator('[data-given]').waitFor();
    await tick(page, 'Warmth');
    await press(page, 'Continue');
    assert.match(page.url(), /#flags=warm$/);
  });
});

test('a result that nobody came to by answers says so, and leads to the questions', async () => {
  await at(small.url + NOW, async (page) => {
    await aShortRun(page);
    await press(page, 'Yes', 'link');
    await page.locator('.answers').waitFor();
    assert.match(await heading(page), /^Your answers point to/);
    const alone = page.url().split('#')[0];
    await page.goto('about:blank');
    await page.goto(alone);
    await page.locator('h1', { hasText: 'One of the results of these questions' }).waitFor();
    await press(page, 'Answer the questions', 'link');
    assert.equal(page.url(), small.url + NOW);
  });
});

test('what is wrong with an answer is said in words, in the field\'s description', async () => {
  await at(small.url + NOW, async (page) => {
    const refused = async (words) => {
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.locator('.error', { hasText: words }).waitFor();
      const id = await page.evaluate(() => (document.activeElement.closest('fieldset') ?? document.activeElement).getAttribute('aria-describedby'));
      assert.match(id, /form-error/);
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
    };
    await refused('Tick at least one answer');
    await tick(page, 'A sudden pop');
    await press(page, 'Continue');
    for (const [typed, words] of [['', 'from 0 to 150'], ['seven', 'from 0 to 150'], ['151', 'from 0 to 150'], ['-1', 'from 0 to 150'],
      ['1,500', 'from 0 to 150'], ['1e1', 'from 0 to 150'], ['7.2', '7 and 7.5'], ['149.99999999', '149.5 and 150'], ['0.0000000001', 'from 0 to 150']]) {
      await page.locator('#form-number').fill(typed);
      await refused(words);
    }
    await page.locator('#form-number').fill(' 7,5 ');
    await press(page, 'Continue');
    assert.match(page.url(), /far=7\.5$/);
  });
});

test('back goes to the question before, with its answer still there; so does the browser\'s own', async () => {
  await at(small.url + NOW, async (page) => {
    await aShortRun(page);
    await press(page, 'Yes', 'link');
    assert.match(await heading(page), /Rest/);
    await moves(page, () => page.goBack());
    assert.equal(await heading(page), 'Did you sleep?');
    await press(page, 'Back', 'link');
    assert.equal(await heading(page), 'How far was the run?');
    await page.waitForFunction(() => document.querySelector('#form-number').value === '3');
    await moves(page, () => page.goBack());
    assert.equal(page.url(), small.url + NOW);
    await page.waitForFunction(() => document.querySelector('[data-alone]')?.matches('[data-given]'));
    for (let i = 0; i < 3; i += 1) await moves(page, () => page.goForward());
    assert.match(await heading(page), /Rest/);
    assert.equal(await page.locator('.answers dl div').count(), 3);
  });
});

test('an answer can be changed, those before it kept; start again forgets them', async () => {
  await at(small.url + NOW, async (page) => {
    await aShortRun(page);
    await press(page, 'Yes', 'link');
    await press(page, 'Change How far was the run?', 'link');
    assert.match(page.url(), /#flags=none$/);
    await page.waitForFunction(() => document.querySelector('#form-number').value === '3');
    await page.locator('#form-number').fill('30');
    await press(page, 'Continue');
    assert.match(await heading(page), /See somebody/);
    await press(page, 'Change Do you have any of these now?', 'link');
    assert.equal(await heading(page), 'Do you have any of these now?');
    await page.waitForFunction(() => document.querySelector('[data-alone]')?.matches('[data-given]'));
    await tick(page, 'Swelling');
    await press(page, 'Continue');
    assert.match(page.url(), /#flags=swelling$/);
    await press(page, 'Start again', 'link');
    assert.equal(page.url(), small.url + NOW);
    assert.equal(await page.locator('input:checked').count(), 0);
    assert.equal(await page.locator('.answers').count(), 0);
  });
});

test('every step can be reloaded, and its link opened elsewhere; what stays around the page still leads where it did', async () => {
  await at(small.url + NOW, async (page, { context }) => {
    await aShortRun(page);
    for (const act of [() => page.reload(), () => moves(page, () => page.getByRole('link', { name: 'No', exact: true }).click()), () => page.reload()]) {
      await act();
      await page.locator('.answers').waitFor();
      const other = await context.newPage();
      await other.goto(page.url());
      await other.locator('.answers').waitFor();
      assert.equal(await other.locator('main').innerText(), await page.locator('main').innerText());
      const links = (p) => p.locator('a').evaluateAll((found) => found.map((a) => a.href.replace(/#content$/, '')));
      assert.deepEqual((await links(other)).map((l) => l.split('#')[0]), (await links(page)).map((l) => l.split('#')[0]));
      await other.close();
    }
    await press(page, 'Back', 'link');
    await page.locator('h1', { hasText: 'Did you sleep?' }).waitFor();
  });
});

test('the link to a result can be copied, by hand where the browser does not allow it', async () => {
  const result = `${small.url}${NOW}now/#flags=pop+swelling`;
  await at(result, async (page, { context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await page.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), result);
    await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await page.waitForFunction(() => document.activeElement.matches('.link'));
    assert.equal(await page.evaluate(() => document.activeElement.value), result);
    assert.equal(await page.evaluate(() => getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), result);
  });
});

const WRONG = ['now/#flags=pop', 'now/#flags=none+swelling', 'now/#flags=swelling&far=3', 'now/#far=3', 'now/#flags=', 'now/#flags=%', 'now/#flags=bite',
  'see/#flags=none&far=3', 'see/#flags=none&far=3.2', 'see/#flags=none&far=7e0', 'see/#flags=none&far=120', 'rest/#flags=none&far=3&sleep=yes&sleep=yes',
  'rest/#flags=none&far=3&sleep=yes=no', 'now/#flags=swelling+swelling', 'now/#__proto__=swelling', '#flags=swelling', 'flags/#flags=swelling'];
for (const wrong of WRONG) {
  test(`answers that do not lead here are put away, and that is said: ${wrong}`, async () => {
    await at(small.url + NOW + wrong, async (page) => {
      await page.getByRole('alert').waitFor();
      assert.equal(page.url(), small.url + NOW + wrong.split('#')[0]);
      assert.equal(await page.locator('.verdict:visible, .answers').count(), 0);
      assert.ok(await page.getByRole('link', { name: 'Start again' }).first().isVisible() || /^(#|flags)/.test(wrong));
    });
  });
}

test('an address changed by hand while the page is open is looked at again', async () => {
  await at(`${small.url}${NOW}now/#flags=swelling`, async (page) => {
    await page.locator('.answers').waitFor();
    await page.evaluate(() => { location.hash = '#flags=swelling+warm'; });
    await page.locator('.answers dd', { hasText: 'Swelling; Warmth' }).waitFor();
    await page.evaluate(() => { location.hash = '#flags=warm'; });
    await page.getByRole('alert').waitFor();
    assert.equal(await page.locator('.verdict:visible').count(), 0);
  });
});

test('without a history the page still works, and claims no answers', async () => {
  await at(`${small.url}${NOW}far/`, async (page) => {
    const address = (await page.evaluate(() => document.title)).includes('How far') ? `${small.url}${NOW}far/` : null;
    if (address) {
      await page.locator('#form-number').fill('8');
      await press(page, 'Continue');
      assert.doesNotMatch(page.url(), /#/);
      assert.equal(await page.locator('.answers').count(), 0);
    }
  }, { spoilt: true });
});

test('to another tree the answers do not go', async () => {
  await at(small.url + NOW, async (page) => {
    await tick(page, 'Warmth');
    await press(page, 'Continue');
    await page.locator('#form-number').fill('120');
    await press(page, 'Continue');
    assert.equal(page.url(), `${small.url}deep/t1/`);
    await moves(page, () => page.goBack());
    await page.locator('.answers').waitFor();
    assert.match(page.url(), /#flags=warm$/);
  });
});

test('links within the page keep the answers in the address', async () => {
  await at(`${small.url}${NOW}now/#flags=swelling`, async (page) => {
    await page.locator('.answers').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.match(page.url(), /#flags=swelling$/);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  });
});

test('where the routes or a page cannot be fetched, links lead on as they are', async () => {
  await at(small.url + NOW, async (page) => {
    await page.route(/assets\/trees/, (route) => route.abort());
    await page.reload();
    await page.locator('.choices').waitFor();
    await moves(page, () => page.locator('.choices a').first().click());
    await page.unroute(/assets\/trees/);
    assert.ok(page.url().startsWith(small.url + NOW));
  }, { spoilt: true });
  await at(small.url + NOW, async (page) => {
    await page.evaluate(() => { window.fetch = () => Promise.reject(new Error('offline')); });
    await tick(page, 'Warmth');
    await press(page, 'Continue');
    await page.locator('.answers').waitFor();
    assert.match(page.url(), /#flags=warm$/);
  });
});

test('once the neighbours are there, a step needs no network', async () => {
  await at(small.url + NOW, async (page, { context }) => {
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(300);
    await context.setOffline(true);
    await tick(page, 'A sudden pop');
    await press(page, 'Continue');
    assert.equal(await heading(page), 'How far was the run?');
  }, { spoilt: true });
});

test('by keyboard alone, from the start to a changed answer', async () => {
  await at(small.url + NOW, async (page) => {
    const tab = async (matches) => {
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((m) => document.activeElement.matches(m), matches)) return;
      }
      throw new Error(`Tab never comes to ${matches}`);
    };
    await tab('input[type=checkbox]');
    await page.keyboard.press('Space');
    await tab('.go');
    await moves(page, () => page.keyboard.press('Enter'));
    await tab('#form-number');
    await page.keyboard.type('9');
    await moves(page, () => page.keyboard.press('Enter'));
    assert.match(await heading(page), /See somebody/);
    await tab('#change-1');
    await moves(page, () => page.keyboard.press('Enter'));
    assert.equal(await focused(page), 'How far was the run?');
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing, and nothing is wider than 320 px or too small to tap, at each step, ${colorScheme}`, async () => {
    await at(small.url + NOW, async (page) => {
      await page.addScriptTag({ content: axe });
      const look = async () => {
        await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), []);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
        const low = await page.locator('main :is(label:has(input), button, .field input, .back-link a, .change a, .again a)').evaluateAll((found) => found
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML));
        assert.deepEqual(low, []);
      };
      await look();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.locator('.error').waitFor();
      await look();
      await press(page, 'None of these');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.locator('.error').waitFor();
      await look();
      await page.locator('#form-number').fill('2');
      await press(page, 'Continue');
      await look();
      await press(page, 'Yes', 'link');
      await page.locator('.keep').waitFor();
      await look();
    }, { viewport: { width: 320, height: 700 }, colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
  });
}

test('on paper: the result, its level and the answers, before the advice; nothing to press', async () => {
  await at(`${small.url}${NOW}rest/#flags=none&far=3&sleep=yes`, async (page) => {
    await page.locator('.answers').waitFor();
    await page.emulateMedia({ media: 'print' });
    const top = async (selector) => (await page.locator(selector).boundingBox()).y;
    assert.ok(await top('.verdict') < await top('.answers') && await top('.answers') < await top('.result > .prose'));
    assert.equal(await page.locator('main :is(button, .change a, .back-link):visible').count(), 0);
    assert.ok(await page.locator('.brand').isVisible());
  });
});

/** Answers at random until there is nothing more to answer; the answers as they were meant, and the outcome's id. */
async function wander(page, start, ids, next) {
  const below = (n) => Math.floor(next() * n);
  await page.goto('about:blank');
  await page.goto(start);
  const answers = [];
  for (let step = 0; step < 40; step += 1) {
    const asked = (await page.locator('#question').textContent()).trim();
    const question = ids(asked);
    const boxes = page.locator('.ticks :is(input, button)');
    if ((await page.locator('#form-number').count()) > 0 && question.skip && below(3) === 0) {
      answers.push([question.id, ['skip']]);
      await moves(page, () => page.locator('.choices .left-out a').click());
    } else if ((await page.locator('#form-number').count()) > 0) {
      const count = Math.round((question.max - question.min) / question.step - 0.499);
      const number = (Math.round((question.min + question.step * below(count + 1)) * 10) / 10).toString();
      const given = question.kind === 'time' ? time(Number(number)) : number;
      await page.locator('#form-number').fill(given);
      answers.push([question.id, question.kind === 'time' ? given : Number(number)]);
      await press(page, 'Continue');
    } else if ((await boxes.count()) > 0) {
      const ticks = question.options.filter((id) => id !== 'none' && id !== 'skip' && below(2));
      const chosen = ticks.length === 0 ? [question.options.at(-1)] : ticks;
      answers.push([question.id, chosen]);
      if (['none', 'skip'].includes(chosen[0])) await moves(page, () => boxes.nth(question.options.indexOf(chosen[0])).click());
      else {
        for (const id of chosen) await boxes.nth(question.options.indexOf(id)).check();
        await press(page, 'Continue');
      }
    } else {
      const chosen = below(question.options.length);
      answers.push([question.id, [question.options[chosen]]]);
      await moves(page, () => page.locator('.choices a').nth(chosen).click());
    }
    if ((await page.locator('.verdict').count()) > 0) {
      await page.locator('.answers').waitFor();
      const given = new URLSearchParams(new URL(page.url()).hash.slice(1));
      assert.deepEqual([...given.keys()], answers.map(([id]) => id));
      const fresh = await page.context().newPage();
      await fresh.goto(page.url());
      await fresh.locator('.answers').waitFor();
      assert.equal(await fresh.locator('main').innerText(), await page.locator('main').innerText());
      await fresh.close();
      return { answers, reaches: new URL(page.url()).pathname.slice(new URL(start).pathname.length).split('/')[0] };
    }
  }
  throw new Error('no end');
}

/** `fingerpost tree --answers` says whether the answers lead to where the pages led. */
function agree(text, walks) {
  const file = join(mkdtempSync(join(folder, 'oracle-')), 't.tree.yaml');
  writeFileSync(file, text);
  for (const { answers, reaches } of walks) {
    const given = answers.map(([id, answer]) => `${id}=${Array.isArray(answer) ? answer.join('+') : answer}`).join(',');
    const { said } = run(PROGRAM, 'tree', file, '--answers', given);
    assert.equal(said.split('\n')[0], reaches, given);
  }
}

test('ticks are counted, points are added up, and texts tell the answers once they are known', async () => {
  await at(`${small.url}run/load/`, async (page) => {
    await tick(page, 'Tired');
    await press(page, 'Continue');
    assert.match(await heading(page), /Fine/);
    await page.goBack();
    await tick(page, 'Sore', 'Cold');
    await press(page, 'Continue');
    assert.equal(await page.locator('main p data').innerText(), 'Sore; Tired; Cold');
    await page.locator('#form-number').fill('21');
    await press(page, 'Continue');
    assert.match(await heading(page), /Rest after 21 miles$/);
    assert.equal(await page.locator('.prose p').first().innerText(), 'A load of 4 from Sore; Tired; Cold and 21 miles.');
  });
  await at(`${small.url}run/load/`, async (page) => {
    const first = page.locator('.choices a').first();
    assert.equal(await first.innerText(), 'Cold – and also tired – and also sore');
    await first.click();
    assert.equal(await page.locator('main p data').innerText(), '“What do you feel?”');
    await page.locator('.choices a').last().click();
    assert.match(await heading(page), /Rest after the distance$/);
  }, { javaScriptEnabled: false });
});

test('what a formula comes to is told with its unit, by the same arithmetic as the program\'s', async () => {
  for (const [distance, time, pace, text] of [
    ['10', '1:25:00', '8:30', '5:17 minutes per km, 7.1 miles per hour. Easy runs: 10:00 minutes per mile. 42:15'],
    ['26.2', '5:00:00', '11:27', '7:07 minutes per km, 5.2 miles per hour. Easy runs: 12:55 minutes per mile. 59:45'],
  ]) {
    await at(`${small.url}run/pace/`, async (page) => {
      await page.locator('#form-number').fill(distance);
      await press(page, 'Continue');
      await page.locator('#form-number').fill('1:75');
      await page.getByRole('button', { name: 'Continue' }).click();
      assert.match(await page.locator('#form-error').innerText(), /a time from 0:30 to 30:00:00/);
      await page.locator('#form-number').fill(time);
      await press(page, 'Continue');
      assert.match(await heading(page), new RegExp(`${pace} minutes per mile$`));
      assert.equal(await page.locator('.prose p').first().innerText(), text);
    });
  }
});

for (const seed of GENERATED) {
  test(`random answers reach what the program says: generated tree ${seed}`, async () => {
    const { questions, text } = tree(seed);
    const next = random(seed * 1000);
    await at(`${small.url}deep/t${seed}/`, async (page) => {
      const walks = [];
      for (let i = 0; i < 20; i += 1) walks.push(await wander(page, `${small.url}deep/t${seed}/`, (ask) => questions.find((q) => q.id.toUpperCase() === ask), next));
      agree(text, walks);
    });
  });
}

test('random answers reach what the program says: the club\'s tree', async () => {
  const text = readFileSync(CLUB, 'utf8');
  const next = random(7);
  await at(`${club.url}sore-calf/`, async (page) => {
    const routes = await page.evaluate(async () => (await fetch(document.querySelector('[data-routes]').dataset.routes)).json());
    const ids = (ask) => {
      const found = routes.questions.find((q) => q.ask === ask);
      return { id: found.id, options: found.options.map(([id]) => id) };
    };
    // Signs end most paths early: mostly none is ticked.
    const careful = (n) => () => (n() < 0.93 ? 0.4 : n());
    const walks = [];
    for (let i = 0; i < 30; i += 1) walks.push(await wander(page, `${club.url}sore-calf/`, ids, i % 3 === 0 ? next : careful(next)));
    assert.ok(new Set(walks.map((walk) => walk.reaches)).size >= 5);
    agree(text, walks);
  });
});
