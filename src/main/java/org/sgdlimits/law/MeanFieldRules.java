package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.gaussian.HalfLineRule;
import org.sgdlimits.gaussian.IsotropicRule;
import org.sgdlimits.gaussian.PolarRule;
import org.sgdlimits.gaussian.RandomisedQmc;
import org.sgdlimits.gaussian.TensorGaussHermite;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Smoothness;

/**
 * The rules of {@link MeanFieldDynamics}: over the teachers' fields, and over one field outside their span. Polynomials are exact;
 * with smooth activations, norms of order one and a teacher or two the error of the drift is 10⁻⁷ at most, with fixed quasi-random
 * nodes 10⁻⁴. With kinked students in few directions D the mean over s has a weak singularity in R, where the kink leaves the support
 * of s: 5·10⁻⁵ at D = 2, 10⁻⁶ at D = 4.
 */
record MeanFieldRules(FieldQuadrature teachers, IsotropicRule orthogonal) {

    private static final int[] SMOOTH_ORDERS = {40, 28, 20};
    private static final int SMOOTH_COORDINATE_ORDER = 24;
    /** So few that the kink of a student leaves the support of s at radii of some weight. */
    private static final int FEW_DIRECTIONS = 10;

    private static final int KINKED_RADIAL_ORDER = 80;
    private static final int QMC_LOG2_NODES = 10;

    /**
     * @param directions d − rank P; 0 for d → ∞
     */
    static MeanFieldRules of(Network network, long directions) {
        Activation student = network.studentActivation();
        Smoothness target = network.target().smoothness();
        int studentDegree = student.coefficients().length - 1;
        boolean polynomial = studentDegree >= 0 && target.kind() == Smoothness.Kind.POLYNOMIAL;
        // 𝓔² and σ'λ𝓔 have degree 2 max(degrees) in λ*, σσ'λ has 2·studentDegree in s and in R
        int largest = Math.max(Math.max(studentDegree, target.degree()), 1);
        int coordinateOrder = studentDegree >= 0 ? studentDegree + 1 : SMOOTH_COORDINATE_ORDER;
        int radialOrder = studentDegree >= 0
                ? studentDegree / 2 + 1
                : student.kinked() && directions < FEW_DIRECTIONS ? KINKED_RADIAL_ORDER : smoothRadialOrder(directions);
        return new MeanFieldRules(
                teachers(network, polynomial ? largest + 1 : 0),
                directions == 0
                        ? IsotropicRule.limit(coordinateOrder)
                        : IsotropicRule.of(directions, radialOrder, coordinateOrder));
    }

    /** R²/D spreads by √(2/D) about one. */
    private static int smoothRadialOrder(long directions) {
        return directions >= 500 ? 4 : directions >= 50 ? 6 : directions >= 10 ? 10 : 20;
    }

    private static FieldQuadrature teachers(Network network, int exactOrder) {
        int k = network.teachers();
        boolean kinked = network.target().smoothness().kind() == Smoothness.Kind.KINKED
                || network.studentActivation().kinked();
        if (kinked && k == 1) {
            return new HalfLineRule(SMOOTH_ORDERS[0]);
        }
        if (kinked && k == 2) {
            return new PolarRule(SMOOTH_ORDERS[0], SMOOTH_ORDERS[0] / 2, 0);
        }
        int order = exactOrder > 0
                ? exactOrder
                : k <= SMOOTH_ORDERS.length ? SMOOTH_ORDERS[k - 1] : FieldRules.MAX_MEAN_NODES;
        if (!kinked && Math.pow(order, k) <= FieldRules.MAX_MEAN_NODES) {
            return new TensorGaussHermite(k, order, 0, network.isMirrorSymmetric());
        }
        return new RandomisedQmc(k, false, QMC_LOG2_NODES, FieldRules.GROUPS, FieldRules.SEED);
    }

    /** Rules of more nodes, or independent ones, whose difference from these estimates the error. */
    MeanFieldRules companion() {
        double directions = orthogonal.directions();
        int order = orthogonal.size() + 8;
        return new MeanFieldRules(
                teachers.companion(),
                Double.isInfinite(directions)
                        ? IsotropicRule.limit(order)
                        : IsotropicRule.of((long) directions, orthogonal.radii() + 4, order));
    }

    String describe() {
        return teachers.describe() + "; " + orthogonal.describe();
    }
}
