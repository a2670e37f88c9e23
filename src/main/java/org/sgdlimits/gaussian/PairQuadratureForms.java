package org.sgdlimits.gaussian;

import java.util.function.DoubleUnaryOperator;

/**
 * Pairwise forms of any activations by quadrature over two fields: tensor Gauss–Hermite of {@code order} nodes each
 * where both activations are smooth, a {@link PolarRule} where one has a kink or jump at zero. In E[g_j' x_a g_i] the
 * third field is replaced by its regression on x_j and x_i, which leaves the expectation as it is:
 *
 * <p>E[g_j'(x_j) x_a g_i(x_i)] = E[g_j'(x_j) (α x_j + β x_i) g_i(x_i)].
 *
 * <p>The difference to {@link #companion()} estimates the error. A call costs order² (kinked: up to 2·order²)
 * evaluations of both functions. May be shared between threads if the functions may.
 */
public final class PairQuadratureForms implements FieldForms {

    private static final int MOST_ORDER = 128;

    private final DoubleUnaryOperator[] activations;
    private final DoubleUnaryOperator[] slopes;
    private final boolean[] kinked;
    private final int order;
    private final FieldQuadrature smoothRule;
    private final FieldQuadrature kinkedRule;
    private final ThreadLocal<Scratch> scratch;

    /**
     * @param activations g_i of each field
     * @param slopes g_i' of each field
     * @param kinked whether g_i or g_i' has a kink or a jump at zero
     * @param order nodes a direction; 40 serves activations that vary on the scale of their field's deviation
     * @throws IllegalArgumentException if the three arrays differ in length or the order is not from 2 to 128
     */
    public PairQuadratureForms(
            DoubleUnaryOperator[] activations, DoubleUnaryOperator[] slopes, boolean[] kinked, int order) {
        if (slopes.length != activations.length || kinked.length != activations.length) {
            throw new IllegalArgumentException("slopes, kinked: expected " + activations.length
                    + " entries, one for each activation, got " + slopes.length + " and " + kinked.length
                    + "; give every field its activation, slope and flag");
        }
        this.activations = activations.clone();
        this.slopes = slopes.clone();
        this.kinked = kinked.clone();
        this.order = Arguments.inRange(2, MOST_ORDER, order, "order", "40 serves most activations");
        this.smoothRule = new TensorGaussHermite(2, order, 0);
        this.kinkedRule = new PolarRule(order, (order + 1) / 2, 0);
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(smoothRule, kinkedRule));
    }

    @Override
    public double product(double[][] omega, int i, int l) {
        return expectation(omega, i, activations[i], l, activations[l]);
    }

    @Override
    public double slopeProduct(double[][] omega, int j, int l) {
        return expectation(omega, j, slopes[j], l, slopes[l]);
    }

    @Override
    public double slopeFieldProduct(double[][] omega, int j, int a, int i) {
        Scratch s = scratch.get();
        FieldNodes nodes = place(s, omega, j, i);
        SemidefiniteCholesky factor = s.factor;
        factor.factor(s.pair);
        double[][] lower = factor.lower();
        // x_a = y_1 g_1 + y_2 g_2 + (independent rest) and x = L g; inactive columns have no part in either.
        double first = factor.active(0) ? omega[a][j] / lower[0][0] : 0;
        double beta = factor.active(1) ? (omega[a][i] - lower[1][0] * first) / (lower[1][1] * lower[1][1]) : 0;
        double alpha = factor.active(0) ? (first - lower[1][0] * beta) / lower[0][0] : 0;
        double sum = 0;
        for (int t = 0; t < nodes.count(); t++) {
            double x = nodes.field(t, 0);
            double y = nodes.field(t, 1);
            double product = slopes[j].applyAsDouble(x) * activations[i].applyAsDouble(y);
            sum += nodes.weight(t) * product * (alpha * x + beta * y);
        }
        return sum;
    }

    /**
     * Not available.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public double slopeSlopeProductProduct(double[][] omega, int j, int l, int i, int m) {
        throw new UnsupportedOperationException(
                "pair quadrature: E[g' g' g g] needs up to four fields; use TensorGaussHermite or RandomisedQmc");
    }

    @Override
    public boolean hasFourFieldForm() {
        return false;
    }

    @Override
    public String describe() {
        return "quadrature over pairs of fields, order " + order;
    }

    /** The same forms by rules of a higher order and the other parity. */
    public PairQuadratureForms companion() {
        int higher = order + 1 + 2 * (order / 8);
        return new PairQuadratureForms(activations, slopes, kinked, higher <= MOST_ORDER ? higher : order - 1);
    }

    private double expectation(double[][] omega, int i, DoubleUnaryOperator f, int l, DoubleUnaryOperator g) {
        FieldNodes nodes = place(scratch.get(), omega, i, l);
        double sum = 0;
        for (int t = 0; t < nodes.count(); t++) {
            sum += nodes.weight(t) * f.applyAsDouble(nodes.field(t, 0)) * g.applyAsDouble(nodes.field(t, 1));
        }
        return sum;
    }

    private FieldNodes place(Scratch s, double[][] omega, int first, int second) {
        s.pair[0][0] = omega[first][first];
        s.pair[0][1] = omega[first][second];
        s.pair[1][0] = omega[first][second];
        s.pair[1][1] = omega[second][second];
        boolean kink = kinked[first] || kinked[second];
        FieldNodes nodes = kink ? s.kinkedNodes : s.smoothNodes;
        (kink ? kinkedRule : smoothRule).place(s.pair, nodes);
        return nodes;
    }

    private static final class Scratch {
        private final double[][] pair = new double[2][2];
        private final SemidefiniteCholesky factor = new SemidefiniteCholesky(2);
        private final FieldNodes smoothNodes;
        private final FieldNodes kinkedNodes;

        private Scratch(FieldQuadrature smoothRule, FieldQuadrature kinkedRule) {
            this.smoothNodes = new FieldNodes(smoothRule);
            this.kinkedNodes = new FieldNodes(kinkedRule);
        }
    }
}
