// expect: none exit 0
// The last thing that the program does is to serve what comes.
const { EventEmitter, on } = require('node:events');
const feed = new EventEmitter();
let sum = 0;
async function serve() {
  for await (const [price] of on(feed, 'price')) sum += price;
}

async function main() {
  setImmediate(() => {
    for (let price = 0; price < 3; price++) feed.emit('price', price);
  });
  try {
    await serve();
  } catch (error) {
    console.log(error.message);
  }
}
main();
