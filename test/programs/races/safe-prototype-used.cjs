// expect: nothing
'use strict';
// A function has a prototype before anybody gives it another one.
function Shape() {}
function Circle() {}

function isShape(value) {
  return Shape.prototype.isPrototypeOf(value);
}

setTimeout(() => console.log('early', isShape({})), 2);
setTimeout(() => {
  Shape.prototype = { area: () => 0 };
  Circle.prototype = Shape.prototype;
}, 6);
setTimeout(() => console.log('late', isShape(new Circle())), 12);
