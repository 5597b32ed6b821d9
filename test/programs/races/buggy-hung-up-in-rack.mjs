// expect: race.order.use-after-close 30,37,24
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// A walkie-talkie that nobody has used for a while is signed off; it leaves the rack only when it has said that it is off. It answers who calls by it meanwhile with an error.
function makeRadio() {
  const radio = new EventEmitter();
  let on = true;
  radio.signOff = () => {
    on = false;
    setTimeout(() => radio.emit('close'), 40);
  };
  radio.call = (name) =>
    new Promise((resolve, reject) => {
      setTimeout(() => (on ? resolve(`${name} hears you`) : reject(new Error('off'))), 3);
    });
  return radio;
}

const rack = new Set();

function take() {
  const made = makeRadio();
  made.once('close', () => rack.delete(made));
  return made;
}

function lend() {
  for (const radio of rack) {
    rack.delete(radio);
    return radio;
  }
  return take();
}

function giveBack(radio) {
  setTimeout(() => radio.signOff(), 20);
  rack.add(radio);
}

async function call(name) {
  const radio = lend();
  const answer = await radio.call(name);
  giveBack(radio);
  return answer;
}

console.log(await call('harbour'));
await sleep(35);
await call('lighthouse').then(console.log, (error) => console.log(error.message));
