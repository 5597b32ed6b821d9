// expect: race.atomicity desk.mjs:9,desk.mjs:6,shelf.mjs:16
// The mark of a new copy goes by those that stand on the shelf; it is put there when the session ends, and two desks give the same.
import { buy } from './desk.mjs';
import { marks } from './shelf.mjs';

await Promise.all([buy('moby-dick', 'paper'), buy('moby-dick', 'cloth')]);
console.log(marks().join(' '));
