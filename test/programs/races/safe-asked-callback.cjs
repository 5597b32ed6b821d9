// expect: nothing
// A route is asked for along the legs of a map, by a callback, which looks whether they are still the same.
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
  const asked = map.text();
  survey(asked, function (error, steep) {
    if (error) return callback(error);
    if (map.text() !== asked) return callback(null, []);
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
