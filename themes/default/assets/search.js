// The search: places for a reader's words, as they are typed. A combobox at the top of every page, a list on the page of the
// search. What is found comes from `search-index.js`, which is loaded when the field is first used.
//
// Takes: the page's own form and words. Never: sends a word anywhere; files of the site are read, and nothing else.
// Whatever goes wrong, the link to the page of the search stays, and that page leads to all others.

const OFF = 'search-key-off';
const find = (selector, within = document) => within.querySelector(selector);
const form = find('main form[role=search]') ?? find('.top form[role=search]');
const wide = form?.closest('main');
const said = form?.dataset;
let asking; // the search, once it is loaded
let last = 0;

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
};
const fill = (text, words) => text.replace(/\{(\w+)\}/g, (_, key) => words[key]);

async function load(name) {
  const answer = await fetch(new URL(name, new URL(said.index, location)), name === 'index.json' ? { cache: 'no-cache' } : {});
  if (!answer.ok) throw new Error(name);
  return name.endsWith('.json') ? answer.json() : new Uint8Array(await answer.arrayBuffer());
}

function start() {
  asking ??= import('./search-index.js').then(async (index) => ({ ...index, ask: await index.searcher(load) })).catch((error) => {
    asking = undefined;
    throw error;
  });
  return asking;
}

/** Asks, and once more from the beginning where a piece of the index is no longer there: the site was published anew meanwhile. */
async function found(query, most) {
  const ask = async () => {
    const index = await start();
    return { ...index, ...await index.ask(query, most) };
  };
  return ask().catch(() => {
    asking = undefined;
    return ask();
  });
}

/** Makes the form's addresses whole: that of the page may change under it. */
function settle() {
  for (const name of ['index', 'home']) said[name] = new URL(said[name], location).href;
  form.action = form.action;
}

/** The text, with the words marked that were looked for. */
function marked(text, wanted, fold) {
  const parts = text.split(/([\p{Alphabetic}\p{N}\p{M}'’]+)/u);
  return parts.map((part, i) => {
    const word = i % 2 ? fold(part).replace(/['’]/g, '') : '';
    const hit = word && wanted.some((w) => w === word || (w.length > 2 && word.startsWith(w.slice(0, Math.max(3, w.length - 2))) && word.length < w.length + 4));
    return hit ? make('mark', '', part) : part;
  });
}

function place(hit, i, wanted, fold) {
  const mark = (text) => marked(text, wanted, fold);
  const href = new URL(hit.href || '.', new URL(said.home, location)).href;
  const title = make(wide ? 'a' : 'strong', '', ...mark(hit.heading || hit.title));
  const above = hit.heading ? hit.title : hit.within;
  const item = make('li', '', title);
  if (said[hit.care]) item.append(' ', make('span', `level level-${hit.care}`, said[hit.care]));
  if (above) item.append(' ', make('small', '', above));
  if (hit.excerpt) item.append(make('p', '', ...mark(hit.excerpt)));
  if (wide) title.href = href;
  else {
    item.id = `search-${i}`;
    item.role = 'option';
    item.ariaSelected = 'false';
    item.onclick = (event) => (event.ctrlKey || event.metaKey ? open(href) : location.assign(href));
  }
  return item;
}

function use() {
  const field = find('input', form);
  const list = find('[data-places]', wide ?? form);
  const panel = list.parentElement;
  const status = find('[role=status]', panel);
  let chosen = -1;
  const options = () => [...list.children];
  const show = (shown) => {
    panel.hidden = !shown;
    if (!wide) field.ariaExpanded = String(shown && list.childElementCount > 0);
    if (!shown) choose(-1);
  };
  const choose = (i) => {
    chosen = i;
    options().forEach((option, n) => { option.ariaSelected = String(n === i); });
    if (i < 0) field.removeAttribute('aria-activedescendant');
    else {
      field.setAttribute('aria-activedescendant', options()[i].id);
      options()[i].scrollIntoView({ block: 'nearest' });
    }
  };

  async function answer() {
    const query = field.value;
    const turn = ++last;
    if (wide) history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    if (!query.trim()) {
      list.replaceChildren();
      status.textContent = '';
      return show(false);
    }
    try {
      const { words, fold, hits, changed } = await found(query, wide ? 20 : 6);
      if (turn !== last) return;
      const wanted = [...words(query), ...changed.map(([, meant]) => meant)];
      list.replaceChildren(...hits.map((hit, i) => place(hit, i, wanted, fold)));
      const instead = changed.map(([typed, meant]) => fill(said.instead, { typed, meant }));
      const count = hits.length ? fill(hits.length === 1 ? said.one : said.many, { count: hits.length }) : fill(said.none, { words: query.trim() });
      status.textContent = [...instead, count].join(' ');
    } catch {
      if (turn !== last) return;
      list.replaceChildren();
      status.textContent = said.failed;
    }
    show(true);
    if (!wide) choose(-1);
  }

  field.addEventListener('input', answer);
  document.addEventListener('fingerpost:changed', ({ detail }) => { // in a preview: the index is another
    asking = undefined;
    if (detail.page) settle();
    if (!panel.hidden && field.value) answer();
  });
  field.addEventListener('focus', () => start().catch(() => {}), { once: true });
  if (wide) {
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    form.addEventListener('submit', (event) => event.preventDefault());
    const key = find('[data-key]', wide);
    key.checked = !localStorage.getItem(OFF);
    key.onchange = () => (key.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1'));
    if (field.value) answer();
    return field;
  }
  field.addEventListener('keydown', (event) => {
    const count = list.childElementCount;
    if (event.key === 'Escape' && !panel.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      options()[chosen].click();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count) {
      event.preventDefault();
      show(true);
      const from = chosen < 0 && event.key === 'ArrowUp' ? 0 : chosen;
      choose((from + (event.key === 'ArrowDown' ? 1 : -1) + count) % count);
    }
  });
  form.addEventListener('focusout', (event) => { if (!form.contains(event.relatedTarget)) show(false); });
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  field.addEventListener('focus', () => { if (list.childElementCount) show(true); });
  return field;
}

if (form) {
  settle();
  const field = use();
  form.hidden = false;
  if (wide) find('[data-scripted]', wide).hidden = false;
  else find('.top .search-link').hidden = true;
  addEventListener('keydown', (event) => {
    const busy = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || busy || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
    event.preventDefault();
    field.focus();
  });
}
