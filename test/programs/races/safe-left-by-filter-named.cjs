// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');

class Importer {
  files = [{ name: 'x.csv', state: 'new' }, { name: 'y.csv', state: 'new' }];
  rows = [];

  read = async (file) => {
    if (file.state !== 'new') return;
    file.state = 'reading';
    await delay(20);
    this.rows.push(file.name);
    file.state = 'read';
  };

  async run() {
    const fresh = this.files.filter(({ state }) => state === 'new');
    await Promise.all(fresh.map(this.read));
    return this.rows.length;
  }
}

const importer = new Importer();
Promise.all([importer.run(), importer.run()]).then((counts) => console.log(counts.join()));
