// expect: nothing
// A dock that has no bike at all is closed, and gets none: two bikes that are brought at once leave more there than were found.
import { giveBack } from './rental.mjs';

await Promise.all([giveBack('blue'), giveBack('green')]);
console.log('given back');
