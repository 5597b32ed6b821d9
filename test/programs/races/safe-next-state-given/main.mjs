// expect: nothing
// The state is the next one before the letter is posted; and who asks for the tag that it loads itself stores the same as anybody else.
import { Letter, Page } from './letters.mjs';

const letter = new Letter('draft');
const clerks = [letter.move('draft', 'sent'), letter.move('draft', 'sent')];
console.log((await Promise.allSettled(clerks)).filter(({ status }) => status === 'fulfilled').length, letter.posted);

const page = new Page();
await Promise.all([page.refresh('v2'), page.refresh('v2')]);
console.log(page.tag);
