export {
  adoptionInWords,
  planAdoption,
  type AdoptionInput,
} from './planAdoption';
