// expect: race.atomicity 25,19,24
// What is asked about was looked up by its name, and is changed before the answer comes.
import { setTimeout as sleep } from 'node:timers/promises';

class Stage {
  #plays = new Map();
  play(name) {
    if (!this.#plays.has(name)) this.#plays.set(name, { lines: '', cues: [] });
    return this.#plays.get(name);
  }
}

class Prompter {
  #stage;
  constructor(stage) {
    this.#stage = stage;
  }
  write(name, lines) {
    this.#stage.play(name).lines = lines;
  }
  async mark(name) {
    const play = this.#stage.play(name);
    const script = play.lines;
    const places = await listen(script);
    play.cues = places.map((at) => ({ at, word: play.lines.slice(at, at + 4) }));
    return play.cues;
  }
}

async function listen(lines) {
  await sleep(30);
  return [...lines.matchAll(/!/g)].map((found) => found.index);
}

const prompter = new Prompter(new Stage());
prompter.write('storm', 'boatswain! here!');
const marking = prompter.mark('storm');
await sleep(10);
prompter.write('storm', 'what cheer');
console.log(JSON.stringify(await marking));
