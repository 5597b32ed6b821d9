// expect: race.check-then-act letters.mjs:11,9
// Two clerks send the same letter: both have found it as a draft, and both post it before either has noted that it is sent.
import { Letter } from './letters.mjs';

const letter = new Letter('draft');
const clerks = [letter.move('draft', 'sent'), letter.move('draft', 'sent')];
console.log((await Promise.allSettled(clerks)).filter(({ status }) => status === 'fulfilled').length, letter.posted);
