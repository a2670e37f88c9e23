package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;

/**
 * The trapezoidal rule for y_n = f_n + h Σ''_{m≤n} k_{n−m} g_m y_m on a uniform grid, first and last term halved, in
 * O(N log² N): the grid is halved recursively, and what the first half of a block adds to its second is one convolution by Fourier
 * transform (Hairer, Lubich, Schlichte, SIAM J. Sci. Stat. Comput. 6, 1985). Scratch of one solve.
 */
final class TrapezoidalVolterra {

    private static final int DIRECT = 64;

    private final double h;
    private final double[] forcing;
    private final double[] kernel;
    private final double[] rate;
    private final double[] solution;

    /** g_m y_m, the first halved. */
    private final double[] driver;

    private final double[] history;
    private final Map<Integer, Spectrum> spectra = new HashMap<>();

    /** The transform of the kernel's beginning, of a length that is a power of two. */
    private record Spectrum(double[] re, double[] im) {}

    TrapezoidalVolterra(double h, double[] forcing, double[] kernel, double[] rate) {
        this.h = h;
        this.forcing = forcing;
        this.kernel = kernel;
        this.rate = rate;
        solution = new double[forcing.length];
        driver = new double[forcing.length];
        history = new double[forcing.length];
    }

    /** y. */
    double[] solve() {
        int length = DIRECT;
        while (length < forcing.length) {
            length *= 2;
        }
        block(0, length);
        return solution;
    }

    /** f_n + h Σ'' k_{n−m} g_m y_m for another forcing and kernel, driven by the solution. */
    double[] driven(double[] otherForcing, double[] otherKernel) {
        int n = forcing.length;
        int length = 1;
        while (length < 2 * n) {
            length *= 2;
        }
        double[] re = new double[length];
        double[] im = new double[length];
        convolve(spectrum(otherKernel, length), driver, 0, n, re, im);
        double[] result = otherForcing.clone();
        for (int i = 1; i < n; i++) {
            result[i] += h * (re[i] - 0.5 * otherKernel[0] * driver[i]);
        }
        return result;
    }

    /** Solves for the places of a block, whose history before the block is complete. */
    private void block(int from, int to) {
        if (from >= forcing.length) {
            return;
        }
        if (to - from > DIRECT) {
            int middle = (from + to) >>> 1;
            block(from, middle);
            if (middle < forcing.length) {
                carry(from, middle, to);
                block(middle, to);
            }
            return;
        }
        for (int n = from; n < Math.min(to, forcing.length); n++) {
            double sum = history[n];
            for (int m = from; m < n; m++) {
                sum += kernel[n - m] * driver[m];
            }
            solution[n] = n == 0 ? forcing[0] : (forcing[n] + h * sum) / (1 - 0.5 * h * kernel[0] * rate[n]);
            driver[n] = rate[n] * solution[n] * (n == 0 ? 0.5 : 1);
        }
    }

    /** Adds what places from…middle contribute to middle…to; a cyclic convolution of the block's length suffices. */
    private void carry(int from, int middle, int to) {
        int length = to - from;
        double[] re = new double[length];
        double[] im = new double[length];
        convolve(spectra.computeIfAbsent(length, key -> spectrum(kernel, key)), driver, from, middle, re, im);
        for (int n = middle; n < Math.min(to, forcing.length); n++) {
            history[n] += re[n - from];
        }
    }

    private static Spectrum spectrum(double[] values, int length) {
        double[] re = Arrays.copyOf(values, length);
        double[] im = new double[length];
        transform(re, im, TransformType.FORWARD);
        return new Spectrum(re, im);
    }

    private static void convolve(Spectrum spectrum, double[] values, int from, int to, double[] re, double[] im) {
        System.arraycopy(values, from, re, 0, to - from);
        transform(re, im, TransformType.FORWARD);
        for (int k = 0; k < re.length; k++) {
            double x = re[k] * spectrum.re[k] - im[k] * spectrum.im[k];
            im[k] = re[k] * spectrum.im[k] + im[k] * spectrum.re[k];
            re[k] = x;
        }
        transform(re, im, TransformType.INVERSE);
    }

    /** In place. */
    private static void transform(double[] re, double[] im, TransformType type) {
        FastFourierTransformer.transformInPlace(new double[][] {re, im}, DftNormalization.STANDARD, type);
    }
}
