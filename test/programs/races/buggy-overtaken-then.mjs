// expect: race.atomicity 22,26,36
// The subtitle that was translated is shown over the picture that has come meanwhile.
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
  return translate(words).then((lines) => {
    for (const line of lines) reel.note(line.padStart(reel.width()));
    return lines.length;
  });
}

const reel = new Reel({ words: ['good', 'night'], width: 40 });
setTimeout(() => reel.cut({ words: ['the', 'end'], width: 12 }), 6);
console.log('lines', await subtitle(reel));
