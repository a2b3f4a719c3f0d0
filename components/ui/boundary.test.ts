import { expect, it } from 'vitest';
import { Boundary } from './boundary';

it('shows its fallback after an error, until it shows something else', () => {
  const first = {};
  const props = { of: first, fallback: 'cannot be shown', children: 'row' };
  const boundary = new Boundary(props);
  expect(boundary.render()).toBe('row');
  boundary.state = { ...boundary.state, ...Boundary.getDerivedStateFromError() };
  expect(boundary.render()).toBe('cannot be shown');
  expect(Boundary.getDerivedStateFromProps(props, boundary.state)).toBeNull();
  const next = { ...props, of: {} };
  boundary.state = Boundary.getDerivedStateFromProps(next, boundary.state) ?? boundary.state;
  expect(boundary.render()).toBe('row');
});
