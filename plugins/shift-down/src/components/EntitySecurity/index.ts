export { EntitySecurity } from './EntitySecurity';
