package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.gaussian.PolarRule;
import org.sgdlimits.gaussian.RandomisedQmc;
import org.sgdlimits.gaussian.SphericalRule;
import org.sgdlimits.gaussian.TensorGaussHermite;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Smoothness;

/**
 * Picks the quadrature over the fields of a model: tensor Gauss–Hermite while it is exact or converges geometrically and the
 * fields are few, a polar rule for kinks in two fields, a spherical one in three, fixed randomised quasi-Monte Carlo beyond and
 * where kinks may be anywhere.
 */
final class FieldRules {

    static final int MAX_MEAN_NODES = 20_000;
    private static final int MAX_COVARIANCE_NODES = 5_000;
    static final int GROUPS = 8;
    /** How many times the nodes of quasi-Monte Carlo a rule that knows the kinks may take, its error being far smaller. */
    private static final int DEARER_THAN_QMC = 2;

    static final long SEED = 0x5eed_0f_f1e1d5L;

    private FieldRules() {}

    /** For the mean of one step: integrands e_j x_a, e_j e_l and ℓ. */
    static FieldQuadrature mean(FieldModel model) {
        return choose(model, model.fields(), 2, MAX_MEAN_NODES, new int[] {40, 40, 20}, 11);
    }

    /** As {@link #mean}, to about 10⁻⁴: for methods whose own error is larger. */
    static FieldQuadrature coarseMean(FieldModel model) {
        return choose(model, model.fields(), 2, MAX_COVARIANCE_NODES, new int[] {16, 16, 10}, 10);
    }

    /** For the covariance of one step: integrands up to e_j e_l e_m e_n, wanted to a percent. */
    static FieldQuadrature covariance(FieldModel model) {
        return choose(model, model.fields(), 4, MAX_COVARIANCE_NODES, new int[] {16, 16, 10}, 10);
    }

    /** As {@link #covariance}, wanted as exactly as a test of it asks for. */
    static FieldQuadrature fineCovariance(FieldModel model) {
        return choose(model, model.fields(), 4, MAX_MEAN_NODES, new int[] {40, 40, 20}, 14);
    }

    /**
     * For the law of a whole batch: integrands up to e_j e_l e_m e_n whose means, without noise to hide behind, add up over the
     * steps of a run.
     */
    static FieldQuadrature batch(FieldModel model, int fields) {
        return choose(model, fields, 4, MAX_MEAN_NODES, new int[] {40, 30, 20}, 10);
    }

    private static FieldQuadrature choose(
            FieldModel model, int fields, int power, int maxNodes, int[] smoothOrders, int log2GroupNodes) {
        boolean drawsNoise = model.hasNoise() && model.labels().isEmpty();
        FieldQuadrature rule = overFields(model, fields, drawsNoise, power, maxNodes, smoothOrders, log2GroupNodes);
        return model.labels().isEmpty()
                ? rule
                : new LabelledRule(rule, model.labels().get());
    }

    private static FieldQuadrature overFields(
            FieldModel model,
            int fields,
            boolean drawsNoise,
            int power,
            int maxNodes,
            int[] smoothOrders,
            int log2GroupNodes) {
        Smoothness smoothness = model.smoothness();
        int order =
                switch (smoothness.kind()) {
                    // exact to degree 2·order − 1 >= power·degree; the fields add no more than the error signal does
                    case POLYNOMIAL -> power * Math.max(smoothness.degree(), 1) / 2 + 1;
                    case SMOOTH -> fields <= smoothOrders.length ? smoothOrders[fields - 1] : Integer.MAX_VALUE;
                    case KINKED, PIECEWISE -> Integer.MAX_VALUE;
                };
        int noiseNodes = drawsNoise ? noiseNodes(model, power) : 0;
        // kinks are at zeros of the fields, not of the directions that a batch is drawn in
        if (smoothness.kind() == Smoothness.Kind.KINKED && fields == model.fields()) {
            if (fields == 2) {
                return new PolarRule(smoothOrders[0] / 2, smoothOrders[0] / 2, noiseNodes);
            }
            if (fields == 3) {
                FieldQuadrature rule = new SphericalRule(smoothOrders[2] / 2, smoothOrders[2] / 2, noiseNodes);
                if (rule.maxNodes() <= DEARER_THAN_QMC * (GROUPS << log2GroupNodes)) {
                    return rule;
                }
            }
        }
        if (Math.pow(order, fields) <= maxNodes) {
            return new TensorGaussHermite(fields, order, noiseNodes, model.isMirrorSymmetric());
        }
        return new RandomisedQmc(fields, drawsNoise, log2GroupNodes, GROUPS, SEED);
    }

    private static int noiseNodes(FieldModel model, int power) {
        // a network's error signal is linear in the label noise, and powers of it up to four are integrated
        boolean linear = model instanceof org.sgdlimits.model.Network;
        return linear ? power / 2 + 1 : 16;
    }
}
