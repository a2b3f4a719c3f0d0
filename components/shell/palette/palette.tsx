'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { counted } from '@/components/counted';
import { cn } from '@/components/ui/cn';
import { Modal, ModalTitle } from '@/components/ui/modal';
import { groupBy } from '@/lib/occurrences/domain/group-by';
import type { Command } from './find-commands';
import { useCommands } from './use-commands';

type PaletteProps = {
  sandboxUrl: string | null;
  onClose: () => void;
  onOpenShortcuts: () => void;
};

/** Goes anywhere and does anything by typing: pages, actions, meetings and bots. */
export function Palette({ sandboxUrl, onClose, onOpenShortcuts }: PaletteProps) {
  const [text, setText] = useState('');
  const { commands, isSearching } = useCommands(text, { sandboxUrl, onOpenShortcuts });
  const run = (command: Command) => {
    // First closed, since a command may open something itself.
    onClose();
    command.run();
  };
  return (
    <Modal
      onClose={onClose}
      className="top-3 mx-auto max-h-[min(32rem,calc(100dvh-1.5rem))] max-w-[36rem] sm:top-[14dvh] sm:max-h-[min(32rem,72dvh)]"
    >
      <ModalTitle className="sr-only">Search meetings and commands</ModalTitle>
      <CommandBox text={text} onText={setText} commands={commands} isSearching={isSearching} onRun={run} />
    </Modal>
  );
}

type CommandBoxProps = {
  text: string;
  onText: (text: string) => void;
  commands: Command[];
  isSearching: boolean;
  onRun: (command: Command) => void;
};

/** A text field and the commands it finds: the arrow keys move between them, Enter runs the one that is marked. */
export function CommandBox({ text, onText, commands, isSearching, onRun }: CommandBoxProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [markedId, setMarkedId] = useState<string | null>(null);
  const at = Math.max(
    0,
    commands.findIndex((command) => keyOf(command) === markedId),
  );
  const marked = commands[at];
  const optionId = (command: Command) => `${id}-${keyOf(command)}`;
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is composed, as in Japanese, Enter and the arrows belong to it.
    if (event.nativeEvent.isComposing) return;
    const step = STEPS[event.key];
    if (step !== undefined && commands.length > 0) {
      const next = commands[(at + step + commands.length) % commands.length];
      if (next) setMarkedId(keyOf(next));
    } else if (event.key === 'Enter' && marked) {
      onRun(marked);
    } else return;
    event.preventDefault();
  };
  const shownId = marked ? optionId(marked) : undefined;
  useEffect(() => {
    const option = shownId ? document.getElementById(shownId) : null;
    option?.scrollIntoView({ block: 'nearest' });
  }, [shownId]);
  return (
    <>
      <div className="relative shrink-0 border-line border-b">
        <Search
          className="pointer-events-none absolute top-4 left-4 size-4 text-ink-faint"
          aria-hidden="true"
        />
        <input
          role="combobox"
          aria-label="Search meetings and commands"
          aria-autocomplete="list"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shownId}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder="Search meetings and commands"
          value={text}
          onChange={(change) => {
            onText(change.target.value);
            setMarkedId(null);
            list.current?.scrollTo({ top: 0 });
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent pr-4 pl-11 text-base outline-none placeholder:text-ink-faint sm:text-[0.9375rem]"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Results"
        className="min-h-0 flex-1 scroll-py-2 overflow-y-auto p-2"
      >
        {[...groupBy(commands, (command) => command.group)].map(([group, rows]) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form.
          <div key={group} role="group" aria-labelledby={`${id}-${group}`} className="mb-1 last:mb-0">
            <p id={`${id}-${group}`} className="px-2 pt-1.5 pb-1 font-medium text-ink-faint text-xs">
              {group}
            </p>
            {rows.map((command) => (
              <Option
                key={keyOf(command)}
                id={optionId(command)}
                command={command}
                isMarked={command === marked}
                onMark={() => setMarkedId(keyOf(command))}
                onRun={() => onRun(command)}
              />
            ))}
          </div>
        ))}
      </div>
      {commands.length === 0 ? (
        <p className="px-4 pb-6 text-center text-ink-soft">{isSearching ? 'Searching…' : 'No results'}</p>
      ) : null}
      <p role="status" className="sr-only">
        {isSearching ? 'Searching…' : counted(commands.length, 'result')}
      </p>
    </>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** A meeting and its bot may have one id in two groups. */
function keyOf({ group, id }: Command): string {
  return `${group} ${id}`.replace(/\s+/g, '-');
}

type OptionProps = {
  id: string;
  command: Command;
  isMarked: boolean;
  onMark: () => void;
  onRun: () => void;
};

function Option({ id, command, isMarked, onMark, onRun }: OptionProps) {
  const { label, detail, icon: Icon } = command;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the text field has the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys.
    <div
      id={id}
      role="option"
      aria-selected={isMarked}
      onPointerMove={isMarked ? undefined : onMark}
      onClick={onRun}
      className={cn(
        'flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-2.5 py-1.5 pointer-coarse:min-h-11',
        isMarked && 'bg-accent-soft',
      )}
    >
      <Icon
        className={cn('size-4 shrink-0', isMarked ? 'text-accent-text' : 'text-ink-faint')}
        aria-hidden="true"
      />
      <span dir="auto" className="min-w-0 flex-1 truncate text-left">
        {label}
      </span>
      {detail ? <span className="times shrink-0 text-ink-soft text-xs">{detail}</span> : null}
    </div>
  );
}
