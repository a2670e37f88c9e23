package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.Optional;
import org.sgdlimits.method.RunSettings;

/** The modes of one problem, found when first asked for and kept, so that methods and advice share them. Thread-safe. */
public final class ModesOnce implements ModeSource {

    private final ModeSource source;
    private Optional<LeastSquaresProblem> known = Optional.empty();
    private Optional<DataModes> modes = Optional.empty();

    /** Keeps what the given source finds. */
    public ModesOnce(ModeSource source) {
        this.source = source;
    }

    /** The modes; those of another problem than the last one are found anew. */
    @Override
    public synchronized DataModes of(LeastSquaresProblem problem, RunSettings settings) {
        if (modes.isEmpty() || !sameModes(problem, known.orElseThrow())) {
            modes = Optional.of(source.of(problem, settings));
            known = Optional.of(problem);
        }
        return modes.get();
    }

    @Override
    public boolean isExact(LeastSquaresProblem problem) {
        return source.isExact(problem);
    }

    /** Rule and horizon leave the modes as they are. */
    private static boolean sameModes(LeastSquaresProblem a, LeastSquaresProblem b) {
        return a.data().equals(b.data())
                && a.risks().equals(b.risks())
                && a.ridge() == b.ridge()
                && Arrays.equals(a.start(), b.start());
    }
}
