// expect: race.check-then-act speller.mjs:7
// The dictionary is loaded when it is asked for first. Three paragraphs ask at once: each has one of its own, and what they learn is lost with two of them.
import { createSpeller } from './speller.mjs';

const speller = createSpeller();
await Promise.all(['colour', 'harbour', 'grey'].map((word) => speller.learn(word)));
console.log('words', await speller.size(), 'dictionaries', speller.made());
