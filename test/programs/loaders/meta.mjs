import data from './data.json' with { type: 'json' };
import * as ns from './names.cjs';
import fallback, { alpha } from './names.cjs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.log(data, Object.keys(ns), fallback.beta, alpha());
console.log(import.meta.url.slice(-8), import.meta.filename?.slice(-8), import.meta.resolve('./data.json').slice(-9), Object.keys(import.meta).join());
console.log(require('./names.cjs') === fallback, Object.keys(require.cache).map((k) => k.slice(-9)));
const dynamic = await import('./other.mjs?query#hash');
console.log(dynamic.yes, (await import('./other.mjs')) === dynamic);
console.log(await import('./missing.mjs').catch((e) => e.code));
export { alpha };
export default class Thing {
  static made = 0;
  #hidden = 1;
  go = () => this.#hidden++;
}
console.log(Thing.name, new Thing().go.toString(), Thing.toString().length);
