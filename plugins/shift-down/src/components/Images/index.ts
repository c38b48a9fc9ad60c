export { ImagesView } from './ImagesView';
