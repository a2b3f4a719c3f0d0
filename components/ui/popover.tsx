'use client';

import { Slot } from 'radix-ui';
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useId,
  useRef,
  useState,
} from 'react';
import { onDemand } from './on-demand';
import type { PopoverCardProps } from './popover-card';

const PopoverCard = onDemand<PopoverCardProps>(() =>
  import('./popover-card').then((module) => module.PopoverCard),
);

type OpenPopover = {
  id: string;
  isOpen: boolean;
  setIsOpen: (isOpen: boolean) => void;
  trigger: RefObject<HTMLButtonElement | null>;
};

const Context = createContext<OpenPopover | null>(null);

function useOpenPopover(): OpenPopover {
  const popover = useContext(Context);
  if (!popover) throw new Error('This stands outside of a Popover.');
  return popover;
}

type PopoverProps = {
  /** Absent: the popover knows itself whether it is open. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** A button and what it opens beside it. */
export function Popover({ open, onOpenChange, children }: PopoverProps) {
  const [isOpened, setIsOpened] = useState(false);
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const setIsOpen = (next: boolean) => {
    setIsOpened(next);
    onOpenChange?.(next);
  };
  return <Context value={{ id, isOpen: open ?? isOpened, setIsOpen, trigger }}>{children}</Context>;
}

/** The button. With `asChild` its child is the button. */
export function PopoverTrigger({ asChild, ...props }: ComponentProps<'button'> & { asChild?: boolean }) {
  const { id, isOpen, setIsOpen, trigger } = useOpenPopover();
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element
      type="button"
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      {...props}
      ref={trigger}
      onClick={() => setIsOpen(!isOpen)}
    />
  );
}

/** Returns what closes the popover that a component stands in. */
export function useClosePopover(): () => void {
  const { setIsOpen } = useOpenPopover();
  return () => setIsOpen(false);
}

/** What the button opens. The focus goes there, and back when it closes. */
export function PopoverContent(props: Omit<PopoverCardProps, 'id' | 'trigger' | 'onClose'>) {
  const { id, isOpen, setIsOpen, trigger } = useOpenPopover();
  if (!isOpen) return null;
  return <PopoverCard {...props} id={id} trigger={trigger} onClose={() => setIsOpen(false)} />;
}
