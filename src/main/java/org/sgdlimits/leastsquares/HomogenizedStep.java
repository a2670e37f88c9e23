package org.sgdlimits.leastsquares;

import java.util.random.RandomGenerator;
import org.sgdlimits.model.Schedule;

/**
 * A step of homogenized SGD in the modes by Strang splitting: half a step of gradient flow, which is exact; a step of
 * dy_j = γ√((2/n)𝓛σ_j) dB_j; another half. In the middle the mean loss grows like e^{at}, a = γ²(1/n)Σσ_j², so a kick of variance
 * γ²(2/n)σ_j 𝓛 (e^{ah} − 1)/a has the exact mean; weak order 2 for it. Scratch of one path.
 */
final class HomogenizedStep {

    /** Steps of flow time that differ by rounding alone share their exponentials. */
    private static final double SAME_STEP = 1e-12;

    private final SpectralMeasure modes;
    private final Schedule rate;
    private final double[] roots;
    private final double squares;
    private final double[] decay;
    private double decayOver = -1;

    HomogenizedStep(SpectralMeasure modes, Schedule rate) {
        this.modes = modes;
        this.rate = rate;
        decay = new double[modes.size()];
        roots = new double[modes.size()];
        double sum = 0;
        for (int j = 0; j < roots.length; j++) {
            roots[j] = Math.sqrt(modes.eigenvalues()[j]);
            sum += modes.eigenvalues()[j] * modes.eigenvalues()[j];
        }
        squares = sum;
    }

    /** Moves y from t by h, in epochs. */
    void move(double[] y, double t, double h, RandomGenerator random) {
        double middle = t + 0.5 * h;
        multiply(y, decay(t, middle));
        double size = Math.sqrt(kick(middle, h, modes.loss(y)));
        for (int j = 0; j < y.length; j++) {
            y[j] += size * roots[j] * random.nextGaussian();
        }
        multiply(y, decay(middle, t + h));
    }

    /** The variance of the kick in a mode, over σ_j. */
    double kick(double middle, double h, double loss) {
        double gamma = rate.rate(middle);
        double growth = gamma * gamma * squares / modes.samples();
        return gamma * gamma * 2 / modes.samples() * loss * (growth == 0 ? h : Math.expm1(growth * h) / growth);
    }

    /** e^{−(σ_j + ρ)(u(to) − u(from))}; the array is reused by the next call. */
    double[] decay(double from, double to) {
        double over = rate.integral(to) - rate.integral(from);
        if (Math.abs(over - decayOver) > SAME_STEP * over) {
            for (int j = 0; j < decay.length; j++) {
                decay[j] = Math.exp(-(modes.eigenvalues()[j] + modes.ridge()) * over);
            }
            decayOver = over;
        }
        return decay;
    }

    private static void multiply(double[] y, double[] factors) {
        for (int j = 0; j < y.length; j++) {
            y[j] *= factors[j];
        }
    }
}
