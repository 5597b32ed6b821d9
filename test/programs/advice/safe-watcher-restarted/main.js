// expect: nothing
// never: handle.leak
// stop-after: 4
// stop() ends what is shown, which begins anew: the program stays for what the watcher tells.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Screen {
  shown = '';
  #isOn = false;

  constructor(file) {
    this.file = file;
  }

  open() {
    this.#show();
    fs.watch(this.file, () => this.#restart());
  }

  #restart() {
    this.stop();
    this.#show();
  }

  #show() {
    this.#isOn = true;
    this.shown = fs.readFileSync(this.file, 'utf8');
    console.log('shows', this.shown, this.#isOn);
  }

  stop() {
    this.#isOn = false;
  }
}

const file = path.join(os.tmpdir(), `interleave-screen-${process.pid}.txt`);
fs.writeFileSync(file, 'welcome');
const screen = new Screen(file);
screen.open();
setTimeout(() => fs.writeFileSync(file, 'closing soon'), 50);
process.on('exit', () => fs.rmSync(file, { force: true }));
