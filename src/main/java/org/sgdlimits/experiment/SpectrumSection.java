package org.sgdlimits.experiment;

import java.util.List;
import org.sgdlimits.leastsquares.SpectrumMethod;

/** The section {@code model.spectrum} of a model file on data: how the eigenvalues of AᵀA are found. Probes follow run.seed. */
final class SpectrumSection {

    static final List<String> KEYS = List.of("method", "probes", "steps");

    private SpectrumSection() {}

    static SpectrumMethod read(Fields spectrum, long seed) {
        spectrum.only(KEYS);
        return new SpectrumMethod(
                NetworkSection.constant(spectrum, "method", SpectrumMethod.Choice.values(), SpectrumMethod.Choice.AUTO),
                (int) spectrum.whole("probes", 2, Integer.MAX_VALUE, SpectrumMethod.PROBES),
                (int) spectrum.whole("steps", 2, Integer.MAX_VALUE, SpectrumMethod.STEPS),
                seed);
    }
}
