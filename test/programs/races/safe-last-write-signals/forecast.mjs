import { signal } from './signal.mjs';

export function forecast({ valley, ask }) {
  const weather = signal(null);

  async function refresh() {
    const name = valley.value;
    const answer = await ask(name);
    if (valley.value !== name) return;
    const [sky, degrees] = answer.split(' ');
    weather.value = { sky, degrees: Number(degrees) };
  }

  return { weather, refresh };
}
