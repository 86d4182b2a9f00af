export const counted = { events: 0 }
