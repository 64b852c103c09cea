// The search, in the program and in a browser: the same answers to 2,000 random queries; usable by keyboard, accessible, without
// a dead control where scripts do not run. usage: SITE=FOLDER PROGRAM=fingerpost node --test search.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { open, serve } from './open.mjs';

const folder = process.env.SITE;
const program = process.env.PROGRAM;
const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
let home;
let made;
const servers = [];

before(async () => {
  browser = await open();
  home = await serve(folder);
  servers.push(home);
  made = await mkdtemp(join(tmpdir(), 'fingerpost-search-'));
  await generated(made);
});
after(async () => {
  await browser.close();
  for (const server of servers) server.close();
  await rm(made, { recursive: true });
});

// ---- Chance, the same at every run ----

function chance(seed) {
  let state = seed;
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, of: (list) => list[next(list.length)] };
}

const WORDS = 'calf cramps muscle fibres recovery blood flow artery circulation elevating massage strides marathon resting sleep protein salt sodium sweat stiffness tearing damage adapt stretched ankle knees heel trail running breathing easy hard tempo water fatigue nerve spasm roller sudden severe mild and the of in Straße café naïve ΣΊΣΥΦΟΣ быстро 足がつる 筋肉痛 ตะคริว 쥐가나다 don’t 10 42.2 𠮷野 𠮷a 﨎 腿 小腿 Muskel\u00adfaser שָׁרִיר שריר عَضَلَة VO₂max Donaudampfschifffahrtsgesellschaftskapitänsmütze'.split(' ');

/** A small site of every script, with synonyms. */
async function generated(root) {
  const { next, of } = chance(7);
  const some = (least, most) => Array.from({ length: least + next(most - least) }, () => of(WORDS)).join(' ');
  await mkdir(join(root, 'content/part'), { recursive: true });
  await writeFile(join(root, 'site.yaml'), 'title: Made up\nsynonyms:\n  - [cramp, charley horse, "足がつる"]\n  - [knee, leg joint]\n');
  for (let k = 0; k < 150; k++) {
    const sections = Array.from({ length: next(k % 50 ? 9 : 70) }, () => `## ${some(1, 5)}\n\n${some(5, 80)}.\n`);
    const front = `---\ntitle: "${some(1, 6)} ${k}"\nalso_called: ["${some(1, 4)}"]\n---\n\n`;
    await writeFile(join(root, `content/part/p${k}.md`), `${front}${some(10, 60)}\n\n${sections.join('\n')}`);
  }
  for (let k = 0; k < 5; k++) {
    const option = (id, to) => `      ${id}: {say: "${some(1, 3)} ${id}", goto: ${to}}\n`;
    const question = (id, to) => `  ${id}:\n    ask: "${some(3, 9)}?"\n    hint: "${some(4, 20)}"\n    options:\n${option('a', to)}${option('b', 'home')}`;
    const outcome = (id, level) => `  ${id}: {title: "${some(2, 5)}", level: ${level}, body: "${some(10, 60)}"}\n`;
    const tree = `title: "${some(2, 6)} tree ${k}"\nquestions:\n${question('one', 'two')}${question('two', 'now')}outcomes:\n${outcome('home', 'self-care')}${outcome('now', 'emergency')}`;
    await writeFile(join(root, `content/part/t${k}.tree.yaml`), tree);
  }
}

function queries(words, count) {
  const { next, of } = chance(11);
  const slip = (word) => {
    const letters = [...word];
    const at = next(letters.length);
    const kinds = [() => letters.splice(at, 1), () => letters.splice(at, 0, of([...'aeiostrn'])), () => { letters[at] = of([...'aeiostrn']); }, () => letters.splice(at, 2, ...letters.slice(at, at + 2).reverse())];
    of(kinds)();
    return letters.join('');
  };
  const word = () => {
    const plain = of(words);
    return of([() => plain, () => plain, () => slip(plain), () => slip(slip(plain)), () => [...plain].slice(0, 1 + next(5)).join(''), () => plain.toUpperCase(), () => `${plain}ing`, () => of(['charley horse', 'leg joint', 'xyzzy', '🙂', '’', '足が'])])();
  };
  return Array.from({ length: count }, () => Array.from({ length: 1 + next(5) }, word).join(of([' ', ' ', '-', ', '])) + of(['', '', ' ', '?']));
}

function build(root, out, ...more) {
  const run = spawnSync(program, ['build', '--root', root, '--out', out, ...more], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr + run.stdout);
}

function program_says(root, all) {
  const run = spawnSync(program, ['search', '--json', '--root', root], { input: all.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim().split('\n').map((line) => JSON.parse(line));
}

async function wordsOf(root) {
  const index = join(root, 'assets/search');
  const names = (await readdir(index)).filter((name) => /^w\d/.test(name));
  const pieces = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(index, name), 'utf8')).forms));
  return pieces.join(' ').split(' ').sort();
}

async function script(root) {
  const name = (await readdir(join(root, 'assets'))).find((file) => /^search-index\.\w+\.js$/.test(file));
  return join(root, 'assets', name);
}

/** The browser's own module, reading the files from the disk. */
async function asker(root) {
  const module = join(made, `${root.replace(/\W/g, '')}.mjs`);
  await writeFile(module, await readFile(await script(root), 'utf8'));
  const { searcher } = await import(module);
  return searcher(async (name) => {
    const bytes = await readFile(join(root, 'assets/search', name));
    return name.endsWith('.json') ? JSON.parse(bytes.toString('utf8')) : new Uint8Array(bytes);
  });
}

test('the program and the script give the same answers to 2,000 random queries', { timeout: 300_000 }, async () => {
  const built = join(made, 'built');
  build(made, built);
  for (const [source, root] of [[made, built], [repository, folder]]) {
    const all = queries([...(await wordsOf(root)), ...WORDS], 1000);
    const ask = await asker(root);
    const said = program_says(source, all);
    assert.equal(said.length, all.length);
    let found = 0;
    for (const [i, query] of all.entries()) {
      const { hits, changed } = await ask(query, 20);
      assert.deepEqual({ query, changed, hits }, said[i]);
      found += hits.length > 0;
    }
    assert.ok(found > all.length * 0.8, `only ${found} queries found anything`);
  }
});

test('in Chromium, too, the answers are the program’s', async () => {
  const all = queries(await wordsOf(folder), 100);
  const said = program_says(repository, all);
  const page = await browser.newPage({ bypassCSP: true });
  await page.goto(home.url);
  const address = `${home.url}assets/${(await script(folder)).split('/').at(-1)}`;
  const answers = await page.evaluate(async ([address, base, all]) => {
    const { searcher } = await import(address);
    const ask = await searcher(async (name) => {
      const answer = await fetch(base + name);
      return name.endsWith('.json') ? answer.json() : new Uint8Array(await answer.arrayBuffer());
    });
    const out = [];
    for (const query of all) {
      const { hits, changed } = await ask(query, 20);
      out.push({ query, hits, changed });
    }
    return out;
  }, [address, `${home.url}assets/search/`, all]);
  assert.deepEqual(answers, said.map(({ query, hits, changed }) => ({ query, hits, changed })));
  await page.close();
});

// ---- By hand ----

/** On a narrow screen the field waits behind a button. */
async function opened(page) {
  const button = page.locator('button.search-link');
  if ((await button.count()) === 0) return;
  await page.waitForFunction(() => document.querySelector('a.search-link').hidden);
  if (await button.isVisible()) await button.click();
}

async function at(address, options, look, site = home) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  try {
    await page.goto(site.url + address);
    if (options.javaScriptEnabled !== false) await opened(page);
    await look(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

const FIELD = '#search-field';

test('one key, some words, an arrow and Enter lead to the page', async () => {
  await at('', {}, async (page) => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search-field');
    await page.keyboard.type('calf craps');
    await page.waitForSelector('[role=option]');
    await page.waitForFunction(() => /craps.*cramps/.test(document.querySelector('.top [role=status]').textContent));
    assert.equal(await page.getAttribute(FIELD, 'aria-expanded'), 'true');
    assert.ok((await page.locator('[role=option] mark').count()) > 0);
    await page.keyboard.press('ArrowDown');
    const id = await page.getAttribute(FIELD, 'aria-activedescendant');
    assert.equal(await page.getAttribute(`#${id}`, 'aria-selected'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await page.getAttribute(FIELD, 'aria-expanded'), 'false');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/cramp-right-now/);
  });
});

test('Enter without a choice leads to all that was found, under an address of its own', async () => {
  await at('sleep/', {}, async (page) => {
    await page.fill(FIELD, 'night cramps');
    await page.press(FIELD, 'Enter');
    await page.waitForURL(/\/search\/\?q=night/);
    await page.waitForSelector('.places a');
    assert.equal(await page.inputValue(FIELD), 'night cramps');
    const first = await page.locator('.places a').first().getAttribute('href');
    assert.equal((await page.request.get(first)).status(), 200);
    await page.fill(FIELD, 'xyzzyplugh');
    await page.waitForFunction(() => document.querySelector('main [role=status]').textContent.includes('xyzzyplugh'));
    assert.match(page.url(), /q=xyzzyplugh/);
  });
});

test('the key can be switched off', async () => {
  await at('search/', {}, async (page) => {
    await page.uncheck('[data-key]');
    await page.goto(`${home.url}sleep/`);
    await page.waitForSelector('button.search-link:visible');
    await page.keyboard.press('/');
    assert.notEqual(await page.evaluate(() => document.activeElement.id), 'search-field');
  });
});

test('the search works where a page is not found', async () => {
  await at('not/there/', {}, async (page) => {
    await page.fill(FIELD, 'sleep');
    await page.click('main [data-places] a >> nth=0');
    await page.waitForURL(/sleep\/(?!\?)/);
  });
});

test('an answer that comes late moves nothing under a reader who has gone into the list', async () => {
  await at('search/', {}, async (page) => {
    await page.addInitScript(() => {
      window.answers = 0;
      window.Worker = class extends Worker {
        constructor(...how) {
          super(...how);
          this.addEventListener('message', () => {
            window.answers += 1;
          });
        }
      };
    });
    await page.reload();
    await page.fill(FIELD, 'night cramps');
    await page.waitForSelector('.places a[href*="sleep/night-cramps"]');
    const before = await page.evaluate(() => window.answers);
    // Quicker than the answer: typed and gone on before it is there.
    await page.evaluate(() => {
      const field = document.querySelector('#search-field');
      field.value = 'compression socks';
      field.dispatchEvent(new Event('input'));
      document.querySelector('.places a[href*="sleep/night-cramps"]').focus();
    });
    await page.waitForFunction((before) => window.answers > before, before);
    assert.match(await page.evaluate(() => document.activeElement.href), /sleep\/night-cramps/);
    await page.focus(FIELD);
    await page.waitForSelector('.places a[href*="compression-socks"]');
  });
});

test('without JavaScript a link leads to a page that leads on, and no field is shown', async () => {
  await at('', { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('input:visible').count(), 0);
    await page.click('a.search-link');
    await page.waitForURL(/\/search\/$/);
    assert.equal(await page.locator('main input:visible').count(), 0);
    assert.ok(await page.locator('main a[href*="everything"]').isVisible());
  });
});

test('a first visit takes few requests, and the scripts of the search are small', async () => {
  await at('404.html', { serviceWorkers: 'block' }, async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${home.url}cramps/cramp-right-now/`);
    await page.waitForLoadState('networkidle');
    // Pictures of the text are not counted, and a file that is asked for twice is kept by the browser.
    const files = new Set(asked.filter((url) => !url.endsWith('.svg') || url.includes('/assets/')));
    assert.ok(files.size <= 6, asked.join(' '));
    assert.ok(!asked.some((url) => url.includes('search-index')), asked.join(' '));
  });
  const names = (await readdir(join(folder, 'assets'))).filter((name) => /^search(-index)?\.[0-9a-f]+\.js$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(folder, 'assets', name))).length));
  assert.equal(sizes.length, 2);
  // What few readers need, the marks and the message about a search in vain, waits in files of its own.
  assert.ok(sizes[0] + sizes[1] <= 7.5 * 1024, sizes.join(' + '));
});

/** A site of three pages in a language, built below `/help/`. */
async function small(language, pages) {
  const root = await mkdtemp(join(made, 'small-'));
  await mkdir(join(root, 'content'));
  await writeFile(join(root, 'site.yaml'), `title: S\nlanguage: ${language}\nbase_url: https://club.example/help/\n`);
  for (const [name, text] of Object.entries(pages)) await writeFile(join(root, 'content', name), text);
  const out = join(root, 'public');
  build(root, out);
  const server = await serve(out, '/help/');
  servers.push(server);
  return { root, out, server };
}

test('a result says its level in words: mild ones and those of a tree’s own too', async () => {
  const tree = (levels, [mild, grave]) => `title: Pedals\nlevels: ${levels}\nquestions:\n  q: {ask: Loose?, options: {a: {say: A, goto: tighten}, b: {say: B, goto: workshop}}}\noutcomes:\n  tighten: {title: Tighten the pedal, level: ${mild}}\n  workshop: {title: Bring the pedal, level: ${grave}}\n`;
  const { server } = await small('en', {
    'index.md': '# Home\n\n[a](a.tree.yaml) [b](b.tree.yaml)\n',
    'a.tree.yaml': tree('[fix-it-yourself, workshop]', ['fix-it-yourself', 'workshop']),
    'b.tree.yaml': tree('[self-care, routine]', ['self-care', 'routine']).replaceAll('edal', 'addle'),
  });
  const said = async (page, words) => {
    await page.locator('#search-field').fill(words);
    await page.waitForFunction((words) => [...document.querySelectorAll('#search-places .level')].length === 2 && document.querySelector('#search-places').textContent.includes(words), words);
    return (await page.locator('#search-places .level').evaluateAll((all) => all.map((level) => `${level.textContent} ${getComputedStyle(level).backgroundColor !== 'rgba(0, 0, 0, 0)'}`))).sort();
  };
  await at('', {}, async (page) => {
    assert.deepEqual(await said(page, 'pedal'), ['Fix it yourself true', 'Workshop true']);
    assert.deepEqual(await said(page, 'paddle'), ['Not urgent true', 'Self-care true']);
  }, server);
});

test('a page that is open while the site is published anew finds what is new', async () => {
  const { root, out, server } = await small('en', { 'index.md': '# Home\n\nOf cramps.\n', 'sleep.md': '# Sleep\n\nRest.\n' });
  const shown = (page, text) => page.waitForFunction((text) => document.querySelector('.search-panel').textContent.includes(text), text);
  await at('', {}, async (page) => {
    await page.fill(FIELD, 'xyzzy');
    await shown(page, 'xyzzy');
    await writeFile(join(root, 'content/sleep.md'), '# Slumber\n\nRest with zebras.\n');
    build(root, out);
    // The page knows the words as they were; where they lead to is gone.
    await page.fill(FIELD, 'rest');
    await shown(page, 'Slumber');
    await writeFile(join(root, 'content/sleep.md'), '# Quokka\n\nRest.\n');
    build(root, out);
    await page.evaluate(() => document.activeElement.blur());
    await page.fill(FIELD, 'quokka');
    await shown(page, 'Quokka');
  }, server);
});

test('in a sub-folder, from right to left and in German, places are found and shown', async () => {
  const german = await small('de', { 'index.md': '# Start\n\nHallo.\n', 'waden.md': '# Wadenkrämpfe nach dem Lauf\n\nMuskeln und Größe.\n' });
  await at('', {}, async (page) => {
    for (const words of ['wadenkrampf', 'WADENKRÄMPFE', 'Wadenkraempfe', 'grösse', 'Läufe']) {
      await page.fill(FIELD, words);
      await page.waitForFunction(() => document.querySelector('[role=option]')?.textContent.includes('Wadenkrämpfe'));
      await page.fill(FIELD, '');
    }
    await page.fill(FIELD, 'muskel');
    await page.click('[role=option]');
    await page.waitForURL(/\/help\/waden\/$/);
  }, german.server);
  const arabic = await small('ar', { 'index.md': '# البداية\n\nمرحبا.\n', 'saq.md': '# تشنج الساق بعد الجري\n\nالراحة والماء.\n' });
  await at('', { viewport: { width: 320, height: 700 } }, async (page) => {
    await page.fill(FIELD, 'تشنج');
    await page.waitForSelector('[role=option] mark');
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
    const box = await page.locator('.search-panel').boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  }, arabic.server);
});

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing while searching: ${width} px, ${colorScheme}`, async () => {
      for (const address of ['sleep/', 'search/?q=cramps', 'not/there/']) {
        await at(address, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true }, async (page) => {
          if (!address.includes('?')) await page.fill(FIELD, 'emergency');
          await page.waitForSelector('[data-places] li');
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
          if (!address.includes('?')) await page.press(FIELD, 'ArrowDown');
          await page.addScriptTag({ content: axe });
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
          assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`), []);
        });
      }
    });
  }
}
