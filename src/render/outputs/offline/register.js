// Has the browser keep pages of this site for when there is no network: by itself where data is cheap, else when its owner asks
// for it on the page `offline/`, where what is kept can be taken away again too.
const { serviceWorker, connection } = navigator;
const SCOPE = new URL('../', import.meta.url).href;
const OURS = `fingerpost ${SCOPE} `;
const NOTES = `${OURS}notes`;
const CHOICE = new URL('offline/choice', SCOPE).href;
const dear = connection?.saveData || /2g|3g/.test(connection?.effectiveType);

/** What the reader has said: to keep, to drop, or nothing. */
const choice = async () => (await caches.match(CHOICE, { cacheName: NOTES }))?.text();
const choose = async (what) => (await caches.open(NOTES)).put(CHOICE, new Response(what));
const there = async () => (await serviceWorker.getRegistration(SCOPE))?.active;

/** The worker has not seen what was loaded before it was there. */
function tell() {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  serviceWorker.controller?.postMessage([location.href, ...loaded]);
}

async function keep() {
  serviceWorker.addEventListener('controllerchange', tell);
  tell();
  await serviceWorker.register(new URL('sw.js', SCOPE));
}

async function drop() {
  await choose('drop');
  serviceWorker.removeEventListener('controllerchange', tell);
  await (await serviceWorker.getRegistration(SCOPE))?.unregister();
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NOTES);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Resolves once what is kept is whole; fails where it cannot be. */
async function whole() {
  const registration = await serviceWorker.getRegistration(SCOPE);
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return;
  await new Promise((done, failed) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') done();
      if (worker.state === 'redundant') failed(new Error(worker.state));
    });
  });
}

/** The part of a page that says what is kept, and has a button for either. */
async function offer(panel) {
  const [status, start, end] = ['[role=status]', '[data-keep]', '[data-drop]'].map((part) => panel.querySelector(part));
  const bytes = await fetch(new URL('offline/size.json', SCOPE)).then(async (response) => (await response.json()).bytes, () => undefined);
  const size = bytes && new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(bytes / 1000);
  const say = async (what) => {
    const kept = Boolean(await there());
    status.textContent = what ?? (kept ? status.dataset.kept : status.dataset.none);
    [start.hidden, end.hidden] = [kept, !kept];
  };
  start.textContent = size ? start.dataset.keep.replace('{size}', size) : start.textContent;
  start.onclick = async () => {
    status.textContent = status.dataset.busy;
    await choose('keep');
    await keep().then(whole).then(() => say(), () => say(status.dataset.failed));
  };
  end.onclick = async () => {
    await drop();
    await say(status.dataset.gone);
    [start.hidden, end.hidden] = [false, true]; // the worker stays until this page is left
  };
  await say();
  panel.hidden = false;
}

async function begin() {
  const said = await choice();
  if (said === 'drop') return;
  if (said === 'keep' || !dear || serviceWorker.controller) await keep();
}

async function start() {
  await begin().catch(() => {}); // Without it, the site is as it was.
  const panel = document.querySelector('[data-offline]');
  if (panel) await offer(panel);
}

if (serviceWorker && self.caches) {
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}
