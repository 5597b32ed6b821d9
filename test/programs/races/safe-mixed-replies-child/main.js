// expect: nothing
// A child process sets documents, and says which one the sheets are of.
const { fork } = require('node:child_process');
const path = require('node:path');

class Press {
  constructor() {
    this.setter = fork(path.join(__dirname, 'setter.cjs'));
  }

  typeset(title, pages) {
    return new Promise((resolve) => {
      this.setter.send({ title, pages });
      const hear = (sheets) => {
        if (sheets.title !== title) return;
        this.setter.off("message", hear);
        resolve(sheets);
      };
      this.setter.on("message", hear);
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
