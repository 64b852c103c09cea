// What is wrong with this page, at the foot of the window: as in the terminal, with the line and a caret. It goes away by itself.
//
// It stands in a tree of its own, outside the page's body, so that no style of the theme's reaches it and no patch takes it away.

import { open } from './editor.js';

const FOLDED = 'fingerpost-folded';
const ALL = '/_fingerpost/problems';
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const host = make('fingerpost-preview');
const status = make('p', { className: 'spoken', role: 'status' });
const alarm = make('p', { className: 'spoken', role: 'alert' });
const sum = make('h2', { id: 'sum' });
const fold = make('button', { type: 'button', onclick: () => folded(!body.hidden) });
const body = make('div', { id: 'body', className: 'body' });
const board = make('section', { hidden: true }, make('div', { className: 'bar' }, sum, fold), body);
board.setAttribute('aria-labelledby', 'sum');
fold.setAttribute('aria-controls', 'body');
fold.setAttribute('aria-describedby', 'sum');
host.attachShadow({ mode: 'open' }).append(make('link', { rel: 'stylesheet', href: '/_fingerpost/problems.css' }), status, alarm, board);

const NONE = { errors: 0, warnings: 0, advice: 0 };
let news = { here: NONE, problems: [], more: 0, others: NONE, elsewhere: [], unlisted: 0, notes: [], trouble: null, draft: false };
let lost = false; // the server does not answer
let led = null; // where the answers given lead now
let unopened = null; // why a file could not be opened in the author's editor
let drawn = '';

/** What the server tells of this page. */
export function show(next) {
  [news, unopened] = [next, null];
  draw();
}

/** Where the answers given to a tree lead now, if that is not this page; null if it is. */
export function elsewhere(address) {
  led = address;
  draw();
}

document.addEventListener('fingerpost:unopened', ({ detail }) => {
  unopened = detail;
  draw();
});

/** Whether the server has gone. */
export function gone(now) {
  lost = now;
  draw();
}

const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
const advised = (number) => (number === 1 ? '1 piece of advice' : `${number} pieces of advice`);
const tally = (errors, warnings) => [errors && count(errors, 'error'), warnings && count(warnings, 'warning')].filter(Boolean).join(', ');
/** What the board is opened for: advice waits until it is asked for. */
const urgent = () => JSON.stringify([lost, led, unopened, news.trouble, news.notes, news.problems.filter(({ severity }) => severity !== 'advice').map(({ text }) => text)]);
const NOTHING = '[false,null,null,null,[],[]]';

function draw() {
  const { here, problems, more, others, elsewhere: files, unlisted, notes, trouble, draft } = news;
  const what = JSON.stringify([lost, led, unopened, news]);
  if (what === drawn) return;
  drawn = what;
  if (!host.isConnected) document.documentElement.append(host); // not before: it is no part of what was served

  const parts = [];
  if (lost) parts.push('The preview has stopped');
  else if (trouble) parts.push('The site cannot be read');
  if (notes.length > 0) parts.push('Shown as it was before');
  if (unopened) parts.push('No file was opened');
  if (led) parts.push('Your answers lead elsewhere now');
  const mine = here.errors + here.warnings;
  if (mine > 0) parts.push(`${count(mine, 'problem')} on this page`);
  const theirs = others.errors + others.warnings;
  if (theirs > 0) parts.push(`${mine > 0 ? theirs : count(theirs, 'problem')} in other files`);
  const wrong = parts.length > 0;
  if (here.advice > 0) parts.push(advised(here.advice));
  if (draft) parts.push('A draft: not published yet');
  const text = parts.join(' · ');
  if (!wrong && !board.hidden && status.textContent) status.textContent = 'All is mended.';
  else if (!lost) status.textContent = text;
  alarm.textContent = lost ? 'The preview has stopped.' : unopened ?? '';
  sum.textContent = text;
  board.hidden = parts.length === 0;
  board.className = lost || trouble || notes.length || here.errors || others.errors ? 'error' : wrong ? 'warning' : '';

  const told = [...notes.map((note) => make('p', { className: 'note' }, note)), ...problems.map(one)];
  if (unopened) told.unshift(make('p', { className: 'note' }, unopened));
  if (led) told.unshift(make('p', { className: 'note' }, 'The tree has changed, and the answers given lead to ', make('a', { href: led }, 'another page of it'), ' now. This page keeps them.'));
  if (more > 0) told.push(make('p', {}, `And ${more} more; `, make('a', { href: ALL }, 'all of them'), '.'));
  if (lost) told.unshift(make('p', {}, 'Start ', make('code', {}, 'fingerpost serve'), ' again, and this page goes on by itself.'));
  else if (trouble) told.unshift(make('p', {}, trouble));
  if (files.length > 0) {
    const rows = files.map(({ file, address, errors: e, warnings: w }) => make('li', {}, address ? make('a', { href: address }, file) : file, `: ${tally(e, w)}`));
    if (unlisted > 0) rows.push(make('li', {}, `and ${count(unlisted, 'more file')}`));
    told.push(make('h3', {}, 'In other files'), make('ul', {}, ...rows));
  }
  if (told.length > 0) {
    const rest = others.advice > 0 ? [`Other files have ${advised(others.advice)} besides. `] : [];
    told.push(make('p', {}, ...rest, make('a', { href: ALL }, 'All problems of the site')));
  }
  const held = body.contains(host.shadowRoot.activeElement);
  body.replaceChildren(...told);
  fold.hidden = told.length === 0;
  const now = urgent();
  folded(told.length === 0 || now === NOTHING || sessionStorage.getItem(FOLDED) === now, false);
  if (held) fold.focus();
}

/** A problem, as the terminal shows it. */
function one({ severity, text, file, line, column }) {
  const pre = make('pre', { className: severity, tabIndex: 0 }, text);
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', severity);
  if (!news.editor) return pre;
  const go = () => open({ file, line, column });
  pre.title = 'Click to open it in your editor';
  pre.onclick = () => { if (String(getSelection()) === '') go(); };
  return make('div', { className: 'one' }, pre, make('button', { type: 'button', onclick: go }, `Open ${file}:${line}`));
}

/** Folds the board up, and remembers it for these problems: others open it again. */
function folded(now, chosen = true) {
  if (now && body.contains(host.shadowRoot.activeElement)) fold.focus();
  body.hidden = now;
  fold.textContent = now ? 'Show' : 'Hide';
  fold.setAttribute('aria-expanded', String(!now));
  if (!chosen) return;
  if (now) sessionStorage.setItem(FOLDED, urgent());
  else sessionStorage.removeItem(FOLDED);
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented && !board.hidden && !body.hidden) folded(true);
});

// What has the focus, or is looked for, must not lie below the board.
new ResizeObserver(() => {
  const height = `${board.offsetHeight}px`;
  host.style.height = height;
  document.documentElement.style.scrollPaddingBlockEnd = height;
}).observe(board);
