package org.sgdlimits.analysis;

import java.util.Arrays;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * A law of decay fitted to a curve at late times, by least squares in log y:
 *
 * <pre>
 *   power        y = C (t + t₀)^(−α),   −0.9 t₁ ≤ t₀ ≤ 10 t₁, t₁ the window's first time
 *   exponential  y = C e^(−r t)
 * </pre>
 *
 * Each point weighs what it spans of log t, so that the spacing of the points does not matter. The offset t₀ takes up that a tail
 * begins late or from another amplitude; without it α would be off by t₀/t. For given t₀ the fit is a {@linkplain LineFit line};
 * t₀ minimises what that leaves (variable projection), by a scan of log(t₁ + t₀) and Brent's method. Its bounds keep a power law
 * from imitating an exponential, which is its limit t₀ → ∞.
 *
 * <p>Standard errors are those of the linearised fit, the variance taken from the residuals. For independent errors of equal
 * relative size they are statistical. The residuals of one deterministic curve are its systematic departure from the law, smooth
 * and correlated: an interval then describes how well the law fits, and has no probability. For several runs see
 * {@link MeanExponent}. Cost: about 100 line fits.
 *
 * @param law which
 * @param exponent α, or the rate r
 * @param exponentError its standard error; 0 where the exponent was given
 * @param amplitude C
 * @param amplitudeError standard error of log C
 * @param offset t₀; 0 for an exponential
 * @param residual root mean square of log y − fit
 * @param freedom points less fitted parameters
 * @param isBounded whether t₀ lies at a bound: no such power law describes the window
 */
public record TailFit(
        Law law,
        double exponent,
        double exponentError,
        double amplitude,
        double amplitudeError,
        double offset,
        double residual,
        int freedom,
        boolean isBounded) {

    /** A window with fewer points says little of two or three parameters. */
    public static final int LEAST_POINTS = 8;

    private static final double LEAST_OFFSET = -0.9;
    private static final double LARGEST_OFFSET = 10;
    private static final int SCAN = 48;
    private static final double ACCURACY = 1e-12;
    private static final int MAX_EVALUATIONS = 300;

    /** How y falls. */
    public enum Law {
        /** C (t + t₀)^(−α). */
        POWER,
        /** C e^(−r t). */
        EXPONENTIAL
    }

    /**
     * The power law, its exponent fitted.
     *
     * @throws IllegalArgumentException if the window has fewer than 8 points
     */
    public static TailFit power(TailWindow window) {
        return powerLaw(window, Double.NaN);
    }

    /**
     * The power law of a given exponent: C and t₀ are fitted.
     *
     * @throws IllegalArgumentException if the window has fewer than 8 points, or the exponent is not positive and finite
     */
    public static TailFit powerOf(double exponent, TailWindow window) {
        if (!(exponent > 0) || Double.isInfinite(exponent)) {
            throw new IllegalArgumentException("tail: exponent: expected a number > 0, got " + exponent);
        }
        return powerLaw(window, exponent);
    }

    /**
     * The exponential.
     *
     * @throws IllegalArgumentException if the window has fewer than 8 points
     */
    public static TailFit exponential(TailWindow window) {
        Points points = Points.of(window);
        return points.fit(Law.EXPONENTIAL, 0, points.line(points.t()), false, false);
    }

    private static TailFit powerLaw(TailWindow window, double exponent) {
        Points points = Points.of(window);
        boolean given = !Double.isNaN(exponent);
        double first = points.t()[0];
        double low = Math.log(first * (1 + LEAST_OFFSET));
        double high = Math.log(first * (1 + LARGEST_OFFSET));
        UnivariateFunction left =
                u -> points.power(Math.exp(u) - first, exponent).chiSquare();
        double step = (high - low) / SCAN;
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= SCAN; i++) {
            double value = left.value(low + i * step);
            if (value < least) {
                least = value;
                best = i;
            }
        }
        double centre = low + best * step;
        boolean bounded = best == 0 || best == SCAN;
        double u = bounded
                ? centre
                : new BrentOptimizer(ACCURACY, ACCURACY)
                        .optimize(
                                new MaxEval(MAX_EVALUATIONS),
                                GoalType.MINIMIZE,
                                new UnivariateObjectiveFunction(left),
                                new SearchInterval(centre - step, centre + step, centre))
                        .getPoint();
        double offset = Math.exp(u) - first;
        return points.fit(Law.POWER, offset, points.power(offset, exponent), given, bounded);
    }

    /**
     * Half the width of the exponent's two-sided interval by Student's distribution; see above for what it means.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public double halfWidth(double confidence) {
        return studentQuantile(freedom, confidence) * exponentError;
    }

    /** The quantile that belongs to a two-sided interval. */
    static double studentQuantile(int freedom, double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence: expected a number between 0 and 1, such as 0.99, got " + confidence);
        }
        return new TDistribution(freedom).inverseCumulativeProbability(0.5 + 0.5 * confidence);
    }

    /** The fitted value at t. */
    public double at(double t) {
        return amplitude * (law == Law.POWER ? Math.pow(t + offset, -exponent) : Math.exp(-exponent * t));
    }

    /** Times, logarithms of y, and standard errors whose inverse squares are the weights, of mean 1. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Points(double[] t, double[] logY, double[] errors) {

        static Points of(TailWindow window) {
            int n = window.points();
            if (n < LEAST_POINTS) {
                throw new IllegalArgumentException("tail: expected at least " + LEAST_POINTS
                        + " points in the window, got " + n
                        + (window.cut() ? ", as the values after them are not above the floor" : "")
                        + "; let the window begin earlier, or save more points with log spacing");
            }
            double[] t = window.times();
            double[] weights = new double[n];
            for (int i = 0; i < n; i++) {
                double below = i == 0 ? 0 : Math.log(t[i] / t[i - 1]);
                double above = i == n - 1 ? 0 : Math.log(t[i + 1] / t[i]);
                weights[i] = i == 0 || i == n - 1 ? below + above : 0.5 * (below + above);
            }
            double mean = Arrays.stream(weights).average().orElseThrow();
            return new Points(
                    t,
                    Arrays.stream(window.values()).map(Math::log).toArray(),
                    Arrays.stream(weights).map(w -> Math.sqrt(mean / w)).toArray());
        }

        LineFit line(double[] x) {
            return LineFit.of(x, logY, errors);
        }

        /** The power law of an offset: a line in log(t + t₀), of slope −α where α is given. */
        LineFit power(double offset, double exponent) {
            double[] x = Arrays.stream(t).map(time -> Math.log(time + offset)).toArray();
            if (Double.isNaN(exponent)) {
                return line(x);
            }
            double intercept = 0;
            double weight = 0;
            for (int i = 0; i < x.length; i++) {
                double w = 1 / (errors[i] * errors[i]);
                weight += w;
                intercept += w * (logY[i] + exponent * x[i]);
            }
            intercept /= weight;
            double left = 0;
            for (int i = 0; i < x.length; i++) {
                double residual = (logY[i] - intercept + exponent * x[i]) / errors[i];
                left += residual * residual;
            }
            return new LineFit(-exponent, 0, intercept, 1 / Math.sqrt(weight), 0, left, x.length);
        }

        TailFit fit(Law law, double offset, LineFit line, boolean given, boolean bounded) {
            double exponent = -line.slope();
            int exponents = given ? 0 : 1;
            int offsets = law == Law.POWER ? 1 : 0;
            double[][] derivatives = new double[t.length][1 + exponents + offsets];
            for (int i = 0; i < t.length; i++) {
                derivatives[i][0] = 1 / errors[i];
                if (!given) {
                    derivatives[i][1] = -(law == Law.POWER ? Math.log(t[i] + offset) : t[i]) / errors[i];
                }
                if (law == Law.POWER) {
                    derivatives[i][1 + exponents] = -exponent / (t[i] + offset) / errors[i];
                }
            }
            int freedom = t.length - derivatives[0].length;
            RealMatrix inverse = new SingularValueDecomposition(new Array2DRowRealMatrix(derivatives, false))
                    .getSolver()
                    .getInverse();
            double scatter = Math.sqrt(line.chiSquare() / freedom);
            return new TailFit(
                    law,
                    exponent,
                    given ? 0 : scatter * inverse.getRowVector(1).getNorm(),
                    Math.exp(line.intercept()),
                    scatter * inverse.getRowVector(0).getNorm(),
                    offset,
                    Math.sqrt(line.chiSquare() / t.length),
                    freedom,
                    bounded);
        }
    }
}
