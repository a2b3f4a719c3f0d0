export { describeRecurrence, ruleOf } from './describe';
export { expandSeries, findSlot, isCutOff, MAX_SLOTS, nearestSlots, type Slot, slotsAfter } from './expand';
export { googleTimeToInstant, slotKey } from './google-time';
export type { Series } from './timeline';
