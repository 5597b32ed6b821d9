// expect: nothing
// The getter is asked once more when the pilot is there.
import { Berth } from './berth.mjs';
import { assign } from './harbour.mjs';

const berth = new Berth();
const assigned = assign(berth);
setTimeout(() => berth.close(), 5);
console.log(await assigned, berth.isFree);
