// One wait for all tabs. It also decides which of them goes to a page that was saved: the one that was used last, and none where
// somebody sees that page already.

import { looks } from './looks.js';

const tabs = new Map(); // each tab's port, and what it shows
let front;
let last;

self.onconnect = ({ ports: [port] }) => {
  tabs.set(port, {});
  front ??= port;
  port.onmessage = ({ data }) => {
    if (data === null) tabs.delete(port);
    else tabs.set(port, data);
    if (data?.front || !tabs.has(front)) front = data ? port : [...tabs.keys()].at(-1);
  };
  if (last !== undefined) port.postMessage({ look: last });
};

looks((look) => {
  last = look;
  const saved = look?.saved;
  const shown = saved && [...tabs].some(([port, tab]) => (tab.seen || port === front) && tab.file === saved.file);
  for (const port of tabs.keys()) port.postMessage({ look, go: saved && !shown && port === front ? saved.address : null });
});
