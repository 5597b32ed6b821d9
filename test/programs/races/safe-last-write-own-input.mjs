// expect: nothing
// Stores of which the last one stays, whoever asked when: by a number, by turns, of one source, of whichever was done last, of steps of workers, of beats, and of tasks that wait for each other.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const ask = async (text) => {
  await sleep(3);
  return `${text}!`;
};

class ByNumber {
  #newest = 0;
  shown = '';
  async show(text) {
    const mine = ++this.#newest;
    const found = await ask(text);
    if (mine !== this.#newest) return;
    this.shown = found;
  }
}

class ByTurns {
  #tail = Promise.resolve();
  shown = '';
  show(text) {
    const work = this.#tail.then(() => this.#set(text));
    this.#tail = work.catch(() => undefined);
    return work;
  }
  async #set(text) {
    const found = await ask(text);
    this.shown = found;
  }
}

class Mirror {
  source = 'sky';
  picture = '';
  async refresh(source) {
    const picture = await ask(source);
    this.picture = picture;
  }
}

class Press {
  lastSheet = '';
  async print(text) {
    const sheet = await ask(text);
    this.lastSheet = sheet;
  }
}

class Board {
  line = '';
  async report(text) {
    const line = await ask(text);
    this.line = line;
  }
}

const [byNumber, byTurns, mirror, press, board, beatsOf, served, inTurn] = [
  new ByNumber(),
  new ByTurns(),
  new Mirror(),
  new Press(),
  new Board(),
  new Board(),
  new Board(),
  new Board(),
];

async function say(at, text) {
  await sleep(at);
  await byNumber.show(text);
  await byTurns.show(text);
  await press.print(text);
  await mirror.refresh(mirror.source);
}

async function worker(name, pause) {
  for (let step = 0; step < 2; step++) {
    await board.report(`${name} ${step}`);
    await sleep(pause);
  }
}

let beats = 0;
function onBeat(count) {
  void beatsOf.report(`beat ${count}`);
}
const beat = setInterval(() => {
  onBeat(++beats);
  if (beats === 3) clearInterval(beat);
}, 30);

// Of two requests each is answered when its store is made.
const server = http.createServer((request, response) => {
  const store = async (path) => {
    await served.report(path);
    response.end(served.line);
  };
  void store(request.url);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const call = async (at, path) => {
  await sleep(at);
  await (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text();
};

for (const text of ['first', 'second']) await inTurn.report(text);
await Promise.all([say(1, 'hello'), say(80, 'there'), worker('a', 5), worker('b', 60), call(1, '/a'), call(90, '/b')]);
server.close();
server.closeAllConnections();
console.log([byNumber.shown, byTurns.shown, mirror.picture, press.lastSheet, board.line, beatsOf.line, served.line, inTurn.line].length);
