package org.sgdlimits.method;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.sgdlimits.law.OrderParameters;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/** Final states of raw and reduced SGD, and tests of their laws. */
final class Runs {

    private Runs() {}

    /** State vectors after some steps of raw SGD on explicit vectors, one a replica. */
    static double[][] raw(Problem<? extends FieldModel> problem, int steps, int replicas, long seed) {
        OrderParameters layout = StepLaw.of(problem).layout();
        double[][] states = new double[replicas][layout.size()];
        for (int replica = 0; replica < replicas; replica++) {
            double[][] vectors = vectors(problem, seed, replica);
            RawStep run =
                    new RawStep(problem, layout, vectors, RandomStreams.of(seed, Purpose.RAW_SGD, replica), false);
            for (int step = 0; step < steps; step++) {
                run.step(step);
            }
            layout.pack(run.parameters, run.gram(), states[replica]);
        }
        return states;
    }

    /** State vectors after some steps of reduced SGD, one a replica. */
    static double[][] reduced(Problem<? extends FieldModel> problem, int steps, int replicas, long seed) {
        OrderParameters layout = StepLaw.of(problem).layout();
        double[][] states = new double[replicas][layout.size()];
        for (int replica = 0; replica < replicas; replica++) {
            UniformRandomProvider random = RandomStreams.of(seed, Purpose.REDUCED_SGD, replica);
            ReducedStep run = new ReducedStep(problem, layout, StartDraw.gram(problem, seed, replica), random);
            for (int step = 0; step < steps; step++) {
                run.step(step);
            }
            layout.pack(run.parameters, run.gram, states[replica]);
        }
        return states;
    }

    /** The vectors at the start of a replica, which the caller may move. */
    static double[][] vectors(Problem<? extends FieldModel> problem, long seed, int replica) {
        return StartVectors.draw(
                StartDraw.gram(problem, seed, replica),
                problem.model().covariance().spectrum(problem.dimension()),
                RandomStreams.of(seed, Purpose.DIRECTIONS, replica));
    }

    static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    /** sup |F_a − F_b| of two samples of equal size n, in units of √(2/n): the Kolmogorov–Smirnov statistic. */
    static double kolmogorovSmirnov(double[] a, double[] b) {
        double[] left = a.clone();
        double[] right = b.clone();
        Arrays.sort(left);
        Arrays.sort(right);
        int i = 0;
        int j = 0;
        int worst = 0;
        while (i < left.length && j < right.length) {
            double x = Math.min(left[i], right[j]);
            while (i < left.length && left[i] <= x) {
                i++;
            }
            while (j < right.length && right[j] <= x) {
                j++;
            }
            worst = Math.max(worst, Math.abs(i - j));
        }
        return worst / Math.sqrt(2.0 * left.length);
    }

    /**
     * The level that the Kolmogorov–Smirnov statistic of one sample or two passes with probability at most 10⁻³ where
     * the laws agree, by P(statistic > x) ≤ 2 exp(−2x²).
     */
    static final double KOLMOGOROV_SMIRNOV_MILLE = Math.sqrt(0.5 * Math.log(2000));

    /** √n sup |F_n − F| of a sample of size n against a continuous distribution function. */
    static double kolmogorovSmirnov(double[] sample, DoubleUnaryOperator distribution) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double worst = 0;
        for (int i = 0; i < n; i++) {
            double f = distribution.applyAsDouble(sorted[i]);
            worst = Math.max(worst, Math.max(f - i / n, (i + 1) / n - f));
        }
        return Math.sqrt(n) * worst;
    }

    /** The slope of log y over log x by least squares. */
    static double slope(double[] x, double[] y) {
        int n = x.length;
        double meanX = Arrays.stream(x).map(Math::log).sum() / n;
        double meanY = Arrays.stream(y).map(Math::log).sum() / n;
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double u = Math.log(x[i]) - meanX;
            covariance += u * (Math.log(y[i]) - meanY);
            variance += u * u;
        }
        return covariance / variance;
    }
}
