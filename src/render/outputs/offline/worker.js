// Keeps pages for when there is no network. Whoever has one gets what is new: a page is asked for first, and taken from here
// only if no answer comes. Styles and scripts have their content's hash in their names, so an old page never gets a new one.
const LIST = '{list}';
const SCOPE = self.registration.scope;
const OURS = `fingerpost ${SCOPE} `;
const KEPT = `${OURS}kept ${LIST}`; // what every reader keeps
const READ = `${OURS}read ${LIST}`; // what this one has read, at least as new
const PATIENCE = 3000; // milliseconds
const MOST = 400; // files read
const AT_ONCE = 4; // requests

const whole = (address) => new URL(address, SCOPE).href;
const fixed = (url) => url.startsWith(whole('assets/')) && /[./-][0-9a-f]{6,16}\.\w+$/.test(url);
const plain = (url) => url.split(/[?#]/)[0];
const older = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== KEPT && name !== READ);
const fit = (response) => response.ok && response.type === 'basic' && !response.redirected;

/** Does the same with all, a few at a time. */
async function each(all, work) {
  const waiting = [...all];
  const one = async () => { while (waiting.length) await work(waiting.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** The list of an earlier version with the files that it kept: what has not changed is not loaded again. */
async function earlier() {
  for (const name of (await older()).filter((name) => name.startsWith(`${OURS}kept `)).reverse()) {
    const cache = await caches.open(name);
    const list = await cache.match(whole(name.slice(`${OURS}kept `.length)));
    if (list) return { cache, hashes: await list.json() };
  }
  return { hashes: {} };
}

async function load(url) {
  const response = await fetch(url, { cache: fixed(url) ? 'default' : 'no-cache' });
  if (!fit(response)) throw new Error(`${response.status} ${url}`);
  return response;
}

async function install() {
  const list = await load(whole(LIST));
  const hashes = await list.clone().json();
  const [kept, before] = [await caches.open(KEPT), await earlier()];
  await each(Object.entries(hashes), async ([address, hash]) => {
    const url = whole(address);
    if (await kept.match(url)) return;
    const same = before.hashes[address] === hash && await before.cache.match(url);
    await kept.put(url, same || await load(url));
  });
  // The site was published anew meanwhile: what was loaded may be of both. The next version will be whole.
  const now = await (await fetch(self.location.href, { cache: 'no-store' })).text();
  if (!now.includes(LIST)) {
    await caches.delete(KEPT);
    throw new Error('The site has changed.');
  }
  await kept.put(whole(LIST), list);
  await self.skipWaiting();
}

async function stored(url) {
  for (const name of [READ, KEPT, ...(await older()).reverse()]) {
    const found = await caches.has(name) && await (await caches.open(name)).match(url, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

async function remember(url, response) {
  const read = await caches.open(READ);
  await read.put(url, response);
  const all = await read.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((request) => read.delete(request)));
}

/** What the page was loaded with before there was a worker, and what was read of earlier versions. */
async function look(urls) {
  const known = async (url) => (await (await caches.open(KEPT)).match(url)) || (await (await caches.open(READ)).match(url));
  const ours = new Set(urls.map(plain).filter((url) => url.startsWith(SCOPE) && url !== self.location.href));
  const before = await older();
  for (const name of before.filter((name) => name.startsWith(`${OURS}read `))) {
    const requests = await (await caches.open(name)).keys();
    requests.map(({ url }) => url).filter((url) => !fixed(url)).forEach((url) => ours.add(url));
  }
  let failed = false;
  await each(ours, async (url) => {
    if (await known(url)) return;
    try {
      const response = await fetch(url, { cache: fixed(url) ? 'default' : 'no-cache' });
      if (fit(response)) await remember(url, response);
    } catch {
      failed = true;
    }
  });
  if (!failed) await Promise.all(before.map((name) => caches.delete(name)));
}

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
  event.waitUntil(network.then((response) => fit(response) && remember(url, response.clone())).catch(() => {}));
  const copy = network.then((response) => response.clone());
  const known = await stored(url);
  if (!known) {
    return copy.catch(() => (request.mode === 'navigate' ? Response.redirect(whole('offline/')) : Response.error()));
  }
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, known); });
  const answer = await Promise.race([copy.catch(() => known), late]);
  return answer.status >= 500 ? known : answer;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => event.waitUntil(look(event.data)));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const ours = request.url.startsWith(SCOPE) && plain(request.url) !== self.location.href;
  if (request.method !== 'GET' || !ours || request.headers.has('range')) return;
  event.respondWith(fixed(request.url) ? unchanging(request) : freshest(event, request));
});
