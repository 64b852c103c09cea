// Finds places for a reader's words: the same rules, step by step, as the program's own search (src/search), in whole numbers,
// so that both give the same answer. It knows of no page: what it reads comes from `load`, which gives the parsed JSON or the
// bytes of a file of the index by its name.

const WORDS = 12, EXACT = 16, SYNONYM = 14, COMPLETED = 12, SLIP = 12, RARE = 8;
const COMPLETIONS = 6, NEAR = 4, AROUND = 6, PIECES = 3;
const HITS = 20, LOOKED_AT = 200, TEXT_BYTES = 65536, GUESSED_BYTES = 4096, PER_PIECE = 4;
const PART = /[\p{Alphabetic}\p{N}\p{M}]/u;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{2ffff}]/u;

export const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replaceAll('ς', 'σ').normalize('NFC');

export function words(text) {
  const out = [];
  let word = [];
  let run = [];
  for (const c of [...fold(text), ' ']) {
    if ((c === "'" || c === '’') && word.length) continue;
    const part = PART.test(c);
    const pair = part && UNSPACED.test(c);
    if (word.length && (pair || !part)) {
      out.push(word.slice(0, 40).join(''));
      word = [];
    }
    if (pair) {
      run.push(c);
      continue;
    }
    if (run.length === 1) out.push(run[0]);
    for (let i = 1; i < run.length; i++) out.push(run[i - 1] + run[i]);
    run = [];
    if (part) word.push(c);
  }
  return out;
}

/** Whether a word is one of these forms, or one of them with an ending of two letters at most. */
function isForm(word, forms) {
  const longer = (form) => word.startsWith(form) && [...word].length < [...form].length + 3;
  return forms.some((form) => word === form || ([...form].length > 2 && longer(form)));
}

/** By code points, as UTF-8 is ordered. */
function compare(a, b) {
  if (a === b) return 0;
  const [one, other] = [[...a], [...b]];
  for (let i = 0; i < one.length && i < other.length; i++) {
    if (one[i] !== other[i]) return one[i].codePointAt() - other[i].codePointAt();
  }
  return one.length - other.length;
}

/** Slips between two words: a letter too many, too few, another, or two exchanged. More than `most` is Infinity. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before = [];
  let last = [...other.keys(), other.length];
  for (let i = 0; i < one.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < other.length; j++) {
      let cost = Math.min(last[j] + (one[i] !== other[j]), last[j + 1] + 1, row[j] + 1);
      if (i && j && one[i] === other[j - 1] && one[i - 1] === other[j]) cost = Math.min(cost, before[j - 1] + 1);
      row.push(cost);
    }
    if (row.every((cost) => cost > most)) return Infinity;
    before = last;
    last = row;
  }
  return last.at(-1) > most ? Infinity : last.at(-1);
}

export async function searcher(load) {
  const root = await load('index.json');
  const kept = new Map();
  const file = (kind, i, hashes, end) => {
    const name = `${kind}${i}-${hashes.slice(i * 8, i * 8 + 8)}.${end}`;
    if (!kept.has(name)) {
      kept.set(name, load(name).catch((error) => {
        kept.delete(name);
        throw error;
      }));
    }
    return kept.get(name);
  };

  async function known(pieces) {
    const all = await Promise.all(pieces.map((i) => file('w', i, root.words, 'json')));
    return all.flatMap(({ forms, of, terms }) => forms.split(' ').map((form, i) => ({ form, term: terms[of[i]] })));
  }
  const piece = (word) => {
    let [low, high] = [0, root.first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(root.first[middle], word) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  };
  const beginning = (start) => {
    const out = [piece(start)];
    while (root.first[out.at(-1) + 1]?.startsWith(start)) out.push(out.at(-1) + 1);
    return out;
  };
  const exact = async (word) => root.first.length ? (await known([piece(word)])).find(({ form }) => form === word)?.term : undefined;

  async function completions(start, not) {
    const found = (await known(beginning(start).slice(0, PIECES))).filter(({ form }) => form.startsWith(start));
    const terms = found.map(({ term }) => term).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return terms.filter((term, i) => term[0] !== terms[i - 1]?.[0] && term[0] !== not?.[0]).slice(0, COMPLETIONS);
  }

  async function near(word, most, around) {
    const letters = [...word];
    const own = piece(word);
    let pieces = beginning(letters[0]).filter((i) => Math.abs(i - own) <= around);
    if (around && letters.length > 1) {
      const [a, b, ...rest] = letters;
      pieces.push(piece([b, a, ...rest].join('')), piece([b, ...rest].join('')));
    }
    pieces = [...new Set(pieces)].sort((a, b) => a - b);
    const found = [];
    for (const { form, term } of await known(pieces)) {
      const other = [...form];
      const far = distance(letters, other, most);
      if (far > 0 && far <= most) found.push({ far, first: other[0] !== letters[0], form, term });
    }
    found.sort((a, b) => a.far - b.far || a.first - b.first || b.term[1] - a.term[1] || compare(a.form, b.form));
    const out = [];
    for (const { far, form, term } of found) {
      if (far === found[0].far && out.length < NEAR && !out.some((o) => o.term[0] === term[0])) out.push({ form, term });
    }
    return out;
  }

  async function otherForm(word) {
    const letters = [...word];
    const length = Math.max(letters.length - 4, 4);
    if (letters.length < length) return [];
    const start = letters.slice(0, length).join('');
    let best;
    for (const { form, term } of await known(beginning(start).slice(0, PIECES))) {
      if (!form.startsWith(start)) continue;
      const other = [...form];
      let common = 0;
      while (common < other.length && other[common] === letters[common]) common++;
      if (other.length > common + 2) continue;
      if (!best || common > best.common || (common === best.common && term[1] > best.term[1])) best = { common, form, term };
    }
    return best ? [best] : [];
  }

  async function synonyms(typed, at) {
    const out = [];
    for (const group of root.synonyms) {
      for (const phrase of group) {
        let fits = false;
        for (let from = Math.max(at + 1 - phrase.length, 0); from <= at; from++) {
          fits ||= from + phrase.length <= typed.length && phrase.every((forms, i) => isForm(typed[from + i], forms));
        }
        for (const other of fits ? group : []) {
          if (other === phrase) continue;
          for (const [form] of other) {
            const term = await exact(form);
            if (term) out.push({ term, surely: Math.floor(SYNONYM / other.length) });
          }
        }
      }
    }
    return out;
  }

  async function meanings(query) {
    let typed = words(query);
    const open = typed.length <= WORDS && PART.test([...fold(query)].at(-1) ?? '');
    typed = typed.slice(0, WORDS);
    const changed = [];
    const slots = [];
    for (const [i, word] of typed.entries()) {
      const slot = [];
      const add = (term, surely, guessed) => {
        if (term && !slot.some((known) => known.term[0] === term[0])) slot.push({ term, surely, guessed });
      };
      const letters = [...word].length;
      const term = await exact(word);
      add(term, EXACT, false);
      for (const other of await synonyms(typed, i)) add(other.term, other.surely, false);
      if (open && i === typed.length - 1 && letters > 1) {
        for (const other of await completions(word, term)) add(other, COMPLETED, true);
      }
      const guess = letters > 2 && !UNSPACED.test([...word][0]);
      if (term) {
        if (guess && letters > 4 && term[1] === 1 && root.entries > 20) {
          for (const other of await near(word, 1, 0)) if (other.term[1] > 4) add(other.term, RARE, true);
        }
      } else if (!slot.length && guess && root.first.length) {
        let found = await near(word, 1, AROUND);
        if (!found.length) found = await otherForm(word);
        if (!found.length && letters > 7) found = await near(word, 2, AROUND);
        if (found.length) changed.push([word, found[0].form]);
        for (const other of found) add(other.term, SLIP, false);
      }
      if (slot.length) slots.push(slot);
    }
    return { slots, changed };
  }

  function textsToRead(slots) {
    const all = slots.flat();
    const meant = new Map(all.filter((m) => !m.guessed).map(({ term }) => [term[0], term[4][3]]));
    const read = new Set();
    let bytes = 0;
    for (const [id, length] of [...meant].sort((a, b) => a[1] - b[1] || a[0] - b[0])) {
      bytes += length;
      if (bytes <= TEXT_BYTES || bytes === length) read.add(id);
    }
    for (const { term, guessed } of all) if (guessed && term[4][3] <= GUESSED_BYTES) read.add(term[0]);
    return read;
  }

  /** Calls `each(entry, impact, mask)` for every posting of a list. */
  async function postings(kind, [, number, place, length], bits, each) {
    if (!length) return;
    const bytes = await file(kind, number, kind === 'n' ? root.names : root.texts, 'bin');
    const [end, scale] = [place + length, 2 ** bits];
    let at = place;
    const next = () => {
      let [value, scale] = [0, 1];
      for (; bytes[at] > 127; at++, scale *= 128) value += (bytes[at] - 128) * scale;
      return value + bytes[at++] * scale;
    };
    for (let entry = 0; at < end; entry++) {
      const head = next();
      entry += Math.floor(head / scale);
      each(entry, head % scale, next());
    }
  }

  /** What a word says for each entry, by the meaning that says most. */
  async function saidOf(slot, read) {
    const out = new Map();
    for (const { term, surely } of slot) {
      const one = new Map();
      const [names, texts] = [term[3], term[4]];
      await postings('n', names, 6, (entry, impact, mask) => one.set(entry, {
        score: Math.floor(names[0] * 4 * impact * surely / 16), nameMask: mask, name: Math.floor(names[0] * 60 * surely / 16), textMask: 0, text: 0,
      }));
      if (read.has(term[0])) {
        await postings('t', texts, 4, (entry, impact, mask) => {
          const said = one.get(entry) ?? { score: 0, nameMask: 0, name: 0 };
          said.score += Math.floor(texts[0] * 6 * impact * surely / 16);
          said.textMask = mask;
          said.text = Math.floor(texts[0] * 30 * surely / 16);
          one.set(entry, said);
        });
      }
      for (const [entry, said] of one) if (said.score > (out.get(entry)?.score ?? 0)) out.set(entry, said);
    }
    return out;
  }

  function bestSection(all) {
    let rest = all.reduce((mask, said) => mask | said.nameMask | said.textMask, 0);
    let [best, section] = [0, 0];
    for (let s = 0; rest; s++, rest >>>= 1) {
      if (!(rest & 1)) continue;
      let [sum, met] = [0, 0];
      for (const said of all) {
        const here = (said.nameMask >> s & 1 ? said.name : 0) + (said.textMask >> s & 1 ? said.text : 0);
        sum += here;
        met += here > 0;
      }
      sum = Math.floor(sum * (met + 1) / 2);
      if (sum > best) [best, section] = [sum, s];
    }
    return [best, section];
  }

  /** The best places, and the words that were changed. */
  return async function ask(query, count = HITS) {
    const { slots, changed } = await meanings(query);
    const read = textsToRead(slots);
    const said = await Promise.all(slots.map((slot) => saidOf(slot, read)));
    const weights = slots.map((slot) => slot[0].term[2]);
    const sums = new Map();
    said.forEach((word, i) => {
      for (const [entry, { score }] of word) {
        const sum = sums.get(entry);
        if (sum) {
          sum[0] += score;
          sum[1] += weights[i];
        } else sums.set(entry, [score, weights[i]]);
      }
    });
    const total = weights.reduce((a, b) => a + b, 0) || 1;
    const cut = (score, found) => Math.floor(score * found * found / (total * total));
    const order = (a, b) => b[0] - a[0] || a[1] - b[1];
    const best = [...sums].map(([entry, [score, found]]) => [cut(score, found), entry]).sort(order).slice(0, LOOKED_AT);
    const scored = best.map(([, entry]) => {
      const [bonus, section] = bestSection(said.map((word) => word.get(entry)).filter(Boolean));
      const [score, found] = sums.get(entry);
      return [cut(score + bonus, found), entry, section];
    }).sort(order).slice(0, count);
    const hits = await Promise.all(scored.map(async ([score, entry, section]) => {
      const { t, w, c, s } = (await file('e', Math.floor(entry / PER_PIECE), root.shown, 'json'))[entry % PER_PIECE];
      const [heading, href, excerpt] = s[section];
      return { title: t, heading, within: w, care: c, href, excerpt, score };
    }));
    return { hits, changed };
  };
}
