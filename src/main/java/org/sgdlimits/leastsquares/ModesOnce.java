package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The modes of one problem, computed when first asked for and kept, so that methods and advice share them. Thread-safe. */
public final class ModesOnce implements Function<LeastSquaresProblem, SpectralMeasure> {

    private final Function<LeastSquaresProblem, SpectralMeasure> spectrum;
    private Optional<LeastSquaresProblem> known = Optional.empty();
    private Optional<SpectralMeasure> modes = Optional.empty();

    /** Keeps what the given way of finding modes finds. */
    public ModesOnce(Function<LeastSquaresProblem, SpectralMeasure> spectrum) {
        this.spectrum = spectrum;
    }

    /** The modes; those of another problem than the last one are computed anew. */
    @Override
    public synchronized SpectralMeasure apply(LeastSquaresProblem problem) {
        if (modes.isEmpty() || !sameModes(problem, known.orElseThrow())) {
            modes = Optional.of(spectrum.apply(problem));
            known = Optional.of(problem);
        }
        return modes.get();
    }

    /** Rule and horizon leave the modes as they are. */
    private static boolean sameModes(LeastSquaresProblem a, LeastSquaresProblem b) {
        return a.data().equals(b.data())
                && a.risks().equals(b.risks())
                && a.ridge() == b.ridge()
                && Arrays.equals(a.start(), b.start());
    }
}
