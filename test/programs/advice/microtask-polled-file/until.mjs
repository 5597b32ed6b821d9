export async function until(holds, ms, rounds) {
  const end = Date.now() + ms;
  let n = 0;
  while (!holds()) {
    if (Date.now() > end && ++n > rounds) return false;
    await undefined;
  }
  return true;
}
