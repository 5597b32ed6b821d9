let requests = 0;
let perMinute = 0;

setInterval(() => {
  perMinute = requests - perMinute;
}, 500);

export function count() {
  requests++;
}
export function total() {
  return requests;
}
