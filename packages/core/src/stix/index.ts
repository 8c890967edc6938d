/** A case as a STIX 2.1 bundle, with ids that are the same in every run and, for observables, with every producer. */
export { type StixBundle, stixBundleOf } from "./bundle.ts";
