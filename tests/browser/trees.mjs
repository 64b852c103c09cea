// Small random decision trees for the browser tests, and the program as their oracle.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Numbers from 0 to below 1, the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Seconds as a time. */
export const time = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** A tree whose rules look at this and at earlier answers. Every answer leads somewhere. Labels are upper-case ids. */
export function tree(seed) {
  const next = random(seed);
  const below = (n) => Math.floor(next() * n);
  const kinds = ['one', 'any', 'number', 'any', 'number'];
  const questions = Array.from({ length: 3 + below(4) }, (_, i) => {
    const kind = kinds[below(kinds.length)];
    const step = [1, 0.5, 0.3][below(3)];
    const min = [0, -2, 1.5][below(3)];
    const options = ['a', 'b', 'c+d', 'é f'].slice(0, 2 + below(3)).concat(kind === 'any' && below(3) ? ['none'] : []);
    const skip = below(4) === 0;
    if (kind === 'number' && below(3) === 0) return { id: `q${i}`, kind: 'time', min: 55, max: 130, step: [1, 5, 15][below(3)], skip };
    return kind === 'number' ? { id: `q${i}`, kind, min, max: min + 10, step, skip } : { id: `q${i}`, kind, skip, options: options.concat(skip ? ['skip'] : []) };
  });
  const target = (i) => (i + 1 < questions.length && below(3) ? `q${i + 1 + below(Math.min(2, questions.length - i - 1))}` : `o${below(4)}`);
  const fits = (q) => {
    if (q.skip && below(3) === 0) return ['skip', '[skip]', '{not: skip}'][below(3)];
    if (q.kind === 'time') return [`"< ${time(50 + below(60))}"`, `">= ${time(50 + below(60))}"`, `"${time(below(90))}..${time(90 + below(40))}"`][below(3)];
    if (q.kind === 'number') return [`"< ${below(8)}"`, `">= ${below(8)}"`, `"${below(4)}..${4 + below(4)}"`, `{not: "< ${below(6)}"}`][below(4)];
    const id = `"${q.options[below(q.options.length)]}"`;
    return [id, `{not: ${id}}`, `[${id}, "${q.options[0]}"]`][below(3)];
  };
  const lines = [`title: Tree ${seed}`, 'questions:'];
  questions.forEach((q, i) => {
    lines.push(`  ${q.id}:`, `    ask: "${q.id.toUpperCase()}"`, `    kind: ${q.kind}`);
    if (q.kind === 'number') lines.push(`    min: ${q.min}`, `    max: ${q.max}`, `    step: ${q.step}`, '    unit: miles');
    else if (q.kind === 'time') lines.push(`    min: ${time(q.min)}`, `    max: ${time(q.max)}`, `    step: ${time(q.step)}`);
    else lines.push(`    options: {${q.options.filter((o) => o !== 'skip').map((o) => `"${o}": "${o.toUpperCase()}"`).join(', ')}}`);
    if (q.skip) lines.push(below(2) ? '    skip: SKIP' : `    skip: {say: SKIP, goto: ${target(i)}}`);
    lines.push('    next:');
    for (let r = below(4); r > 0; r -= 1) {
      const about = new Set([q, questions[below(i + 1)]].slice(below(2)));
      lines.push(`      - {when: {${[...about].map((a) => `${a.id}: ${fits(a)}`).join(', ')}}, goto: ${target(i)}}`);
    }
    lines.push(`      - goto: ${i + 1 < questions.length ? `q${i + 1}` : `o${below(4)}`}`);
  });
  lines.push('outcomes:');
  for (let o = 0; o < 4; o += 1) {
    const asked = questions[below(questions.length)];
    lines.push(`  o${o}: {title: "O${o}", level: urgent, body: "Text.", also: [{when: {${asked.id}: ${fits(asked)}}, say: More.}]}`);
  }
  return { questions, text: `${lines.join('\n')}\n` };
}

/** Writes files below a folder. */
export function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Runs the program; its exit code and what it printed. */
export function run(program, ...args) {
  try {
    return { code: 0, said: execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    return { code: error.status, said: `${error.stdout}${error.stderr}` };
  }
}
