// expect: race.atomicity 11,12,16
// Where the window of a film begins is stored before its frames are there: who asks meanwhile gets a frame of another place.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

function openFilm(length) {
  let begin = 0;
  let frames = Array.from({ length: 8 }, (_, i) => `frame ${i}`);

  async function seek(to) {
    begin = Math.min(to, length - 8);
    frames = await decode(begin);
  }

  function frame(number) {
    return frames[number - begin];
  }

  async function decode(from) {
    await delay(20);
    return Array.from({ length: 8 }, (_, i) => `frame ${from + i}`);
  }

  return { seek, frame };
}

const film = openFilm(100);
setTimeout(() => console.log(film.frame(43)), 10);
film.seek(40).then(() => console.log(film.frame(43)));
