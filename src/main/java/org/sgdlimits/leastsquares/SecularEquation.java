package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * The roots z of 1 = γ Σ_j k_j/(p_j − z), k_j > 0: one below the smallest pole and one between each pole and the next.
 *
 * <p>Each is sought as its distance from the nearest pole, after multiplication by that distance, so that roots which all but touch
 * a pole keep their relative accuracy (as in LAPACK's dlaed4). Cost some 10 evaluations of the sum a root.
 */
final class SecularEquation {

    private static final int MOST_EVALUATIONS = 300;

    /**
     * A root p_{pole} + distance.
     *
     * @param pole the place of the nearest pole among the rates
     */
    record Root(int pole, double distance, double value) {}

    private final VolterraEquation equation;
    private final double rate;
    private final int[] poles;
    private final List<Root> roots = new ArrayList<>();

    private SecularEquation(VolterraEquation equation, double rate, int[] poles) {
        this.equation = equation;
        this.rate = rate;
        this.poles = poles;
    }

    /** All roots. */
    static SecularEquation of(VolterraEquation equation, double rate) {
        SecularEquation secular = withPoles(equation, rate);
        secular.roots.add(secular.smallest());
        for (int i = 1; i < secular.poles.length; i++) {
            secular.roots.add(secular.between(secular.poles[i - 1], secular.poles[i]));
        }
        return secular;
    }

    /** The smallest root alone, negative where γ is above the threshold. */
    static double smallest(VolterraEquation equation, double rate) {
        return withPoles(equation, rate).smallest().value();
    }

    private static SecularEquation withPoles(VolterraEquation equation, double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("training.learningRate: expected a number > 0, got " + rate);
        }
        int[] poles = IntStream.range(0, equation.rates().length)
                .filter(j -> equation.kernel()[j] > 0)
                .toArray();
        if (poles.length == 0) {
            throw new IllegalArgumentException("data: expected an entry that is not zero, got a matrix without one");
        }
        return new SecularEquation(equation, rate, poles);
    }

    /** In ascending order. */
    List<Root> roots() {
        return roots;
    }

    /** p_j − z without cancellation near the root's own pole. */
    double gap(Root root, int j) {
        return equation.rates()[j] - equation.rates()[root.pole] - root.distance;
    }

    private Root smallest() {
        double mass = 0;
        for (int j : poles) {
            mass += equation.kernel()[j];
        }
        return solve(poles[0], -rate * mass * (1 + 1e-12));
    }

    private Root between(int left, int right) {
        double half = 0.5 * (equation.rates()[right] - equation.rates()[left]);
        double atMiddle = scaled(right, -half) / -half;
        return atMiddle > 0 ? solve(right, -half) : solve(left, half);
    }

    /** The root between a pole and a point at the given distance from it. */
    private Root solve(int pole, double farthest) {
        UnivariateFunction function = distance -> scaled(pole, distance);
        double distance = new BracketingNthOrderBrentSolver(1e-16, Double.MIN_NORMAL, 0, 5)
                .solve(MOST_EVALUATIONS, function, Math.min(farthest, 0), Math.max(farthest, 0));
        return new Root(pole, distance, equation.rates()[pole] + distance);
    }

    /** μ(1 − γ Σ_j k_j/(p_j − z)) at z = p_{pole} + μ, with its own pole multiplied out. */
    private double scaled(int pole, double mu) {
        double sum = 0;
        double[] rates = equation.rates();
        double[] kernel = equation.kernel();
        for (int j : poles) {
            if (j != pole) {
                sum += kernel[j] / (rates[j] - rates[pole] - mu);
            }
        }
        return mu * (1 - rate * sum) + rate * kernel[pole];
    }
}
