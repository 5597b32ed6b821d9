// Draws a product's picture and scales it down to a thumbnail.
import { parentPort } from 'node:worker_threads';

const FULL = 768;
const SMALL = 96;

/** Stands in for reading and decoding the file: a gradient that differs by product, one byte a channel. */
function decode(sku) {
  const pixels = new Uint8Array(FULL * FULL * 3);
  const seed = [...sku].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  for (let y = 0; y < FULL; y++) {
    for (let x = 0; x < FULL; x++) {
      const at = (y * FULL + x) * 3;
      pixels[at] = x + seed;
      pixels[at + 1] = y + seed * 3;
      pixels[at + 2] = x ^ y;
    }
  }
  return pixels;
}

/** Each pixel of the result is the mean of the square it covers. */
function scaleDown(pixels) {
  const square = FULL / SMALL;
  const result = new Uint8Array(SMALL * SMALL * 3);
  for (let y = 0; y < SMALL; y++) {
    for (let x = 0; x < SMALL; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < square; dy++) {
          for (let dx = 0; dx < square; dx++) sum += pixels[((y * square + dy) * FULL + x * square + dx) * 3 + channel];
        }
        result[(y * SMALL + x) * 3 + channel] = sum / (square * square);
      }
    }
  }
  return result;
}

parentPort.on('message', (message) => {
  if (message === 'close') {
    parentPort.close();
    return;
  }
  const thumbnail = scaleDown(decode(message.sku));
  parentPort.postMessage({ id: message.id, thumbnail }, [thumbnail.buffer]);
});
