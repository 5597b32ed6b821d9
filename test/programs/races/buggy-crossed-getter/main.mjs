// expect: race.check-then-act crew.mjs:10,crew.mjs:24
// A crew may carry so much in all: two loads are let pass by what all carry, before either is on its carrier's back.
import { Crew } from './crew.mjs';

const crew = new Crew(60, ['Ann', 'Bob', 'Cyd']);
const taken = await Promise.all([crew.take('Ann', 35), crew.take('Cyd', 40), crew.take('Bob', 10)]);
console.log(taken.join(' '), crew.carrying);
