const asked = new Set();

export async function freeNumber(register, street) {
  asked.add(street);
  for (let at = 1; ; at++) {
    const number = `${street}-${at}`;
    const known = await register.find((plot) => plot.number === number);
    if (!known) return number;
  }
}
