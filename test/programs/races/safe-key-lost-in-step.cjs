// expect: nothing
// The shelf for maps is put up when the plan of the library is there.
const fs = require('fs');

function Library(plan) {
  this.plan = plan;
  this.shelves = { all: [] };
  this.moves = 0;
}

Library.prototype.open = function (done) {
  fs.readFile(this.plan, 'utf8', (error, text) => {
    if (error) return done(error);
    const shelves = { all: [] };
    for (const [line] of text.matchAll(/^const (\w+)/gm)) {
      shelves.all.push(line);
      shelves[line] = { at: line.length };
    }
    this.shelves = shelves;
    done(null);
  });
};

Library.prototype.putUp = function (name, done) {
  if (this.shelves[name]) return done(null);
  const shelf = { at: 0 };
  shelf.name = name;
  this.moves++;
  this.shelves[name] = shelf;
  setImmediate(done, null);
};

const library = new Library(__filename);
let open = 2;
function ready(error) {
  if (error) throw error;
  if (--open === 0) console.log(Object.keys(library.shelves).length > 0, library.moves);
}
library.open((error) => {
  ready(error);
  library.putUp('maps', ready);
});
