"""Networks, bundles, training: the only floor that imports torch. No Qt. Imports here stay lazy."""
