import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { screen, within } from '@testing-library/react';
import { shiftDownApiRef } from '../api';
import { SourcesPage } from '../components/SourcesPage';
import { FakeShiftDownApi } from './FakeShiftDownApi';
import { LocationProbe } from './renderTab';

/** Renders the page of sources by itself. */
export function renderSources(options: {
  sources?: SourceList;
  api?: FakeShiftDownApi;
  search?: string;
}): FakeShiftDownApi {
  const api = options.api ?? new FakeShiftDownApi({ sources: options.sources });
  renderInTestApp(
    <>
      <SourcesPage />
      <LocationProbe />
    </>,
    {
      apis: [[shiftDownApiRef, api]],
      initialRouteEntries: [`/${options.search ?? ''}`],
    },
  );
  return api;
}

/** What the row of a table with this header says. */
export async function rowNamed(name: RegExp | string) {
  return within(
    (await screen.findByRole('rowheader', { name })).closest('tr')!,
  );
}
