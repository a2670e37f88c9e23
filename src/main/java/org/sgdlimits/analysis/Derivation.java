package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * How the expectations behind a problem's law are computed at its start, with an estimate of the error.
 *
 * <p>A quadrature's error is the standard error over its independent groups of nodes where it is randomised, and the difference
 * to a rule of another order elsewhere. A closed form is held against the quadrature.
 *
 * @param expectations one line a quantity; up to 500 statistics, and where steps draw samples, the covariance of a step is
 *     one of them
 */
public record Derivation(List<Expectation> expectations) {

    /** Beyond this number of statistics the covariance of a step, its square in entries, is not looked at. */
    static final int MOST_STATISTICS = 500;

    /**
     * One derived quantity, a number or an array of them.
     *
     * @param quantity what
     * @param how the closed form or the quadrature
     * @param size largest absolute entry
     * @param error estimated error of the quadrature, the largest over entries
     * @param closedFormGap largest difference between closed form and quadrature; empty where there is no closed form, and
     *     then {@code error} is the error of what is used
     */
    public record Expectation(String quantity, String how, double size, double error, OptionalDouble closedFormGap) {}

    /** Derives a problem's law at the start of a replica. */
    public static Derivation of(Problem<? extends FieldModel> problem, long seed, int replica) {
        problem.requireOneStage("the law of one step");
        return of(problem, Starts.gram(problem, seed, replica));
    }

    private static Derivation of(Problem<? extends FieldModel> problem, double[][][] gram) {
        StepLaw law = StepLaw.of(problem).withCovarianceToShow();
        boolean closed = law.hasClosedForms();
        String mean = law.describeMean();
        String products = law.describeProducts();
        List<Expectation> result = new ArrayList<>();
        result.add(expectation(
                "risk", mean, closed, law, law.meanGroups(), gram, (dynamics, s) -> new double[] {dynamics.risk(s)}));
        result.add(expectation(
                "drift",
                mean.equals(products) ? mean : "E[e x]: " + mean + "; E[e e]: " + products,
                closed,
                law,
                law.meanGroups(),
                gram,
                Derivation::drift));
        if (law.layout().size() > MOST_STATISTICS || !problem.rule().kind().drawsSamples()) {
            return new Derivation(List.copyOf(result));
        }
        result.add(expectation(
                "covariance of one step",
                law.describeCovariance(),
                false,
                law,
                law.covarianceGroups(),
                gram,
                Derivation::covariance));
        return new Derivation(List.copyOf(result));
    }

    private static Expectation expectation(
            String quantity,
            String how,
            boolean closed,
            StepLaw law,
            int groups,
            double[][][] gram,
            BiFunction<FieldDynamics, double[], double[]> quantityOf) {
        StepLaw quadrature = closed ? law.byQuadrature() : law;
        double[] value = value(law, gram, quantityOf);
        double[] byQuadrature = value(quadrature, gram, quantityOf);
        double size = 0;
        for (double entry : value) {
            size = Math.max(size, Math.abs(entry));
        }
        double error = groups > 1
                ? groupError(quadrature, groups, gram, quantityOf)
                : distance(byQuadrature, value(quadrature.companion(), gram, quantityOf));
        return new Expectation(
                quantity,
                how,
                size,
                error,
                closed ? OptionalDouble.of(distance(value, byQuadrature)) : OptionalDouble.empty());
    }

    /** The largest standard error of the mean over groups. */
    private static double groupError(
            StepLaw law, int groups, double[][][] gram, BiFunction<FieldDynamics, double[], double[]> quantityOf) {
        double[][] values = new double[groups][];
        for (int g = 0; g < groups; g++) {
            values[g] = value(law.ofGroup(g), gram, quantityOf);
        }
        double largest = 0;
        for (int i = 0; i < values[0].length; i++) {
            double mean = 0;
            for (double[] group : values) {
                mean += group[i] / groups;
            }
            double squares = 0;
            for (double[] group : values) {
                squares += (group[i] - mean) * (group[i] - mean);
            }
            largest = Math.max(largest, Math.sqrt(squares / (groups * (groups - 1.0))));
        }
        return largest;
    }

    private static double[] value(
            StepLaw law, double[][][] gram, BiFunction<FieldDynamics, double[], double[]> quantityOf) {
        FieldDynamics dynamics = law.dynamics(gram);
        double[] s = new double[law.layout().size()];
        dynamics.start(s);
        return quantityOf.apply(dynamics, s);
    }

    private static double distance(double[] left, double[] right) {
        double distance = 0;
        for (int i = 0; i < left.length; i++) {
            distance = Math.max(distance, Math.abs(left[i] - right[i]));
        }
        return distance;
    }

    private static double[] drift(FieldDynamics dynamics, double[] s) {
        double[] out = new double[s.length];
        dynamics.drift(0, s, out);
        return out;
    }

    private static double[] covariance(FieldDynamics dynamics, double[] s) {
        double[][] out = new double[s.length][s.length];
        dynamics.covariance(0, s, out);
        double[] flat = new double[s.length * s.length];
        for (int i = 0; i < s.length; i++) {
            System.arraycopy(out[i], 0, flat, i * s.length, s.length);
        }
        return flat;
    }
}
