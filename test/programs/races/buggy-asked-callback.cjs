// expect: race.atomicity 15,11,35
// A route is asked for along the legs of a map, by a callback; the map has other legs when it comes.
const { EventEmitter } = require('node:events');

class TrailMap extends EventEmitter {
  constructor() {
    super();
    this.legs = '';
  }
  draw(legs) {
    this.legs = legs;
    this.emit('drawn');
  }
  text() {
    return this.legs;
  }
}

function survey(legs, callback) {
  setTimeout(() => {
    const steep = [];
    legs.split(',').forEach((leg, at) => leg.startsWith('^') && steep.push(at));
    callback(null, steep);
  }, 40);
}

function Guide(map) {
  this.map = map;
  this.warnings = [];
}

Guide.prototype.warn = function (callback) {
  const guide = this;
  const map = guide.map;
  survey(map.text(), function (error, steep) {
    if (error) return callback(error);
    const legs = map.text().split(',');
    guide.warnings = steep.map((at) => ({ at, length: legs[at] === undefined ? -1 : legs[at].length }));
    callback(null, guide.warnings);
  });
};

const map = new TrailMap();
const guide = new Guide(map);
map.draw('ford,^pass,hut');
guide.warn((error, warnings) => console.log(error ? error.message : JSON.stringify(warnings)));
setTimeout(() => map.draw('ford'), 15);
