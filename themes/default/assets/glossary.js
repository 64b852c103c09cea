// Explains a term where it stands: when it is pointed at, has the focus, or is tapped. Without this script a term is a link to
// the glossary. The meaning is on the page already, at its end. Escape puts the explanation away.
const WAIT_TO_SHOW = 120;
const WAIT_TO_HIDE = 250;
const GAP = 8;

const tip = document.createElement('div');
tip.className = 'term-tip';
tip.hidden = true;
// It repeats what the link is described by, so a screen reader need not meet it twice.
tip.setAttribute('aria-hidden', 'true');
document.body.append(tip);

let shown = null;
let timer = 0;
/** The term under a finger, if its explanation was not open yet when it was touched. */
let touched = null;

function term(event) {
  return event.target instanceof Element ? event.target.closest('a.term[aria-describedby]') : null;
}

function show(link) {
  clearTimeout(timer);
  const meaning = document.getElementById(link.getAttribute('aria-describedby'));
  if (!meaning || shown === link) return;
  tip.replaceChildren(...[...meaning.childNodes].map((node) => node.cloneNode(true)));
  for (const inner of tip.querySelectorAll('a')) inner.replaceWith(...inner.childNodes);
  tip.hidden = false;
  shown = link;
  place(link);
}

/** Below the line in which the term stands, or above it where there is more room; never wider than the window. */
function place(link) {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const line = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const last = [...link.getClientRects()].at(-1) ?? line;
  tip.style.left = '0';
  tip.style.top = '0';
  const { offsetWidth, offsetHeight } = tip;
  const left = Math.max(GAP, Math.min(line.left, width - offsetWidth - GAP));
  const below = last.bottom + GAP;
  const fits = below + offsetHeight < height || line.top < offsetHeight + GAP;
  tip.style.left = `${left + window.scrollX}px`;
  tip.style.top = `${(fits ? below : line.top - offsetHeight - GAP) + window.scrollY}px`;
}

function hide() {
  clearTimeout(timer);
  tip.hidden = true;
  shown = null;
}

function later(what, wait) {
  clearTimeout(timer);
  timer = setTimeout(what, wait);
}

document.addEventListener('pointerover', (event) => {
  if (event.pointerType === 'touch') return;
  const link = term(event);
  if (link) later(() => show(link), shown ? 0 : WAIT_TO_SHOW);
  else if (tip.contains(event.target)) clearTimeout(timer);
  else if (shown && shown !== document.activeElement) later(hide, WAIT_TO_HIDE);
  else if (!shown) clearTimeout(timer);
});
document.addEventListener('focusin', (event) => {
  const link = term(event);
  if (link && link !== touched) show(link);
  else if (!link) hide();
});
document.addEventListener('focusout', (event) => {
  if (shown && event.target === shown && !shown.matches(':hover')) hide();
});
document.addEventListener('pointerdown', (event) => {
  const link = term(event);
  touched = event.pointerType === 'touch' && link !== shown ? link : null;
  if (!link && !tip.contains(event.target)) hide();
});
document.addEventListener('click', (event) => {
  const link = term(event);
  // A first tap explains, a second one follows the link. Keys and mice have had the explanation before.
  if (link && link === touched) {
    event.preventDefault();
    show(link);
  }
  touched = null;
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && shown) {
    event.preventDefault();
    hide();
  }
});
window.addEventListener('resize', hide);
