// expect: nothing
// Whoever moves the map sees the tiles of where he is: the helper that shows an answer asks whether it is still wanted, or the answers come in turn.
const { EventEmitter } = require('node:events');

const milliseconds = { far: 80, near: 10 };

function tilesOf(place, done) {
  setTimeout(done, milliseconds[place], null, { place, tiles: [1, 2, 3] });
}

class TileMap extends EventEmitter {
  #shown = { place: 'nowhere' };
  #moves = 0;

  move(place) {
    const mine = ++this.#moves;
    tilesOf(place, (error, found) => (error ? this.emit('failed', error) : this.#draw(mine, found)));
    return this;
  }

  #draw(mine, found) {
    if (mine !== this.#moves) return;
    this.emit('drawing', found.place);
    this.#shown = found;
  }

  get place() {
    return this.#shown.place;
  }
}

const weatherOf = (place) => new Promise((resolve) => tilesOf(place, (error, found) => resolve({ place: found.place, degrees: 20 })));

class Weather {
  #now = { place: 'nowhere', degrees: 0 };
  #last = Promise.resolve();

  constructor() {
    this.ask = this.ask.bind(this);
  }

  ask(place) {
    this.#last = this.#last
      .then(() => weatherOf(place))
      .then((answer) => ({ ...answer, at: 12 }))
      .then(this.#keep.bind(this));
    return this.#last;
  }

  #keep(answer) {
    if (answer.degrees < 0) console.log('freezing');
    this.#now = answer;
  }

  tell() {
    return `${this.#now.place}: ${this.#now.degrees}`;
  }
}

const map = new TileMap();
const weather = new Weather();
const go = (place) => {
  map.move(place);
  weather.ask(place).then(() => ++told);
};
let told = 0;
setTimeout(go, 1, 'far');
setTimeout(go, 8, 'near');
const timer = setInterval(() => {
  if (told < 2) return;
  clearInterval(timer);
  console.log(map.place, weather.tell());
}, 100);
