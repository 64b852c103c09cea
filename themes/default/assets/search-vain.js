// The message about a search that found nothing; the words stand in it if the reader ticks that.
//
// Takes: the part of the page that offers it, and the words. Never: sends anything.

const LAST_OPEN = /%E2%80%A6(?!.*%E2%80%A6)/; // `…`, where the message has room for them

export function tell(offer, words) {
  const [link, tick, ticked] = ['a', '[data-tick]', 'input'].map((part) => offer.querySelector(part));
  const plain = (link.dataset.plain ??= link.href);
  const write = () => {
    link.href = ticked.checked ? plain.replace(LAST_OPEN, encodeURIComponent(JSON.stringify(words))) : plain;
  };
  tick.hidden = false;
  ticked.onchange = write;
  write();
}
