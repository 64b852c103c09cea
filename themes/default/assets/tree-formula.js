// Values of a tree by a formula, exactly: in fractions of whole numbers.
//
// Takes: a value as the routes have it (src/tree/screens/routes.rs), and the answers. Gives: what is shown, in whole billionths.
// Never: rounds on the way, or gives a number where one is divided by zero.

const BILLION = 1_000_000_000n;

// What is above the line, and what is below it, which is above zero. Null is no number.
const fraction = (text) => text.split('/').map(BigInt);
const simple = ([above, below]) => (below === 0n ? null : below < 0n ? [-above, -below] : [above, below]);
const times = (a, b) => [a[0] * b[0], a[1] * b[1]];
const by = (a, b) => simple([a[0] * b[1], a[1] * b[0]]);
const down = ([above, below]) => (above - (((above % below) + below) % below)) / below;
const near = ([above, below]) => down([2n * above + below, 2n * below]);
const less = (a, b) => a[0] * b[1] < b[0] * a[1];

const SIGNS = {
  '+': (a, b) => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]],
  '-': (a, b) => [a[0] * b[1] - b[0] * a[1], a[1] * b[1]],
  '*': times,
  '/': by,
  min: (a, b) => (less(b, a) ? b : a),
  max: (a, b) => (less(a, b) ? b : a),
  round: (a, to) => times([near(by(a, to)), 1n], to),
  floor: (a, to) => times([down(by(a, to)), 1n], to),
  ceil: (a, to) => times([-down(by([-a[0], a[1]], to)), 1n], to),
};

function part(written, given) {
  if (typeof written === 'string') return fraction(written);
  const [first, second] = written;
  if (typeof first === 'number') {
    const answer = given(first);
    return answer === undefined ? null : times([answer, BILLION], fraction(second));
  }
  const parts = second.map((inside) => part(inside, given));
  return parts.some((inside) => !inside) ? null : parts.reduce((a, b) => a && SIGNS[first](a, b));
}

/** `given` gives the answer to a question, in billionths; `step` is to whose multiples it is rounded. */
export function reckoned({ formula, worth }, given, step) {
  const size = part(formula, given);
  const steps = size && by(by(size, fraction(worth)), [step, BILLION]);
  return steps ? near(steps) * step : undefined;
}
