import { withSession } from './session.mjs';
import { copiesOf, nextCopy, note, shelve } from './shelf.mjs';

export const buy = (title, binding) =>
  withSession(async (session) => {
    const copies = await copiesOf(title);
    if (copies.length === 0) throw new Error('not in the catalogue');
    shelve(session, { title, binding, copy: nextCopy() });
  });

/** How many there were when it was asked. */
export const report = (title) =>
  withSession(async (session) => {
    const copies = await copiesOf(title);
    note(session, { title, count: copies.length, at: Date.now() });
  });
