// expect: race.check-then-act harbour.mjs:11,harbour.mjs:9,berth.mjs:11
// The berth is closed while the pilot is on the way, and taken all the same: a getter of its class has been asked before the wait.
import { Berth } from './berth.mjs';
import { assign } from './harbour.mjs';

const berth = new Berth();
const assigned = assign(berth);
setTimeout(() => berth.close(), 5);
console.log(await assigned, berth.isFree);
