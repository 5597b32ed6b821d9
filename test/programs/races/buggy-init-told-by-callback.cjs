// expect: race.order.use-before-init 27,14
// The reading room opens before its shelves are listed; who asks then is told by a callback that there is no such shelf.
const { EventEmitter } = require('node:events');

class Room extends EventEmitter {
  shelves = {};

  list(name, found) {
    setTimeout(found, 140, name === 'east' ? ['maps', 'letters'] : []);
  }

  open(wing) {
    this.list(wing, (names) => {
      this.shelves[wing] = names;
      this.emit('listed', wing);
    });
    setTimeout(() => this.emit('open', wing), 20);
  }
}

const room = new Room();
const answers = [];

function order(slip, reply) {
  const [wing, shelf] = slip.split('/');
  const { shelves } = room;
  const names = shelves[wing];
  if (names === undefined || names.indexOf(shelf) < 0) {
    reply(404, `no shelf ${shelf}`);
    return;
  }
  setTimeout(reply, 10, 200, shelf);
}

room.on('listed', (wing) => answers.push(wing));
room.on('open', () => {
  const note = (status, text) => answers.push(`${status} ${text}`);
  setTimeout(order, 50, 'east/maps', note);
  setTimeout(order, 260, 'east/maps', note);
});
room.open('east');
setTimeout(() => console.log(answers.join(', ')), 380);
