// expect: race.order.use-after-close 26,19,47
// Lines to the depots, a list of idle ones for each depot, which is dropped when nothing is left in it. One that nobody has used for a while is hung up, and leaves the list when that is over.
'use strict';
const net = require('node:net');

class Lines {
  constructor(idleMs) {
    this.idleMs = idleMs;
    this.idle = {};
    this.busy = {};
  }

  #leave(line, depot) {
    for (const lists of [this.idle, this.busy]) {
      const list = lists[depot];
      if (!list) continue;
      const at = list.indexOf(line);
      if (at !== -1) {
        list.splice(at, 1);
        if (list.length === 0) delete lists[depot];
      }
    }
  }

  ask(depot, question, done) {
    const known = this.idle[depot]?.length ? this.idle[depot].shift() : undefined;
    if (known && this.idle[depot].length === 0) delete this.idle[depot];
    const line = known ?? this.#dial(depot);
    line.setTimeout(0);
    const lost = () => done(new Error(`no answer to ${question}`));
    line.once('close', lost);
    line.once('data', (answer) => {
      line.off('close', lost);
      this.idle[depot] ??= [];
      this.idle[depot].push(line);
      line.setTimeout(this.idleMs);
      done(null, String(answer));
    });
    line.write(question);
  }

  #dial(depot) {
    const line = net.connect(depot, '127.0.0.1');
    line.on('error', () => {});
    line.on('close', () => this.#leave(line, depot));
    line.on('timeout', () => {
      line.destroy();
    });
    return line;
  }
}

const depot = net.createServer((line) => line.on('data', (question) => line.write(`${question}: yes`)));
depot.listen(0, '127.0.0.1', () => {
  const lines = new Lines(60);
  const { port } = depot.address();
  const questions = ['coal', 'sand', 'salt'];
  const next = (error, answer) => {
    console.log(error ? error.message : answer);
    const question = questions.shift();
    if (question) setTimeout(() => lines.ask(port, question, next), 25);
    else setTimeout(() => depot.close(), 120);
  };
  lines.ask(port, 'oats', next);
});
