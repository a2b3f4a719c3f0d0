export { describeRecurrence } from './describe';
export { type Expansion, expandSeries, findSlot, nearestSlots, type Slot, slotsAfter } from './expand';
export { googleTimeToInstant, slotKey } from './google-time';
export type { Series } from './timeline';
