// expect: nothing
// Listeners that an object keeps in fields, and methods that are bound to it, are added when what they use is there.
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';

class Connection {
  #io = null;
  sent = 0;

  constructor() {
    this.onCancel = () => {
      this.#io.push('attention');
    };
  }

  async open() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.#io = [text.length];
  }

  execute(request) {
    request.prependOnceListener('cancel', this.onCancel);
    request.once('done', this.#onDone.bind(this));
  }

  #onDone() {
    this.sent = this.#io.length;
  }
}

// Listeners of one connection say nothing about another, which opens later.
const requests = [new EventEmitter(), new EventEmitter()];
const timer = setInterval(() => {
  if (requests.some((request) => request.listenerCount('done') === 0)) return;
  clearInterval(timer);
  for (const request of requests) {
    request.emit('cancel');
    request.emit('done');
  }
  console.log('done');
}, 40);

async function begin([request, ...others]) {
  const connection = new Connection();
  await connection.open();
  connection.execute(request);
  if (others.length > 0) await begin(others);
}
begin(requests);
