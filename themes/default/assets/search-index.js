// Finds places for a reader's words: the same rules, step by step, as the program's own search (src/search), in whole numbers,
// so that both give the same answer. It knows of no page; what it reads comes from `load`, which gives the parsed JSON or the
// bytes of a file of the index by its name. At its end it offers itself as a worker.

const ROOT = 'index.json', HASH = 6, PER_PIECE = 3;
const WORDS = 12, EXACT = 16, SYNONYM = 14, GUESSED = 12, RARE = 8;
const BRIEF = 3, LITTLE = 8, COMPLETIONS = 12, NEAR = 4, AROUND = 6, PIECES = 3;
const COMPARED = 20, TEXT_BYTES = 12288, GUESSED_BYTES = 8192;
const PART = '[\\p{Alphabetic}\\p{N}\\p{M}]';
const UNSPACED = '[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{2ffff}]';
const WORD = new RegExp(`${UNSPACED}+|(?:(?!${UNSPACED})${PART}['’]*)+`, 'gu');
// What French and Italian put before a word and an apostrophe.
const ELIDED = new RegExp(`^(?:[ldjmnstc]|qu|un|all|dell|nell|sull|dall|quell|jusqu|lorsqu|puisqu)['’]+(?=${PART})`, 'u');
const unspaced = new RegExp(`^${UNSPACED}`, 'u');
const open = new RegExp(`${PART}$`, 'u');
const { abs, floor, max, min } = Math;
const commonest = (a, b) => b.term[1] - a.term[1];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// Accents, vowel marks of Hebrew and Arabic, and signs that nobody sees.
const PASSED = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const fold = (text) => text.normalize('NFKD').toLowerCase().replace(PASSED, '').normalize('NFC').replaceAll('ς', 'σ').replaceAll('ß', 'ss');

const words = (text) => fold(text).match(WORD)?.flatMap((found) => {
  const letters = [...found.replace(ELIDED, '').replace(/['’]/g, '')];
  return letters[1] && unspaced.test(found) ? letters.slice(1).map((letter, i) => letters[i] + letter) : letters.slice(0, 40).join('');
}) ?? [];

/** The text in parts; every other one is a word that was looked for. */
export function marked(text, told, changed) {
  const wanted = [...told, ...changed.map(([, meant]) => meant)].map((word) => [word, word.slice(0, max(4, word.length - 2))]);
  const is = (found) => wanted.some(([word, start]) => word === found || (word[3] && found.startsWith(start) && found.length < word.length + 4));
  return text.split(/([\p{Alphabetic}\p{N}\p{M}'’\u00ad\u200b-\u200d\u2060]+)/u).reduce((parts, part, i) => {
    if (i % 2 && words(part).some(is)) parts.push(part, '');
    else parts[parts.length - 1] += part;
    return parts;
  }, ['']);
}

/** Whether a word is one of these forms, or one of them with an ending of two letters at most. */
const isForm = (word, forms) => forms.some((form) => word === form || (form[2] && word.startsWith(form) && word.length < form.length + 3));

/** Whether somebody may have meant the other word: slips lie in the middle of short words, but for two letters exchanged. */
const mayBeSlip = (typed, other) => typed.length > 7 || (typed[0] === other[0] && (typed.length > 5 || typed.at(-1) === other.at(-1)))
  || [...typed].sort().join('') === [...other].sort().join('');

/** Slips between two words: a letter too many, too few, another, or two exchanged. */
function distance(one, other, most) {
  let before = [];
  let last = [...other.keys(), other.length];
  for (let i = 0; i < one.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < other.length; j++) {
      let cost = min(last[j] + (one[i] !== other[j]), last[j + 1] + 1, row[j] + 1);
      if (i && j && one[i] === other[j - 1] && one[i - 1] === other[j]) cost = min(cost, before[j - 1] + 1);
      row.push(cost);
    }
    if (min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last.at(-1);
}

/** The words of a piece, each with its term: id, entries, weight, then of names and of texts: weight, piece, place, length. */
function read({ forms, of, terms }) {
  const [places, ...columns] = [of, ...terms].map((steps, _, all, sum = 0) => steps.map((step) => (sum += step)));
  return forms.split(' ').map((form, i) => ({ form, term: columns.map((column) => column[places[i]]) }));
}

/** Gives `ask(query, count)` for a root of the index: the best places, and the words that were changed. */
function asker(root, load) {
  const file = (kind, i) => load(kind, `${kind}${i}-${root[kind].slice(i * HASH, i * HASH + HASH)}.${'nt'.includes(kind) ? 'bin' : 'json'}`);
  const known = async (pieces) => (await Promise.all(pieces.map((i) => file('w', i)))).flat();
  const piece = (word) => max(root.first.findLastIndex((first) => first <= word), 0);
  const beginning = (start) => {
    const out = [piece(start)];
    while (root.first[out.at(-1) + 1]?.startsWith(start)) out.push(out.at(-1) + 1);
    return out;
  };
  const exact = async (word) => (await known([piece(word)])).find(({ form }) => form === word)?.term;
  const starting = async (start) => (await known(beginning(start).slice(0, PIECES))).filter(({ form }) => form.startsWith(start));

  /** The nearest words within so many slips. */
  async function near(word, most, around) {
    const letters = [...word];
    const [a, b, ...rest] = letters;
    const pieces = beginning(a).filter((i) => abs(i - piece(word)) <= around);
    if (around) pieces.push(piece([b, a, ...rest].join('')), piece([b, ...rest].join('')));
    const found = [];
    for (const { form, term } of await known([...new Set(pieces)].sort((a, b) => a - b))) {
      const far = distance(letters, [...form], most);
      if (far > 0 && far <= most && mayBeSlip(letters, [...form])) found.push({ far, first: !form.startsWith(a), form, term });
    }
    found.sort((a, b) => a.far - b.far || a.first - b.first || commonest(a, b));
    return found.filter(({ far }) => far === found[0].far).slice(0, NEAR);
  }

  /** A word that differs in its ending alone: the site may know another form. `whole`: one of the two is the other and an ending. */
  async function otherForm(word) {
    const letters = [...word];
    const near = [];
    for (const { form, term } of letters[3] ? await starting(letters.slice(0, max(letters.length - 4, 4)).join('')) : []) {
      const other = [...form];
      let common = 0;
      while (common < other.length && other[common] === letters[common]) common++;
      const whole = common === other.length || common === letters.length;
      if (other.length <= common + 2 + whole) near.push({ form, term, common, whole });
    }
    return near.sort((a, b) => b.common - a.common || commonest(a, b)).slice(0, 1);
  }

  /** What the site's synonyms put in place of a word, alone or in a phrase. */
  async function synonyms(typed, at) {
    const out = [];
    for (const group of root.synonyms) {
      for (const phrase of group) {
        const fits = phrase.some((_, i) => at >= i && phrase.every((forms, k) => isForm(typed[at - i + k] ?? '', forms)));
        for (const other of fits ? group : []) {
          for (const [form] of other === phrase ? [] : other) out.push({ term: await exact(form), surely: floor(SYNONYM / other.length) });
        }
      }
    }
    return out;
  }

  /** Which of the words say something: all but the stop words; all, where there is nothing else. */
  const telling = (typed) => {
    const told = typed.map((word) => !root.stops.includes(word));
    return told.some(Boolean) ? told : typed.map(() => true);
  };

  /** What each word may mean, and the words that were changed. */
  async function meanings(query) {
    const typed = words(query);
    const told = telling(typed);
    const exactly = await Promise.all(typed.slice(0, WORDS).map(exact));
    const last = typed.length <= WORDS && open.test(fold(query)) ? typed.length - 1 : -1;
    const [slots, changed] = [[], []];
    for (const [i, word] of typed.slice(0, WORDS).entries()) {
      const slot = [];
      const add = (term, surely, guessed) => {
        if (term && !slot.some((known) => known.term[0] === term[0])) slot.push({ term, surely, guessed });
      };
      const letters = [...word].length;
      const term = exactly[i];
      if (told[i]) {
        add(term, EXACT);
        for (const other of await synonyms(typed, i)) add(other.term, other.surely);
      }
      if (i === last && (letters > 1 || unspaced.test(word))) {
        for (const { form, term } of (await starting(word)).sort(commonest).slice(0, COMPLETIONS)) if (told[i] || form !== word) add(term, GUESSED, true);
      }
      if (!told[i]) {
        // It tells a question that is a heading from another one, and nothing else: names alone, for an eighth.
        add(term?.map((n, k) => (k === 2 || k === 3 ? floor(n / LITTLE) : k === 10 ? 0 : n)), EXACT);
        if (slot.length) slots.push(slot);
        continue;
      }
      // A number or a short word is near to many others: where another word is found, it is taken as it stands.
      const brief = letters <= BRIEF || /\p{N}/u.test(word);
      const others = exactly.some((other, k) => other && k !== i && told[k]);
      const guess = letters > 2 && !unspaced.test(word) && !(brief && others);
      if (term) {
        // One entry of many has it: perhaps the writer slipped as well.
        if (guess && letters > 4 && term[1] === 1 && root.entries > 20) {
          for (const other of await near(word, 1, 0)) if (other.term[1] > 4) add(other.term, RARE, true);
        }
      } else if (guess && !slot.length) {
        const other = await otherForm(word);
        let found = other[0]?.whole ? other : await near(word, 1, AROUND);
        if (!found.length) found = other;
        if (!found.length && letters > 7) found = await near(word, 2, AROUND);
        if (found.length) changed.push([word, found[0].form]);
        for (const other of found) add(other.term, GUESSED);
      }
      if (slot.length) slots.push(slot);
    }
    return { slots, changed };
  }

  /** Calls `each(entry, impact, mask)` for every posting of a list. */
  async function postings(kind, [number, place, length], bits, each) {
    if (!length) return;
    const bytes = await file(kind, number);
    let at = place;
    const next = () => {
      let [value, scale] = [0, 1];
      for (; bytes[at] > 127; at++, scale *= 128) value += (bytes[at] - 128) * scale;
      return value + bytes[at++] * scale;
    };
    for (let entry = 0; at < place + length; entry++) {
      const head = next();
      entry += floor(head / bits);
      each(entry, head % bits, next());
    }
  }

  /** What a word says for each entry, by the meaning that says most. */
  async function saidOf(slot) {
    const out = new Map();
    for (const { term, surely, names, texts } of slot) {
      const one = new Map();
      const part = (weight, factor) => floor(weight * factor * surely / 16);
      const none = { weight: slot[0].term[2], score: 0, names: 0, name: part(term[3], 60), texts: 0, text: part(term[7], 30) };
      if (names) {
        await postings('n', term.slice(4), 64, (entry, impact, mask) =>
          one.set(entry, { ...none, score: part(term[3], 4 * impact), names: mask }));
      }
      if (texts) {
        await postings('t', term.slice(8), 16, (entry, impact, mask) => {
          const said = one.get(entry) ?? none;
          one.set(entry, { ...said, score: said.score + part(term[7], 6 * impact), texts: mask });
        });
      }
      for (const [entry, said] of one) if (said.score > (out.get(entry)?.score ?? 0)) out.set(entry, said);
    }
    return out;
  }

  return async (query, count) => {
    if (!root.entries) return { hits: [], changed: [], told: [], all: 0 };
    const { slots, changed } = await meanings(query);
    choose(slots);
    const found = new Map();
    for (const said of await Promise.all(slots.map(saidOf))) said.forEach((one, entry) => found.set(entry, [...found.get(entry) ?? [], one]));
    const all = sum(slots.map(([{ term }]) => term[2]));
    const scored = [...found].map(([entry, said]) => {
      const share = sum(said.map(({ weight }) => weight));
      const [bonus, section] = bestSection(said);
      return [floor((sum(said.map(({ score }) => score)) + bonus) * share * share / (all * all)), entry, section];
    }).sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, count);
    const typed = words(query);
    const told = telling(typed);
    const meant = typed.map((word) => changed.find(([typed]) => typed === word)?.[1] ?? word);
    const hits = await Promise.all(scored.map(async ([score, entry, section], i) => {
      const { t, a, w, c, s } = (await file('e', floor(entry / PER_PIECE)))[entry % PER_PIECE];
      const [heading, href, excerpt] = s[section];
      if (i < COMPARED) score = compared(score, heading ? [heading] : [t, ...a], meant, told);
      // A result is somebody's who has answered: who only asks comes to the questions first, or to an article.
      if (w) score = floor(score * 5 / 8);
      return { title: t, heading, within: w, care: c, href, excerpt, score };
    }));
    return { hits: hits.sort((a, b) => b.score - a.score), changed, told: typed.filter((_, i) => told[i]), all: found.size };
  };
}

/** Chooses the lists to read, so that an answer costs few bytes: long lists of texts tell little. */
function choose(slots) {
  const all = slots.flat();
  const meant = all.filter((m) => !m.guessed).sort((a, b) => a.term[10] - b.term[10]);
  const named = meant.some((m) => m.term[6]);
  let bytes = 0;
  for (const m of meant) {
    bytes += m.term[10];
    m.names = true;
    m.texts = bytes <= TEXT_BYTES || (!named && m === meant[0]);
  }
  bytes = 0;
  for (const m of all.filter((m) => m.guessed)) {
    m.names = (bytes += m.term[6]) <= GUESSED_BYTES;
    m.texts = (bytes += m.term[10]) <= GUESSED_BYTES;
  }
}

/** How much the best section says for an entry, and which it is. */
function bestSection(all) {
  let [best, section] = [0, 0];
  for (let s = 0; s < 28; s++) {
    const here = all.map((said) => (said.names >> s & 1) * said.name + (said.texts >> s & 1) * said.text).filter(Boolean);
    const says = floor(sum(here) * (here.length + 1) / 2);
    if (says > best) [best, section] = [says, s];
  }
  return [best, section];
}

/** Where one name has all the words, the score is half as much again; where it begins with them, three quarters; where it has no other, twice as much. */
function compared(score, names, typed, told) {
  const own = names.map((name) => ` ${words(name).join(' ')}`);
  const whole = ` ${typed.join(' ')}`;
  const has = (is) => own.some(is);
  return floor(score * (has((name) => name === whole) ? 2 : has((name) => name.startsWith(whole)) ? 1.75 : has((name) => typed.every((word, i) => !told[i] || name.includes(` ${word}`))) ? 1.5 : 1));
}

/** Gives `ask(query, count, again)`, which keeps what it read. With `again` it looks whether the index is new. */
export function searcher(load) {
  const kept = new Map();
  const piece = (kind, name) => {
    const found = kept.get(name) ?? load(name).then(kind === 'w' ? read : (piece) => piece);
    kept.set(name, found);
    found.catch(() => kept.delete(name));
    return found;
  };
  let ask;
  let renewing;
  const renew = () => (renewing ??= load(ROOT).then((root) => (ask = asker(root, piece)), () => ask)
    .finally(() => (renewing = null)));
  return async (query, count, again) => {
    if (again || !ask) renew();
    // The site may have been published anew meanwhile, and a piece be gone.
    return (await (renewing ?? ask))(query, count).catch(async () => (await renew())(query, count));
  };
}

/** Answers what a page asks of the index at an address: undefined where that fails. */
export function answerer(index) {
  const ask = searcher(async (name) => {
    // What is named by its hash never changes.
    const answer = await fetch(new URL(name, index), { cache: name === ROOT ? 'no-cache' : 'force-cache' });
    if (!answer.ok) throw Error(name);
    return name.endsWith('.json') ? answer.json() : new Uint8Array(await answer.arrayBuffer());
  });
  return async ([query, ...how]) => {
    const { hits, changed, told, all } = await ask(query, ...how);
    const marks = (text) => marked(text, told, changed);
    const shown = ({ title, heading, within, excerpt, ...hit }) =>
      ({ ...hit, title: marks(heading || title), above: heading ? title : within, excerpt: marks(excerpt) });
    return { hits: hits.map(shown), changed, told, all };
  };
}

if (globalThis.WorkerGlobalScope) {
  const answer = answerer(name);
  onmessage = async ({ data: { turn, asked } }) => postMessage({ turn, answer: await answer(asked).catch(() => {}) });
}
