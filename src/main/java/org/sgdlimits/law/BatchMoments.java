package org.sgdlimits.law;

import java.util.Arrays;
import java.util.Locale;
import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.gaussian.TensorGaussHermite;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * The mean and covariance of everything that one sample adds to a step's sums over the batch,
 *
 * <pre>
 *   t = (e_j g_bc,  e_j e_l for l ≤ j,  h_i),   x = Σ_b √λ_b F_b g_b,   Ω_b = F_b F_bᵀ,   g standard normal,
 * </pre>
 *
 * by a tensor Gauss–Hermite rule in g, whose nodes are the same at every state. For a polynomial error signal of degree n its
 * order is 2n + 1, so that the covariance, of degree 4n, is exact. For a smooth one n nodes in a direction converge
 * geometrically: with erf and fields of variance 1 like (1/2)ⁿ for E[e x], (2/3)ⁿ for E[e e], (4/5)ⁿ for their covariance, at n = 30
 * in two directions and 20 in three.
 *
 * <p>Columns of F_b that are zero need no care; their entries of t are to be left out. Size B p (p + k) + p (p + 1)/2 + |θ|; cost of
 * an evaluation: nodes × (an error signal + size²/2); allocates nothing. Scratch of one solve.
 */
public final class BatchMoments {

    private final FieldModel model;
    private final int p;
    private final int fields;
    private final int blocks;
    private final double[][] nodes;
    private final double[] noises;
    private final double[] weights;
    private final double[] field;
    private final double[] signal;
    private final double[] parameterSignal;
    private final double[] sample;

    /** E[t], valid until the next evaluation. */
    public final double[] mean;

    /** Cov(t), lower triangle, valid until the next evaluation. */
    public final double[][] covariance;

    private BatchMoments(FieldModel model, int blocks, FieldQuadrature rule) {
        this.model = model;
        this.blocks = blocks;
        p = model.students();
        fields = model.fields();
        int directions = blocks * fields;
        FieldNodes placed = new FieldNodes(rule);
        double[][] identity = new double[directions][directions];
        for (int i = 0; i < directions; i++) {
            identity[i][i] = 1;
        }
        rule.place(identity, placed);
        int count = placed.count();
        nodes = new double[count][directions];
        noises = Arrays.copyOf(placed.noise(), count);
        weights = Arrays.copyOf(placed.weights(), count);
        for (int i = 0; i < count; i++) {
            System.arraycopy(placed.fields(), i * directions, nodes[i], 0, directions);
        }
        field = new double[fields];
        signal = new double[p];
        parameterSignal = new double[model.parameters().length];
        sample = new double[p * directions + p * (p + 1) / 2 + parameterSignal.length];
        mean = new double[sample.length];
        covariance = new double[sample.length][sample.length];
    }

    /**
     * One thread's evaluator.
     *
     * @throws IllegalArgumentException if no tensor rule is exact or converges geometrically at an affordable number of nodes
     */
    public static BatchMoments of(Problem<? extends FieldModel> problem) {
        return new BatchMoments(problem.model(), blocks(problem), rule(problem));
    }

    /**
     * Refuses what {@link #of} refuses.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static void requireCovered(Problem<? extends FieldModel> problem) {
        rule(problem);
    }

    /** One line for reports. */
    public static String describeRule(Problem<? extends FieldModel> problem) {
        return rule(problem).describe();
    }

    private static int blocks(Problem<? extends FieldModel> problem) {
        return problem.model().covariance().spectrum(problem.dimension()).blocks();
    }

    private static FieldQuadrature rule(Problem<? extends FieldModel> problem) {
        int directions = blocks(problem) * problem.model().fields();
        FieldQuadrature rule = FieldRules.batch(problem.model(), directions);
        if (rule instanceof TensorGaussHermite) {
            return rule;
        }
        throw new IllegalArgumentException(
                "run.reduced.centralLimitFrom: the central-limit batch expected an error signal without kinks"
                        + " and few directions (p + k of each block of the covariance) for its tensor quadrature, got "
                        + directions + " directions and a "
                        + problem.model().smoothness().kind().name().toLowerCase(Locale.ROOT)
                        + " error signal; leave the key out");
    }

    /** The place of e_j g_bc in t. */
    public int withDirection(int block, int j, int c) {
        return (block * p + j) * fields + c;
    }

    /** The place of e_j e_l in t, for l ≤ j. */
    public int product(int j, int l) {
        return blocks * p * fields + j * (j + 1) / 2 + l;
    }

    /** The place of h_i in t. */
    public int parameter(int i) {
        return blocks * p * fields + p * (p + 1) / 2 + i;
    }

    /** Evaluates both at √λ_b F_b, [block][p + k][p + k], and θ. */
    public void evaluate(double[][][] factors, double[] parameters) {
        Arrays.fill(mean, 0);
        for (double[] row : covariance) {
            Arrays.fill(row, 0);
        }
        for (int node = 0; node < weights.length; node++) {
            load(nodes[node], factors);
            model.errorSignal(field, noises[node], parameters, signal, parameterSignal);
            fill(nodes[node]);
            add(weights[node]);
        }
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] -= mean[i] * mean[j];
            }
        }
    }

    private void load(double[] g, double[][][] factors) {
        Arrays.fill(field, 0);
        for (int b = 0; b < blocks; b++) {
            for (int a = 0; a < fields; a++) {
                double sum = 0;
                for (int c = 0; c < fields; c++) {
                    sum += factors[b][a][c] * g[b * fields + c];
                }
                field[a] += sum;
            }
        }
    }

    private void fill(double[] g) {
        int next = 0;
        for (int b = 0; b < blocks; b++) {
            for (int j = 0; j < p; j++) {
                for (int c = 0; c < fields; c++) {
                    sample[next++] = signal[j] * g[b * fields + c];
                }
            }
        }
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                sample[next++] = signal[j] * signal[l];
            }
        }
        System.arraycopy(parameterSignal, 0, sample, next, parameterSignal.length);
    }

    private void add(double weight) {
        for (int i = 0; i < sample.length; i++) {
            double weighted = weight * sample[i];
            mean[i] += weighted;
            double[] row = covariance[i];
            for (int j = 0; j <= i; j++) {
                row[j] += weighted * sample[j];
            }
        }
    }
}
