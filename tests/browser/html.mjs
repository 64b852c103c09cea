// The pages as HTML: of the club's site and of the golden one, held against validators that know the standard.
// usage: SITE=FOLDER PROGRAM=fingerpost node --test html.mjs
//
// html-validate is asked of every page. What roles an input may have it does not know; ARIA in HTML says it, and it stands here.
// The Nu checker, which knows all of this, is asked too where there is Java.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');
const club = process.env.SITE;
let made;
let golden;

before(async () => {
  made = await mkdtemp(join(tmpdir(), 'fingerpost-html-'));
  golden = join(made, 'golden');
  const site = join(repository, 'tests/golden/site');
  const said = spawnSync(process.env.PROGRAM, ['build', '--root', site, '--out', golden, '--drafts'], { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stdout + said.stderr);
});
after(() => rm(made, { recursive: true }));

/** Every page below a folder. */
async function pages(folder) {
  const all = await readdir(folder, { recursive: true });
  return all.filter((path) => path.endsWith('.html')).map((path) => join(folder, path)).sort();
}

// What the standard says, and what of good manners can be held of any text. Not held: whether ids begin with a letter, as
// anchors are made from headings in every script, and what only an author can mend.
const rules = {
  extends: ['html-validate:standard'],
  rules: {
    'no-dup-attr': 'error',
    'no-dup-id': 'error',
    'no-implicit-close': 'error',
    'no-raw-characters': 'error',
    'no-redundant-role': 'error',
    'no-abstract-role': 'error',
    'no-unknown-elements': 'error',
    'no-missing-references': 'error',
    'void-content': 'error',
    'attribute-boolean-style': 'error',
    'wcag/h30': 'error',
    'wcag/h37': 'error',
    'input-missing-label': 'error',
    'hidden-focusable': 'error',
    'aria-hidden-body': 'error',
    'multiple-labeled-controls': 'error',
  },
};

// ARIA in HTML, 4: the roles that an input may be given by its type, where it has no list of suggestions.
const roles = {
  text: ['combobox', 'searchbox', 'spinbutton', 'textbox'],
  search: ['searchbox'],
  checkbox: ['menuitemcheckbox', 'option', 'switch', 'button', 'checkbox'],
  radio: ['menuitemradio', 'radio'],
  button: ['checkbox', 'combobox', 'gridcell', 'link', 'menuitem', 'option', 'radio', 'switch', 'tab', 'button'],
};
// Attributes that only widgets which open something have.
const opening = /\saria-expanded=/;

function misused(html) {
  const inputs = html.match(/<input\b[^>]*>/g) ?? [];
  return inputs.filter((input) => {
    const type = /\stype="?([a-z]+)/.exec(input)?.[1] ?? 'text';
    const role = /\srole="?([a-z]+)/.exec(input)?.[1];
    return (role && !(roles[type] ?? []).includes(role)) || (opening.test(input) && role !== 'combobox');
  });
}

for (const [name, folder] of [['the club\'s site', () => club], ['the golden site', () => golden]]) {
  test(`${name} is valid HTML`, async () => {
    const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, ...rules }));
    const files = await pages(folder());
    assert.ok(files.length > 20, `${files.length} pages`);
    const wrong = [];
    for (const file of files) {
      const report = await validator.validateFile(file);
      for (const result of report.results) {
        for (const said of result.messages) {
          wrong.push(`${relative(folder(), file)}:${said.line}:${said.column}: ${said.ruleId}: ${said.message}`);
        }
      }
      for (const input of misused(await readFile(file, 'utf8'))) wrong.push(`${relative(folder(), file)}: ${input}`);
    }
    assert.deepEqual(wrong.slice(0, 20), []);
  });
}

test('what is no HTML is seen', async () => {
  const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, ...rules }));
  const page = (body) => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A</title></head><body>${body}</body></html>`;
  const seen = async (body) => (await validator.validateString(page(body))).errorCount > 0 || misused(body).length > 0;
  assert.equal(await seen('<p>Good</p>'), false);
  for (const body of [
    '<p id="a">x</p><p id="a">y</p>',
    '<p><div>x</div></p>',
    '<ul><p>x</p></ul>',
    '<input type="search" role="combobox" aria-expanded="false" aria-label="x">',
    '<a href="/"><a href="/">x</a></a>',
    '<label for="gone">x</label>',
  ]) assert.equal(await seen(body), true, body);
});

test('the Nu checker has nothing to say, where there is Java', async (context) => {
  if (spawnSync('java', ['-version']).status !== 0) return context.skip('there is no Java');
  const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar')), 'build/dist/vnu.jar');
  const checker = ['-jar', jar, '--errors-only', '--skip-non-html', '--format', 'gnu', club, golden];
  const said = spawnSync('java', checker, { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(said.status, 0, said.stderr.split('\n').slice(0, 20).join('\n'));
});
