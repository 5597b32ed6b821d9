import { type Shape, area } from './shapes.mts';
const shape: Shape = { width: 3, height: 4 };
function fail(this: void, message: string): never {
  console.log('failing', area(shape));
  throw new TypeError(message satisfies string);
}
console.log(fail.toString());
fail('typed');
