// expect: nothing
// Whoever cancels the timer takes the mark back with it (it is the timer): who comes later does not go by it, but by the other one that says that all is closed.
const kept = [];

function Notes(wait) {
  this.wait = wait;
  this.open = [];
  this.isClosing = false;
}

Notes.prototype.flush = function () {
  kept.push(...this.open.splice(0));
};

Notes.prototype.add = function (text) {
  this.open.push(text);
  if (this.timer || this.isClosing) return;
  this.timer = setTimeout(() => {
    this.flush();
    delete this.timer;
  }, this.wait);
};

Notes.prototype.close = function () {
  this.isClosing = true;
  if (this.timer) {
    clearTimeout(this.timer);
    delete this.timer;
  }
  this.flush();
};

const notes = new Notes(40);
notes.add('first');
setTimeout(() => {
  setTimeout(() => {
    notes.add('last');
    notes.flush();
    console.log(kept.join(' '));
  }, 10);
  notes.close();
}, 5);
