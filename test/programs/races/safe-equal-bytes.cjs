// expect: nothing
// Two visitors ask for one map tile before it is kept, and both load it: whoever comes last keeps the same bytes. So it is with the icons, which a promise gives.
const fs = require('node:fs');
const { readFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tiles-'));
fs.writeFileSync(path.join(folder, '3-4.tile'), Buffer.alloc(20_000, 'abc'));
fs.writeFileSync(path.join(folder, 'home.icon'), Buffer.from([1, 2, 3, 4]));

class Tiles {
  tiles = new Map();
  icons = {};

  tile(name, done) {
    if (this.tiles.has(name)) return done(null, this.tiles.get(name));
    setTimeout(() => {
      fs.readFile(path.join(folder, name), (error, bytes) => {
        if (error) return done(error);
        this.tiles.set(name, bytes);
        done(null, bytes);
      });
    }, 20);
  }

  async icon(name) {
    if (this.icons[name] === undefined) {
      const bytes = await readFile(path.join(folder, name));
      this.icons[name] = bytes;
    }
    return this.icons[name];
  }
}

const tiles = new Tiles();
const shown = (error, bytes) => console.log(error ?? bytes.length);
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
setTimeout(() => tiles.tile('3-4.tile', shown), 10);
setTimeout(() => tiles.tile('3-4.tile', shown), 15);
for (const delay of [10, 10]) setTimeout(async () => console.log((await tiles.icon('home.icon')).length), delay);
