package org.sgdlimits.model;

import java.util.Locale;

/**
 * The objectives that come with the software, as models on data of covariance I; {@link ObjectiveModel#withCovariance} sets another.
 * r are the student's fields, r* the teacher's, ξ ~ N(0, 1). Every gradient is closed and allocates nothing.
 *
 * <p>Source: the high-dimensional notes (seed 003), examples of linear composites; THEORY §7.
 */
public final class Objectives {

    private static final double[] NO_PARAMETERS = {};

    private Objectives() {}

    /** What stands in for the label y of a classification. */
    public enum Labels {
        /** The teacher's probabilities themselves. */
        PROBABILITIES,
        /** A class drawn with them. */
        SAMPLED
    }

    /**
     * Least squares, ½ Σ_c (r_c − r*_c − √Δ ξ)², c = 1…width, one ξ for all components. Risk floor: width · Δ/2.
     *
     * @param width p = k
     * @param labelNoise Δ
     * @throws IllegalArgumentException if the width is not positive or the noise not a variance
     */
    public static ObjectiveModel leastSquares(int width, double labelNoise) {
        atLeast(1, width);
        ObjectiveModel model = ObjectiveModel.of(
                        "least-squares" + noise(labelNoise),
                        width,
                        width,
                        NO_PARAMETERS,
                        new LeastSquares(width, labelNoise))
                .withSmoothness(Smoothness.polynomial(1))
                .withRiskFloor(0.5 * width * labelNoise);
        return labelNoise == 0 ? model : model.withNoise();
    }

    /** Binary logistic regression, −r y + log(1 + e^r), y = s(r*) or drawn with that probability; p = k = 1. */
    public static ObjectiveModel logistic(Labels labels) {
        Logistic objective = new Logistic(labels == Labels.SAMPLED);
        ObjectiveModel model = ObjectiveModel.of("logistic" + word(labels), 1, 1, NO_PARAMETERS, objective);
        return labels == Labels.SAMPLED ? model.withLabels(objective) : model;
    }

    /**
     * Multi-class logistic regression, −Σ_c y_c r_c + log Σ_c e^{r_c}, y = softmax(r*) or a class drawn with it.
     *
     * @param classes p = k
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static ObjectiveModel softmax(int classes, Labels labels) {
        atLeast(2, classes);
        Softmax objective = new Softmax(classes, labels == Labels.SAMPLED);
        ObjectiveModel model = ObjectiveModel.of("softmax" + word(labels), classes, classes, NO_PARAMETERS, objective);
        return labels == Labels.SAMPLED ? model.withLabels(objective) : model;
    }

    /** Phase retrieval without noise, (r² − r*²)², p = k = 1. Risk floor: 0. */
    public static ObjectiveModel phaseRetrieval() {
        return ObjectiveModel.of("phase-retrieval", 1, 1, NO_PARAMETERS, new PhaseRetrieval())
                .withSmoothness(Smoothness.polynomial(3))
                .withRiskFloor(0);
    }

    /**
     * Huber regression: ρ(r − r* − √Δ ξ), ρ(x) = ½x² for |x| ≤ threshold and linear beyond, p = k = 1. Risk floor: E[ρ(√Δ ξ)].
     *
     * @throws IllegalArgumentException if the threshold is not a number &gt; 0 or the noise not a variance
     */
    public static ObjectiveModel huber(double threshold, double labelNoise) {
        if (!(threshold > 0) || Double.isInfinite(threshold)) {
            throw new IllegalArgumentException("threshold: expected a number > 0, got " + threshold);
        }
        String name = "huber beyond " + threshold + noise(labelNoise);
        Huber objective = new Huber(threshold, labelNoise);
        ObjectiveModel model = ObjectiveModel.of(name, 1, 1, NO_PARAMETERS, objective)
                .withSmoothness(Smoothness.piecewise())
                .withRiskFloor(objective.riskFloor());
        return labelNoise == 0 ? model : model.withNoise();
    }

    /** A multi-index example: ½(g(r) − g(r*))² with g(r) = r_1 + r_1 r_2, p = k = 2. Risk floor: 0. */
    public static ObjectiveModel multiIndex() {
        return ObjectiveModel.of("multi-index", 2, 2, NO_PARAMETERS, new MultiIndex())
                .withSmoothness(Smoothness.polynomial(3))
                .withRiskFloor(0);
    }

    private static void atLeast(int least, int width) {
        if (width < least) {
            throw new IllegalArgumentException("width: expected a whole number >= " + least + ", got " + width);
        }
    }

    private static String noise(double labelNoise) {
        if (!(labelNoise >= 0) || Double.isInfinite(labelNoise)) {
            throw new IllegalArgumentException("labelNoise: expected a variance >= 0, got " + labelNoise);
        }
        return labelNoise == 0 ? "" : ", label noise " + labelNoise;
    }

    private static String word(Labels labels) {
        return labels == Labels.SAMPLED ? ", labels " + labels.name().toLowerCase(Locale.ROOT) : "";
    }
}
