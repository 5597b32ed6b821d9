// expect: race.atomicity 24,37
// What a message asks for is put together with the shelf that is chosen by then.
const { EventEmitter } = require('node:events');

const shop = new EventEmitter();
const shelf = { row: 'A', sold: 0 };
const labels = [];

function priceOf(row) {
  return new Promise((resolve) => setTimeout(resolve, 50, row === 'A' ? 10 : 25));
}

shop.on('message', (message) => {
  switch (message.kind) {
    case 'sold':
      setTimeout(() => {
        shelf.sold++;
        labels.push(`sold ${shelf.sold}`);
      }, 10);
      break;
    case 'label':
      priceOf(shelf.row).then((price) => {
        shelf.sold += 0;
        labels.push(`${shelf.row}: ${price}`);
      });
      break;
  }
});

shop.emit('message', { kind: 'sold' });
setTimeout(() => shop.emit('message', { kind: 'label' }), 20);

function choose(row) {
  if (row === '') {
    return;
  }
  shelf.row = row;
}

setTimeout(choose, 45, 'B');
setTimeout(() => console.log(labels.join(';')), 150);
