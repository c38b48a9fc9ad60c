export { navigationModule } from './navigationModule';
export { LogoMark } from './Logo';
