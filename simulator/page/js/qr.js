// Reads a QR code from its own clean picture: square, upright, without damage, as the assistant sends it (ISO/IEC 18004).
// Codes of version 1 to 3 are enough here: one block of codewords, texts as numbers, letters or bytes.

const FORMAT_MASK = 0b101010000010010;
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MASKS = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

// The text of the code in a loaded image; "" where there is none that can be read.
export function readCode(image) {
  if (!image.complete || !image.naturalWidth) return "";
  const modules = sample(pixels(image));
  return modules ? decode(modules) : "";
}

function pixels(image) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { width, height, dark: (x, y) => data[(y * width + x) * 4] < 128 && data[(y * width + x) * 4 + 3] > 128 };
}

// The modules as rows of booleans: the finder pattern in the corner is seven modules wide.
function sample({ width, height, dark }) {
  if (width !== height) return null;
  let edge = 0;
  while (edge < width && !dark(edge, edge)) edge += 1;
  let end = edge;
  while (end < width && dark(end, edge)) end += 1;
  const module = (end - edge) / 7;
  const size = Math.round((width - 2 * edge) / module);
  if (module < 1 || size < 21 || size > 29 || (size - 17) % 4) return null;
  const at = (index) => Math.floor(edge + (index + 0.5) * module);
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => dark(at(column), at(row))));
}

function decode(modules) {
  const size = modules.length;
  const format = [0, 1, 2, 3, 4, 5, 7, 8].map((column) => modules[8][column]);
  const bits = format.reduce((sum, bit) => sum * 2 + Number(bit), 0) << 7;
  const mask = MASKS[((bits ^ FORMAT_MASK) >> 10) & 7];
  const stream = [];
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right -= 1; // the timing column
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (!isFunction(row, column, size)) stream.push(Number(modules[row][column] !== mask(row, column)));
      }
    }
  }
  return text(stream);
}

function isFunction(row, column, size) {
  if (row === 6 || column === 6) return true;
  if (row < 9 && (column < 9 || column >= size - 8)) return true;
  if (column < 9 && row >= size - 8) return true;
  const centre = size - 7;
  return size > 21 && Math.abs(row - centre) < 3 && Math.abs(column - centre) < 3;
}

function text(stream) {
  let at = 0;
  const take = (count) => stream.slice(at, (at += count)).reduce((sum, bit) => sum * 2 + bit, 0);
  let out = "";
  for (let mode = take(4); mode && at < stream.length; mode = take(4)) {
    if (mode === 1) out += numbers(take, take(10));
    else if (mode === 2) out += letters(take, take(9));
    else if (mode === 4) out += new TextDecoder().decode(Uint8Array.from({ length: take(8) }, () => take(8)));
    else return out;
    if (stream.length - at < 4) break;
  }
  return out;
}

function numbers(take, count) {
  let out = "";
  for (let left = count; left > 0; left -= 3) {
    const digits = Math.min(3, left);
    out += String(take([0, 4, 7, 10][digits])).padStart(digits, "0");
  }
  return out;
}

function letters(take, count) {
  let out = "";
  for (let left = count; left > 1; left -= 2) {
    const pair = take(11);
    out += LETTERS[Math.floor(pair / 45)] + LETTERS[pair % 45];
  }
  return count % 2 ? out + LETTERS[take(6)] : out;
}
