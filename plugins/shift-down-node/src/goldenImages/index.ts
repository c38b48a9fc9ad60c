export * from './readGoldenImageFiles';
export type { UrlResolver } from './openUrl';
