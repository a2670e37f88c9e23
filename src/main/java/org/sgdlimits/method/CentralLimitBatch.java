package org.sgdlimits.method;

import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.law.BatchMoments;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * An approximation of a batch's sums in {@link ReducedStep}: drawn from the normal law with their exact mean and covariance,
 *
 * <pre>
 *   t̄ = (1/n_b) Σ_ν t^ν ≈ E[t] + n_b^{−1/2} L z,   L Lᵀ = Cov(t),   t = (e_j g_bc, e_j e_l, h_i)
 * </pre>
 *
 * ({@link BatchMoments}), in place of n_b samples. The error of its law falls like n_b^{−1/2}, with the third moments of t. The
 * mean of a plain step is exact; in its covariance, products of two sums, which come with (γ/d)², have the fourth moments of a
 * normal law.
 *
 * <p>Of the sums, Ŝ = (1/n_b) Σ e eᵀ = S + δ must be positive semidefinite, which a normal δ is not bound to. Where S + δ or
 * S − δ is indefinite, δ is shortened to δ/‖C⁻¹ δ C⁻ᵀ‖, S = C Cᵀ, in the Frobenius norm: the same for δ and −δ, so that E[Ŝ]
 * stays exact and only its spread falls short. (Dropping what is negative would raise E[Ŝ], by 8 % where the spread of Ŝ is its
 * mean.) Such steps are counted. Where Ŝ is that uncertain and at the same time decides where the step leads, {@link #draw} does
 * not serve and the batch is drawn sample by sample: neither law is then in doubt. For e of degree five and seven the kurtosis of
 * e is some 2·10³ and 5·10⁴, and the spread of Ŝ is a third of its mean at n_b = 2·10⁴ and 5·10⁵. Cost: that of the moments and
 * size³/6; allocates nothing.
 */
final class CentralLimitBatch {

    /** Up to this coefficient of variation the normal law of a mean square is one. */
    private static final double LARGEST_VARIATION = 1.0 / 3;

    /** Up to this spread of a student's squared norm by one step, relative to it, the law of Ŝ does not matter. */
    private static final double LARGEST_SPREAD = 0.1;

    private final int p;
    private final double batch;
    private final BatchMoments moments;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final SemidefiniteCholesky spread;
    private final SemidefiniteCholesky products;
    private final double[] normal;
    private final double[] deviation;
    private final double[][] mean;
    private final double[][] fluctuation;
    private final double[][] trial;
    private final double[][][] factors;
    private long shortened;

    CentralLimitBatch(Problem<? extends FieldModel> problem, int blocks, ZigguratSampler.NormalizedGaussian gaussian) {
        this.gaussian = gaussian;
        p = problem.model().students();
        batch = problem.rule().batch();
        moments = BatchMoments.of(problem);
        int size = moments.mean.length;
        spread = new SemidefiniteCholesky(size);
        products = new SemidefiniteCholesky(p);
        normal = new double[size];
        deviation = new double[size];
        mean = new double[p][p];
        fluctuation = new double[p][p];
        trial = new double[p][p];
        factors = new double[blocks][problem.model().fields()][problem.model().fields()];
    }

    /**
     * Refuses a problem for which there is no such batch.
     *
     * @throws IllegalArgumentException if the batch is small, or the moments have no affordable rule
     */
    static void requireAdmitted(Problem<? extends FieldModel> problem) {
        long least =
                Math.max(ReducedSgd.SMALLEST_CENTRAL_LIMIT, 2L * problem.model().fields());
        if (problem.rule().batch() < least) {
            throw new IllegalArgumentException("run.reduced.centralLimitFrom: expected at least " + least
                    + " samples a batch, got a batch of " + problem.rule().batch() + "; raise the key or the batch");
        }
        BatchMoments.requireCovered(problem);
    }

    /** How many steps had the spread of Ŝ shortened. */
    long shortened() {
        return shortened;
    }

    /**
     * Draws the sums at the blocks' present factors; negative, and nothing drawn, where it does not serve.
     *
     * @param eta γ/d of the step
     * @param signalProducts receives Ŝ/n_b, lower triangle
     * @param parameterMean receives (1/n_b) Σ h
     * @return the largest √E[e_j²]; where it is not sound nothing is drawn and the blocks stay as they are
     */
    double draw(
            double eta, ReducedBlock[] blocks, double[] parameters, double[][] signalProducts, double[] parameterMean) {
        for (int b = 0; b < blocks.length; b++) {
            blocks[b].writeFactor(factors[b]);
        }
        moments.evaluate(factors, parameters);
        double largest = 0;
        for (int j = 0; j < p; j++) {
            largest = Math.max(largest, Math.sqrt(moments.mean[moments.product(j, j)]));
        }
        if (!(largest <= Outcome.BLOW_UP)) {
            return largest;
        }
        if (!serves(eta, blocks)) {
            return -1;
        }
        drawDeviation();
        for (int b = 0; b < blocks.length; b++) {
            for (int j = 0; j < p; j++) {
                int first = moments.withDirection(b, j, 0);
                blocks[b].load(j, moments.mean, deviation, first);
            }
        }
        drawProducts(signalProducts);
        for (int i = 0; i < parameterMean.length; i++) {
            int place = moments.parameter(i);
            parameterMean[i] = moments.mean[place] + deviation[place];
        }
        return largest;
    }

    /** Whether for every student Ŝ_jj is certain enough, or adds so little to the norm that it need not be. */
    private boolean serves(double eta, ReducedBlock[] blocks) {
        for (int j = 0; j < p; j++) {
            double squaredNorm = 0;
            double outside = 0;
            for (ReducedBlock block : blocks) {
                squaredNorm += block.gram[j][j];
                outside += block.outsideWeight();
            }
            int place = moments.product(j, j);
            double product = moments.mean[place];
            double variation = Math.sqrt(moments.covariance[place][place] / batch) / product;
            double spreadOfNorm = eta * eta * outside * product / batch / squaredNorm * variation;
            if (product > 0 && variation > LARGEST_VARIATION && spreadOfNorm > LARGEST_SPREAD) {
                return false;
            }
        }
        return true;
    }

    private void drawDeviation() {
        spread.factor(moments.covariance);
        double scale = 1 / Math.sqrt(batch);
        for (int i = 0; i < normal.length; i++) {
            normal[i] = spread.active(i) ? scale * gaussian.sample() : 0;
        }
        for (int i = 0; i < deviation.length; i++) {
            double[] row = spread.lower()[i];
            double sum = 0;
            for (int c = 0; c <= i; c++) {
                sum += row[c] * normal[c];
            }
            deviation[i] = sum;
        }
    }

    private void drawProducts(double[][] signalProducts) {
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                mean[j][l] = moments.mean[moments.product(j, l)];
                fluctuation[j][l] = deviation[moments.product(j, l)];
                fluctuation[l][j] = fluctuation[j][l];
            }
        }
        double factor = 1;
        if (isIndefinite(1) || isIndefinite(-1)) {
            shortened++;
            factor = 1 / relativeSize();
        }
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                signalProducts[j][l] = (mean[j][l] + factor * fluctuation[j][l]) / batch;
            }
        }
    }

    private boolean isIndefinite(double sign) {
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                trial[j][l] = mean[j][l] + sign * fluctuation[j][l];
            }
        }
        products.factor(trial);
        return products.mostNegativePivot() < 0;
    }

    /** ‖C⁻¹ δ C⁻ᵀ‖, a bound of its eigenvalues; a student whose error signal vanishes has no part in it. */
    private double relativeSize() {
        products.factor(mean);
        for (int j = 0; j < p; j++) {
            System.arraycopy(fluctuation[j], 0, trial[j], 0, p);
        }
        solveRows(trial);
        for (int j = 0; j < p; j++) {
            for (int l = 0; l < j; l++) {
                double swap = trial[j][l];
                trial[j][l] = trial[l][j];
                trial[l][j] = swap;
            }
        }
        solveRows(trial);
        double squares = 0;
        for (double[] row : trial) {
            for (double entry : row) {
                squares += entry * entry;
            }
        }
        return Math.sqrt(squares);
    }

    /** C⁻¹ a, in place, on the active columns of C. */
    private void solveRows(double[][] a) {
        double[][] lower = products.lower();
        for (int column = 0; column < p; column++) {
            for (int j = 0; j < p; j++) {
                double rest = a[j][column];
                for (int l = 0; l < j; l++) {
                    rest -= lower[j][l] * a[l][column];
                }
                a[j][column] = products.active(j) ? rest / lower[j][j] : 0;
            }
        }
    }
}
