// Takes back what an earlier version of this site kept for when there is no network, and itself.
self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith(`fingerpost ${self.registration.scope} `));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
