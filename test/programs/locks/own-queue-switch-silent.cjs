// expect: hang.exit-pending 16,14 exit 0
// One statement says whether the oven is at work or at rest. The tray without anything on it is never taken out; whoever comes later finds the oven at work.
const { readFile } = require('node:fs');

class Oven {
  trays = [];
  hot = false;
  put(bake, done) {
    this.trays.push({ bake, done });
    if (!this.hot) this.next();
  }
  next() {
    const tray = this.trays.shift();
    this.hot = tray !== undefined;
    if (!tray) return;
    tray.bake((error) => {
      tray.done(error);
      this.next();
    });
  }
}

const oven = new Oven();
function bake(name, then) {
  oven.put(
    (out) => {
      if (name === '') return;
      readFile(__filename, () => out(null));
    },
    (error) => {
      console.log(name, error ? error.message : 'baked');
      then?.();
    },
  );
}
bake('bread');
bake('rolls', () => {
  setTimeout(function cleaning() {
    bake('');
  }, 2);
  setTimeout(function evening() {
    bake('cake');
  }, 6);
});
