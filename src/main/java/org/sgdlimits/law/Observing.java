package org.sgdlimits.law;

import java.util.List;
import java.util.Set;

/**
 * What is observed of a field model besides the standard observables.
 *
 * @param families of observables
 * @param statistics of the user's own
 */
public record Observing(Set<ObservableFamily> families, List<SpectralStatistic> statistics) {

    public Observing {
        families = Set.copyOf(families);
        statistics = List.copyOf(statistics);
    }

    /** Nothing more. */
    public static Observing standard() {
        return new Observing(Set.of(), List.of());
    }

    /** Families, no statistics of the user's own. */
    public static Observing of(ObservableFamily... families) {
        return new Observing(Set.of(families), List.of());
    }

    /** The same with these families. */
    public Observing withFamilies(Set<ObservableFamily> other) {
        return new Observing(other, statistics);
    }

    /** The same with these statistics. */
    public Observing withStatistics(List<SpectralStatistic> other) {
        return new Observing(families, other);
    }
}
