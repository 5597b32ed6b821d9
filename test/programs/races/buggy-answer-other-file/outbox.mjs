import { place } from './place.mjs';

const rows = Array.from({ length: 12 }, (_, i) => `row ${i}`);
const read = (from, done) => setTimeout(() => done(null, rows.slice(from, from + 4)), 20);

export const drain = (onEnd) =>
  read(place.from, (error, found) => {
    if (error) throw error;
    place.from = found.length === 0 ? rows.length : rows.indexOf(found.at(-1)) + 1;
    if (place.from === rows.length) onEnd();
  });
