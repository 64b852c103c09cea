// Keeps pages for when there is no network. Whoever has one gets what is new: a page is asked for first, and taken from here
// only if no answer comes. What every reader keeps comes in packs, named by the hash of what is in them; styles and scripts are
// named in these without theirs, and a page that is taken from here gets the ones that belong to this worker.
const LIST = {list};
const BOOKS = ['book/', 'book.epub']; // the whole site once more: not kept
const SCOPE = self.registration.scope;
const OURS = `fingerpost ${SCOPE} `;
const [KEPT, READ, NOTES] = ['kept', 'read', 'notes'].map((name) => OURS + name); // what every reader keeps, what this one has read, how things stand
const PATIENCE = 3000; // milliseconds
const MOST = 400; // files read
const AT_ONCE = 4; // requests
const SLOW = /2g|3g/;

const whole = (address) => new URL(address, SCOPE).href;
const fixed = (url) => url.startsWith(whole('assets/')) && /[./-][0-9a-f]{6,16}\.\w+$/.test(url);
const plain = (url) => url.split(/[?#]/)[0];
const fit = (response) => response.ok && response.type === 'basic' && !response.redirected;
const note = async (name) => (await caches.open(NOTES)).match(whole(`offline/${name}`));

const FILES = [...LIST.packs, ...LIST.pages, ...LIST.assets].map(whole);
const unhashed = (address) => address.replace(/[0-9a-f]{16}/, '');
const NOW = new Map(LIST.assets.map((address) => [unhashed(address), address]));

/** Does the same with all, a few at a time. */
async function each(all, work) {
  const waiting = [...all];
  const one = async () => { while (waiting.length) await work(waiting.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function load(url) {
  const response = await fetch(url);
  if (!fit(response)) throw new Error(`${response.status} ${url}`);
  return response;
}

async function install() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  const asked = await (await note('choice'))?.text();
  if (asked !== 'keep' && (saveData || SLOW.test(effectiveType))) throw new Error('Later: nobody has asked for this on a slow line.');
  const [kept, read] = [await caches.open(KEPT), await caches.open(READ)];
  await each(FILES, async (url) => {
    if (!await kept.match(url)) await kept.put(url, await read.match(url) ?? await load(url));
  });
  await self.skipWaiting();
}

async function activate() {
  const kept = await caches.open(KEPT);
  const old = (await kept.keys()).filter(({ url }) => !FILES.includes(url));
  await Promise.all(old.map((request) => kept.delete(request)));
  await self.clients.claim();
}

// ---- Packs ----

let unpacked;

/** Each file of the packs, by its address: its pack, and which part of that it is. */
function packs() {
  unpacked ??= (async () => {
    const [files, kept] = [new Map(), await caches.open(KEPT)];
    for (const address of LIST.packs) {
      const pack = await (await kept.match(whole(address))).json();
      Object.entries(pack.files).forEach(([to, part]) => files.set(whole(to), { lines: pack.lines, part }));
    }
    return files;
  })();
  unpacked.catch(() => { unpacked = undefined; });
  return unpacked;
}

function text({ lines, part }) {
  const out = [];
  for (let i = 0; i < part.length; i += 2) out.push(...lines.slice(part[i], part[i] + part[i + 1]));
  return out.join('\n');
}

async function packed(url) {
  const file = (await packs().catch(() => new Map())).get(url);
  if (!file) return undefined;
  const { part } = file;
  const [body, type] = typeof part === 'string' ? [Uint8Array.from(atob(part), (byte) => byte.charCodeAt(0)), 'application/octet-stream']
    : [text(file), url.endsWith('.json') ? 'application/json' : 'text/html; charset=utf-8'];
  return new Response(body, { headers: { 'content-type': type } });
}

/** A page with the styles and scripts of this worker, whatever it was made with. */
async function dressed(response) {
  if (!response?.headers.get('content-type')?.startsWith('text/html')) return response;
  const page = (await response.text()).replace(/\bassets\/[^"'\s<>]+?\.[0-9a-f]{16}\.\w+/g, (address) => NOW.get(unhashed(address)) ?? address);
  const headers = new Headers(response.headers);
  ['content-encoding', 'content-length'].forEach((name) => headers.delete(name));
  return new Response(page, { status: response.status, headers });
}

async function stored(url) {
  for (const name of [READ, KEPT]) {
    const found = await (await caches.open(name)).match(url, { ignoreVary: true });
    if (found) return dressed(found);
  }
  return dressed(await packed(url));
}

// ---- What was read ----

async function remember(url, response) {
  if (await (await note('choice'))?.text() === 'drop') return;
  const read = await caches.open(READ);
  await read.put(url, response);
  const all = await read.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((request) => read.delete(request)));
}

/** After a new version: what is in the packs now is there at least as new; of the rest, what has changed is loaded again. */
async function renew() {
  const version = [...LIST.packs, ...LIST.pages].join();
  const seen = await (await note('seen'))?.json() ?? {};
  if (seen.version === version) return;
  const [kept, read] = [await caches.open(KEPT), await caches.open(READ)];
  const hashes = LIST.pages.length ? await (await kept.match(whole(LIST.pages[0]))).json() : {};
  const known = await packs();
  const same = (address) => !seen.version || (hashes[address] ? hashes[address] === seen.hashes[address] : seen.pages === String(LIST.pages) && seen.pages);
  let failed = false;
  await each(await read.keys(), async ({ url }) => {
    if (known.has(url)) {
      await read.delete(url);
    } else if (!fixed(url) && !same(url.slice(SCOPE.length))) {
      const response = await fetch(url, { cache: 'no-cache' }).catch(() => undefined);
      if (!response || response.status >= 500) failed = true;
      else if (fit(response)) await read.put(url, response);
      else await read.delete(url);
    }
  });
  if (failed) return;
  const now = JSON.stringify({ version, pages: String(LIST.pages), hashes });
  await (await caches.open(NOTES)).put(whole('offline/seen'), new Response(now));
}

/** What the page was loaded with before there was a worker, and what was read of earlier versions. */
async function look(urls) {
  await renew();
  const ours = new Set(urls.map(plain).filter((url) => url.startsWith(SCOPE) && url !== self.location.href));
  await each(ours, async (url) => {
    if (await stored(url)) return;
    const response = await fetch(url).catch(() => undefined);
    if (response && fit(response)) await remember(url, response);
  });
}

// ---- What is asked for ----

async function unchanging(request) {
  const known = await stored(request.url);
  if (known) return known;
  const response = await fetch(request);
  if (fit(response)) await remember(request.url, response.clone());
  return response;
}

async function freshest(event, request) {
  const url = plain(request.url);
  const network = fetch(request, { cache: 'no-cache' }); // whatever the host says of how long it may be kept
  const saved = network.then((response) => fit(response) && remember(url, response.clone()));
  event.waitUntil(saved.catch(() => {}));
  // Never waited for before an answer from the network: while what was kept is being taken back, a look into it may never end.
  const known = stored(url).catch(() => undefined);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); }).then(async () => await known ?? network);
  const none = () => (request.mode === 'navigate' ? Response.redirect(whole('offline/#missing')) : Response.error());
  const answer = await Promise.race([network, late]).catch(async () => await known ?? none());
  return answer.status >= 500 ? await known ?? answer : answer;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => event.waitUntil(look(event.data)));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const ours = request.url.startsWith(SCOPE) && plain(request.url) !== self.location.href;
  if (request.method !== 'GET' || !ours || BOOKS.map(whole).includes(plain(request.url)) || request.headers.has('range')) return;
  event.respondWith(fixed(request.url) ? unchanging(request) : freshest(event, request));
});
