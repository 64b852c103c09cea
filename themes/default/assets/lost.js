// An address that leads nowhere has words, `/sleep/nihgt-cramps/`, and its page looks for them at once.
//
// Takes: the address, and the field that `search.js` has made ready. Never: takes the place of a word that is there already.

const field = document.querySelector('main form[role=search] input');
const last = location.pathname.replace(/(404)?(\.\w+|\/)*$/, '').split('/').pop();
const words = new URLSearchParams(`words=${last}`).get('words').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim().slice(0, 100);

if (field && !field.value && words) {
  field.value = words;
  field.dispatchEvent(new Event('input'));
}
