// Keeps the page in this tab as the site is.
//
// Takes: the page as it was served, and what the server tells of it after each save. Gives: the page patched in place, and its
// problems at its end. Two events join it to the theme's own scripts: by `fingerpost:changed` they hear that the site, and with
// `page` this page, is another; by `fingerpost:shown` they say that they have put another page in place of this one.
// Never: is part of a published site. Never asks the browser to load the page anew, but for other scripts.

import { looks } from './looks.js';
import { remember } from './patch.js';
import { show, gone } from './problems.js';

const scripts = (doc) => [...doc.scripts].flatMap((script) => {
  const src = script.getAttribute('src');
  return src && !('key' in script.dataset) ? [new URL(src, location).href] : [];
}).join();

const served = remember(document, document.querySelector('script[data-key]'));
const loaded = scripts(document); // worked out now: the address may change, and what is relative to it
let key = document.querySelector('script[data-key]').dataset.key;
let file = '';
let look; // the last one that this tab has asked about
let asking;
let pictures = {}; // those of the page, each with what tells it from an earlier one of its name

// ---- What has become of this page ----

/** Asks, one time after the other. Who calls while it asks is answered by the next time. */
function ask() {
  asking = (asking ?? Promise.resolve()).then(asked, asked);
  return asking;
}

async function asked() {
  const at = location.pathname;
  const answer = await fetch(`/_fingerpost/news?${new URLSearchParams({ at, key, file })}`).catch(() => null);
  if (!answer?.ok) return; // the waiting notices too
  const news = await answer.json();
  if (at !== location.pathname) {
    ask();
    return;
  }
  const first = look === undefined;
  [look, file] = [news.look, news.file ?? file];
  // A page that cannot be shown leaves the last one that could.
  const page = news.html !== null && news.state !== 'broken';
  if (page) {
    const doc = new DOMParser().parseFromString(news.html, 'text/html');
    if (scripts(doc) !== loaded) {
      location.reload();
      return;
    }
    inPlace(() => served.patch(doc));
    key = news.key;
  }
  for (const [address, now] of Object.entries(news.pictures)) {
    if ((pictures[address] ?? now) !== now) showAgain(address, now);
  }
  pictures = news.pictures;
  if (!first) document.dispatchEvent(new CustomEvent('fingerpost:changed', { detail: { page } }));
  show(news);
  report();
}

/** A picture whose file is another, under an address that the browser does not know yet. */
function showAgain(address, now) {
  for (const picture of document.images) {
    const url = new URL(picture.src);
    if (url.origin === location.origin && decodeURIComponent(url.pathname) === address) {
      url.search = now;
      picture.src = url;
    }
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
  ask();
});

// ---- When to ask ----

/** A new look at the site; null while the server does not answer. */
function told(next, go) {
  if (!next) {
    look = null;
    gone(true);
    return;
  }
  gone(false);
  if (go && go !== location.pathname && !typing()) location.assign(go);
  else if (next.look !== look) ask();
}

/** Somebody who types is not taken elsewhere. */
function typing() {
  const field = document.activeElement;
  return field?.matches('input, textarea') && field.value !== '';
}

let report = () => {};

/** One connection for all tabs of the browser, which opens only six to a server; where that cannot be, one while this tab is seen. */
function start() {
  const alone = () => looks((next) => told(next, next?.saved && next.saved.file !== file ? next.saved.address : null), () => !document.hidden);
  if (!globalThis.SharedWorker) {
    alone();
    return;
  }
  const worker = new SharedWorker('/_fingerpost/worker.js', { type: 'module', name: 'fingerpost' });
  worker.onerror = () => { worker.onerror = null; alone(); };
  worker.port.onmessage = ({ data }) => told(data.look, data.go);
  report = () => worker.port.postMessage({ file, seen: !document.hidden, front: !document.hidden && document.hasFocus() });
  for (const event of ['focus', 'pageshow']) addEventListener(event, report);
  document.addEventListener('visibilitychange', report);
  addEventListener('pagehide', () => worker.port.postMessage(null));
  report();
}

ask().then(start);
