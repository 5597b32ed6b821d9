// expect: nothing
// The fare for a trip comes after a while, which depends on the trip; a sign shows the one that was asked for last.
function askFare(stops, onFare) {
  setTimeout(() => onFare(stops * 120), stops * 9);
}

class Sign {
  fare = 0;
  chosen = 0;
  choose(stops) {
    this.chosen = stops;
    askFare(stops, (fare) => {
      if (this.chosen === stops) this.show(fare);
    });
  }
  show(fare) {
    this.fare = fare;
  }
}

const sign = new Sign();
sign.choose(8);
setTimeout(() => sign.choose(2), 20);
process.on('exit', () => console.log(sign.fare));
