// expect: race.order.last-write 24 ; race.order.last-write 28 ; race.order.last-write 33 ; race.order.last-write 38
// Answers to events that come in another order than they were asked for: each takes the place of what is there by then, and an older one may be the last.
import { EventEmitter } from 'node:events';

const answers = new Map();
const ask = (what) => new Promise((resolve) => answers.set(what, () => resolve(what)));
const answer = async (...order) => {
  for (const what of order) {
    answers.get(what)();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

class Board extends EventEmitter {
  lines = [];
  text = '';
  state = { count: 1, name: '' };
  seen = new Map();

  constructor() {
    super();
    this.on('line', async (name) => {
      const line = await ask(`line ${name}`);
      this.lines = [line];
    });
    this.on('text', async (name) => {
      const line = await ask(`text ${name}`);
      this.text = line;
    });
    this.on('state', async (name) => {
      if (!(await ask(`state ${name}`))) return;
      const { name: before, ...rest } = this.state;
      this.state = { ...rest, name };
    });
    this.on('show', () => console.log(this.lines.length, this.text.length, this.state.name, this.seen.get('all').length));
    this.on('seen', async (name) => {
      const line = await ask(`seen ${name}`);
      this.seen.set('all', [line]);
    });
  }
}

const board = new Board();
for (const kind of ['line', 'text', 'state', 'seen']) {
  for (const name of ['a', 'b', 'c']) {
    await new Promise((resolve) => setImmediate(resolve));
    board.emit(kind, name);
  }
  await answer(`${kind} c`, `${kind} a`, `${kind} b`);
}
board.emit('show');
