// expect: nothing
// What one file gives a value when it makes an object, another one replaces, or adds to, later; the first uses it whenever it is asked.
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
