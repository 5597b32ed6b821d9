// expect: nothing
// How wide the picture is, is asked with the words, and not when their translation is there.
import { setTimeout as sleep } from 'node:timers/promises';

async function translate(words) {
  await sleep(15);
  return words.map((word) => word.toUpperCase());
}

class Reel {
  #scene;
  #shown = [];
  constructor(scene) {
    this.#scene = scene;
  }

  words() {
    return this.#scene.words;
  }

  width() {
    return this.#scene.width;
  }

  cut(scene) {
    this.#scene = scene;
  }

  note(line) {
    this.#shown.push(line);
  }
}

function subtitle(reel) {
  const words = reel.words();
  const width = reel.width();
  return translate(words).then((lines) => {
    for (const line of lines) reel.note(line.padStart(width));
    return lines.length;
  });
}

const reel = new Reel({ words: ['good', 'night'], width: 40 });
setTimeout(() => reel.cut({ words: ['the', 'end'], width: 12 }), 6);
console.log('lines', await subtitle(reel));
