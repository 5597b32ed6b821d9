// expect: race.atomicity 15,10,24,19
// Two rehearsals at once: each has its own way to dim the lights, and puts back what it found. The second one has found that of the first, and leaves it there.
import { EventEmitter } from 'node:events';

const house = new EventEmitter();
const lights = { level: 10, dim: (by) => (lights.level -= by) };
const clock = setInterval(() => house.emit('strike'), 25);

function quietly(done) {
  const before = lights.dim;
  lights.dim = () => 'off';
  house.once('strike', () => {
    setImmediate(() => {
      // Until the hall is empty.
      lights.dim = before;
      done('quiet');
    });
  });
}

function slowly(done) {
  const before = lights.dim;
  lights.dim = (by) => (lights.level -= by / 2);
  house.once('strike', () => {
    lights.dim(2);
    lights.dim = before;
    done('slow');
  });
}

const ended = [];
function end(name) {
  ended.push(name);
  if (ended.length < 2) return;
  lights.dim(3);
  console.log(ended.join(), lights.level);
  clearInterval(clock);
}
quietly(end);
setTimeout(() => slowly(end), 5);
