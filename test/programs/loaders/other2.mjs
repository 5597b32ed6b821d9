import './other.mjs';
export function thrower() {
  console.log('thrower');
  throw new Error('from esm');
}
