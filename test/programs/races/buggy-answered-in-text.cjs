// expect: race.atomicity 11,12; race.atomicity 17,18
// A guide keeps who is asking, looks up the hall, and tells by then whoever asked last, in a text or by what a promise gives.
'use strict';
class Guide {
  constructor(halls) {
    this.halls = halls;
    this.visitor = '';
    this.seat = 0;
  }
  tell(visitor, done) {
    this.visitor = visitor;
    this.lookUp((hall) => done(null, `${this.visitor} goes to ${hall}`));
  }
  lookUp(done) {
    setTimeout(done, 4, this.halls[0]);
  }
  place(seat, late) {
    this.seat = seat;
    return new Promise((resolve) => setTimeout(resolve, late)).then(() => `seat ${this.seat}`);
  }
}

const guide = new Guide(['north', 'south']);
const told = [];
for (const visitor of ['Ada', 'Bo']) guide.tell(visitor, (err, text) => told.push(err ?? text));
setTimeout(() => guide.place(3, 6).then((text) => told.push(text)), 12);
setTimeout(() => guide.place(4, 2).then((text) => told.push(text)), 14);
setTimeout(() => console.log(told.length), 60);
