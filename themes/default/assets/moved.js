// At an old address: leads on with what stands behind the #, which a refresh of the page drops; to a part that is elsewhere now, there.
//
// Takes: where the page leads, and such parts. Without a # it does nothing, and the refresh leads on.
// What is taken out of the document before it is read refreshes nothing, so that only one of the two leads on.

{
  const { to, parts } = document.currentScript.dataset;
  const { hash } = location;
  const known = JSON.parse(parts || '{}');
  let part = hash.slice(1);
  try { part = decodeURIComponent(part); } catch {}
  const there = Object.hasOwn(known, part) ? known[part] : part && to && to + hash;
  if (there) {
    document.documentElement.remove();
    location.replace(there);
  }
}
