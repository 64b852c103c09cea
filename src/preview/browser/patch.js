// Makes a page what another text of it says, and touches nothing else.
//
// Takes: the page as it was served, and as it would be served now. Gives: their difference, done to the page that is shown.
// The lines that blocks were served with (`data-line`) are no part of the texts that are compared: a line that is put in would
// make every block below it another one. They are put on the shown blocks anew.
// Never: undoes what a script or the reader has done: open details, typed words, parts put in or hidden. The page shown is not
// compared at all, only the two texts are.

const LARGEST = 250_000; // pairs of neighbours that are compared for the longest row of equals

const MARKS = ['line', 'file'];

/** Takes the lines off a document; gives each with the place of its element among all. Those in templates, which are copied, go. */
function take(root) {
  const out = [];
  [...root.querySelectorAll('*')].forEach((element, i) => {
    const { line, file } = element.dataset ?? {};
    if (line !== undefined || file !== undefined) out.push([i, { line, file }]);
    for (const name of MARKS) if (element.dataset && name in element.dataset) delete element.dataset[name];
    if (element.localName === 'template') take(element.content);
  });
  return out;
}

/** Takes the lines off what scripts will copy from the templates of a document. */
function unmark(root) {
  for (const template of root.querySelectorAll('template')) take(template.content);
}

/** Remembers a document as it was served, without the element `but`. */
export function remember(shown, but) {
  const inert = document.implementation.createHTMLDocument('');
  const shownBy = new WeakMap(); // from a node of the copy to the node that is shown

  function copied(node) {
    const copy = inert.importNode(node, true);
    link(copy, node);
    return copy;
  }

  function link(copy, node) {
    shownBy.set(copy, node);
    const nodes = [...node.childNodes];
    [...copy.childNodes].forEach((child, i) => link(child, nodes[i]));
    if (copy.localName === 'template') link(copy.content, node.content);
  }

  const root = copied(shown.documentElement);
  const own = [...root.querySelectorAll('*')].find((copy) => shownBy.get(copy) === but);
  own?.remove();
  unmark(shown);
  mark(take(root));

  return {
    /** Patches the shown document to what this one says. */
    patch(fresh) {
      const lines = take(fresh.documentElement);
      element(root, fresh.documentElement);
      mark(lines);
    },

    /** What stands at a selector now is what was served. */
    learn(selector) {
      const [copy, node] = [root.querySelector(selector), shown.querySelector(selector)];
      if (!copy || !node) return;
      unmark(node);
      const fresh = copied(node);
      take(fresh);
      copy.replaceWith(fresh);
    },
  };

  /** Puts the lines on the shown blocks, of which the copies stand in the same order. */
  function mark(lines) {
    const all = [...root.querySelectorAll('*')];
    const marked = new Map(lines.map(([i, marks]) => [shownBy.get(all[i]), marks]));
    for (const node of shown.querySelectorAll('[data-line], [data-file]')) if (!marked.has(node)) MARKS.forEach((name) => delete node.dataset[name]);
    for (const [node, marks] of marked) {
      for (const name of MARKS) {
        if (marks[name] === undefined) delete node?.dataset[name];
        else if (node && node.dataset[name] !== marks[name]) node.dataset[name] = marks[name];
      }
    }
  }

  function node(old, fresh) {
    if (old.nodeType === Node.ELEMENT_NODE) element(old, fresh);
    else {
      rewrite(shownBy.get(old), old.data, fresh.data);
      old.data = fresh.data;
    }
  }

  function element(old, fresh) {
    if (sign(old) === sign(fresh)) return;
    attributes(old, fresh);
    children(old, fresh);
    if (old.localName === 'template') children(old.content, fresh.content);
  }

  function attributes(old, fresh) {
    const changed = new Map();
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) changed.set(name, null);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) changed.set(name, value);
    const swapped = changed.get('href') && old.matches('link[rel~=stylesheet]');
    const target = swapped ? instead(old) : shownBy.get(old);
    for (const [name, value] of changed) {
      for (const one of [old, target]) {
        if (value === null) one.removeAttribute(name);
        else one.setAttribute(name, value);
      }
    }
  }

  /** A second style sheet, which the first stays beside until it is there: without any, the page would flash. */
  function instead(old) {
    const before = shownBy.get(old);
    const sheet = before.cloneNode();
    sheet.onload = () => before.remove();
    sheet.onerror = sheet.onload;
    sheet.removeAttribute('href');
    before.after(sheet);
    shownBy.set(old, sheet);
    return sheet;
  }

  function children(old, fresh) {
    let before = null; // the child of the copy that the next one follows
    for (const [a, b] of pairs([...old.childNodes], [...fresh.childNodes])) {
      if (!b) {
        shownBy.get(a).remove();
        a.remove();
      } else if (a) {
        if (sign(a) !== sign(b)) node(a, b);
        before = a;
      } else {
        before = insert(old, before, b);
      }
    }
  }

  function insert(old, before, fresh) {
    const [copy, added] = [inert.importNode(fresh, true), shown.importNode(fresh, true)];
    link(copy, added);
    const parent = shownBy.get(old);
    const here = (child) => child && shownBy.get(child)?.parentNode === parent;
    let [left, right] = [before, before ? before.nextSibling : old.firstChild];
    while (left && !here(left)) left = left.previousSibling;
    while (right && !here(right)) right = right.nextSibling;
    if (left) shownBy.get(left).after(added);
    else if (right) shownBy.get(right).before(added);
    else parent.append(added);
    if (before) before.after(copy);
    else old.prepend(copy);
    return copy;
  }
}

/** Writes only what differs, so that a selection around it stays. */
function rewrite(text, old, fresh) {
  let [start, end] = [0, 0];
  const least = Math.min(old.length, fresh.length);
  while (start < least && old[start] === fresh[start]) start += 1;
  while (end < least - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  if (text.data === old) text.replaceData(start, old.length - end - start, fresh.slice(start, fresh.length - end));
  else text.data = fresh;
}

/** Two nodes of one sign are equal. */
function sign(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : `${node.nodeType} ${node.data}`;
}

/** Whether one node may become the other by a change of what is in it. */
const kin = (a, b) => a.nodeType === b.nodeType && a.localName === b.localName && (a.id ?? '') === (b.id ?? '');

/** Old and new neighbours, each with the one that it becomes; `[old, undefined]` goes, `[undefined, new]` comes. */
function pairs(old, fresh) {
  const [a, b] = [old.map(sign), fresh.map(sign)];
  let [start, end] = [0, 0];
  const least = Math.min(a.length, b.length);
  while (start < least && a[start] === b[start]) start += 1;
  while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const out = old.slice(0, start).map((node, i) => [node, fresh[i]]);
  let [i, j] = [start, start];
  const equals = longest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  for (const [x, y] of [...equals.map((pair) => pair.map((n) => n + start)), [a.length - end, b.length - end]]) {
    out.push(...similar(old.slice(i, x), fresh.slice(j, y)));
    if (x < a.length - end) out.push([old[x], fresh[y]]);
    [i, j] = [x + 1, y + 1];
  }
  for (let n = end; n > 0; n -= 1) out.push([old.at(-n), fresh.at(-n)]);
  return out;
}

/** The longest row of equals in both, as pairs of places; none where looking for it would take too long. */
function longest(a, b) {
  if (a.length * b.length > LARGEST) return [];
  const best = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const out = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    if (a[i] === b[j]) out.push([i++, j++]);
    else if (best[i + 1][j] >= best[i][j + 1]) i += 1;
    else j += 1;
  }
  return out;
}

/** Neighbours none of which are equal: each becomes the next of its kind. */
function similar(old, fresh) {
  const out = [];
  let at = 0;
  for (const node of fresh) {
    const found = old.findIndex((other, i) => i >= at && kin(other, node));
    if (found < 0) {
      out.push([undefined, node]);
      continue;
    }
    for (; at < found; at += 1) out.push([old[at], undefined]);
    out.push([old[found], node]);
    at = found + 1;
  }
  return [...out, ...old.slice(at).map((node) => [node, undefined])];
}
