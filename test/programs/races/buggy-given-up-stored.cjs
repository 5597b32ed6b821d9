// expect: race.order.last-write 29,24
// A link that is given up when the other side is slow, and is open all the same when that answers.
const { EventEmitter } = require('events');

class Modem extends EventEmitter {
  constructor(ms) {
    super();
    setTimeout(() => this.emit('carrier'), ms);
  }

  hangUp() {}
}

class Link {
  constructor() {
    this.state = 'idle';
  }

  dial(ms, done) {
    this.state = 'dialling';
    const modem = new Modem(ms);

    const limit = setTimeout(() => {
      this.state = 'idle';
      modem.hangUp();
      done(new Error('no carrier'));
    }, 15);

    modem.once('carrier', () => { this.state = 'online'; clearTimeout(limit); done(null); });
  }
}

const [near, far] = [new Link(), new Link()];
near.dial(4, (error) => console.log('near', error === null));
far.dial(35, (error) => console.log('far', error === null));
setTimeout(() => console.log(near.state, far.state), 80);
