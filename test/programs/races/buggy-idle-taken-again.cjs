// expect: race.order.use-after-close 38,36,44
// A printer that nobody has used for a while is switched off by a timer, which goes on though the printer has been taken from the shelf again: whoever prints by then finds it off.
const shelf = [];

class Printer {
  isOff = false;

  write(text, ms, done) {
    if (this.isOff) return void setImmediate(done, new Error('no power'));
    setTimeout(() => {
      if (this.isOff) done(new Error('no power'));
      else done(null, `printed ${text}`);
    }, ms);
  }

  end() {
    this.isOff = true;
  }
}

function take(done) {
  const place = shelf.pop();
  if (place) setImmediate(done, place.printer);
  else setTimeout(done, 20, new Printer());
}

function remove(place) {
  const at = shelf.indexOf(place);
  if (at !== -1) shelf.splice(at, 1);
  return at !== -1;
}

function giveBack(printer) {
  const place = { printer };
  shelf.push(place);
  setTimeout(() => {
    remove(place);
    printer.end();
  }, 100);
}

function print(text, ms, done) {
  take((printer) => {
    printer.write(text, ms, (error, answer) => {
      if (!error) giveBack(printer);
      done(error ? error.message : answer);
    });
  });
}

print('a', 20, (first) => {
  setTimeout(() => print('b', 120, (second) => console.log(first, second)), 50);
});
