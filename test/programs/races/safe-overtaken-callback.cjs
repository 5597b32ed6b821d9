// expect: nothing
// A survey of corners that are no more the parcel's is dropped.
const { EventEmitter } = require('events');

function survey(corners, done) {
  setTimeout(() => {
    if (corners.length < 3) return done(new Error('no parcel'));
    done(null, corners.map(([east, north]) => ({ east, height: (east * 7 + north) % 5 })));
  }, 20 + corners.length);
}

class Parcel extends EventEmitter {
  constructor(corners) {
    super();
    this._corners = corners;
  }

  corners() {
    return this._corners;
  }

  cornerAt(index) {
    return (this._corners[index] ?? this._corners[0]).join('/');
  }

  fence(corners) {
    this._corners = corners;
    this.emit('fenced');
  }
}

function level(parcel, done) {
  const asked = parcel.corners();
  survey(asked, (error, heights) => {
    if (error) return done(error);
    if (parcel.corners() !== asked) return done(null, []);
    const posts = heights.map(({ height }, index) => {
      return { at: parcel.cornerAt(index), height };
    });
    done(null, posts);
  });
}

const parcel = new Parcel([[0, 0], [9, 0], [9, 9], [0, 9]]);
setTimeout(() => parcel.fence([[1, 1], [5, 1], [5, 5]]), 8);
level(parcel, (error, posts) => {
  if (error) throw error;
  console.log('posts', posts.length);
});
