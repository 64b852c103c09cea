// What is wrong with this page, at the foot of the window: as in the terminal, with the line and a caret. It goes away by itself.
//
// It stands in a tree of its own, outside the page's body, so that no style of the theme's reaches it and no patch takes it away.

const FOLDED = 'fingerpost-folded';
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

let news = { problems: [], more: 0, elsewhere: [], others: { problems: 0, unlisted: 0 }, trouble: null, draft: false };
let lost = false; // the server does not answer
let drawn = '';

/** What the server tells of this page. */
export function show(next) {
  news = next;
  draw();
}

/** Whether the server has gone. */
export function gone(now) {
  lost = now;
  draw();
}

const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
const tally = (errors, warnings) => [errors && count(errors, 'error'), warnings && count(warnings, 'warning')].filter(Boolean).join(', ');

function draw() {
  const { problems, more, elsewhere, others, trouble, draft } = news;
  const what = JSON.stringify([lost, trouble, problems, more, elsewhere, others, draft]);
  if (what === drawn) return;
  drawn = what;
  if (!host.isConnected) document.documentElement.append(host); // not before: it is no part of what was served

  const parts = [];
  if (lost) parts.push('The preview has stopped');
  else if (trouble) parts.push('The site cannot be read');
  if (problems.length > 0) parts.push(`${count(problems.length + more, 'problem')} on this page`);
  if (others.problems > 0) parts.push(`${problems.length > 0 ? others.problems : count(others.problems, 'problem')} in other files`);
  if (draft) parts.push('A draft: not published yet');
  const wrong = parts.length > (draft ? 1 : 0);
  const text = parts.join(' · ');
  if (!wrong && !board.hidden && status.textContent) status.textContent = 'All is mended.';
  else if (!lost) status.textContent = text;
  alarm.textContent = lost ? 'The preview has stopped.' : '';
  sum.textContent = text;
  board.hidden = parts.length === 0;
  board.className = lost || trouble || problems.some(({ severity }) => severity === 'error') ? 'error' : wrong ? 'warning' : '';

  const told = problems.map(({ severity, text: shown }) => {
    const pre = make('pre', { className: severity, tabIndex: 0 }, shown);
    pre.setAttribute('role', 'group');
    pre.setAttribute('aria-label', severity);
    return pre;
  });
  if (more > 0) told.push(make('p', {}, `And ${more} more; the terminal shows them all.`));
  if (lost) told.unshift(make('p', {}, 'Start ', make('code', {}, 'fingerpost serve'), ' again, and this page goes on by itself.'));
  else if (trouble) told.unshift(make('p', {}, trouble));
  if (elsewhere.length > 0) {
    const rows = elsewhere.map(({ file, address, errors, warnings }) => make('li', {}, address ? make('a', { href: address }, file) : file, `: ${tally(errors, warnings)}`));
    if (others.unlisted > 0) rows.push(make('li', {}, `and ${count(others.unlisted, 'more file')}`));
    told.push(make('h3', {}, 'In other files'), make('ul', {}, ...rows));
  }
  const held = body.contains(host.shadowRoot.activeElement);
  body.replaceChildren(...told);
  fold.hidden = told.length === 0;
  const mine = JSON.stringify([lost, trouble, problems]);
  folded(told.length === 0 || (mine === '[false,null,[]]' ? true : sessionStorage.getItem(FOLDED) === mine), false);
  if (held) fold.focus();
}

/** Folds the board up, and remembers it for these problems: others open it again. */
function folded(now, chosen = true) {
  if (now && body.contains(host.shadowRoot.activeElement)) fold.focus();
  body.hidden = now;
  fold.textContent = now ? 'Show' : 'Hide';
  fold.setAttribute('aria-expanded', String(!now));
  if (!chosen) return;
  const mine = JSON.stringify([lost, news.trouble, news.problems]);
  if (now) sessionStorage.setItem(FOLDED, mine);
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
