package org.sgdlimits.law;

import java.util.Arrays;

/**
 * The normalisation u_j ← u_j/‖u_j‖ as it acts on the law of a step.
 *
 * <p>A plain step takes the entry X (M_b,jr or Q_b,jl) to X + ηξ_X and the squared norm 1 to N_j = 1 + ην_j, with η = γ/d and
 * ν_j = Σ_b ξ_Q,b,jj; then X ← X/√N_j or X/√(N_j N_l). To leading order the mean moves by η(ξ_X − ½X Σν), the projected
 * equations of THEORY §2. At finite d the ratio is kept whole at the mean, and the second-order term of its expansion in the
 * fluctuations is added,
 *
 * <pre>
 *   f (−½ Σ_a Cov(X, N_a)/N_a + X̄ [⅜ Σ_a Var(N_a)/N_a² + ¼ Cov(N_j, N_l)/(N_j N_l)]),   f = Π_a N_a^{−1/2}, a ∈ {j} or {j, l},
 * </pre>
 *
 * which leaves an error of relative order (γ/d)²/n_b in the mean of a step. The covariance is pushed forward by the
 * linearisation at the mean. Scratch of one solve.
 */
final class UnitNorm {

    private static final int NONE = -1;

    private final OrderParameters layout;
    private final int[] first;
    private final int[] second;
    private final double[] shrink;
    private final double[] relativeNorm;
    private final double[] moved;
    private final double[] traces;
    private double[][] rowTrace = new double[0][];

    UnitNorm(OrderParameters layout) {
        this.layout = layout;
        int size = layout.size();
        first = new int[size];
        second = new int[size];
        Arrays.fill(first, NONE);
        Arrays.fill(second, NONE);
        int p = layout.students();
        for (int b = 0; b < layout.blocks(); b++) {
            for (int j = 0; j < p; j++) {
                for (int r = 0; r < layout.teachers(); r++) {
                    first[layout.m(b, j, r)] = j;
                }
                for (int l = j; l < p; l++) {
                    first[layout.q(b, j, l)] = j;
                    second[layout.q(b, j, l)] = l;
                }
            }
        }
        shrink = new double[size];
        relativeNorm = new double[p];
        moved = new double[size];
        traces = new double[p];
    }

    private void loadTraces(double[] xi) {
        for (int j = 0; j < traces.length; j++) {
            double sum = 0;
            for (int b = 0; b < layout.blocks(); b++) {
                sum += xi[layout.q(b, j, j)];
            }
            traces[j] = sum;
        }
    }

    /** Turns the mean of ξ into that of the normalised step, to leading order; in place. */
    void projectLeading(double[] s, double[] xi) {
        loadTraces(xi);
        for (int i = 0; i < xi.length; i++) {
            if (first[i] != NONE) {
                double sum = traces[first[i]] + (second[i] == NONE ? 0 : traces[second[i]]);
                xi[i] = isKept(i) ? 0 : xi[i] - 0.5 * s[i] * sum;
            }
        }
    }

    /** Fixes the point at which the normalisation is expanded: s + η·xi. With η = 0, the state itself. */
    void at(double[] s, double eta, double[] xi) {
        loadTraces(xi);
        for (int j = 0; j < relativeNorm.length; j++) {
            relativeNorm[j] = 1 + eta * traces[j];
        }
        for (int i = 0; i < s.length; i++) {
            moved[i] = s[i] + eta * xi[i];
            shrink[i] = Math.exp(logShrink(i));
        }
    }

    private double logShrink(int i) {
        if (first[i] == NONE) {
            return 0;
        }
        double log = Math.log1p(relativeNorm[first[i]] - 1);
        if (second[i] != NONE) {
            log += Math.log1p(relativeNorm[second[i]] - 1);
        }
        return -0.5 * log;
    }

    /**
     * The mean increment of the normalised step at the point fixed by {@link #at}.
     *
     * @param withNorms the covariance of the plain step's overlaps with its squared norms N_a, [entry][p]
     */
    void meanIncrement(double[] s, double[][] withNorms, double[] out) {
        rowTrace = withNorms;
        for (int i = 0; i < out.length; i++) {
            out[i] = shrink[i] * (moved[i] - s[i]) + s[i] * Math.expm1(logShrink(i));
            if (first[i] != NONE) {
                out[i] = isKept(i) ? 0 : out[i] + shrink[i] * secondOrder(i);
            }
        }
    }

    /** Whether an entry is a squared norm, which the rule keeps: zero to the last bit, as a rest of rounding can grow. */
    private boolean isKept(int i) {
        return layout.blocks() == 1 && first[i] == second[i];
    }

    private double secondOrder(int i) {
        int j = first[i];
        int l = second[i];
        double linear = rowTrace[i][j] / relativeNorm[j];
        double square = 0.375 * traceCovariance(j, j);
        if (l != NONE) {
            linear += rowTrace[i][l] / relativeNorm[l];
            square += 0.375 * traceCovariance(l, l) + 0.25 * traceCovariance(j, l);
        }
        return -0.5 * linear + moved[i] * square;
    }

    /** Cov(N_j, N_l)/(N_j N_l). */
    private double traceCovariance(int j, int l) {
        double sum = 0;
        for (int b = 0; b < layout.blocks(); b++) {
            sum += rowTrace[layout.q(b, j, j)][l];
        }
        return sum / (relativeNorm[j] * relativeNorm[l]);
    }

    /** Pushes a covariance of the plain step forward through the normalisation, in place. */
    void pushForward(double[][] covariance) {
        for (double[] row : covariance) {
            linearise(row);
        }
        transpose(covariance);
        for (double[] row : covariance) {
            linearise(row);
        }
    }

    /** Pushes a fluctuation of the plain step forward through the normalisation, in place. */
    void linearise(double[] xi) {
        loadTraces(xi);
        for (int i = 0; i < xi.length; i++) {
            if (first[i] != NONE) {
                double relative = traces[first[i]] / relativeNorm[first[i]]
                        + (second[i] == NONE ? 0 : traces[second[i]] / relativeNorm[second[i]]);
                xi[i] = shrink[i] * (xi[i] - 0.5 * moved[i] * relative);
            }
        }
    }

    private static void transpose(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                double swap = matrix[i][j];
                matrix[i][j] = matrix[j][i];
                matrix[j][i] = swap;
            }
        }
    }
}
