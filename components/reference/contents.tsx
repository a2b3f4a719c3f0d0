import type { Operation } from '@/lib/contract/operations/operation';
import { Method } from './method';

export type Group = { name: string; description: string; operations: Operation[] };

/** Returns the anchor of a heading. */
export function anchorOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

/** The table of contents. */
export function Contents({ groups, objects }: { groups: Group[]; objects: string[] }) {
  return (
    <nav aria-label="Contents" className="space-y-5 text-[0.8125rem]">
      {groups.map(({ name, operations }) => (
        <div key={name}>
          <a href={`#${anchorOf(name)}`} className="mb-1 block font-semibold text-ink hover:text-accent-text">
            {name}
          </a>
          <ul>
            {operations.map(({ id, method, summary }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="flex items-baseline gap-2 rounded-md py-1 pr-1 text-ink-soft hover:bg-sunken hover:text-ink"
                >
                  <Method method={method} className="w-13 shrink-0 px-0 text-[0.5938rem]" />
                  <span className="min-w-0">{summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div>
        <a href="#objects" className="mb-1 block font-semibold text-ink hover:text-accent-text">
          Objects
        </a>
        <ul>
          {objects.map((name) => (
            <li key={name}>
              <a
                href={`#${name}`}
                className="block rounded-md py-1 font-mono text-ink-soft text-xs hover:text-ink"
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}
