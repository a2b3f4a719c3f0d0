'use client';

import { Component, type ReactNode } from 'react';

type BoundaryProps = {
  /** What is shown: with another value the children are tried again. */
  of: unknown;
  /** Shown where the children cannot be. */
  fallback: ReactNode;
  children: ReactNode;
};

type BoundaryState = { of: unknown; hasFailed: boolean };

/** A part of a page that fails for itself: one odd meeting breaks no page. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { of: this.props.of, hasFailed: false };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ of }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return of === state.of ? null : { of, hasFailed: false };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}

/** A row that cannot be shown, with the title of what it stands for. */
export function BrokenRow({ title }: { title: unknown }) {
  return (
    <li className="border-line border-b px-4 py-2.5 text-[0.8125rem] text-ink-soft last:border-b-0">
      <BrokenNote title={title} />
    </li>
  );
}

/** Says that something cannot be shown. */
export function BrokenNote({ title }: { title: unknown }) {
  const name = typeof title === 'string' && title.trim() ? title : null;
  return (
    <span role="alert" className="wrap-anywhere text-pretty">
      {name ? <bdi>“{name}”</bdi> : 'This entry'} can’t be shown. Bots aren’t affected.
    </span>
  );
}
