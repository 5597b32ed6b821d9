// expect: nothing
// Answers to events that come in another order than they were asked for: each is added to what is there by then, so none overwrites another.
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
  state = { count: 0, byName: {} };
  seen = new Map();

  constructor() {
    super();
    this.on('line', async (name) => {
      const line = await ask(`line ${name}`);
      this.lines = [...this.lines, line];
    });
    this.on('text', async (name) => {
      const line = await ask(`text ${name}`);
      this.text = this.text + line;
    });
    this.on('state', async (name) => {
      if (!(await ask(`state ${name}`))) return;
      const { count, byName, ...rest } = this.state;
      this.state = { ...rest, count: count + 1, byName: { ...byName, [name]: true } };
    });
    this.on('show', () => console.log(this.lines.length, this.text.length, this.state.count, this.seen.get('all').length));
    this.on('seen', async (name) => {
      const line = await ask(`seen ${name}`);
      this.seen.set('all', [...(this.seen.get('all') ?? []), line]);
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
