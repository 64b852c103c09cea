// Asks the browser to keep pages of this site for when there is no network, unless its owner saves data.
const { serviceWorker, connection } = navigator;

/** The worker has not seen what was loaded before it was there. */
function tell() {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  serviceWorker.controller?.postMessage([location.href, ...loaded]);
}

function keep() {
  serviceWorker.addEventListener('controllerchange', tell);
  tell();
  serviceWorker.register(new URL('../sw.js', import.meta.url)).catch(() => {}); // Without it, the site is as it was.
}

if (serviceWorker && !connection?.saveData) {
  if (document.readyState === 'complete') keep();
  else addEventListener('load', keep);
}
