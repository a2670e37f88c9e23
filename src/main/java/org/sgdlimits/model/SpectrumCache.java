package org.sgdlimits.model;

import java.util.function.LongFunction;

/** The spectrum of the dimension last asked for, so that a family of spectra is as cheap to ask as a list. Safe for threads. */
final class SpectrumCache {

    private final LongFunction<Spectrum> family;
    private volatile Spectrum last;

    SpectrumCache(LongFunction<Spectrum> family) {
        this.family = family;
    }

    Spectrum at(long dimension) {
        Spectrum known = last;
        if (known == null || known.dimension() != dimension) {
            known = family.apply(dimension);
            last = known;
        }
        return known;
    }
}
