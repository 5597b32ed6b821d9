export const card = { balance: 5000, holds: new Map() };
let nextHold = 1;
function available(card) {
  let cents = card.balance;
  for (const hold of card.holds.values()) cents -= hold;
  return cents;
}
export function hold(card, cents) {
  if (available(card) < cents) return null;
  const id = nextHold++;
  card.holds.set(id, cents);
  return id;
}
export function capture(card, id) {
  card.balance -= card.holds.get(id);
  card.holds.delete(id);
}
