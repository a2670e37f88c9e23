package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One update of SGD on a data matrix, X_{k+1} = X_k − γ Σ_{i∈B} (a_i(⟨a_i, X_k⟩ − b_i) + (ρ/n) X_k) + Δ(X_k − X_{k−1}).
 *
 * <p>Cost: the stored entries of the rows drawn, and d more with momentum, ridge, or more than one row. Mutable; one thread's;
 * allocates nothing after it is built.
 */
final class DataStep {

    private final DesignMatrix design;
    private final double[] target;
    private final double ridge;
    private final BatchRule rule;
    private final RandomGenerator random;
    private final double[] x;

    /** Σ_{i∈B} a_i r_i, where it is needed before X moves. */
    private final double[] gradient;

    /** X_k − X_{k−1}. */
    private final double[] change;

    /** A permutation of the rows; its first entries are the batch, or it is walked through. */
    private final int[] order;

    private int next;
    private double squaredResidual;

    DataStep(LeastSquaresProblem problem, RandomGenerator random) {
        design = problem.data().design();
        target = problem.data().target();
        ridge = problem.ridge() / design.rows();
        rule = problem.rule();
        this.random = random;
        x = problem.start().clone();
        gradient = new double[x.length];
        change = new double[x.length];
        order = new int[design.rows()];
        Arrays.setAll(order, i -> i);
        next = order.length;
    }

    /** X; not to be changed. */
    double[] weights() {
        return x;
    }

    /** The largest squared residual that the last update met. */
    double squaredResidual() {
        return squaredResidual;
    }

    /** Makes an update at learning rate γ. */
    void move(double rate) {
        squaredResidual = 0;
        int first = draw();
        if (rule.isSingleSample()) {
            int row = order[first];
            double residual = residual(row);
            if (ridge != 0) {
                for (int j = 0; j < x.length; j++) {
                    x[j] -= rate * ridge * x[j];
                }
            }
            design.addRow(row, -rate * residual, x);
            return;
        }
        Arrays.fill(gradient, 0);
        for (int i = first; i < first + rule.batch(); i++) {
            int row = rule.sampling() == Sampling.WITH_REPLACEMENT ? random.nextInt(order.length) : order[i];
            design.addRow(row, residual(row), gradient);
        }
        double shrink = rule.batch() * ridge;
        for (int j = 0; j < x.length; j++) {
            change[j] = rule.momentum() * change[j] - rate * (gradient[j] + shrink * x[j]);
            x[j] += change[j];
        }
    }

    private double residual(int row) {
        double residual = design.dot(row, x) - target[row];
        double square = residual * residual;
        squaredResidual = square <= squaredResidual ? squaredResidual : square;
        return residual;
    }

    /** Puts a batch into the order; the place where it begins. */
    private int draw() {
        int batch = rule.batch();
        if (rule.sampling() == Sampling.RESHUFFLED) {
            if (next + batch > order.length) {
                shuffle(order.length);
                next = 0;
            }
            next += batch;
            return next - batch;
        }
        shuffle(batch);
        return 0;
    }

    /** Makes the first entries a uniform ordered choice (Fisher, Yates). */
    private void shuffle(int entries) {
        for (int i = 0; i < entries; i++) {
            int other = i + random.nextInt(order.length - i);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
