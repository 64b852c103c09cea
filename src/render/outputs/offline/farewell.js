// Takes back what an earlier version of this site kept for when there is no network, and itself, as soon as no page of the site
// is open. Not before: where a worker is replaced while it answers, Chromium (148) now and then forgets the page that was asked
// for, and its reader waits without end. Until then the earlier worker goes on asking the network first.
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith(`fingerpost ${self.registration.scope} `));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
