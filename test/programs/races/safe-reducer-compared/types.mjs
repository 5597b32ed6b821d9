// Types of actions.
export const WATERED = 'garden/watered';
export const LEASED = 'garden/leased';
