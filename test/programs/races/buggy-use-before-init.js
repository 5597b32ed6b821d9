// expect: race.order.use-before-init 7,11
const fs = require('node:fs');

let config;

fs.readFile(__filename, 'utf8', (error, text) => {
  config = { size: text.length };
});

setTimeout(() => {
  console.log(config.size > 0);
}, 300);
