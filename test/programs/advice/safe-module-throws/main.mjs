// expect: nothing
// never: promise.unhandled
// What a module throws while it runs ends the process as in a script.
const ports = { http: 8080 };
function portOf(name) {
  if (!(name in ports)) throw new Error(`no port for ${name}`);
  return ports[name];
}
const all = Promise.all(Object.keys(ports).map(async (name) => portOf(name)));
all.then((found) => console.log(found.length));
portOf('https');
