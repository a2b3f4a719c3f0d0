import { cn } from '@/components/ui/cn';
import type { GoogleAttendee } from '@/lib/occurrences/domain/google-event';
import { initialsOf, nameOf } from './event-view';

const TINTS = [
  'bg-accent-soft text-accent-text',
  'bg-warn-soft text-warn',
  'bg-blue-soft text-blue',
  'bg-violet-soft text-violet',
  'bg-danger-soft text-danger',
];

function tintOf(text: string): string | undefined {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return TINTS[sum % TINTS.length];
}

export function Avatar({ person, className }: { person: GoogleAttendee; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'grid size-6 shrink-0 place-items-center rounded-full font-semibold text-[0.625rem] tracking-wide',
        tintOf(person.email ?? nameOf(person)),
        className,
      )}
    >
      {initialsOf(person)}
    </span>
  );
}

const MOST = 3;
/** Each lies above the next one, so that its letters stay whole. */
const LAYERS = ['z-3', 'z-2', 'z-1'];

/** The first few of the other guests, and how many more there are. */
export function Avatars({ people }: { people: GoogleAttendee[] }) {
  const others = people.filter((person) => !person.self);
  if (others.length === 0) return null;
  const shown = others.slice(0, others.length > MOST ? MOST - 1 : MOST);
  const more = others.length - shown.length;
  return (
    <span className="pointer-events-none isolate flex -space-x-0.5">
      <span className="sr-only">{people.length} people</span>
      {shown.map((person, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: Google may list an address twice; order is all there is.
        <Avatar key={index} person={person} className={cn('ring-2 ring-surface', LAYERS[index])} />
      ))}
      {more > 0 ? (
        <span
          aria-hidden="true"
          className="times grid h-6 min-w-6 place-items-center rounded-full bg-sunken px-1 font-medium text-[0.625rem] text-ink-soft ring-2 ring-surface"
        >
          +{more}
        </span>
      ) : null}
    </span>
  );
}
