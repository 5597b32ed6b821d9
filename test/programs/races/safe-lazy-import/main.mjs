// expect: nothing
// The dictionary is loaded when it is asked for first, and who asks meanwhile waits for the same one.
import { createSpeller } from './speller.mjs';

const speller = createSpeller();
await Promise.all(['colour', 'harbour', 'grey'].map((word) => speller.learn(word)));
console.log('words', await speller.size(), 'dictionaries', speller.made());
