// Entries by till, in the order in which they were booked.
const logs = new Map();

export const entriesOf = (till) => [...(logs.get(till) ?? [])];
export const sumOf = (entries) => entries.reduce((sum, { cents }) => sum + cents, 0);

export function book(till, entry) {
  const log = logs.get(till) ?? [];
  log.push(Object.freeze(entry));
  logs.set(till, log);
}
