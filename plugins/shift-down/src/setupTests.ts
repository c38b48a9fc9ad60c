import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Extensions load their components on first sight, which takes its time.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);

// The style sheets of Backstage's older components are beyond jsdom, which says
// so hundreds of times.
const { warn } = console;
jest.spyOn(console, 'warn').mockImplementation((...args: unknown[]) => {
  if (!String(args[0]).includes('[JSS]')) {
    warn(...args);
  }
});
