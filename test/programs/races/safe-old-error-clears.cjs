// expect: nothing
// Only a screen that breaks clears its place: the one that was told to close does not, and the one that broke is the one which stood there.
const { EventEmitter } = require('events');

class Screen extends EventEmitter {
  show(text) {
    this.shown = text;
    if (text.length > 7) setTimeout(() => this.emit('error', new Error('burnt')), 3);
  }
  close() {
    setTimeout(() => this.emit('close'), 25);
  }
}

const screens = new Map();
const missed = [];

function attach(kiosk) {
  const screen = new Screen();
  screen.once('error', () => {
    screens.delete(kiosk);
  });
  screens.set(kiosk, screen);
  return screen;
}

function callAgain(kiosk) {
  const old = screens.get(kiosk);
  old.close();
  attach(kiosk);
}

function show(kiosk, text) {
  const screen = screens.get(kiosk);
  if (screen) screen.show(text);
  else missed.push(text);
}

attach('hall');
setTimeout(() => show('hall', 'Gate 4'), 5);
setTimeout(() => callAgain('hall'), 10);
setTimeout(() => show('hall', 'Gate 5, Boarding'), 20);
setTimeout(() => {
  show('hall', 'Closed');
  console.log(missed.length < 2);
}, 60);
