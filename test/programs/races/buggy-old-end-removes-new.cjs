// expect: race.order.last-write 19,21
// A kiosk that calls again gets a new screen; what the old one leaves at its end is an empty place.
const { EventEmitter } = require('events');

class Screen extends EventEmitter {
  show(text) {
    this.shown = text;
  }
  close() {
    setTimeout(() => this.emit('close'), 25);
  }
}

const screens = new Map();

function attach(kiosk) {
  const screen = new Screen();
  screen.once('close', () => {
    screens.delete(kiosk);
  });
  screens.set(kiosk, screen);
  return screen;
}

function callAgain(kiosk) {
  const old = screens.get(kiosk);
  old.close();
  attach(kiosk);
  old.once('close', () => setTimeout(() => show(kiosk, 'Boarding'), 5));
}

function show(kiosk, text) {
  const screen = screens.get(kiosk);
  if (!screen) return console.log(`no screen at ${kiosk}`);
  screen.show(text);
}

attach('hall');
setTimeout(() => show('hall', 'Gate 4'), 5);
setTimeout(() => callAgain('hall'), 10);
setTimeout(() => show('hall', 'Gate 5'), 20);
