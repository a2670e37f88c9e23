package org.sgdlimits.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The spectral blocks of a covariance: distinct eigenvalues λ_b ≥ 0, not all zero, with multiplicities d_b, b = 1…B, Σ d_b = d. Or
 * nodes λ_b of its spectral measure with weights d_b/d ≥ 0 for the trace, whole or not ({@link KrylovSpectrum}), which is all that
 * deterministic limits read. Immutable.
 *
 * <p>Entries that repeat an eigenvalue are merged into one block; blocks keep the order in which their eigenvalues first appear.
 * Vectors are stated in the order of the entries, component by component, and {@link #inBlocks} brings them into that of the
 * blocks.
 */
public final class Spectrum {

    private final double[] values;
    /** Empty for a measure. */
    private final long[] multiplicities;

    /** The block and the length of every run of components as stated; empty where that is the order of the blocks. */
    private final int[] statedBlocks;

    private final long[] statedRuns;

    /** d_b. */
    private final double[] sizes;

    private final long dimension;

    /**
     * Blocks of the given eigenvalues and multiplicities; an eigenvalue may appear more than once.
     *
     * @throws IllegalArgumentException if the lengths differ, a value is negative or not finite, all are zero, a multiplicity is
     *     &lt; 1, or the dimension is beyond the range of a long
     */
    public Spectrum(double[] values, long[] multiplicities) {
        if (values.length == 0 || values.length != multiplicities.length) {
            throw new IllegalArgumentException("covariance: expected as many multiplicities as eigenvalues, got "
                    + multiplicities.length + " and " + values.length);
        }
        double[] distinct = new double[values.length];
        long[] runs = new long[values.length];
        long sum = 0;
        int last = -1;
        for (int i = 0; i < values.length; i++) {
            sum = checkedSum(i, values[i], multiplicities[i], sum);
            if (last >= 0 && values[i] == distinct[last]) {
                runs[last] += multiplicities[i];
            } else {
                last++;
                // + 0.0 turns −0 into 0
                distinct[last] = values[i] + 0.0;
                runs[last] = multiplicities[i];
            }
        }
        distinct = Arrays.copyOf(distinct, last + 1);
        runs = Arrays.copyOf(runs, last + 1);
        if (distinct.length == 1 && distinct[0] == 0) {
            throw new IllegalArgumentException("covariance: expected an eigenvalue > 0, got zeros only");
        }
        dimension = sum;
        if (isMonotone(distinct)) {
            this.values = distinct;
            this.multiplicities = runs;
            sizes = sizes(runs);
            statedBlocks = new int[0];
            statedRuns = new long[0];
            return;
        }
        Map<Double, Integer> known = new LinkedHashMap<>();
        int[] blocks = new int[distinct.length];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = known.computeIfAbsent(distinct[i], value -> known.size());
        }
        this.values = known.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        this.multiplicities = new long[known.size()];
        for (int i = 0; i < blocks.length; i++) {
            this.multiplicities[blocks[i]] += runs[i];
        }
        sizes = sizes(this.multiplicities);
        boolean merged = known.size() < blocks.length;
        statedBlocks = merged ? blocks : new int[0];
        statedRuns = merged ? runs : new long[0];
    }

    private Spectrum(double[] values, double[] sizes, long dimension) {
        this.values = values;
        this.sizes = sizes;
        this.dimension = dimension;
        multiplicities = new long[0];
        statedBlocks = new int[0];
        statedRuns = new long[0];
    }

    /**
     * A spectral measure (1/d) tr q(K) ≈ Σ_b weight_b q(λ_b).
     *
     * @throws IllegalArgumentException if the lengths differ, or a value or weight is negative or not finite
     */
    public static Spectrum measure(double[] values, double[] weights, long dimension) {
        if (values.length == 0 || values.length != weights.length) {
            throw new IllegalArgumentException(
                    "covariance: expected as many weights as nodes, got " + weights.length + " and " + values.length);
        }
        for (int b = 0; b < values.length; b++) {
            if (!(values[b] >= 0 && weights[b] >= 0) || Double.isInfinite(values[b] + weights[b])) {
                throw new IllegalArgumentException("covariance: node " + (b + 1)
                        + ": expected an eigenvalue and a weight >= 0, got " + values[b] + " and " + weights[b]);
            }
        }
        double[] sizes =
                Arrays.stream(weights).map(weight -> weight * dimension).toArray();
        return new Spectrum(values.clone(), sizes, dimension);
    }

    private static double[] sizes(long[] multiplicities) {
        return Arrays.stream(multiplicities).asDoubleStream().toArray();
    }

    private static long checkedSum(int index, double value, long multiplicity, long sum) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "covariance: eigenvalue " + (index + 1) + ": expected a number >= 0, got " + value);
        }
        if (multiplicity < 1) {
            throw new IllegalArgumentException(
                    "covariance: multiplicity " + (index + 1) + ": expected a whole number > 0, got " + multiplicity);
        }
        if (multiplicity > Long.MAX_VALUE - sum) {
            throw new IllegalArgumentException(
                    "covariance: expected multiplicities that add up to at most " + Long.MAX_VALUE + ", got more");
        }
        return sum + multiplicity;
    }

    private static boolean isMonotone(double[] values) {
        boolean rises = values.length > 1 && values[1] > values[0];
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[i - 1] != rises) {
                return false;
            }
        }
        return true;
    }

    /** The number B of blocks. */
    public int blocks() {
        return values.length;
    }

    /** The eigenvalue λ_b of block b, from 0. */
    public double eigenvalue(int block) {
        return values[block];
    }

    /** d_b/d, the share of block b in the trace, from 0. */
    public double weight(int block) {
        return sizes[block] / dimension;
    }

    /**
     * The multiplicity d_b of block b, from 0.
     *
     * @throws IllegalArgumentException of a measure
     */
    public long multiplicity(int block) {
        if (multiplicities.length == 0) {
            throw new IllegalArgumentException(
                    "covariance: expected eigenvalues with whole multiplicities, got a spectral measure;"
                            + " use the methods ode and resolvent, which read no more of a covariance");
        }
        return multiplicities[block];
    }

    /** The dimension d = Σ d_b. */
    public long dimension() {
        return dimension;
    }

    /** tr K^power / d; with power 1 the mean eigenvalue. */
    public double trace(int power) {
        double sum = 0;
        for (int b = 0; b < values.length; b++) {
            sum += Math.pow(values[b], power) * weight(b);
        }
        return sum;
    }

    /** The smallest eigenvalue. */
    public double smallest() {
        return Arrays.stream(values).min().orElseThrow();
    }

    /** The largest eigenvalue. */
    public double largest() {
        return Arrays.stream(values).max().orElseThrow();
    }

    /**
     * A vector's components in the order of the blocks, a fresh array.
     *
     * @param components in the order in which the eigenvalues were stated, length d
     */
    public double[] inBlocks(double[] components) {
        if (statedBlocks.length == 0) {
            return components.clone();
        }
        int[] next = new int[values.length];
        for (int b = 1; b < next.length; b++) {
            next[b] = next[b - 1] + Math.toIntExact(multiplicities[b - 1]);
        }
        double[] ordered = new double[components.length];
        int from = 0;
        for (int i = 0; i < statedBlocks.length; i++) {
            int run = Math.toIntExact(statedRuns[i]);
            System.arraycopy(components, from, ordered, next[statedBlocks[i]], run);
            next[statedBlocks[i]] += run;
            from += run;
        }
        return ordered;
    }

    /** Whether the other has the same blocks and takes vectors in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Spectrum spectrum
                && Arrays.equals(values, spectrum.values)
                && Arrays.equals(multiplicities, spectrum.multiplicities)
                && Arrays.equals(sizes, spectrum.sizes)
                && Arrays.equals(statedBlocks, spectrum.statedBlocks)
                && Arrays.equals(statedRuns, spectrum.statedRuns);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(multiplicities);
    }
}
