const couriers = ['kim', 'lee'].map((name) => ({ name, duty: 'free', tours: [] }));

export function* freeCouriers() {
  for (const courier of couriers) {
    if (courier.duty === 'free') yield courier;
  }
}

export const toursOf = () => couriers.map(({ tours }) => tours.length).join();
