// expect: race.atomicity 10,12
// The number is given away first and counted on only then: three calls have the same.
let nextTicket = 1;
const printed = [];
const print = async (n, who) => {
  await new Promise((r) => setTimeout(r, 4));
  printed.push(`${n}:${who}`);
};
async function ticketFor(who) {
  const n = nextTicket;
  await print(n, who);
  nextTicket++;
  return n;
}
const t = await Promise.all(['a', 'b', 'c'].map(ticketFor));
console.log(t.length, printed.length);
