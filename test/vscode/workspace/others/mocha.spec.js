describe('cart', () => {
  it('adds', () => console.log('ran: adds'));
  it('adds twice', () => console.log('ran: adds twice'));
});
