package org.sgdlimits.leastsquares;

import java.util.Optional;

/**
 * The modes of a problem as they were found.
 *
 * @param measure exact modes, or a quadrature rule for them
 * @param lanczos what the rule comes from and tells its error; empty for exact modes
 */
public record DataModes(SpectralMeasure measure, Optional<LanczosSpectrum> lanczos) {

    /** Modes without error. */
    public static DataModes exact(SpectralMeasure measure) {
        return new DataModes(measure, Optional.empty());
    }

    /** Modes by Lanczos' process. */
    public static DataModes of(LanczosSpectrum lanczos) {
        return new DataModes(lanczos.modes(), Optional.of(lanczos));
    }

    /** How they were found, for people. */
    public String describe() {
        return lanczos.map(rule -> "Lanczos, " + rule.leaveOneOut().size() + " probes of " + rule.steps() + " steps")
                .orElse("exact");
    }
}
