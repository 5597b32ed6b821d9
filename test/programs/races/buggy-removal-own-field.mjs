// expect: race.order.last-write 20,14
// A player that has come to the end of its song takes away the song that was begun meanwhile: nobody can skip that one.
import { setTimeout as sleep } from 'node:timers/promises';
class Song {
  skipped = false;
  constructor(title, ms) {
    Object.assign(this, { title, ms });
  }
}
class Player {
  #now = null;
  async play(title, ms) {
    const song = new Song(title, ms);
    this.#now = song;
    try {
      for (let at = 0; at < song.ms && !song.skipped; at += 20) {
        await sleep(20);
      }
    } finally {
      this.#now = null;
    }
    return song.skipped ? `${title} skipped` : title;
  }
  skip() {
    if (this.#now) this.#now.skipped = true;
  }
}
const player = new Player();
const intro = player.play('intro', 40);
await sleep(25);
const long = player.play('long', 160);
await intro;
await sleep(20);
player.skip();
console.log(await long);
