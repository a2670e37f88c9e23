package org.sgdlimits.gaussian;

import java.util.Arrays;

/**
 * Nodes and weights in field space: node i has the fields x_i1…x_in, the label noise ξ_i and the weight w_i, so that
 * E[f(x, ξ)] ≈ Σ_i w_i f(x_i, ξ_i). Mutable scratch, allocated once and refilled by {@link FieldQuadrature#place};
 * one instance belongs to one thread. The raw arrays are longer than {@link #count()} says when Ω is singular.
 */
public final class FieldNodes {

    private final int width;
    private final double[] fields;
    private final double[] noise;
    private final double[] weights;
    private final SemidefiniteCholesky factor;
    private int count;

    /** Room for whatever the rule can place. */
    public FieldNodes(FieldQuadrature rule) {
        this(rule.fields(), rule.maxNodes());
    }

    /**
     * Room for {@code capacity} nodes of {@code width} fields.
     *
     * @throws IllegalArgumentException if either is not positive
     */
    public FieldNodes(int width, int capacity) {
        this.width = Arguments.atLeast(1, width, "width", "give the number of fields p + k");
        Arguments.atLeast(1, capacity, "capacity", "give the rule's maxNodes()");
        this.fields = new double[Math.multiplyExact(width, capacity)];
        this.noise = new double[capacity];
        this.weights = new double[capacity];
        this.factor = new SemidefiniteCholesky(width);
    }

    /** The number of nodes in use. */
    public int count() {
        return count;
    }

    /** The number of fields of a node. */
    public int width() {
        return width;
    }

    /** The weight of node {@code i}. */
    public double weight(int i) {
        return weights[i];
    }

    /** Field {@code j} of node {@code i}. */
    public double field(int i, int j) {
        return fields[i * width + j];
    }

    /** The label noise of node {@code i}. */
    public double noise(int i) {
        return noise[i];
    }

    /** The live array of fields, count × width row by row. */
    public double[] fields() {
        return fields;
    }

    /** The live array of label noises. */
    public double[] noise() {
        return noise;
    }

    /** The live array of weights. */
    public double[] weights() {
        return weights;
    }

    /**
     * Sets the number of nodes in use; for rules that fill the raw arrays.
     *
     * @throws IllegalArgumentException if the nodes do not fit
     */
    public void resize(int newCount) {
        if (newCount < 0 || newCount > weights.length) {
            throw new IllegalArgumentException("count: expected 0 to " + weights.length + " nodes, got " + newCount
                    + "; build the FieldNodes for the rule that fills it");
        }
        count = newCount;
    }

    /** Starts a fill: a single node at the origin, weight one, no noise. */
    void reset() {
        resize(1);
        Arrays.fill(fields, 0, width, 0);
        noise[0] = 0;
        weights[0] = 1;
    }

    /** Factors Ω in this instance's scratch. */
    SemidefiniteCholesky factor(double[][] omega, int ruleFields) {
        if (ruleFields != width) {
            throw new IllegalArgumentException("into: expected nodes of " + ruleFields + " fields, got " + width
                    + "; build the FieldNodes for the rule that fills it");
        }
        factor.factor(omega);
        return factor;
    }
}
