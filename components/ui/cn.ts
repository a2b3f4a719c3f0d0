import { type ClassValue, clsx } from 'clsx';
import { createTailwindMerge } from 'tailwind-merge';

const isLength = (value: string) => /^(\d|\[\d|\[calc|auto|full|fit|px)/.test(value);
const isRadius = (value: string) => /^(sm|md|lg|xl|2xl|full|none)$/.test(value);
const isColor = (value: string) =>
  /^(paper|surface|sunken|line|ink|accent|on-|brass|stage|danger|warn|blue|violet|record|white|transparent)/.test(
    value,
  );

/**
 * The properties that class names of this app override, instead of all of Tailwind's, which weigh 6 kB. A browser test compares
 * what is on the pages with what the whole of tailwind-merge makes of it.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    width: [{ w: [isLength] }],
    height: [{ h: [isLength] }],
    size: [{ size: [isLength] }],
    gap: [{ gap: [isLength] }],
    padding: [{ p: [isLength] }],
    paddingX: [{ px: [isLength] }],
    paddingY: [{ py: [isLength] }],
    radius: [{ rounded: ['', isRadius] }],
    shadow: [{ shadow: ['card', 'float'] }],
    weight: [{ font: ['normal', 'medium', 'semibold', 'bold'] }],
    background: [{ bg: [isColor] }],
    borderColor: [{ border: [isColor] }],
    textColor: [{ text: [isColor] }],
    textSize: [{ text: ['xs', 'sm', 'base', 'lg', 'xl', isLength] }],
  },
  conflictingClassGroups: { size: ['width', 'height'], padding: ['paddingX', 'paddingY'] },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [
    'before',
    'after',
    '*',
    '**',
    'first-letter',
    'first-line',
    'marker',
    'selection',
  ],
}));

/** Joins class names; of two that set the same property, the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
