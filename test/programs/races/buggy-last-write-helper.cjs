// expect: race.order.last-write 21 ; race.order.last-write 46
// Whoever moves the map sees the tiles of where he was before: the answers are shown by a helper, in whatever order they come.
const { EventEmitter } = require('node:events');

const milliseconds = { far: 80, near: 10 };

function tilesOf(place, done) {
  setTimeout(done, milliseconds[place], null, { place, tiles: [1, 2, 3] });
}

class TileMap extends EventEmitter {
  #shown = { place: 'nowhere' };

  move(place) {
    tilesOf(place, (error, found) => (error ? this.emit('failed', error) : this.#draw(found)));
    return this;
  }

  #draw(found) {
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

  constructor() {
    this.ask = this.ask.bind(this);
  }

  ask(place) {
    return weatherOf(place)
      .then((answer) => ({ ...answer, at: 12 }))
      .then(this.#keep.bind(this));
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
