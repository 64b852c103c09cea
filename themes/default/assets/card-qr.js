// A text → the points of its QR code, by ISO/IEC 18004: bytes, error correction of level M, the smallest version that holds it.
//
// Takes: a text of at most some 2,300 bytes. Gives: rows of true (dark) and false; null where it is too long.

// By version, from 1 to 40: bytes of error correction in a block, and blocks.
const PER_BLOCK = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28];
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49];

const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3), (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

const bit = (number, place) => ((number >>> place) & 1) === 1;

/** How many bytes a version holds, data and error correction. */
function room(version) {
  let points = (16 * version + 128) * version + 64;
  if (version > 1) {
    const marks = Math.floor(version / 7) + 2;
    points -= (25 * marks - 10) * marks - 55;
  }
  return Math.floor((version > 6 ? points - 36 : points) / 8);
}

const data = (version) => room(version) - PER_BLOCK[version] * BLOCKS[version];

// ---- Reed and Solomon's error correction ----

function product(a, b) {
  let out = 0;
  for (let i = 7; i >= 0; i -= 1) out = (out << 1) ^ ((out >>> 7) * 0x11d) ^ (bit(b, i) ? a : 0);
  return out;
}

function divisor(degree) {
  const out = [...new Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) out[j] = product(out[j], root) ^ (out[j + 1] ?? 0);
    root = product(root, 2);
  }
  return out;
}

function remainder(bytes, by) {
  const out = by.map(() => 0);
  for (const byte of bytes) {
    const factor = byte ^ out.shift();
    out.push(0);
    by.forEach((part, i) => { out[i] ^= product(part, factor); });
  }
  return out;
}

/** The bytes in blocks, each with its correction, dealt out in turn. */
function dealt(bytes, version) {
  const [blocks, extra, all] = [BLOCKS[version], PER_BLOCK[version], room(version)];
  const [short, shorts, by] = [Math.floor(all / blocks), blocks - (all % blocks), divisor(extra)];
  let from = 0;
  const parts = Array.from({ length: blocks }, (_, i) => {
    const part = bytes.slice(from, from + short - extra + (i < shorts ? 0 : 1));
    from += part.length;
    return { part, more: remainder(part, by) };
  });
  const turns = (length, of) => Array.from({ length }, (_, i) => parts.map((part) => part[of][i])).flat();
  return [...turns(short - extra + 1, 'part').filter((byte) => byte !== undefined), ...turns(extra, 'more')];
}

function written(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const head = (version) => (version < 10 ? 8 : 16);
  const version = BLOCKS.findIndex((_, v) => v > 0 && 4 + head(v) + bytes.length * 8 <= data(v) * 8);
  if (version < 0) return null;
  const bits = [];
  const put = (number, length) => { for (let i = length - 1; i >= 0; i -= 1) bits.push(bit(number, i)); };
  put(4, 4);
  put(bytes.length, head(version));
  bytes.forEach((byte) => put(byte, 8));
  const all = data(version) * 8;
  put(0, Math.min(4, all - bits.length));
  put(0, -bits.length & 7);
  for (let fill = 0xec; bits.length < all; fill ^= 0xec ^ 0x11) put(fill, 8);
  const packed = Array.from({ length: data(version) }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((byte, one) => byte * 2 + one, 0));
  return { version, bytes: dealt(packed, version) };
}

// ---- The points ----

function places(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)];
}

function checked(number, degree, by) {
  let rest = number;
  for (let i = 0; i < degree; i += 1) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * by);
  return (number << degree) | rest;
}

/** The marks that each code has, on a field of undefined points. */
function marked(version, size) {
  const field = Array.from({ length: size }, () => new Array(size));
  const set = (x, y, dark) => { if (field[y] && x >= 0 && x < size) field[y][x] = dark; };
  for (let i = 0; i < size; i += 1) [set(6, i, i % 2 === 0), set(i, 6, i % 2 === 0)];
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let i = -4; i <= 4; i += 1) for (let j = -4; j <= 4; j += 1) set(x + i, y + j, ![2, 4].includes(Math.max(Math.abs(i), Math.abs(j))));
  }
  const at = places(version, size);
  for (const x of at) {
    for (const y of at) {
      const corner = (x === 6 && (y === 6 || y === size - 7)) || (x === size - 7 && y === 6);
      for (let i = -2; i <= 2 && !corner; i += 1) for (let j = -2; j <= 2; j += 1) set(x + i, y + j, Math.max(Math.abs(i), Math.abs(j)) !== 1);
    }
  }
  if (version > 6) {
    const bits = checked(version, 12, 0x1f25);
    for (let i = 0; i < 18; i += 1) {
      const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
      [set(a, b, bit(bits, i)), set(b, a, bit(bits, i))];
    }
  }
  format(field, size, 0);
  return field;
}

/** Says which mask was taken, twice. Level M is written as 0. */
function format(field, size, mask) {
  const bits = checked(mask, 10, 0x537) ^ 0x5412;
  for (let i = 0; i < 15; i += 1) {
    const dark = bit(bits, i);
    field[i < 6 ? i : i < 8 ? i + 1 : 8][i < 8 ? 8 : i === 8 ? 7 : 14 - i] = dark;
    field[i < 8 ? 8 : size - 15 + i][i < 8 ? size - 1 - i : 8] = dark;
  }
  field[size - 8][8] = true;
}

/** Where the bits go: columns of two, upwards and downwards in turn. */
function* free(field, size) {
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - i : i;
      for (const x of [right, right - 1]) if (field[y][x] === undefined) yield [x, y];
    }
  }
}

/** How hard a field is to read: long runs, blocks of one colour, more of one than of the other. */
function trouble(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  let out = 0;
  for (const line of [...rows, ...columns]) {
    let run = 0;
    line.forEach((dark, i) => {
      run = dark === line[i - 1] ? run + 1 : 1;
      if (run >= 5) out += run === 5 ? 3 : 1;
    });
    const text = line.map(Number).join('');
    out += 40 * (text.match(/(?=00001011101|10111010000)/g)?.length ?? 0);
  }
  rows.slice(1).forEach((row, y) => row.slice(1).forEach((dark, x) => {
    if (dark === rows[y][x] && dark === rows[y][x + 1] && dark === row[x]) out += 3;
  }));
  const all = rows.length ** 2;
  return out + 10 * Math.floor(Math.abs(rows.flat().filter(Boolean).length / all - 0.5) * 20);
}

export function points(text) {
  const known = written(text);
  if (!known) return null;
  const size = known.version * 4 + 17;
  const field = marked(known.version, size);
  const order = [...free(field, size)];
  const made = MASKS.map((mask, number) => {
    const rows = field.map((row) => [...row]);
    order.forEach(([x, y], i) => { rows[y][x] = bit(known.bytes[i >>> 3] ?? 0, 7 - (i & 7)) !== (mask(x, y) === 0); });
    format(rows, size, number);
    return rows;
  });
  const marks = made.map(trouble);
  return made[marks.indexOf(Math.min(...marks))];
}
