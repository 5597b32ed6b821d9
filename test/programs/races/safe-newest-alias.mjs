// expect: nothing
// A late answer is compared with what the object of the key has now: only a higher bid is stored.
const waiting = [];
const answer = () => new Promise((resolve) => waiting.push(resolve));
const auctions = { lamp: { top: { bidder: '', amount: 0 } } };

async function bid(item, bidder, amount) {
  const auction = auctions[item];
  const isCovered = await answer();
  if (!isCovered || amount <= auction.top.amount) return false;
  auction.top = { bidder, amount };
  return true;
}

const bids = [bid('lamp', 'eve', 50)];
setTimeout(() => bids.push(bid('lamp', 'joe', 80)), 20);
setTimeout(() => waiting[1](true), 200);
setTimeout(() => waiting[0](true), 400);
setTimeout(async () => console.log(auctions.lamp.top.bidder, (await Promise.all(bids)).join()), 500);
