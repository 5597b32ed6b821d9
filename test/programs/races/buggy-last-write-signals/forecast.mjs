import { signal } from './signal.mjs';

export function forecast({ valley, ask }) {
  const weather = signal(null);

  async function refresh() {
    const answer = await ask(valley.value);
    const [sky, degrees] = answer.split(' ');
    weather.value = { sky, degrees: Number(degrees) };
  }

  return { weather, refresh };
}
