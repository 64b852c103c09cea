// Where in the author's file each block of the page stands: the key `e`, or a click with Alt, opens it in the editor at that line.
//
// Takes: the lines that blocks were served with (`data-line`), and what the server tells of the page. Gives: a place in a file.
// Never: takes a key from somebody who types, or does anything where no editor was named.

import { hasEditor, open } from './editor.js';

let page = { file: null, line: 1, moved_lines: null };
let pointed = null; // what the pointer is over

/** What the server told of the page. */
export function place(news) {
  page = news;
}

/** The line on the disk of a line of what is shown. */
function onDisk(line) {
  const [shown, actual] = page.moved_lines ?? [1, 1];
  return line < shown ? line : line - shown + actual;
}

/** The place in a file that an element was written at. */
function written(element) {
  const block = element?.closest?.('[data-line]');
  const other = block?.closest('[data-file]');
  if (other) return { file: other.dataset.file, line: Number(block.dataset.line) };
  if (!page.file || !element?.closest?.('main')) return null;
  return { file: page.file, line: onDisk(block ? Number(block.dataset.line) : page.line) };
}

/** Shows the block that stands at a line of the page's file on the disk, unless it is in view. */
export function reveal(line) {
  let found = null;
  for (const block of document.querySelectorAll('main [data-line]')) {
    if (!block.closest('[data-file]') && onDisk(Number(block.dataset.line)) <= line) found = block;
  }
  if (!found) return;
  const { top, bottom } = found.getBoundingClientRect();
  const end = innerHeight - parseFloat(document.documentElement.style.scrollPaddingBlockEnd || '0');
  if (top < 0 || bottom > end) found.scrollIntoView({ block: 'center', behavior: 'instant' });
}

document.addEventListener('pointermove', ({ target }) => { pointed = target; }, { passive: true });

document.addEventListener('click', (event) => {
  const at = event.altKey && !event.button && hasEditor() ? written(event.target) : null;
  if (!at) return;
  event.preventDefault();
  event.stopPropagation();
  open(at);
}, true);

document.addEventListener('keydown', (event) => {
  const types = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key !== 'e' || types || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !hasEditor()) return;
  const focused = document.activeElement?.closest('main *');
  const at = written(focused ?? (pointed?.isConnected ? pointed : null)) ?? written(document.querySelector('main h1'));
  if (!at) return;
  event.preventDefault();
  open(at);
});
