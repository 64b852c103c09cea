// The card that a reader carries to a doctor: a result on one calm screen, and on a sheet of A6.
//
// Takes: the page's template for it, the part of the page that says what to do, and the answers in words.
// Never: keeps or sends anything. The day on it is this device's, and its code holds the address with the answers.

import { points } from './card-qr.js';

const SVG = 'http://www.w3.org/2000/svg';
const QUIET = 4; // light points around a code

/** An address as a drawing; null where it is too long. */
function drawn(address) {
  const rows = points(address);
  if (!rows) return null;
  const side = rows.length + 2 * QUIET;
  const [svg, path] = ['svg', 'path'].map((name) => document.createElementNS(SVG, name));
  const dots = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')));
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', dots.join(''));
  path.setAttribute('shape-rendering', 'crispEdges');
  svg.append(path);
  return svg;
}

/** What to do: the text up to its first heading, or what stands below that where the text begins with it. Of a care card, what
 * stands below its title: the result is of its level, and is shown as such a card. */
function todo(prose) {
  const parts = [...prose.children];
  const heads = parts.flatMap((part, i) => (/^H\d$/.test(part.tagName) ? [i] : []));
  const [from, to] = heads[0] === 0 ? [1, heads[1]] : [0, heads[0]];
  const copies = parts.slice(from, to).map((part) => part.cloneNode(true));
  const [first, ...rest] = copies.flatMap((copy, i) => (i === 0 && copy.matches('.care') ? [...copy.children] : [copy]));
  const out = first?.matches('.care-title') ? rest : copies;
  for (const part of out.flatMap((copy) => [copy, ...copy.querySelectorAll('[id]')])) part.removeAttribute('id');
  return out.filter((part) => !part.matches('.care-call'));
}

/** `30 November 2026, 16:29`, as the site writes days. */
function now({ date, months }) {
  const at = new Date();
  const said = { day: at.getDate(), month: months.split(',')[at.getMonth()].trim(), year: at.getFullYear() };
  const two = (number) => String(number).padStart(2, '0');
  return `${date.replace(/\{(\w+)\}/g, (_, key) => said[key])}, ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Puts the card in place of all that is on the screen, until it is closed. `answers`: pairs of words. */
export function show(card, prose, answers, opener) {
  const part = (name) => card.querySelector(`[data-card="${name}"]`);
  const y = scrollY;
  part('todo').replaceChildren(...todo(prose));
  part('answers').replaceChildren(...answers.map((pair) => {
    const row = document.createElement('div');
    row.append(...pair.map((words, i) => Object.assign(document.createElement(i ? 'dd' : 'dt'), { textContent: words })));
    return row;
  }));
  const made = part('made');
  made.textContent = made.dataset.words.replace('{date}', now(made.dataset));
  const code = drawn(location.href);
  part('camera').hidden = !code;
  if (code) part('code').prepend(code);
  const close = () => {
    card.remove();
    document.body.classList.remove('carrying');
    document.removeEventListener('fingerpost:shown', close);
    removeEventListener('popstate', close);
    scrollTo(0, y);
    if (opener.isConnected) opener.focus({ preventScroll: true });
  };
  part('print').onclick = () => print();
  part('close').onclick = () => history.back();
  card.onkeydown = ({ key }) => { if (key === 'Escape') history.back(); };
  document.addEventListener('fingerpost:shown', close);
  // It fills the screen, so on a phone the way back from it is Back: that is no step away from the result.
  addEventListener('popstate', close);
  history.pushState(history.state, '');
  document.body.append(card);
  document.body.classList.add('carrying');
  scrollTo(0, 0);
  card.focus();
}
