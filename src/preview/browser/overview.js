// Keeps a page about the whole site as the site is, and lets its buttons open files in the author's editor.

import { open, permit } from './editor.js';
import { looks } from './looks.js';
import { remember } from './patch.js';

const served = remember(document, null);

function ready(doc) {
  const token = doc.querySelector('meta[name=fingerpost-token]').content;
  permit(token || null);
  for (const button of document.querySelectorAll('button[data-file]')) button.hidden = !token;
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-file]');
  if (button) open(button.dataset);
});

const number = (doc) => Number(doc.querySelector('meta[name=fingerpost-look]').content);

let seen = number(document);
document.addEventListener('fingerpost:unopened', ({ detail }) => {
  const told = document.createElement('p');
  told.className = 'note';
  told.setAttribute('role', 'alert');
  told.append(detail);
  document.querySelector('main').before(told);
});

ready(document);
looks(async (look) => {
  if (!look || look.look === seen) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const doc = new DOMParser().parseFromString(await answer.text(), 'text/html');
  seen = number(doc);
  served.patch(doc);
  ready(doc);
}, () => !document.hidden);
