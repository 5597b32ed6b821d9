// expect: nothing
// Who gives up takes the timer back, too, whether it has run or not.
import { EventEmitter } from 'node:events';

class Client extends EventEmitter {
  constructor() {
    super();
    this.settings = null;
    this.opened = [];
  }
  connect(settings) {
    this.settings = settings;
    this.open(settings.name);
  }
  open(name) {
    this.opened.push(name);
  }
  lost() {
    if (!this.settings) return;
    this.tries = (this.tries ?? 0) + 1;
    const { delay } = this.settings;
    console.log('lost', this.tries);
    this.timer = setTimeout(() => {
      this.open(this.settings.name);
      this.emit('open');
    }, delay);
  }
  disconnect() {
    clearTimeout(this.timer);
    this.settings = null;
    console.log('given up', this.opened.length);
  }
}

const client = new Client();
client.connect({ name: 'john', delay: 10 });
setTimeout(() => client.disconnect(), 500);
setImmediate(() => client.lost());
