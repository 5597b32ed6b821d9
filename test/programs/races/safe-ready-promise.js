// expect: nothing
const fs = require('node:fs');
let config;
const ready = new Promise((resolve) => {
  fs.readFile(__filename, 'utf8', (error, text) => {
    config = { size: text.length };
    resolve();
  });
});
async function use() {
  await ready;
  return config.size;
}
setTimeout(use, 30);
Promise.all([use(), use()]).then((sizes) => console.log(sizes.length));
