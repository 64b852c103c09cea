// Keeps the page in this tab as the site is.
//
// Takes: the page as it was served, and what the server tells of it after each save. Gives: the page patched in place, and its
// problems at its end. Three events join it to the theme's own scripts: by `fingerpost:changed` they hear that the site, and with
// `page` this page, is another; by `fingerpost:shown` they say that they have put another page in place of this one, and by
// `fingerpost:elsewhere` that the answers given to a tree now lead to another page of it, or no longer do.
// Never: is part of a published site. Never takes a page away that it has shown: one that is not there at present stays as it
// was. Never asks the browser to load the page anew, but where one comes in place of none, or a script is another.

import { permit } from './editor.js';
import { place, reveal } from './lines.js';
import { looks } from './looks.js';
import { remember } from './patch.js';
import { elsewhere, gone, show } from './problems.js';

const scripts = (doc, at = location) => [...doc.scripts].flatMap((script) => {
  const src = script.getAttribute('src');
  return src && !('key' in script.dataset) ? [[new URL(src, at).href, script.type === 'module']] : [];
});
/** A script's address without what stands in it for its content. */
const plain = (address) => address.replace(/\.[0-9a-f]{16}(?=\.\w+$)/, '');

const tag = document.querySelector('script[data-key]');
const served = remember(document, tag);
const loaded = new Map(scripts(document).map(([address]) => [plain(address), address])); // worked out now: the address may change
let key = tag.dataset.key;
let file = '';
let look; // the last one that this tab has asked about
let alive; // whether this tab has shown the page, and not only that there is none
let asking;
let pictures; // those that were replaced before this tab was opened, and since, each with what tells it from an earlier one

// ---- What has become of this page ----

/** Asks, one time after the other. Who calls while it asks is answered by the next time. */
function ask() {
  asking = (asking ?? Promise.resolve()).then(asked, asked);
  return asking;
}

/** What the server tells of a page of this tab's. */
async function told(at) {
  const answer = await fetch(`/_fingerpost/news?${new URLSearchParams({ at, key, file })}`).catch(() => null);
  return answer?.ok ? answer.json() : null; // the waiting notices too that it has gone
}

async function asked() {
  const here = location.pathname;
  let news = await told(here);
  const moved = news?.moved && news.moved !== here ? news.moved : null;
  if (moved) news = await told(moved);
  if (!news) return;
  if (here !== location.pathname) {
    ask();
    return;
  }
  const first = look === undefined;
  const there = news.state === 'shown';
  alive ??= there;
  [look, file] = [news.look, news.file ?? file];
  const doc = news.html === null ? null : new DOMParser().parseFromString(news.html, 'text/html');
  if (there && (!alive || (doc && scripts(doc, new URL(moved ?? here, location)).some(([address]) => (loaded.get(plain(address)) ?? address) !== address)))) {
    // What a page of no page has put into its address is not this one's.
    if (!alive) history.replaceState(null, '', (moved ?? here) + location.hash);
    location.reload();
    return;
  }
  // A page that is not there, or cannot be shown, leaves the last one that could.
  const page = doc !== null && (there || (!alive && news.state === 'missing'));
  // Together, for what the page has links to is relative to its address.
  if (moved && there) history.replaceState(history.state, '', moved + location.search + location.hash);
  if (page) {
    inPlace(() => served.patch(doc));
    key = news.key;
    await Promise.all(scripts(doc).map(run));
  }
  place(news);
  permit(news.editor);
  showAgain(news.pictures);
  if (!first && (there || !alive)) document.dispatchEvent(new CustomEvent('fingerpost:changed', { detail: { page } }));
  show({ ...news, notes: [...alive && news.gone ? [news.gone] : [], ...news.notes] });
  report();
  arrive();
}

/** Runs a script that has come to the page: one in a text that is put in does not run by itself. */
async function run([address, module]) {
  if (loaded.has(plain(address))) return;
  loaded.set(plain(address), address);
  if (module) {
    await import(address).catch(() => {});
    return;
  }
  const script = Object.assign(document.createElement('script'), { src: address });
  document.head.append(script);
  await new Promise((done) => { script.onload = done; script.onerror = done; });
  script.remove();
}

/** Pictures whose files are others than when this tab was opened, under addresses that the browser does not know yet. */
function showAgain(now) {
  pictures ??= now;
  const other = (address) => {
    const url = new URL(address, location);
    const stamp = url.origin === location.origin ? now[decodeURIComponent(url.pathname)] : undefined;
    if (stamp === undefined || pictures[decodeURIComponent(url.pathname)] === stamp || url.search === `?${stamp}`) return null;
    return `${address.split(/[?#]/)[0]}?${stamp}`;
  };
  for (const element of document.querySelectorAll('img, picture source, video, audio')) {
    const srcset = element.getAttribute('srcset');
    const fresh = srcset?.split(/,\s+/).map((one) => one.trim().replace(/^\S+/, (address) => other(address) ?? address)).join(', ');
    if (fresh && fresh !== srcset) element.srcset = fresh;
    const src = element.getAttribute('src');
    const again = src && other(src);
    if (again) element.src = again;
  }
}

/** Does something to the page that leaves the reader at the same line, in the same field. */
function inPlace(change) {
  const anchors = scrollY > 0 ? inView() : [];
  const focused = document.activeElement;
  change();
  const anchor = anchors.find(([element]) => element.isConnected);
  const moved = anchor ? anchor[0].getBoundingClientRect().top - anchor[1] : 0;
  if (moved) scrollBy({ top: moved, behavior: 'instant' });
  if (focused?.id && !focused.isConnected) document.getElementById(focused.id)?.focus({ preventScroll: true });
}

/** The first elements that begin in view, with their places. Several, for one may be taken away. */
function inView() {
  const found = [];
  for (const element of document.querySelectorAll('main *')) {
    const { top, height } = element.getBoundingClientRect();
    if (height && top >= 0) found.push([element, top]);
    if (found.length === 12) break;
  }
  return found;
}

document.addEventListener('fingerpost:shown', ({ detail: doc }) => {
  ['title', 'main', 'footer.bottom'].forEach(served.learn);
  key = doc.querySelector('script[data-key]')?.dataset.key ?? '';
  file = '';
  elsewhere(null);
  ask();
});

document.addEventListener('fingerpost:elsewhere', ({ detail }) => elsewhere(detail));

// ---- When to ask ----

const LINE = 'fingerpost-line';
let edited = null; // the line of this page that was changed, until it has been shown

/** Shows the paragraph that was changed, where the author wants to be led to it. */
function arrive() {
  const kept = JSON.parse(sessionStorage.getItem(LINE) ?? 'null');
  if (kept?.address === location.pathname) {
    edited = kept.line;
    sessionStorage.removeItem(LINE);
  }
  if (edited !== null && !typing()) reveal(edited);
  edited = null;
}

/** A new look at the site; null while the server does not answer. */
function heard(next, go) {
  if (!next) {
    look = null;
    gone(true);
    return;
  }
  gone(false);
  if (go && go !== location.pathname && !typing()) {
    sessionStorage.setItem(LINE, JSON.stringify(next.saved));
    location.assign(go);
    return;
  }
  if (next.saved && next.saved.file === file) edited = next.saved.line;
  if (next.look !== look) ask();
}

/** Somebody who types is not taken elsewhere. */
function typing() {
  const field = document.activeElement;
  return field?.matches('input, textarea') && field.value !== '';
}

let report = () => {};

/** One connection for all tabs of the browser, which opens only six to a server; where that cannot be, one while this tab is seen. */
function start() {
  const alone = () => looks((next) => heard(next, next?.saved && next.saved.file !== file ? next.saved.address : null), () => !document.hidden);
  if (!globalThis.SharedWorker) {
    alone();
    return;
  }
  const worker = new SharedWorker('/_fingerpost/worker.js', { type: 'module', name: 'fingerpost' });
  worker.onerror = () => { worker.onerror = null; alone(); };
  worker.port.onmessage = ({ data }) => heard(data.look, data.go);
  report = () => worker.port.postMessage({ file, seen: !document.hidden, front: !document.hidden && document.hasFocus() });
  for (const event of ['focus', 'pageshow']) addEventListener(event, report);
  document.addEventListener('visibilitychange', report);
  addEventListener('pagehide', () => worker.port.postMessage(null));
  report();
}

ask().then(start);
