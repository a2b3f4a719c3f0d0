/**
 * What a bot configuration must be beside what its schema says. JSON Schema cannot count bytes, and which fields a provider
 * takes is the provider's.
 */
export const CONFIG_CHECK =
  'must be at most 16 KiB of JSON, name no host of a private network but as `callback_url` and `meeting_url`, and hold nothing that the account’s bot provider would refuse: Attendee refuses fields that it does not know';

/** What a time must be that ends something. */
export const IN_THE_FUTURE = 'must be in the future';

/** What the rules of auto-schedule must be beside what their schema says. */
export const ATTENDEES_CHECK = 'must not be below `min_attendees`';
