// expect: race.order.use-before-init 36,29
// The first half of the link is there from the start, the second one comes later: the callback may be called before.
import { EventEmitter } from 'node:events';

class Outgoing {
  line = new EventEmitter();

  post(text, done) {
    this.line.once(`sent ${text}`, done);
    setTimeout(() => this.line.emit(`sent ${text}`), 40);
  }
}

class Incoming {
  isDone = false;

  stop() {
    this.isDone = true;
  }
}

class Link {
  constructor() {
    this.outgoing = new Outgoing();
    this.incoming = null;
  }

  listen() {
    this.incoming = new Incoming();
  }

  sayGoodbye() {
    const { outgoing } = this;
    outgoing.post('bye', () => {
      // Both must be there by now.
      this.incoming.stop();
    });
  }
}

const link = new Link();
setTimeout(() => link.listen(), 5);
link.sayGoodbye();
setTimeout(() => console.log(link.incoming.isDone), 80);
