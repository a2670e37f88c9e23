package org.sgdlimits.law;

import java.util.Optional;
import org.sgdlimits.gaussian.CutCoordinateRule;
import org.sgdlimits.gaussian.IsotropicRule;
import org.sgdlimits.model.Activation;

/**
 * Expectations over s, one coordinate of a uniform direction, at the field x = u + c s of one particle whose part u along the
 * teachers and whose scale c = √q⊥ R are given; by the rule's nodes in s, by nodes on either side of x = 0 where σ has a kink there,
 * or by the moments of s where σ has degree two at most. Scratch of one solve.
 */
final class ConditionalMoments {

    /** What a side that holds nearly all of the law needs beyond a Gauss rule of that law: 32 nodes leave 10⁻⁹. */
    private static final int MORE_NODES = 8;

    private final Activation activation;
    private final double[] nodes;
    private final double[] weights;
    private final Optional<CutCoordinateRule> kinked;
    private final double[] quadratic;
    private double second;
    private double fourth;

    /** E[σ]. */
    double value;

    /** E[σ²]. */
    double square;

    /** E[σ']. */
    double slope;

    /** E[σ' s]. */
    double slopeField;

    /** E[σ' σ]. */
    double slopeValue;

    /** E[σ' σ s]. */
    double slopeValueField;

    ConditionalMoments(Activation activation, IsotropicRule rule) {
        this.activation = activation;
        kinked = activation.kinked()
                ? Optional.of(new CutCoordinateRule(rule.directions(), rule.size() + MORE_NODES))
                : Optional.empty();
        nodes = new double[rule.size()];
        weights = new double[rule.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = rule.node(i);
            weights[i] = rule.weight(i);
            second += weights[i] * Math.pow(nodes[i], 2);
            fourth += weights[i] * Math.pow(nodes[i], 4);
        }
        quadratic = QuadraticMoments.isQuadratic(activation) ? QuadraticMoments.padded(activation) : new double[0];
    }

    void at(double u, double c) {
        if (quadratic.length > 0) {
            ofQuadratic(u, c);
            return;
        }
        value = 0;
        square = 0;
        slope = 0;
        slopeField = 0;
        slopeValue = 0;
        slopeValueField = 0;
        if (kinked.isPresent()) {
            CutCoordinateRule rule = kinked.get();
            rule.cut(c > 0 ? -u / c : 0);
            for (int i = 0; i < rule.size(); i++) {
                add(u + c * rule.node(i), rule.node(i), rule.weight(i));
            }
            return;
        }
        for (int i = 0; i < nodes.length; i++) {
            add(u + c * nodes[i], nodes[i], weights[i]);
        }
    }

    private void add(double x, double s, double weight) {
        double sigma = activation.value(x);
        double weightedValue = weight * sigma;
        double weightedSlope = weight * activation.slope(x);
        value += weightedValue;
        square += weightedValue * sigma;
        slope += weightedSlope;
        slopeField += weightedSlope * s;
        slopeValue += weightedSlope * sigma;
        slopeValueField += weightedSlope * sigma * s;
    }

    /** σ = σ₀ + σ₁s + σ₂s² and σ' = δ₀ + δ₁s at the given u and c; odd moments of s vanish. */
    private void ofQuadratic(double u, double c) {
        double sigma0 = quadratic[0] + u * (quadratic[1] + u * quadratic[2]);
        double delta0 = quadratic[1] + 2 * u * quadratic[2];
        double sigma1 = c * delta0;
        double sigma2 = c * c * quadratic[2];
        double delta1 = 2 * c * quadratic[2];
        value = sigma0 + sigma2 * second;
        square = sigma0 * sigma0 + (sigma1 * sigma1 + 2 * sigma0 * sigma2) * second + sigma2 * sigma2 * fourth;
        slope = delta0;
        slopeField = delta1 * second;
        slopeValue = delta0 * value + delta1 * sigma1 * second;
        slopeValueField = (delta0 * sigma1 + delta1 * sigma0) * second + delta1 * sigma2 * fourth;
    }
}
