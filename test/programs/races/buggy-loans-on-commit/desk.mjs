import { withSession } from './session.mjs';
import { copiesOf, shelve } from './shelf.mjs';

export const buy = (title, binding) =>
  withSession(async (session) => {
    const copies = await copiesOf(title);
    const last = Math.max(...copies.map(({ copy }) => copy));
    // It stands there when the session is over.
    shelve(session, { title, binding, copy: last + 1 });
  });
