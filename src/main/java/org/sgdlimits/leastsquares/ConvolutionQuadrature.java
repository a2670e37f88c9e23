package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.sgdlimits.leastsquares.VolterraEquation.DrivenRisk;
import org.sgdlimits.method.Outcome;

/**
 * Solves the Volterra equation from samples of forcing and kernel on a uniform grid of flow time: the trapezoidal rule, whose error
 * runs in even powers of the step, extrapolated to order 2(k+1) by k halvings (Richardson, Romberg). Knows nothing of modes beyond
 * the samples, and so checks {@link ModeRecursion}.
 *
 * <p>Grids are halved until two diagonal entries of the table differ by the tolerance, relative to the largest value. Cost
 * O(N log² N) for N points, and modes × N for the samples.
 */
public final class ConvolutionQuadrature {

    private static final int MOST_POINTS = 1 << 22;

    private ConvolutionQuadrature() {}

    /**
     * Loss and risks at the flow times i · end / points, i = 0…points.
     *
     * @param rate γ as a function of flow time, smooth
     * @param tolerance relative to the largest value of each observable
     * @return a solution whose outcome is a work limit where 2²² points did not reach the tolerance; without values where they are
     *     too few for the trapezoidal rule, h γ𝒦(0) ≤ 1
     */
    public static VolterraSolution solve(
            VolterraEquation equation, DoubleUnaryOperator rate, double end, int points, double tolerance) {
        int finest = points;
        double largestRate = IntStream.rangeClosed(0, points)
                .mapToDouble(i -> rate.applyAsDouble(end * i / points))
                .max()
                .orElseThrow();
        while (finest <= MOST_POINTS && end / finest * equation.kernelSum().at(0) * largestRate > 1) {
            finest *= 2;
        }
        List<double[][]> previous = List.of();
        double error = Double.POSITIVE_INFINITY;
        double[][] best = new double[0][];
        for (int level = 0; finest <= MOST_POINTS; level++, finest *= 2) {
            List<double[][]> row = new ArrayList<>();
            row.add(trapezoidal(equation, rate, end, finest, points));
            for (int k = 1; k <= level; k++) {
                row.add(extrapolated(row.get(k - 1), previous.get(k - 1), 1 / (Math.scalb(1.0, 2 * k) - 1)));
            }
            best = row.get(level);
            if (level > 0) {
                error = largestGap(best, previous.get(level - 1));
                if (error <= tolerance) {
                    return new VolterraSolution(transposed(best), error, finest, Outcome.completed());
                }
            }
            previous = row;
        }
        boolean resolved = best.length > 0;
        return new VolterraSolution(
                resolved ? transposed(best) : best,
                error,
                resolved ? finest / 2 : 0,
                new Outcome(
                        Outcome.Kind.WORK_LIMIT,
                        (resolved
                                        ? "the convolution quadrature reached an error of " + error + " with "
                                        : "the convolution quadrature resolves the fastest modes only with more than ")
                                + MOST_POINTS + " points; the mode recursion copes with fast modes"));
    }

    /** [observable][point] on the coarse points. */
    private static double[][] trapezoidal(
            VolterraEquation equation, DoubleUnaryOperator rate, double end, int steps, int points) {
        double h = end / steps;
        double[] rates = new double[steps + 1];
        Arrays.setAll(rates, m -> rate.applyAsDouble(end * m / steps));
        TrapezoidalVolterra rule = new TrapezoidalVolterra(
                h,
                equation.forcingSum().onGrid(h, steps + 1),
                equation.kernelSum().onGrid(h, steps + 1),
                rates);
        double[][] values = new double[1 + equation.risks().size()][];
        values[0] = every(steps / points, rule.solve());
        for (int i = 1; i < values.length; i++) {
            DrivenRisk risk = equation.risks().get(i - 1);
            ExponentialSum kernel = new ExponentialSum(equation.rates(), risk.kernel());
            values[i] = every(steps / points, rule.driven(new double[steps + 1], kernel.onGrid(h, steps + 1)));
            for (int m = 0; m <= points; m++) {
                values[i][m] += risk.forcing().applyAsDouble(end * m / points);
            }
        }
        return values;
    }

    private static double[] every(int stride, double[] values) {
        double[] chosen = new double[(values.length - 1) / stride + 1];
        Arrays.setAll(chosen, m -> values[m * stride]);
        return chosen;
    }

    private static double[][] extrapolated(double[][] fine, double[][] coarse, double factor) {
        double[][] result = new double[fine.length][];
        for (int i = 0; i < fine.length; i++) {
            double[] a = fine[i];
            double[] b = coarse[i];
            result[i] = new double[a.length];
            Arrays.setAll(result[i], m -> a[m] + factor * (a[m] - b[m]));
        }
        return result;
    }

    private static double largestGap(double[][] a, double[][] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double gap = 0;
            double size = Double.MIN_NORMAL;
            for (int m = 0; m < a[i].length; m++) {
                gap = Math.max(gap, Math.abs(a[i][m] - b[i][m]));
                size = Math.max(size, Math.abs(a[i][m]));
            }
            largest = Math.max(largest, gap / size);
        }
        return largest;
    }

    private static double[][] transposed(double[][] values) {
        double[][] rows = new double[values[0].length][values.length];
        for (int i = 0; i < values.length; i++) {
            for (int m = 0; m < rows.length; m++) {
                rows[m][i] = values[i][m];
            }
        }
        return rows;
    }
}
