// The pages of a decision tree, enhanced: a number field and tick boxes, the answers so far, back, change, a link to the result.
//
// Takes: the page, the <template>s in it, and the tree's routes (src/tree/screens/routes.rs). All HTML and all words are the page's own.
// Never: sends an answer anywhere. Answers stand behind the # of the address and in this tab's history, and nowhere else.
// Whatever goes wrong, the links of the page stay, and lead where they led before.

const PATIENCE = 10_000; // milliseconds until the browser itself is asked for a page
const NEIGHBOURS = 8; // pages fetched ahead, at most

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const article = () => find('main article[data-routes]');
const copy = (name) => find(`main template[data-part="${name}"]`)?.content.firstElementChild.cloneNode(true);

// ---- Numbers, exactly: as whole billionths ----

const BILLION = 1_000_000_000n;

function number(text) {
  const parts = /^([-+\u2212]?)0*(\d{0,18})(?:([.,])(\d*?)0*)?$/.exec(text.trim());
  if (!parts || !/\d/.test(text)) return null;
  const [, sign, whole, point, part = ''] = parts;
  // "1,500" may be one and a half or fifteen hundred.
  if (part.length > 9 || (point === ',' && /,\d{3}$/.test(text.trim()))) return null;
  const size = BigInt(whole + part.padEnd(9, '0'));
  return sign && sign !== '+' ? -size : size;
}

function written(size) {
  const digits = String(size < 0n ? -size : size).padStart(10, '0');
  return `${size < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
}

/** A time as whole billionths of a second: `m:ss` or `h:mm:ss`. */
function timed(text) {
  const parts = /^(?:(\d{1,6}):(?=[0-5]\d:))?(\d{1,6}):([0-5]\d)$/.exec(text.trim());
  if (!parts) return null;
  const [, hours = '0', minutes, seconds] = parts;
  return ((BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)) * BILLION;
}

function clock(size) {
  const whole = (size < 0n ? -size : size) / BILLION;
  const two = (part) => String(part).padStart(2, '0');
  const [hours, minutes, seconds] = [whole / 3600n, (whole / 60n) % 60n, whole % 60n];
  return `${size < 0n ? '-' : ''}${hours > 0n ? `${hours}:${two(minutes)}` : minutes}:${two(seconds)}`;
}

const read = (numbers, text) => (numbers.time ? timed(text) : number(text));
const limits = ({ min, max, step }) => [min, max, step].map(number);
const shown = (numbers, size) => (numbers.time ? clock(size) : written(size));

// ---- Answers: a number, or the places of the options; `red-flags=pop+swelling&how-far=7` in the address ----

function understood(question, text) {
  if (text === 'skip' && question.skip !== undefined) return [question.skip];
  if (question.numbers) {
    const size = read(question.numbers, text);
    const [min, max, step] = limits(question.numbers);
    return size !== null && min <= size && size <= max && (size - min) % step === 0n ? size : null;
  }
  const ids = text.split('+').map(decodeURIComponent);
  const chosen = question.options.flatMap(([id], i) => (ids.includes(id) ? [i] : []));
  const alone = !question.any || chosen.includes(question.none) || chosen.includes(question.skip);
  return chosen.length > 0 && chosen.length === ids.length && !(alone && chosen.length > 1) ? chosen : null;
}

const isNumber = (answer) => typeof answer === 'bigint';
const encoded = (question, answer) => (isNumber(answer) ? shown(question.numbers, answer)
  : answer.map((i) => encodeURIComponent(question.options[i][0])).join('+'));
const said = (question, answer) => (isNumber(answer) ? `${shown(question.numbers, answer)} ${question.numbers.unit}`.trim()
  : answer.map((i) => question.options[i][1]).join('; '));
const carried = (question, answer) => (isNumber(answer) ? said(question, answer)
  : answer.map((i) => question.options[i][2] ?? question.options[i][1]).join('; '));
const fragment = (way) => (way.length === 0 ? ''
  : `#${way.map(({ question, answer }) => `${encodeURIComponent(question.id)}=${encoded(question, answer)}`).join('&')}`);

function covers(covered, answer) {
  if (typeof covered === 'number') return answer.length === 1 && answer[0] === covered;
  if (typeof covered[0] === 'string') return isNumber(answer) && number(covered[0]) <= answer && answer <= number(covered[1]);
  return !isNumber(answer) && covered.every((group) => (group.of ?? group).filter((option) => answer.includes(option)).length >= (group.least ?? 1));
}

/** An id of today, of one that an address may have from before. */
const ofToday = (routes, id) => (routes.kept && Object.hasOwn(routes.kept, id) ? routes.kept[id] : id);

/** Where the answers of an address lead, from the start; null unless each of them is asked for in turn, and is one. */
function walk(routes, hash) {
  const way = [];
  let at = 0;
  try {
    for (const part of hash.slice(1).split('&')) {
      const [id, text, more] = part.split('=');
      const screen = routes.screens[at];
      const question = routes.questions[screen.question];
      if (question?.id !== ofToday(routes, decodeURIComponent(id)) || more !== undefined) return null;
      const answer = understood(question, text ?? '');
      const choice = answer !== null && screen.choices.find(([covered]) => covers(covered, answer));
      if (!choice) return null;
      way.push({ question, answer, screen: at });
      at = choice[1];
    }
  } catch {
    return null; // another tree's end, or a % that means nothing
  }
  return { way, at };
}

/** Where they lead in a tree that has become another: as far as what is asked has an answer among them. */
function replay(routes, hash) {
  const given = new Map(hash.slice(1).split('&').map((part) => part.split('=')));
  const way = [];
  let at = 0;
  try {
    for (;;) {
      const question = routes.questions[routes.screens[at].question];
      const text = question && given.get(encodeURIComponent(question.id));
      const answer = text ? understood(question, text) : null;
      const choice = answer !== null && routes.screens[at].choices.find(([covered]) => covers(covered, answer));
      if (!choice || choice[1] === null) break;
      way.push({ question, answer, screen: at });
      at = choice[1];
    }
  } catch {} // a % that means nothing
  return { way, at };
}

// ---- Pages, fetched once and kept ----

const kept = new Map();

function fetched(url, read) {
  const key = url.split('#')[0];
  if (!kept.has(key)) {
    const asked = fetch(key, { signal: AbortSignal.timeout(PATIENCE) }).then((response) => {
      if (!response.ok || response.url !== key) throw new Error(key);
      return read(response);
    });
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
  }
  return kept.get(key);
}

const page = async (url) => new DOMParser().parseFromString(await fetched(url, (r) => r.text()), 'text/html');
const routesHere = () => fetched(new URL(article().dataset.routes, location).href, (r) => r.json());

/** What must be the same for one page to take another's place: the style, the tree, and scripts of one name. */
function kin(doc, url) {
  const parts = all('link[rel=stylesheet], main article[data-routes]', doc);
  return parts.map((e) => new URL(e.dataset.routes ?? e.getAttribute('href'), url).href).join();
}

const scripts = (doc, url) => new Map(all('script[src]', doc).map((e) => {
  const { href } = new URL(e.getAttribute('src'), url);
  return [href.replace(/\.[0-9a-f]{16}(?=\.)/, ''), href];
}));

/** Runs a page's scripts that have not run here: one page has words to explain, the next one none. Whether they fit together. */
function join(doc, url) {
  const more = [...scripts(doc, url)].filter(([name, href]) => running.get(name) !== href);
  if (more.some(([name]) => running.has(name))) return false;
  for (const [name, href] of more) {
    running.set(name, href);
    document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: href }));
  }
  return true;
}

let running = scripts(document, location);
let own = kin(document, location); // worked out now: the address will change, and the head's links with it

// ---- Going from page to page ----

/** What is around the page stays when the address changes, so its links may not be relative to it. */
function settle() {
  for (const link of all('link[rel=icon], a[href]:not([href^="#"], main a)')) link.href = link.href;
}

let latest = 0;

/** Shows the page at an address in place of this one, `turn` just before; where that cannot be, the browser goes there itself. */
async function show(url, turn, leave) {
  latest += 1;
  const mine = latest;
  const busy = setTimeout(() => find('main').setAttribute('aria-busy', 'true'), 300);
  const doc = await page(url).catch(() => null);
  clearTimeout(busy);
  if (mine !== latest) return;
  if (!doc || kin(doc, url) !== own || !join(doc, url)) {
    leave();
    return;
  }
  turn();
  find('main').removeAttribute('aria-busy');
  find('main').replaceChildren(...find('main', doc).childNodes);
  find('footer.bottom')?.replaceWith(find('footer.bottom', doc) ?? '');
  find('link[rel=canonical]')?.replaceWith(find('link[rel=canonical]', doc) ?? '');
  settle();
  document.title = doc.title;
  document.body.className = doc.body.className;
  document.dispatchEvent(new CustomEvent('fingerpost:shown', { detail: doc })); // for a preview, which keeps the page as its file is
  aside = null;
  scrollTo(0, 0);
  article()?.classList.add('arriving');
  const heading = find('main h1');
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  enhance();
}

/** `state` is kept with the new page: `answered`, where the page before it is the question before it; `given`, a former answer. */
const go = (url, state) => show(url, () => history.pushState(state, '', url), () => location.assign(url));

addEventListener('popstate', () => {
  // With the card on the screen, back means back to the page below it: the card sees to that.
  if (article() && !document.body.classList.contains('carrying')) show(location.href, () => {}, () => location.reload());
});

// ---- One page, enhanced ----

const made = []; // what was put on the page once the answers were known
let ready; // resolves to what is known of the page: { routes, screen, way }; to null where the routes are not to be had
let formulas; // the arithmetic, once a tree has needed it
let aside = null; // the form that was taken off this page then: in a preview they may be there a moment later

function enhance(led = wayHere) {
  ready = known(article(), led);
  return ready;
}

async function known(here, led) {
  ask(here);
  // Nothing is kept free for boards that will not come.
  find('.trail', here)?.toggleAttribute('hidden', !location.hash.includes('='));
  const routes = await routesHere().catch(() => null);
  if (routes?.values?.some(({ formula }) => formula)) formulas ??= await import("./tree-formula.js").catch(() => undefined);
  if (!here.isConnected) return null;
  const links = all('.choices a', here);
  const screen = routes?.screens[here.dataset.screen];
  const form = find('form.form', here);
  if (!screen || (screen.choices?.length ?? 0) !== links.length) {
    if (form && !aside) {
      aside = form;
      aside.focused = form.contains(document.activeElement) ? document.activeElement.id : '';
    }
    form?.remove();
    unfold(here);
    return null;
  }
  aside = null;
  if (form) form.question = routes.questions[screen.question];
  const way = led(here, routes);
  const facts = { routes, screen, way };
  trail(here, routes, way ?? []);
  if (!way?.length) unanswered(here);
  if (way) {
    speak(here, routes, screen, way);
    const question = routes.questions[screen.question];
    links.forEach((link, i) => {
      const [covered, target] = screen.choices[i];
      if (target !== null && typeof covered === 'number') link.hash = fragment([...way, { question, answer: [covered] }]);
    });
    if (way.length > 0) recall(here, routes, way);
  }
  if (history.state?.given && screen.question !== undefined) fill(here, routes.questions[screen.question], history.state.given);
  if (!navigator.connection?.saveData) {
    // Looked up now: a link that has left the page would be taken relative to another address.
    const near = links.slice(0, NEIGHBOURS).map((link) => link.href);
    (self.requestIdleCallback ?? setTimeout)(() => near.forEach((url) => fetched(url, (r) => r.text()).catch(() => {})));
  }
  return facts;
}

/** What texts tell of the answers, once they are known. Until then they name what would be told. */
function speak(here, routes, screen, way) {
  const told = (name) => {
    const one = way.find(({ question }) => question.id === name);
    const value = routes.values?.find(({ id }) => id === name);
    if (one || !value) return one && said(one.question, one.answer);
    return value.formula === undefined ? written(sum(value, routes, way)) : reckoned(value, routes, way);
  };
  for (const mark of all('data[value^="told:"]', here)) mark.textContent = told(mark.value.slice(5)) ?? mark.textContent;
  const title = find('.verdict h1', here)?.lastChild;
  if (!screen.title || screen.title.some((piece) => piece.told && told(piece.told) === undefined)) return;
  title.data = ` ${screen.title.map((piece) => (piece.told ? told(piece.told) : piece)).join('')}`;
}

const sum = ({ points }, routes, way) => points.reduce((all, [question, covered, more]) => {
  const one = way.find((given) => given.question === routes.questions[question]);
  return one && covers(covered, one.answer) ? all + number(more) : all;
}, 0n);

/** A value by its formula, as it is shown; nothing where an answer that it needs is not there. */
function reckoned(value, routes, way) {
  const given = (index) => way.find(({ question, answer }) => question === routes.questions[index] && isNumber(answer))?.answer;
  const size = formulas?.reckoned(value, given, number(value.step));
  return typeof size === 'bigint' ? `${shown(value, size)} ${value.unit}`.trim() : undefined;
}

/** The answers that led here: none at the start, null where nobody knows. Answers that lead elsewhere are taken away, and that is said. */
function wayHere(here, routes) {
  const screen = Number(here.dataset.screen);
  const fresh = screen === 0 ? [] : null;
  if (!location.hash.includes('=')) return fresh;
  const found = walk(routes, location.hash);
  if (found?.at === screen) return found.way;
  history.replaceState(null, '', location.pathname + location.search);
  here.prepend(copy('misfit'));
  if (screen !== 0) all('.verdict, .verdict ~ *:not(.again)', here).forEach((part) => { part.hidden = true; });
  return fresh;
}

/** Whoever comes to a result from a search or a link has answered nothing: so it says, and leads to the questions. */
function unanswered(here) {
  for (const text of all('[data-unanswered]', here)) text.textContent = text.dataset.unanswered;
}

/** The same where the tree has become another under the reader: the answers are replayed. The address keeps all of them, so
 * that what is undone finds them again; where they lead elsewhere now, the preview says so. */
function wayAgain(here, routes) {
  const screen = Number(here.dataset.screen);
  const fresh = screen === 0 ? [] : null;
  if (!location.hash.includes('=')) return fresh;
  const { way, at } = replay(routes, location.hash);
  const start = new URL(here.dataset.start, location).href;
  const detail = at === screen ? null : `${start}${routes.screens[at].at}/${fragment(way)}`;
  document.dispatchEvent(new CustomEvent('fingerpost:elsewhere', { detail }));
  return detail ? fresh : way;
}

/** The page of an answered question, with the answers before it. */
function address(here, routes, way, i) {
  return `${new URL(here.dataset.start, location).href}${routes.screens[way[i].screen].at}/${fragment(way.slice(0, i))}`;
}

/** What stands above a question or a result: which question it is, one way back, and a small board for each answer so far. */
function trail(here, routes, way) {
  const back = find('.back-link', here);
  if (back && (way.length > 0 || 'known' in back.dataset)) {
    const link = find('a', back);
    link.dataset.again ??= link.textContent;
    link.href = way.length > 0 ? address(here, routes, way, way.length - 1) : here.dataset.start;
    link.textContent = way.length > 0 ? link.dataset.back : link.dataset.again;
    back.toggleAttribute('data-known', way.length > 0);
  }
  const ahead = find('.ahead', here);
  if (ahead && (way.length > 0 || here.dataset.screen === '0')) ahead.textContent = ahead.dataset.known.replace('{number}', way.length + 1);
  const boards = find('.trail', here);
  if (!boards || way.length === 0) return;
  boards.hidden = false;
  const list = document.createElement('ol');
  way.forEach(({ question, answer }, i) => {
    const link = document.createElement('a');
    const words = said(question, answer);
    link.href = address(here, routes, way, i);
    link.dataset.given = encoded(question, answer);
    link.setAttribute('aria-label', boards.dataset.answered.replace(/\{(\w+)\}/g, (_, key) => ({ number: i + 1, answer: words, question: question.ask })[key]));
    const number = document.createElement('b');
    number.textContent = i + 1;
    link.append(number, ` ${words}`);
    const board = document.createElement('li');
    board.append(link);
    list.append(board);
  });
  const nav = document.createElement('nav');
  nav.setAttribute('aria-label', boards.dataset.label);
  nav.append(list);
  boards.append(nav);
  made.push(nav);
}

/** The answers so far, each with a way back to it; of an outcome, what to do with them. */
function recall(here, routes, way) {
  const answers = copy('answers');
  const list = find('dl', answers);
  const row = list.firstElementChild;
  row.remove();
  way.forEach(({ question, answer }, i) => {
    const entry = row.cloneNode(true);
    const [asked, given] = entry.children;
    const change = find('a', entry);
    asked.textContent = question.ask;
    asked.id = `asked-${i}`;
    given.textContent = said(question, answer);
    change.href = address(here, routes, way, i);
    change.id = `change-${i}`;
    change.dataset.given = encoded(question, answer);
    change.setAttribute('aria-labelledby', `change-${i} asked-${i}`);
    list.append(entry);
  });
  find('.again', here).before(answers);
  made.push(answers);
  tell(here, way);

  const keep = copy('keep');
  if (!keep) return;
  answers.before(keep);
  made.push(keep);
  find('.carry', keep).onclick = async ({ currentTarget }) => {
    const { show: carry } = await import("./card.js");
    carry(copy('card'), find('.prose', here), way.map(({ question, answer }) => [question.card ?? question.ask, carried(question, answer)]), currentTarget);
  };
  find('.print', keep).onclick = () => print();
  find('.copy', keep).onclick = async () => {
    const [status, field] = [find('[role=status]', keep), find('.link', keep)];
    try {
      await navigator.clipboard.writeText(location.href);
      status.textContent = status.dataset.copied;
    } catch {
      status.textContent = status.dataset.byHand;
      field.hidden = false;
      field.value = location.href;
      field.focus();
      field.select();
    }
  };
}

/** The message that a result did not help; the answers stand in it, as a test of the tree has them, if the reader ticks that. */
function tell(here, way) {
  const tick = find('[data-tick]', here);
  if (!tick) return;
  const link = find('a', tick.parentElement);
  const plain = (link.dataset.plain ??= link.href);
  const ids = (question, answer) => answer.map((i) => question.options[i][0]).join(', ');
  const given = ({ question, answer }) => (isNumber(answer) ? shown(question.numbers, answer) : question.any ? `[${ids(question, answer)}]` : ids(question, answer));
  const answers = way.map((one) => `${one.question.id}: ${given(one)}`).join(', ');
  tick.hidden = false;
  find('input', tick).onchange = ({ target }) => {
    link.href = target.checked ? plain.replace(/%E2%80%A6(?!.*%E2%80%A6)/, encodeURIComponent(answers)) : plain;
  };
}

// ---- The form of a question that is answered by a number or by ticks ----

const unfold = (here) => all('.choices, .choices > li', here).forEach((part) => { part.hidden = false; });

function ask(here) {
  const form = find('form.form', here) ?? copy('form');
  if (!form || form.isConnected) return;
  const links = find('.choices', here);
  // What leaves a number out stays, as a link below the field. Of tick boxes it is one of the boxes.
  const skip = field(form) && find('.left-out', links);
  for (const part of skip ? all('li:not(.left-out)', links) : [links]) part.hidden = true;
  links[skip ? 'before' : 'after'](form);
  form.asFor = words(here);
  form.onchange = () => find('[data-given]', form)?.removeAttribute('data-given');
  form.onsubmit = (event) => {
    event.preventDefault();
    submit(form);
  };
  // No button of the form's own: Enter in a box must never mean "none of these".
  for (const alone of all('[data-alone]', form)) alone.onclick = () => submit(form, alone);
}

/** What can be answered by a touch, in the order of the options: boxes, and a button for the one that excludes all others. */
const boxes = (form) => all('.ticks :is(input, button)', form);
const chosen = (box) => box.checked ?? box.hasAttribute('data-given');
const choose = (box, is) => ('checked' in box ? (box.checked = is) : box.toggleAttribute('data-given', is));
const field = (form) => find('input[type=text]', form);
const words = (here) => find('template[data-part="form"]', here)?.innerHTML;

function fill(here, question, text) {
  const form = find('form.form', here);
  const answer = understood(question, text);
  if (!form || answer === null) return;
  if (isNumber(answer)) field(form).value ||= shown(question.numbers, answer);
  else if (!question.numbers && !boxes(form).some(chosen)) boxes(form).forEach((box, i) => choose(box, answer.includes(i)));
}

async function submit(form, alone) {
  const facts = await ready;
  if (!facts || !form.isConnected) return;
  const { routes, screen, way } = facts;
  const question = routes.questions[screen.question];
  const ticked = boxes(form).flatMap((box, i) => ((alone ? box === alone : chosen(box)) ? [i] : []));
  const answer = question.numbers ? understood(question, field(form).value) : ticked.length > 0 ? ticked : null;
  if (answer === null) {
    refuse(form, question);
    return;
  }
  const choice = screen.choices.findIndex(([covered]) => covers(covered, answer));
  const link = all('.choices a', article())[choice];
  const known = way && screen.choices[choice][1] !== null;
  history.replaceState({ ...history.state, given: encoded(question, answer) }, '');
  go(link.href.split('#')[0] + (known ? fragment([...way, { question, answer }]) : ''), { answered: true });
}

/** Says what is wrong, in words, and puts the reader where it can be mended. */
function refuse(form, question) {
  const error = find('.error', form);
  error.textContent = form.dataset.needed;
  if (question.numbers) {
    const size = read(question.numbers, field(form).value);
    const [min, max, step] = limits(question.numbers);
    if (size !== null && min < size && size < max) {
      const below = size - ((size - min) % step);
      error.textContent = form.dataset.between.replace('{below}', shown(question.numbers, below)).replace('{above}', shown(question.numbers, below + step));
    }
  }
  error.hidden = false;
  all('input', form).forEach((input) => input.setAttribute('aria-invalid', 'true'));
  find('input', form).focus();
}

// ---- Links ----

document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || !article() || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.getAttribute('href').startsWith('#')) {
    // A part of this page: the answers stay in the address.
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!part) return;
    event.preventDefault();
    for (let fold = part.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    if (part.tabIndex < 0) part.tabIndex = -1;
    part.focus();
    part.scrollIntoView();
  } else if (link.closest('main .choices, main .back-link, main .trail, main .again, dl .change')) {
    event.preventDefault();
    // The second click of a double click means the question before, which is gone: nobody has read the one that stands there now.
    if (event.detail > 1) return;
    if (link.closest('.back-link[data-known]') && history.state?.answered) {
      history.back();
      return;
    }
    await ready; // from then on the link carries the answers
    if (link.isConnected) go(link.href, link.closest('.choices') ? { answered: true } : { given: link.dataset.given });
  }
});

// ---- In a preview, where the site changes under the reader ----

document.addEventListener('fingerpost:changed', async ({ detail }) => {
  kept.clear();
  const here = article();
  if (!here) return;
  if (detail.page) settle();
  const before = await ready;
  const routes = await routesHere().catch(() => null);
  if (detail.page) [own, running] = await page(location.href).then((doc) => [kin(doc, location), scripts(doc, location)], () => [own, running]);
  if (!here.isConnected || (!detail.page && JSON.stringify(routes) === JSON.stringify(before?.routes))) return;

  // What was made from the page as it was is made again; what the reader has entered stays.
  const open = find('.answers', here)?.open;
  const form = aside ?? find('form.form', here);
  const focused = aside?.focused || document.activeElement?.id;
  const focus = () => {
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  made.splice(0).forEach((part) => part.remove());
  const question = routes?.questions[routes.screens[here.dataset.screen]?.question];
  if (question && form && (form === aside || form.asFor !== words(here))) {
    const given = entered(form, form.question ?? question);
    find('form.form', here)?.remove();
    unfold(here);
    // At once: somebody may be typing.
    ask(here);
    enter(find('form.form', here), question, given);
    focus();
  }
  await enhance(wayAgain);
  if (open !== undefined && find('.answers', here)) find('.answers', here).open = open;
  focus();
});

/** What stands in a form, finished or not: the words, or the ids of the ticked options. */
const entered = (form, question) => (field(form) ? [field(form).value]
  : boxes(form).flatMap((box, i) => (chosen(box) ? [question.options[i]?.[0]] : [])));

function enter(form, question, given) {
  if (!form) return;
  if (field(form)) field(form).value = given[0] ?? '';
  else boxes(form).forEach((box, i) => choose(box, given.includes(question.options[i][0])));
}

if (article()) {
  settle();
  enhance();
}
