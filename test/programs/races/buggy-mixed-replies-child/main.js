// expect: race.order.last-write main.js:13,14
// A child process sets documents; whoever asks takes the next sheets for its own, though short documents are set before long ones.
const { fork } = require('node:child_process');
const path = require('node:path');

class Press {
  constructor() {
    this.setter = fork(path.join(__dirname, 'setter.cjs'));
  }

  typeset(title, pages) {
    return new Promise((resolve) => {
      this.setter.send({ title, pages });
      this.setter.once('message', (sheets) => resolve(sheets));
    });
  }
}

const press = new Press();
(async () => {
  console.log(await press.typeset('leaflet', 1));
  const [atlas, flyer] = await Promise.all([press.typeset('atlas', 6), press.typeset('flyer', 2)]);
  console.log(atlas.title, flyer.title);
  setTimeout(() => press.setter.disconnect(), 150);
})();
