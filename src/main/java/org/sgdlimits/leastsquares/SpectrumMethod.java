package org.sgdlimits.leastsquares;

import java.util.Locale;
import org.sgdlimits.method.RunSettings;

/**
 * How the modes of a problem are found: by eigenvectors, {@link DataSpectrum}, or by probes, {@link LanczosSpectrum}. Eigenvectors
 * of m = min(n, d) modes cost O(m³), about a minute for m = {@link #MOST_EXACT}.
 *
 * @param choice which; {@code AUTO} is exact up to m = {@link #MOST_EXACT}, as far as the memory allows
 * @param probes of Lanczos' process
 * @param steps of it for each
 * @param seed of the probes
 */
public record SpectrumMethod(Choice choice, int probes, int steps, long seed) implements ModeSource {

    /** The most modes that are found exactly unless that is asked for. */
    public static final int MOST_EXACT = 3000;

    /** Probes, and steps for each, unless others are asked for. */
    public static final int PROBES = 20;

    public static final int STEPS = 100;

    /** Square matrices of m that finding eigenvectors holds at once. */
    private static final int MATRICES = 4;

    private static final double GIGABYTE = 1 << 30;

    /** Which way is taken. */
    public enum Choice {
        /** Eigenvectors. */
        EXACT,
        /** Probes. */
        LANCZOS,
        /** The one that the size of the matrix admits. */
        AUTO
    }

    /** By eigenvectors whatever the size. */
    public static SpectrumMethod exact() {
        return new SpectrumMethod(Choice.EXACT, PROBES, STEPS, 1);
    }

    /** By eigenvectors as far as the size of the matrix admits. */
    public static SpectrumMethod automatic(long seed) {
        return new SpectrumMethod(Choice.AUTO, PROBES, STEPS, seed);
    }

    @Override
    public boolean isExact(LeastSquaresProblem problem) {
        return switch (choice) {
            case EXACT -> true;
            case LANCZOS -> false;
            case AUTO ->
                Math.min(rows(problem), columns(problem)) <= MOST_EXACT
                        && bytes(problem) <= Runtime.getRuntime().maxMemory();
        };
    }

    /**
     * The modes.
     *
     * @throws IllegalArgumentException that names the key, if exact modes are asked for and the memory does not hold them
     */
    @Override
    public DataModes of(LeastSquaresProblem problem, RunSettings settings) {
        RunSettings.Progress progress = settings.progress();
        if (!isExact(problem)) {
            progress.advance("spectrum", 0, probes + 1);
            return DataModes.of(LanczosSpectrum.of(
                    problem,
                    probes,
                    steps,
                    seed,
                    settings.threads(),
                    done -> progress.advance("spectrum", done, probes + 1)));
        }
        long most = Runtime.getRuntime().maxMemory();
        if (bytes(problem) > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "model.spectrum.method: expected \"lanczos\" for a %d x %d matrix, whose eigenvectors need %.1f GB of"
                            + " the %.1f GB there are, got \"exact\"; give the program more memory:"
                            + " SGDLIMITS_JAVA_OPTS=-Xmx%.0fg",
                    rows(problem),
                    columns(problem),
                    bytes(problem) / GIGABYTE,
                    most / GIGABYTE,
                    Math.ceil(1.5 * bytes(problem) / GIGABYTE)));
        }
        progress.advance("spectrum", 0, 1);
        DataModes modes = DataModes.exact(DataSpectrum.of(problem));
        progress.advance("spectrum", 1, 1);
        return modes;
    }

    private static int rows(LeastSquaresProblem problem) {
        return problem.data().design().rows();
    }

    private static int columns(LeastSquaresProblem problem) {
        return problem.data().design().columns();
    }

    /** Of the eigenvectors while they are found. */
    private static double bytes(LeastSquaresProblem problem) {
        double m = Math.min(rows(problem), columns(problem));
        return Double.BYTES * m * (MATRICES * m + columns(problem));
    }
}
