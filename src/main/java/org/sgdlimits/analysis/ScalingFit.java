package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * How an effort T grows with x, mostly the dimension: T = C x^θ; or with the leading correction of a search that starts at
 * overlaps of order 1/√x and ends at a fixed one,
 *
 * <pre>
 *   ℓ = 2:  T = C x^θ (log x + b),      else:  T = C x^θ (1 + b x^{−|ℓ−2|/2}),
 * </pre>
 *
 * ℓ the information exponent: ∫ dm/m^{ℓ−1} from s/√x to η has just these two terms; or, where the search follows the drift and its
 * path φ(x) is known ({@link SearchTheory#path}), T = C x^{θ−e} φ(x), φ ~ x^e. Weighted least squares on log T; b by a search
 * over the profile of χ², the standard error of θ from the normal matrix of all parameters. Where no value has an error, as of a
 * deterministic method, weights are equal and the scatter about the fit takes the errors' place (Student's law).
 *
 * @param form in words, with the letters above
 * @param exponent θ
 * @param standardError of θ
 * @param halfWidth of the two-sided interval of θ at level {@link #CONFIDENCE}; infinite where scatter alone would have to tell and
 *     no point is left for it
 * @param logConstant log C
 * @param correction b; NaN where none is fitted
 * @param factor T/(C x^θ) as a function of x
 * @param chiSquare Σ ((log T − fit)/error)²; NaN where no value has an error
 * @param points how many
 */
public record ScalingFit(
        String form,
        double exponent,
        double standardError,
        double halfWidth,
        double logConstant,
        double correction,
        DoubleUnaryOperator factor,
        double chiSquare,
        int points) {

    /** Level of the intervals. */
    public static final double CONFIDENCE = 0.99;

    private static final double WIDEST = 0.2;

    /** Smaller steps of b than this, relative to its range, do not change χ². */
    private static final double RESOLUTION = 1e-10;

    private static final int MAX_EVALUATIONS = 1000;

    /** The profile of χ² may have several minima: it is looked at in so many places before the least is refined. */
    private static final int CANDIDATES = 100;

    /** The range of b that is searched ends where the correction is this many times the leading term. */
    private static final double LARGEST_CORRECTION = 20;

    /** The argument of the correction's logarithm or power must stay this far above zero. */
    private static final double LEAST_FACTOR = 0.02;

    /**
     * Fits T = C x^θ.
     *
     * @param relativeErrors standard errors of T divided by T; all zero for a deterministic method
     * @throws IllegalArgumentException if there are fewer than two points, or a value is not positive
     */
    public static ScalingFit power(double[] x, double[] effort, double[] relativeErrors) {
        return fit(new Data(x, effort, relativeErrors), Correction.none());
    }

    /**
     * Fits T = C x^{θ−e} φ(x).
     *
     * @param path φ &gt; 0
     * @param excess e, with φ ~ x^e as x grows (logarithms aside)
     * @param form in words, for φ
     */
    public static ScalingFit along(
            double[] x,
            double[] effort,
            double[] relativeErrors,
            DoubleUnaryOperator path,
            double excess,
            String form) {
        return fit(
                new Data(x, effort, relativeErrors),
                new Correction(
                        form,
                        value -> path.applyAsDouble(value) * Math.pow(value, -excess),
                        Double.NaN,
                        Optional.empty()));
    }

    /**
     * Fits with the leading correction; empty with fewer than four points, as three parameters would leave nothing to be judged
     * by.
     *
     * @param informationExponent ℓ
     */
    public static Optional<ScalingFit> corrected(
            double[] x, double[] effort, double[] relativeErrors, int informationExponent) {
        if (x.length < 4) {
            return Optional.empty();
        }
        double power = 0.5 * Math.abs(informationExponent - 2);
        Data data = new Data(x, effort, relativeErrors);
        // b = scale · factor − zero, factor that of the least x
        double first = data.leastLogX();
        double scale = Math.exp(power * first);
        double zero = power == 0 ? first : scale;
        double largest = power == 0 ? first + LARGEST_CORRECTION * Math.max(1, first) : 1 + LARGEST_CORRECTION;
        double[] candidates = new double[CANDIDATES];
        Arrays.setAll(
                candidates,
                i -> scale * LEAST_FACTOR * Math.pow(largest / LEAST_FACTOR, i / (CANDIDATES - 1.0)) - zero);
        DoubleUnaryOperator squares = candidate -> data.squares(fit(data, Correction.of(power, candidate)));
        double[] profile = Arrays.stream(candidates).map(squares).toArray();
        int best = IntStream.range(0, CANDIDATES).reduce(0, (least, i) -> profile[i] < profile[least] ? i : least);
        double low = candidates[Math.max(0, best - 1)];
        double high = candidates[Math.min(CANDIDATES - 1, best + 1)];
        double b = new BrentOptimizer(RESOLUTION, RESOLUTION * (high - low))
                .optimize(
                        new MaxEval(MAX_EVALUATIONS),
                        new UnivariateObjectiveFunction(squares::applyAsDouble),
                        GoalType.MINIMIZE,
                        new SearchInterval(low, high, candidates[best]))
                .getPoint();
        return Optional.of(fit(data, Correction.of(power, b)));
    }

    /**
     * What multiplies C x^θ.
     *
     * @param form in words
     * @param factor of x
     * @param b the fitted coefficient; NaN where none is
     * @param slope ∂ log factor/∂b, where b is fitted
     */
    private record Correction(String form, DoubleUnaryOperator factor, double b, Optional<DoubleUnaryOperator> slope) {

        static Correction none() {
            return new Correction("C x^θ", x -> 1, Double.NaN, Optional.empty());
        }

        /** Of x^{−power}; of the logarithm where the power is 0. */
        static Correction of(double power, double b) {
            return power == 0
                    ? new Correction(
                            "C d^θ (log d + b)", x -> Math.log(x) + b, b, Optional.of(x -> 1 / (Math.log(x) + b)))
                    : new Correction(
                            "C d^θ (1 + b d^-" + trimmed(power) + ")",
                            x -> 1 + b * Math.pow(x, -power),
                            b,
                            Optional.of(x -> 1 / (Math.pow(x, power) + b)));
        }
    }

    /** The points of a fit in logarithms. */
    private record Data(double[] x, double[] logX, double[] logEffort, double[] error, boolean errorsKnown) {

        Data(double[] x, double[] effort, double[] relativeErrors) {
            this(
                    x,
                    logarithms("x", x),
                    logarithms("effort", effort),
                    relativeErrors.clone(),
                    Arrays.stream(relativeErrors).anyMatch(error -> error > 0));
            if (x.length < 2 || effort.length != x.length || relativeErrors.length != x.length) {
                throw new IllegalArgumentException("scaling fit: expected at least two points with one error each, got "
                        + x.length + ", " + effort.length + " and " + relativeErrors.length);
            }
            if (!errorsKnown) {
                Arrays.fill(error, 1);
            }
        }

        private static double[] logarithms(String name, double[] values) {
            for (double value : values) {
                if (!(value > 0) || Double.isInfinite(value)) {
                    throw new IllegalArgumentException(
                            "scaling fit: " + name + ": expected numbers > 0, as logarithms are taken, got " + value);
                }
            }
            return Arrays.stream(values).map(Math::log).toArray();
        }

        double leastLogX() {
            return Arrays.stream(logX).min().orElseThrow();
        }

        double squares(ScalingFit fit) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double scaled = (logEffort[i] - Math.log(fit.at(x[i]))) / error[i];
                sum += scaled * scaled;
            }
            return sum;
        }
    }

    private static ScalingFit fit(Data data, Correction correction) {
        int n = data.x.length;
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = data.logEffort[i] - Math.log(correction.factor.applyAsDouble(data.x[i]));
        }
        LineFit line = LineFit.of(data.logX, y, data.error);
        boolean fitted = correction.slope.isPresent();
        double error = fitted ? errorOfExponent(data, correction.slope.get()) : line.standardError();
        int left = n - (fitted ? 3 : 2);
        double halfWidth;
        if (data.errorsKnown) {
            halfWidth = LineFit.halfWidth(error, CONFIDENCE);
        } else if (left > 0) {
            error *= Math.sqrt(line.chiSquare() / left);
            halfWidth = error * new TDistribution(left).inverseCumulativeProbability(0.5 + 0.5 * CONFIDENCE);
        } else {
            error = Double.NaN;
            halfWidth = Double.POSITIVE_INFINITY;
        }
        return new ScalingFit(
                correction.form,
                line.slope(),
                error,
                halfWidth,
                line.intercept(),
                correction.b,
                correction.factor,
                data.errorsKnown ? line.chiSquare() : Double.NaN,
                n);
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** From the inverse of the normal matrix in (log C, θ, b). */
    private static double errorOfExponent(Data data, DoubleUnaryOperator slope) {
        double[][] normal = new double[3][3];
        for (int i = 0; i < data.x.length; i++) {
            double[] row = {1, data.logX[i], slope.applyAsDouble(data.x[i])};
            double weight = 1 / (data.error[i] * data.error[i]);
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    normal[r][c] += weight * row[r] * row[c];
                }
            }
        }
        RealMatrix inverse = new LUDecomposition(new Array2DRowRealMatrix(normal), 0)
                .getSolver()
                .getInverse();
        return Math.sqrt(inverse.getEntry(1, 1));
    }

    /** Lower end of the interval of θ. */
    public double lower() {
        return exponent - halfWidth;
    }

    /** Upper end of the interval of θ. */
    public double upper() {
        return exponent + halfWidth;
    }

    /** Whether the interval of θ is narrow enough to tell exponents apart that differ by a quarter. */
    public boolean isDecisive() {
        return halfWidth <= WIDEST;
    }

    /** Whether the interval of θ holds a value. */
    public boolean holds(double value) {
        return lower() <= value && value <= upper();
    }

    /** The fitted effort at x. */
    public double at(double x) {
        return Math.exp(logConstant + exponent * Math.log(x)) * factor.applyAsDouble(x);
    }
}
