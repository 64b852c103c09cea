// The search: places for a reader's words, as they are typed. A combobox at the top of every page, a list on the page of the
// search. What is found comes from `search-index.js`, which is loaded when the field is first used, and works beside the page.
//
// Takes: the page's own form and words. Never: sends a word anywhere; files of the site are read, and nothing else.
// Whatever goes wrong, the link to the page of the search stays, and that page leads to all others.

const OFF = 'search-key-off';
const SOUGHT = 'sought';
const find = (selector, within = document) => within.querySelector(selector);
const form = find('main form[role=search]') ?? find('.top form[role=search]');
const wide = form?.closest('main');
const said = form?.dataset;
const [home, index] = [said?.home, said?.index].map((to) => new URL(to, location).href);
// Levels of care: id, look, words.
const levels = (said?.levels ?? '').split('\n').map((line) => line.split('|'));

const button = find('.top button.search-link');
let [told, changed] = [[], []]; // the words of the last answer
let left = false; // whether the reader has gone to a place of the panel

/** On a narrow screen the field is there when the button asks for it. */
function shown(open) {
  if (wide) return;
  form.classList.toggle('open', open);
  button.ariaExpanded = open;
  if (open) {
    document.querySelector('.menu details')?.removeAttribute('open');
    find('input', form).select();
  } else if (form.contains(document.activeElement) && button.checkVisibility()) button.focus();
}

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
};
const fill = (text, words) => text.replace(/\{(\w+)\}/g, (_, key) => words[key]);
const mark = (parts) => parts.map((part, i) => (i % 2 ? make('mark', '', part) : part));

/** Keeps the words for the page that is opened, in this tab alone. */
const keep = (href) => { sessionStorage[SOUGHT] = JSON.stringify([new URL(href).pathname, told, changed]); };

function place(hit, i) {
  const { href } = new URL(hit.href || '.', home);
  const title = make(wide ? 'a' : 'strong', '', ...mark(hit.title));
  const item = make('li', '', title);
  const level = hit.care && levels.find(([id]) => id === hit.care);
  if (level) item.append(' ', make('span', `level level-${level[1]}`, level[2]));
  if (hit.above) item.prepend(make('small', '', hit.above), ' ');
  item.append(make('p', '', ...mark(hit.excerpt)));
  if (wide) {
    title.href = href;
    title.onclick = () => {
      keep(href);
      history.replaceState({ left: scrollY }, '');
    };
  } else {
    item.id = `search-${i}`;
    item.role = 'option';
    item.onclick = (event) => {
      left = true;
      keep(href);
      open(href, event.ctrlKey || event.metaKey ? '_blank' : '_self');
    };
  }
  return item;
}

function use() {
  const field = find('input', form);
  const list = find('[data-places]', wide ?? form);
  const panel = list.parentElement;
  const status = find('[role=status]', panel);
  const options = list.children;
  const vain = find('.in-vain', wide ?? panel);
  let [worker, turn, chosen] = [undefined, 0, -1];
  const choose = (i) => {
    options[chosen]?.setAttribute('aria-selected', false);
    chosen = i;
    field.setAttribute('aria-activedescendant', options[i]?.id ?? '');
    options[i]?.setAttribute('aria-selected', true);
    options[i]?.scrollIntoView({ block: 'nearest' });
  };
  const show = (shown) => {
    panel.hidden = !shown;
    if (wide) return;
    field.ariaExpanded = shown && options.length > 0;
    if (!shown) choose(-1);
  };

  /** Shows an answer; none if it failed. */
  function answered(answer) {
    // Nothing moves under a reader who has gone into the list; back in the field, it is asked anew.
    if (find(':focus', list)) return;
    const query = field.value.trim();
    choose(-1);
    ({ told, changed } = answer ?? { told: [], changed: [] });
    list.replaceChildren(...answer?.hits.map(place) ?? []);
    const count = options.length;
    const instead = changed.map(([typed, meant]) => fill(said.instead, { typed, meant }));
    const { all } = answer ?? {};
    const found = said[!answer ? 'failed' : all > count ? 'first' : count > 1 ? 'many' : count ? 'one' : 'none'];
    status.textContent = query && [...instead, fill(found, { count, all, words: query })].join(' ');
    if (vain) {
      vain.hidden = count || !query || !answer;
      if (wide && !vain.hidden) import('./search-vain.js').then(({ tell }) => tell(vain, query));
    }
    show(Boolean(query));
    // The places are there again: so is the one at which the reader left.
    if (wide && history.state?.left) {
      scrollTo(0, history.state.left);
      history.replaceState(null, '');
    }
  }

  /** Asks for what is typed. With `again` it is looked whether the index is newer than the page. */
  function ask(again) {
    if (!worker) {
      worker = new Worker(new URL('./search-index.js', import.meta.url), { type: 'module', name: index });
      worker.onmessage = ({ data }) => data.turn === turn && answered(data.answer);
      worker.onerror = () => answered();
    }
    worker.postMessage({ turn: ++turn, asked: [field.value, wide ? 20 : 6, again] });
  }

  field.oninput = () => {
    if (wide) history.replaceState(null, '', `?q=${encodeURIComponent(field.value)}`);
    ask();
  };
  field.onfocus = () => ask(true);
  // In a preview the index is another, and perhaps the page.
  document.addEventListener('fingerpost:changed', ({ detail }) => {
    if (detail.page) form.action = form.action;
    if (!panel.hidden) ask(true);
  });
  if (wide) {
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    form.onsubmit = () => false;
    const key = find('[data-key]', wide);
    if (key) {
      key.checked = !localStorage[OFF];
      key.onchange = () => (key.checked ? delete localStorage[OFF] : localStorage[OFF] = 1);
      key.closest('p').hidden = false;
    }
    history.scrollRestoration = 'manual';
    if (field.value) ask();
    return field;
  }
  // Whoever comes back from a place looks at the others next.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && left) field.focus({ preventScroll: true });
    left = false;
  });
  field.addEventListener('keydown', (event) => {
    const { length } = options;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) {
      show(true);
      choose((chosen < 0 && step < 0 ? length - 1 : chosen + step + length) % length);
    } else if (event.key === 'Enter' && chosen >= 0) options[chosen].click();
    else if (event.key === 'Escape' && !panel.hidden) show(false);
    else if (event.key === 'Escape' && button.checkVisibility()) shown(false);
    else return;
    event.preventDefault();
  });
  form.addEventListener('focusout', (event) => form.contains(event.relatedTarget) || show(false));
  panel.onmousedown = () => false;
  return field;
}

if (form) {
  const kept = sessionStorage[SOUGHT];
  delete sessionStorage[SOUGHT];
  if (kept) import('./search-marks.js').then(({ mark }) => mark(JSON.parse(kept), said.unmark));
  // Made whole: the page's address may change under it.
  form.action = form.action;
  const field = use();
  form.hidden = false;
  if (!wide) {
    find('.top a.search-link').hidden = true;
    button.hidden = false;
    button.onclick = () => shown(!form.classList.contains('open'));
  }
  addEventListener('keydown', (event) => {
    const busy = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || busy || event.ctrlKey || event.metaKey || event.altKey || localStorage[OFF]) return;
    event.preventDefault();
    shown(true);
    field.focus();
  });
}
