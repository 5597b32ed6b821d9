const spokenFor = new Set();

export async function freeNumber(register, street) {
  let at = 0;
  for (;;) {
    const number = `${street}-${++at}`;
    if (spokenFor.has(number)) continue;
    spokenFor.add(number);
    const known = await register.find((plot) => plot.number === number);
    if (!known) return number;
  }
}
