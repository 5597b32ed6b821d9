// expect: race.atomicity explore.mjs:11
// A cave is explored: a chamber counts as done before its passages are entered, and the guide, who asks the list from time to time, takes the whole for done.
import { setTimeout as delay } from 'node:timers/promises';
import { explore } from './explore.mjs';
import { openList } from './list.mjs';

const passages = { hall: ['well', 'gallery'], well: ['lake'], gallery: [], lake: [] };

const seen = await explore({
  list: openList(['hall']),
  descend: async (chamber) => {
    await delay(12);
    return passages[chamber];
  },
  survey: async (found) => {
    await delay(30);
    return found;
  },
});
console.log('explored', seen.join(' '));
