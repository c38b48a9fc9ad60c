export * from './bumpRepository';
export {
  bumpText,
  vulnerabilities as vulnerabilitiesInMarkdown,
  type BumpText,
  type BumpTextInput,
} from './bumpText';
export * from './campaign';
export * from './goldenTarget';
export * from './sourceRepository';
