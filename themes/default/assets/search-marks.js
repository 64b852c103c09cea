// Marks the words for which a reader came to this page, until they are taken off. `search.js` asks for it where there are any.
//
// Takes: the page that was opened, the words, and those they were taken for; what the button says. Never: changes the page's text.

import { marked } from './search-index.js';

const NAME = 'sought';

/** The ranges of a text's words that were looked for. */
function* found(text, words) {
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    let at = 0;
    for (const [i, part] of marked(nodes.currentNode.data, ...words).entries()) {
      const range = new Range();
      range.setStart(nodes.currentNode, at);
      range.setEnd(nodes.currentNode, (at += part.length));
      if (i % 2) yield range;
    }
  }
}

/** Marks them in the page's text, where it is that page. */
export function mark([page, ...words], label) {
  if (page !== location.pathname || !CSS.highlights) return;
  const ranges = [...document.querySelectorAll('main .prose')].flatMap((text) => [...found(text, words)]);
  if (!ranges.length) return;
  CSS.highlights.set(NAME, new Highlight(...ranges));
  const off = document.createElement('button');
  off.className = 'unmark';
  off.textContent = label;
  off.onclick = () => {
    CSS.highlights.delete(NAME);
    off.remove();
  };
  document.body.append(off);
}
