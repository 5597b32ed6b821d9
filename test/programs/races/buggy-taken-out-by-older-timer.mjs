// expect: race.order.last-write 10
// A canvas shows who is drawing. Each stroke says so for a while; the timer of an earlier stroke takes the sign away in the middle of a later one.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Canvas extends EventEmitter {
  drawing = {};

  stroke(name) {
    this.drawing[name] = true;
    this.fade = setTimeout(() => {
      this.drawing[name] = false;
      this.emit('rest', name);
    }, 100);
  }
}

const canvas = new Canvas();
canvas.on('rest', (name) => console.log(name, 'rests'));
canvas.stroke('Ida');
await delay(60);
canvas.stroke('Ida');
await delay(70);
console.log(canvas.drawing.Ida);
clearTimeout(canvas.fade);
