// A button that copies a block of code. Loaded only by pages that have one.
//
// Takes: the blocks on the page; the words of the button, from this script's own element. Never: stands there where a browser copies
// nothing, or is in the text that is copied.

const { copy, copied } = document.querySelector('script[data-copied]').dataset;
const READ = 2000; // so long the button says that it is done

function add() {
  for (const pre of document.querySelectorAll('.code > pre')) {
    if (pre.nextElementSibling) continue;
    const button = document.createElement('button');
    const name = `${copy}: ${pre.ariaLabel}`;
    const say = (text, label) => {
      button.textContent = text;
      button.ariaLabel = label;
    };
    button.type = 'button';
    button.className = 'copy';
    button.ariaLive = 'polite';
    button.onclick = async () => {
      await navigator.clipboard.writeText(pre.textContent.replace(/\n$/, ''));
      say(copied, copied);
      setTimeout(say, READ, copy, name);
    };
    say(copy, name);
    pre.after(button);
  }
}

if (navigator.clipboard) {
  add();
  for (const event of ['shown', 'changed']) document.addEventListener(`fingerpost:${event}`, add);
}
