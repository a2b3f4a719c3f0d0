'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { PAGES, type Page } from './pages';

const Administrator = createContext(false);

/** Tells the frame whether the person is an administrator of the installation. */
export function AdministratorProvider({ value, children }: { value: boolean; children: ReactNode }) {
  return <Administrator value={value}>{children}</Administrator>;
}

/** Returns the pages that the person may open, in the order of the navigation. */
export function usePages(): readonly Page[] {
  const isAdministrator = useContext(Administrator);
  return isAdministrator ? PAGES : PAGES.filter((page) => !page.isForAdministrators);
}
