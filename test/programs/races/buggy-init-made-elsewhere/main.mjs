// expect: race.order.use-before-init tanks.mjs:13,gauge.mjs:5
// Nobody gives it a value when the object is made: whoever asks early finds none.
import { EventEmitter } from 'node:events';
import { listen } from './gauge.mjs';
import { Tanks } from './tanks.mjs';

const tanks = new Tanks();
tanks.add('north');
const sensors = new EventEmitter();
listen(sensors, tanks);
sensors.emit('reading', 'north', 2.5);
sensors.emit('rain', 'north', 3);
await new Promise((resolve) => setTimeout(resolve, 90));
console.log(tanks.levels(), tanks.drops());
