// expect: race.order.use-before-init 20
// As safe-listener-kept-late.mjs, but the listener is added where the work begins, and nothing waits until the connection is open.
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';

class Connection {
  #io = null;
  sent = 0;

  constructor() {
    this.onCancel = () => {
      this.#io.push('attention');
      this.sent = this.#io.length;
    };
  }

  async open(request) {
    request.prependOnceListener('cancel', this.onCancel);
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.#io = [text.length];
  }
}

const connection = new Connection();
const request = new EventEmitter();
connection.open(request);

setTimeout(() => {
  request.emit('cancel');
  console.log(connection.sent);
}, 300);
